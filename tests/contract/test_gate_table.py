"""The table desk call × post, walked: every call as every post, looking for canary words in every answer."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import get_type_hints

import pytest

from access.admission import not_logged_in
from access.audit_filter import AuditFilter
from access.calls import APPROVERS, STANDS_ALONE, TABLE, Basis, Call
from access.contract_sheet import ContractEntry
from access.corrections import Correction
from access.declared import Declaration
from access.deputies import Appointment
from access.describing import Description
from access.desk import Desk
from access.disposal import Approval
from access.form_sheets import Attestation, Checking
from access.forms import Changes, Request, Signing
from access.grounds import Proposal
from access.lending import Lent
from access.losses import LossReport
from access.people import Account
from access.registers import CustomerEntry
from access.review import Ruling
from access.searching import Query
from access.speaker import Speaker
from access.standing import Authorisation
from access.stocktake_scope import Shelves
from access.urgent import Emergency, Review
from access.waivers import Exemption
from archive import audit
from archive.backup_keys import Recipients, new_key
from archive.catalogue import notices
from archive.catalogue.shelf_marks import Place
from archive.errors import DanganError, Refused
from archive.message import message
from archive.people import Post
from tests.clock import StoppedClock
from tests.staffed import (
    CANARIES,
    CANARY_TEXT,
    CUSTOMER,
    PASSWORD,
    QUALIFIED,
    Staffed,
    page_of,
    staff,
)

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Scene:
    """A staffed house with one filed paper (document 1), one part in review, one scan that no
    machine could read, one form handed in, one urgent reading of nothing, and a notice for everybody."""

    staffed: Staffed
    form: Signing
    urgent: Review
    part: int
    scan: int
    unread: int


@pytest.fixture
def scene(tmp_path: Path, clock: StoppedClock) -> Iterator[Scene]:
    staffed = staff(tmp_path, clock)
    staffed.file_paper(tmp_path)
    waiting = staffed.keep_in_review(tmp_path)
    unread = staffed.keep_unread(tmp_path)
    form = staffed.ask("甲木")  # the reader's own words, which are no canary
    begun = staffed.desk.urgent.new(
        staffed.speakers[Post.READER], Emergency("没有的公司", "急用", "sales-director"), PASSWORD
    )
    with staffed.home.catalogue.write() as tx:
        everybody = [speaker.person.number for speaker in staffed.speakers.values()]
        notices.tell_each(tx, everybody, message("The password was changed."), at=clock())
    yield Scene(
        staffed,
        Signing(form.number, form.sha256, PASSWORD),
        Review(begun.form.number, begun.form.sha256, "属实"),
        waiting.number,
        waiting.scan,
        unread,
    )
    staffed.close()


Sample = tuple[str, Callable[[Scene], tuple[object, ...]]]
DAY = date(2026, 3, 9)

# Every call of the desk, its method, and what to hand in. Calls that change or end something for the
# others stand last, for the walk goes through them in this order.
SAMPLES: dict[Call, Sample] = {
    Call.HOUSE_LIST: ("house.list", lambda _: ()),
    Call.FORMS_LIST: ("forms.list", lambda _: ()),
    Call.FORMS_SHOW: ("forms.show", lambda scene: (scene.form.number,)),
    Call.FORMS_CHANGE: ("forms.change", lambda scene: (scene.form.number, Changes(purpose="核对"))),
    Call.FORMS_SUBMIT: ("forms.submit", lambda scene: (scene.form.number,)),
    Call.FORMS_WITHDRAW: ("forms.withdraw", lambda scene: (scene.form.number,)),
    Call.FORM_SHEETS_PRINT: ("form_sheets.print", lambda scene: (scene.form.number,)),
    Call.FORM_SHEETS_LIST: ("form_sheets.list", lambda _: ()),
    Call.FORM_SHEETS_IMAGE: ("form_sheets.image", lambda scene: (scene.form.number,)),
    Call.FORM_SHEETS_ATTEST: (
        "form_sheets.attest",
        lambda _: (Attestation(1, "credit-office-director", "credit", DAY),),
    ),
    Call.FORM_SHEETS_CHECK: ("form_sheets.check", lambda _: (Checking(1, "0" * 64, PASSWORD),)),
    Call.LENDING_LIST: ("lending.list", lambda _: ()),
    Call.LENDING_LEND: ("lending.lend", lambda scene: (Lent(scene.form.number, "1"),)),
    Call.LENDING_TAKE_BACK: ("lending.take_back", lambda _: ("1",)),
    Call.SHELVES_PUT: ("shelves.put", lambda _: ("YH-SC1-X-2026-0001", Place("一库", "3-2"))),
    Call.SHELVES_LIST: ("shelves.list", lambda _: ()),
    Call.FORMS_NEW: ("forms.new", lambda _: (Request(("甲木",), ("credit",), "了解", DAY),)),
    Call.STANDING_LIST: ("standing.list", lambda _: ()),
    Call.DECLARED_LIST: ("declared.list", lambda _: ()),
    Call.URGENT_LIST: ("urgent.list", lambda _: ()),
    Call.URGENT_READS: ("urgent.reads", lambda scene: (scene.urgent.number,)),
    Call.URGENT_REVIEW: ("urgent.review", lambda scene: (scene.urgent, PASSWORD)),
    Call.NOTICES_UNSEEN: ("notices.unseen", lambda _: ()),
    Call.NOTICES_SEE: ("notices.see", lambda _: ()),
    Call.STANDING_SIGN: (
        "standing.sign",
        lambda _: (Authorisation("credit", DAY, "日常工作", person="reader"), PASSWORD),
    ),
    Call.STANDING_REVOKE: ("standing.revoke", lambda _: ("授权-2026-0001", PASSWORD)),
    Call.READING_SEARCH: ("reading.search", lambda _: (Query("密语"),)),
    Call.READING_EXPLAIN: ("reading.explain", lambda _: (Query("密语 客户:甲"),)),
    Call.READING_SHOW: ("reading.show", lambda _: ("1",)),
    Call.READING_IMAGE: ("reading.image", lambda _: ("1",)),
    Call.READING_EXPORT: ("reading.export", lambda _: ("1",)),
    Call.AUDIT_LIST: ("audit.list", lambda _: (AuditFilter(limit=1000),)),
    Call.AUDIT_VERIFY: ("audit.verify", lambda _: ()),
    Call.AUDIT_EXPORT: ("audit.export", lambda _: (AuditFilter(),)),
    Call.CHECKPOINTS_MAKE: ("checkpoints.make", lambda _: ()),
    Call.AUDIT_PROVE: ("audit.prove", lambda scene: (scene.form.number,)),
    Call.CHECKPOINTS_KEYS: ("checkpoints.keys", lambda _: ()),
    Call.CHECKPOINTS_ROTATE_KEY: ("checkpoints.rotate_key", lambda _: ()),
    Call.CHECKPOINTS_REPLACE_KEY: ("checkpoints.replace_key", lambda _: ()),
    Call.PEOPLE_LIST: ("people.list", lambda _: ()),
    Call.SESSIONS_LIST: ("sessions.list", lambda _: ()),
    Call.QUALIFICATIONS_LIST: ("qualifications.list", lambda _: ()),
    Call.DEPUTIES_LIST: ("deputies.list", lambda _: ()),
    Call.DEPUTIES_APPOINT: (
        "deputies.appoint",
        lambda _: (Appointment("reader", DAY, DAY, "出差"), PASSWORD),
    ),
    Call.DEPUTIES_END: ("deputies.end", lambda _: (1,)),
    Call.CUSTOMERS_LIST: ("customers.list", lambda _: ()),
    Call.CUSTOMERS_SHOW: ("customers.show", lambda _: ("1",)),
    Call.CUSTOMERS_ADD: ("customers.add", lambda _: (CustomerEntry("新客户有限公司"),)),
    Call.CUSTOMERS_UPDATE: ("customers.update", lambda _: ("1", CustomerEntry("", aliases=("甲",)))),
    Call.CUSTOMERS_IMPORT: ("customers.import_file", lambda _: ("x.csv", "名称\n又一家\n".encode())),
    Call.CUSTOMERS_PROPOSED: ("proposals.list", lambda _: ()),
    Call.CUSTOMERS_ACCEPT: ("proposals.accept", lambda _: (CustomerEntry("没有提议的公司"),)),
    Call.CUSTOMERS_ADD_ALIAS: ("proposals.add_alias", lambda _: ("没有提议的公司", "1")),
    Call.CONTRACTS_ADD: ("contracts.add", lambda _: (ContractEntry("HT-1", "1"),)),
    Call.CONTRACTS_IMPORT: ("contracts.import_file", lambda _: ("x.csv", "合同编号,客户\nHT-2,1\n".encode())),
    Call.CONTRACTS_LIST: ("contracts.list", lambda _: ()),
    Call.REVIEW_LIST: ("review.list", lambda _: ()),
    Call.REVIEW_SHOW: ("review.show", lambda scene: (scene.part,)),
    Call.REVIEW_IMAGE: ("review.image", lambda scene: (scene.part,)),
    Call.LEARNT_LIST: ("learnt.list", lambda _: ()),
    Call.LEARNT_SHOW: ("learnt.show", lambda _: (1,)),
    Call.ALIASES_LIST: ("aliases.list", lambda _: ()),
    Call.RULINGS_EXPLAIN_PAGES: ("rulings.explain_pages", lambda _: ([page_of(1, CUSTOMER)],)),
    Call.RULINGS_EXPLAIN_PART: ("rulings.explain_part", lambda scene: (scene.part,)),
    Call.RULINGS_EXPLAIN_DOCUMENT: ("rulings.explain_document", lambda _: ("1",)),
    Call.RULINGS_CASE_OF_PART: ("rulings.case_of_part", lambda scene: (scene.part,)),
    Call.RULINGS_CASE_OF_DOCUMENT: ("rulings.case_of_document", lambda _: ("1",)),
    Call.HOLDINGS_READ: ("holdings.read", lambda _: ()),
    Call.SCANS_STATUS: ("scans.status", lambda _: ()),
    Call.SCANS_ADMIT: ("scans.admit", lambda _: ()),
    Call.SCANS_SEPARATOR: ("scans.separator", lambda _: ()),
    Call.STOCKTAKES_LIST: ("stocktakes.list", lambda _: ()),
    Call.STOCKTAKES_BEGIN: ("stocktakes.begin", lambda _: (Shelves(),)),
    Call.STOCKTAKES_SHOW: ("stocktakes.show", lambda _: ("盘点-2026-0001",)),
    Call.STOCKTAKES_CHECK: ("stocktakes.check", lambda _: ("盘点-2026-0001", "1", "missing")),
    Call.STOCKTAKES_IMPORT: (
        "stocktakes.import_file",
        lambda _: ("盘点-2026-0001", "x.csv", "档号,盘点结果\n1,错位\n".encode()),
    ),
    Call.STOCKTAKES_END: ("stocktakes.end", lambda _: ("盘点-2026-0001",)),
    Call.LOSSES_LIST: ("losses.list", lambda _: ()),
    Call.LOSSES_REPORT: ("losses.report", lambda _: (LossReport("1", "盘点时未见"),)),
    Call.DISPOSALS_LIST: ("disposals.list", lambda _: ()),
    Call.DISPOSALS_SHOW: ("disposals.show", lambda _: ("销毁-2026-0001",)),
    Call.DISPOSALS_PROPOSE: ("disposals.propose", lambda _: (Proposal("1", "lost", "找不到"),)),
    Call.DISPOSALS_SIGN: ("disposals.sign", lambda _: (Approval("销毁-2026-0001", "", PASSWORD),)),
    Call.DISPOSALS_REJECT: ("disposals.reject", lambda _: (Approval("销毁-2026-0001", "", PASSWORD, "不"),)),
    Call.DISPOSALS_CARRY_OUT: ("disposals.carry_out", lambda _: (("销毁-2026-0001",),)),
    Call.DISPOSALS_WITHDRAW: ("disposals.withdraw", lambda _: ("销毁-2026-0001",)),
    Call.LOSSES_FOUND: ("losses.found", lambda _: ("遗失-2026-0001",)),
    Call.PROOF_VERIFY: ("proof.verify", lambda _: ()),
    Call.BACKUPS_MAKE: ("backups.make", lambda _: (BytesIO(), Recipients((new_key().public,)))),
    Call.INDEX_STATUS: ("index.status", lambda _: ()),
    Call.INDEX_BUILD: ("index.build", lambda _: ()),
    Call.INDEX_VERIFY: ("index.verify", lambda _: ()),
    Call.INDEX_SWITCH: ("index.switch", lambda _: ()),
    Call.INDEX_ABANDON: ("index.abandon", lambda _: (1,)),
    Call.SCANS_FETCH: ("scans.fetch", lambda scene: (scene.unread,)),
    Call.SCANS_DESCRIBE: (
        "scans.describe",
        lambda scene: (scene.unread, Description("business_licence", "1", title="名称")),
    ),
    Call.SCANS_RETRY: ("scans.retry", lambda scene: (scene.scan,)),
    Call.SCANS_DISMISS: ("scans.dismiss", lambda scene: (scene.scan,)),
    Call.WAIVERS_ADD: ("waivers.add", lambda _: (Exemption("1", "credit", "honour", "没有"),)),
    Call.WAIVERS_WITHDRAW: ("waivers.withdraw", lambda _: (1,)),
    Call.DOCUMENTS_SHOW: ("documents.show", lambda _: ("1",)),
    Call.DOCUMENTS_CORRECT: ("documents.correct", lambda _: ("1", Correction(author="某人"))),
    Call.DOCUMENTS_SUPERSEDE: ("documents.supersede", lambda _: ("1", "1")),
    Call.REVIEW_SETTLE: ("review.settle", lambda scene: (scene.part, Ruling("permit", "1"))),
    Call.LEARNT_TAKE_BACK: ("learnt.take_back", lambda _: (1,)),
    Call.ALIASES_ACCEPT: ("aliases.accept", lambda _: (1,)),
    Call.ALIASES_REJECT: ("aliases.reject", lambda _: (1,)),
    Call.FORMS_APPROVE: ("forms.approve", lambda scene: (scene.form,)),
    Call.FORMS_ISSUE: ("forms.issue", lambda scene: (scene.form.number,)),
    Call.FORMS_GIVE_BACK: ("forms.give_back", lambda scene: (scene.form.number,)),
    Call.FORMS_TAKE_BACK: ("forms.take_back", lambda scene: (scene.form.number,)),
    Call.FORMS_REJECT: ("forms.reject", lambda scene: (scene.form,)),
    Call.FORMS_REVOKE: ("forms.revoke", lambda scene: (scene.form,)),
    Call.DECLARED_NEW: ("declared.new", lambda _: (Declaration(("甲木",), ("credit",), "复核"), PASSWORD)),
    Call.URGENT_NEW: ("urgent.new", lambda _: (Emergency("甲木", "急用", "sales-director"), PASSWORD)),
    Call.HOUSE_ADD_COMPANY: ("house.add_company", lambda _: ("NB", "内部公司")),
    Call.HOUSE_ADD_DEPARTMENT: ("house.add_department", lambda _: ("YH", "CW", "财务部")),
    Call.CLOCK_ACCEPT: ("timekeeping.accept", lambda _: (PASSWORD,)),
    Call.QUALIFICATIONS_RECORD: ("qualifications.record", lambda _: ("reader", QUALIFIED)),
    Call.QUALIFICATIONS_WITHDRAW: ("qualifications.withdraw", lambda _: ("reader",)),
    Call.PEOPLE_ADD: (
        "people.add",
        lambda _: (Account("li", "李", "YH", None, frozenset({Post.READER})), PASSWORD),
    ),
    Call.PEOPLE_SET_POSTS: ("people.set_posts", lambda _: ("reader", frozenset({Post.READER}))),
    Call.PEOPLE_SET_PASSWORD: ("people.set_password", lambda _: ("reader", PASSWORD)),
    Call.PEOPLE_DEACTIVATE: ("people.deactivate", lambda _: ("reader",)),
    Call.PEOPLE_ACTIVATE: ("people.activate", lambda _: ("reader",)),
    Call.SESSIONS_CHANGE_PASSWORD: ("sessions.change_password", lambda _: (PASSWORD, f"{PASSWORD}!")),
    Call.SESSIONS_LOGOUT: ("sessions.logout", lambda _: ()),
    Call.SESSIONS_LOGOUT_EVERYWHERE: ("sessions.logout_everywhere", lambda _: ()),
}
PAGES_OF_PARTS = {
    Call.REVIEW_SHOW,
    Call.REVIEW_IMAGE,
    Call.RULINGS_EXPLAIN_PART,
    Call.RULINGS_CASE_OF_PART,
}
"""What shows the pages of a part that waits, as a duty."""
WITHOUT_SPEAKER = {"sessions.login", "sessions.speaker", "people.found"}
KEYWORDS: dict[str, dict[str, object]] = {
    "timekeeping.accept": {"reason": "主板电池没电"},
    "qualifications.withdraw": {"reason": "离岗"},
    "review.image": {"page": 1},
    "standing.revoke": {"remark": "岗位变动"},
    "checkpoints.replace_key": {"reason": "存放密钥的盘坏了"},
    "rulings.explain_pages": {"name": "x.pdf"},
    "rulings.case_of_part": {"category": "permit"},
    "scans.dismiss": {"reason": "不是我们的"},
    "documents.correct": {"reason": "写错了"},
    "documents.supersede": {"reason": "换新"},
    "losses.found": {"conclusion": "在隔壁柜里"},
}


def answer(scene: Scene, call: Call, speaker: Speaker) -> tuple[object, bool]:
    """What the desk answers, and whether it refused."""
    path, arguments = SAMPLES[call]
    noun, method = path.split(".")
    try:
        made = getattr(getattr(scene.staffed.desk, noun), method)(
            speaker, *arguments(scene), **KEYWORDS.get(path, {})
        )
    except DanganError as error:
        return (str(error), error.advice, error.values), isinstance(error, Refused)
    return made, False


def seen_canaries(shown: object) -> set[str]:
    return {canary for canary in CANARIES if canary in repr(shown)}


def allowed_canaries(call: Call, post: Post) -> set[str]:
    """What a call may show to a post that makes it without any form of its own approved."""
    rule = TABLE[call]
    if post not in rule.posts:
        return set()
    if call in PAGES_OF_PARTS:
        return set(CANARIES)
    if rule.basis is Basis.DUTY:
        return set(CANARIES) - {CANARY_TEXT}
    if call in (Call.FORMS_SHOW, Call.FORMS_APPROVE, Call.FORMS_REJECT, Call.FORMS_REVOKE, Call.FORMS_LIST):
        return {CUSTOMER} if post is Post.CREDIT_OFFICE_DIRECTOR else set()
    return {"YH-SC1-X"} if call is Call.AUDIT_LIST else set()


def test_every_call_and_every_method_of_the_desk_is_in_the_table() -> None:
    methods = {
        f"{noun}.{name}"
        for noun, made_of in get_type_hints(Desk).items()
        for name, _ in inspect.getmembers(made_of, inspect.isfunction)
        if not name.startswith("_")
    }
    assert {path for path, _ in SAMPLES.values()} | WITHOUT_SPEAKER == methods
    assert set(SAMPLES) | {Call.SESSIONS_LOGIN, Call.PEOPLE_FOUND} == set(TABLE) == set(Call)


@pytest.mark.parametrize("post", sorted(Post))
def test_every_call_as_every_post(scene: Scene, post: Post) -> None:
    speaker = scene.staffed.speakers[post]
    leaks: list[tuple[Call, set[str]]] = []
    wrong: list[tuple[Call, object]] = []
    for call in SAMPLES:
        shown, refused = answer(scene, call, speaker)
        if post not in TABLE[call].posts and not refused:
            wrong.append((call, shown))
        if leaked := seen_canaries(shown) - allowed_canaries(call, post):
            leaks.append((call, leaked))
    assert (wrong, leaks) == ([], [])
    check_rows(scene, post)


def check_rows(scene: Scene, post: Post) -> None:
    """Every call of the walk left its row, and none that the post bars was done."""
    person = scene.staffed.speakers[post].person.number
    with scene.staffed.home.catalogue.read() as tx:
        mine = [row.entry for row in audit.rows(tx) if row.entry.person == person]
    barred = {call for call in SAMPLES if post not in TABLE[call].posts}
    assert {entry.act for entry in mine} >= set(SAMPLES)
    assert {entry.act for entry in mine if entry.outcome == "refused"} >= barred
    assert {entry.act for entry in mine if entry.outcome == "done"} & barred == set()


def test_the_canaries_are_there_to_be_seen(scene: Scene) -> None:
    """A walk that finds nothing proves nothing where there is nothing to find."""
    archivist = scene.staffed.speakers[Post.ARCHIVIST]
    seen = set[str]()
    for call in SAMPLES:
        if call not in (Call.SESSIONS_LOGOUT, Call.SESSIONS_CHANGE_PASSWORD):
            seen |= seen_canaries(answer(scene, call, archivist)[0])
    assert seen == set(CANARIES)


def test_nobody_without_a_session_gets_anything(scene: Scene) -> None:
    archivist = scene.staffed.speakers[Post.ARCHIVIST]
    scene.staffed.desk.sessions.logout(archivist)
    shown = {call: answer(scene, call, archivist)[0] for call in SAMPLES}
    assert {told[0] for told in shown.values() if isinstance(told, tuple)} == {str(not_logged_in())}
    assert [call for call, told in shown.items() if seen_canaries(told)] == []


def test_who_administers_or_audits_makes_no_call_that_shows_papers() -> None:
    showing = {Basis.FORM, Basis.DUTY, Basis.SIGNATURE}
    held = {call for call, rule in TABLE.items() if rule.basis in showing and rule.posts & STANDS_ALONE}
    assert held == set()


def test_approvers_of_the_regulations_can_sign(scene: Scene) -> None:
    assert {regulation.approver for regulation in scene.staffed.home.regulations} <= APPROVERS


def test_the_page_on_the_gate_shows_the_table() -> None:
    page = (ROOT / "docs" / "gate.md").read_text(encoding="utf-8")
    assert page.split("\n\n")[-1].splitlines() == table_lines()


def table_lines() -> list[str]:
    """The table as `docs/gate.md` has it."""
    columns = {
        Post.READER: "查",
        Post.ARCHIVIST: "档",
        Post.CREDIT_MANAGER: "信",
        Post.CREDIT_OFFICE_DIRECTOR: "主",
        Post.GENERAL_MANAGER: "总",
        Post.SALES_DIRECTOR: "销",
        Post.AUDITOR: "审",
        Post.ADMINISTRATOR: "管",
    }
    head = ["| call | basis | " + " | ".join(columns.values()) + " |", "|---|---|" + "---|" * len(columns)]
    rows = [
        f"| `{call}` | {rule.basis} | "
        + " | ".join("●" if post in rule.posts else "·" for post in columns)
        + " |"
        for call, rule in TABLE.items()
    ]
    return head + rows


def test_only_the_gate_builds_grants_and_scopes() -> None:
    building = {name for name, tree in program() if _builds(tree, {"Grant", "Scope"})}
    assert building == {"access/gate.py"}


def test_no_part_of_the_program_uses_what_tests_build_grants_with() -> None:
    importing = {
        name
        for name, tree in program()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("index.testing")
    }
    assert importing == set()


def program() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the program; the contract suite that engines are tested with is none."""
    for room in ("access", "archive", "classify", "index", "ingest", "reports", "search_cli"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if not name.startswith("index/testing/"):
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def _builds(tree: ast.AST, names: set[str]) -> bool:
    """Whether a module calls one of these classes, also by another name or `replace`s one."""
    aliases = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in aliases:
                return True
            if isinstance(called, ast.Attribute) and called.attr in names:
                return True
    return False
