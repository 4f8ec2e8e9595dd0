"""Standing authorisations: who signs them, what they open, and what ends them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from access.deputies import Appointment
from access.people import Account
from access.searching import Query
from access.speaker import Speaker
from access.standing import Authorisation, StandingView
from archive import audit, schema
from archive.audit import Entry
from archive.errors import BadInput, Conflict, DanganError, NotFound, Refused
from archive.filing import Filed
from archive.people import Post
from tests.clock import StoppedClock
from tests.leaking import statements
from tests.readable import is_readable
from tests.staffed import CANARY_TEXT, PASSWORD, Staffed

DAY = date(2026, 4, 5)  # a month after the stopped clock
DIRECTOR = Post.CREDIT_OFFICE_DIRECTOR
FOR_THE_READER = Authorisation("credit", DAY, "日常维护本部门档案", person="reader")
FOR_READERS = Authorisation("credit", DAY, "签约前查阅", post=Post.READER)


@pytest.fixture
def filed(staffed: Staffed, tmp_path: Path) -> Filed:
    return staffed.file_paper(tmp_path)


def sign(staffed: Staffed, asked: Authorisation = FOR_THE_READER, by: Post = DIRECTOR) -> StandingView:
    return staffed.desk.standing.sign(staffed.speakers[by], asked, PASSWORD)


def revoke(staffed: Staffed, number: str, by: Post = DIRECTOR) -> StandingView:
    return staffed.desk.standing.revoke(staffed.speakers[by], number, PASSWORD, remark="岗位变动")


def reads(staffed: Staffed, document: str, by: Speaker | Post = Post.READER) -> bool:
    return is_readable(staffed, document, staffed.speakers[by] if isinstance(by, Post) else by)


def log_in(staffed: Staffed, login: str) -> Speaker:
    sessions = staffed.desk.sessions
    return sessions.speaker(sessions.login(login, PASSWORD), origin="test")


def hire(staffed: Staffed, login: str, *posts: Post, company: str = "YH") -> Speaker:
    """Somebody new."""
    return staffed.employ(Account(login, f"{login}某", company, None, frozenset(posts)))


def alter(staffed: Staffed, **values: object) -> None:
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.standings).values(values))


def entries(staffed: Staffed, act: str) -> list[Entry]:
    with staffed.home.catalogue.read() as tx:
        return [row.entry for row in audit.rows(tx) if row.entry.act == act]


@pytest.mark.parametrize("asked", [FOR_THE_READER, FOR_READERS], ids=["a person", "a post"])
def test_it_opens_files_that_are_with_the_department(
    staffed: Staffed, filed: Filed, asked: Authorisation
) -> None:
    assert not reads(staffed, filed.number)
    sign(staffed, asked)
    assert reads(staffed, filed.number)
    answer = staffed.desk.reading.search(staffed.speakers[Post.READER], Query(CANARY_TEXT))
    assert [found.paper.number for found in answer.found] == [filed.number]
    assert entries(staffed, "reading.show")[-1].basis == "standing:1"
    assert entries(staffed, "reading.search")[-1].details["forms"] == ["standing:1"]


def test_it_opens_nothing_to_others(staffed: Staffed, filed: Filed) -> None:
    sign(staffed)
    assert not reads(staffed, filed.number, Post.SALES_DIRECTOR)
    assert not reads(staffed, filed.number, hire(staffed, "qian", Post.READER))


@pytest.mark.parametrize("custody", ["department", "credit_office", "archive_room"])
def test_where_a_file_is_kept_decides_on_the_next_page(staffed: Staffed, filed: Filed, custody: str) -> None:
    sign(staffed, replace(FOR_THE_READER, custody=(custody,)))
    for kept in ("department", "credit_office", "archive_room"):
        with staffed.home.catalogue.write() as tx:
            tx.execute(update(schema.files).values(custody=kept))
        assert reads(staffed, filed.number) == (kept == custody)


def test_it_opens_files_of_its_regulation_only(staffed: Staffed, tmp_path: Path) -> None:
    visit = staffed.file_paper(tmp_path, kind="visit_record")
    sign(staffed)
    assert not reads(staffed, visit.number)
    sign(staffed, replace(FOR_THE_READER, regulation="客户档案"), by=Post.GENERAL_MANAGER)
    assert reads(staffed, visit.number)


@pytest.mark.parametrize(("department", "opens"), [("SC1", True), ("市场二部", False)])
def test_a_department_can_be_named(staffed: Staffed, filed: Filed, department: str, opens: bool) -> None:
    signed = sign(staffed, replace(FOR_THE_READER, department=department))
    assert signed.department.startswith("YH/SC")
    assert reads(staffed, filed.number) == opens


def test_files_of_another_company_of_the_house_stay_closed(staffed: Staffed, filed: Filed) -> None:
    administrator = staffed.speakers[Post.ADMINISTRATOR]
    staffed.desk.house.add_company(administrator, "NB", "内部公司")
    staffed.desk.house.add_department(administrator, "NB", "CW", "财务部")
    stranger = hire(staffed, "sun", Post.READER, company="NB")
    sign(staffed, FOR_READERS)
    assert not reads(staffed, filed.number, stranger)
    with pytest.raises(BadInput, match="another company"):
        sign(staffed, replace(FOR_THE_READER, company="NB", department="CW"))


def test_it_runs_out_at_the_end_of_its_last_day(staffed: Staffed, filed: Filed, clock: StoppedClock) -> None:
    sign(staffed, replace(FOR_THE_READER, until=date(2026, 3, 5)))
    assert reads(staffed, filed.number)
    clock.forward(days=1)
    assert not reads(staffed, filed.number, log_in(staffed, "reader"))
    (shown,) = staffed.desk.standing.list(log_in(staffed, "auditor"))
    assert shown.state == "expired"


def test_revoking_acts_on_the_next_page(staffed: Staffed, filed: Filed) -> None:
    signed = sign(staffed)
    assert reads(staffed, filed.number)
    revoked = revoke(staffed, signed.number)
    assert (revoked.state, revoked.remark) == ("revoked", "岗位变动")
    assert not reads(staffed, filed.number)
    with pytest.raises(Conflict):
        revoke(staffed, signed.number)


def test_a_person_who_loses_the_post_reads_no_further(staffed: Staffed, filed: Filed) -> None:
    sign(staffed, FOR_READERS)
    posts = frozenset({Post.SALES_DIRECTOR})
    staffed.desk.people.set_posts(staffed.speakers[Post.ADMINISTRATOR], "reader", posts)
    assert not reads(staffed, filed.number)


ALTERED: dict[str, object] = {
    "regulation": "customer",
    "post": "sales_director",
    "custody": '["department", "archive_room"]',
    "until": DAY + timedelta(days=1),
    "purpose": "别的用途",
    "department": 1,
    "signed_by": 2,
    "represented": 2,
    "number": "授权-2026-0009",
    "sha256": "0" * 64,
}


@pytest.mark.parametrize("column", ALTERED)
def test_one_that_was_altered_opens_nothing(staffed: Staffed, filed: Filed, column: str) -> None:
    sign(staffed, FOR_READERS)
    alter(staffed, **{column: ALTERED[column]})
    holder = Post.SALES_DIRECTOR if column == "post" else Post.READER
    assert not reads(staffed, filed.number, holder)
    assert "altered" in {one.state for one in staffed.desk.standing.list(staffed.speakers[Post.AUDITOR])}
    faults = staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults
    assert any("standing authorisation" in str(fault) for fault in faults)


def test_what_was_altered_is_noted_where_it_was_tried(staffed: Staffed, filed: Filed) -> None:
    number = sign(staffed).number
    alter(staffed, purpose="别的用途")
    assert not reads(staffed, filed.number)
    assert entries(staffed, "reading.show")[-1].details["altered_standings"] == [number]


def test_verifying_names_one_that_nobody_signed_and_one_that_is_open_again(staffed: Staffed) -> None:
    first, second, third = (sign(staffed).number for _ in range(3))
    revoke(staffed, first)
    with staffed.home.catalogue.write() as tx:
        table = schema.standings
        tx.execute(update(table).where(table.c.number == first).values(revoked_at=None, revoked_by=None))
        row = dict(tx.execute(select(table).where(table.c.number == second)).one()._mapping)
        tx.execute(table.delete().where(table.c.number == third))
        tx.execute(table.insert().values({**row, "id": 9, "number": "授权-2026-0009"}))
    faults = staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults
    assert [str(fault) for fault in faults] == [
        "The standing authorisation 授权-2026-0009 is not what was signed.",
        "The standing authorisation 授权-2026-0001 was revoked, and is open again.",
        "The standing authorisation 授权-2026-0003 is missing.",
    ]


def test_an_untouched_house_verifies(staffed: Staffed) -> None:
    revoke(staffed, sign(staffed).number)
    sign(staffed, FOR_READERS)
    assert staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults == ()


def test_nobody_authorises_himself(staffed: Staffed, filed: Filed) -> None:
    with pytest.raises(Refused, match="himself"):
        sign(staffed, replace(FOR_THE_READER, person="credit-office-director"))
    sign(staffed, replace(FOR_READERS, post=DIRECTOR))
    assert not reads(staffed, filed.number, DIRECTOR)
    assert reads(staffed, filed.number, hire(staffed, "qian", DIRECTOR))


@pytest.mark.parametrize("post", sorted(set(Post) - {DIRECTOR, Post.ADMINISTRATOR}))
def test_only_the_approver_of_the_regulation_signs_and_revokes(staffed: Staffed, post: Post) -> None:
    number = sign(staffed).number
    with pytest.raises(Refused):
        sign(staffed, by=post)
    with pytest.raises(Refused):
        revoke(staffed, number, by=post)


def test_signing_and_revoking_ask_for_the_password_again(staffed: Staffed, filed: Filed) -> None:
    director, standing = staffed.speakers[DIRECTOR], staffed.desk.standing
    with pytest.raises(Refused, match="password"):
        standing.sign(director, FOR_THE_READER, "wrong")
    number = sign(staffed).number
    with pytest.raises(Refused, match="password"):
        standing.revoke(director, number, "wrong", remark="岗位变动")
    assert reads(staffed, filed.number)
    assert [entry.outcome for entry in entries(staffed, "standing.revoke")] == ["refused"]


IMPOSSIBLE: dict[str, tuple[type[DanganError], Authorisation]] = {
    "nobody": (BadInput, replace(FOR_THE_READER, person="")),
    "a person and a post": (BadInput, replace(FOR_THE_READER, post=Post.READER)),
    "a stranger": (NotFound, replace(FOR_THE_READER, person="nobody")),
    "an auditor": (BadInput, replace(FOR_THE_READER, person="auditor")),
    "the post of administrators": (BadInput, replace(FOR_READERS, post=Post.ADMINISTRATOR)),
    "an unknown regulation": (BadInput, replace(FOR_THE_READER, regulation="credits")),
    "no custody": (BadInput, replace(FOR_THE_READER, custody=())),
    "an unknown custody": (BadInput, replace(FOR_THE_READER, custody=("cellar",))),
    "an unknown department": (BadInput, replace(FOR_THE_READER, department="SC9")),
    "no purpose": (BadInput, replace(FOR_THE_READER, purpose=" ")),
    "yesterday": (BadInput, replace(FOR_THE_READER, until=date(2026, 3, 4))),
    "too long": (BadInput, replace(FOR_THE_READER, until=date(2026, 3, 5) + timedelta(days=367))),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_one_that_cannot_be_is_not_signed(staffed: Staffed, what: str) -> None:
    error, asked = IMPOSSIBLE[what]
    with pytest.raises(error):
        sign(staffed, asked)
    with staffed.home.catalogue.read() as tx:
        assert tx.execute(select(func.count()).select_from(schema.standings)).scalar_one() == 0


def test_whom_it_concerns_sees_it(staffed: Staffed) -> None:
    sign(staffed)
    seeing = {
        post
        for post, speaker in staffed.speakers.items()
        if post is not Post.ADMINISTRATOR and staffed.desk.standing.list(speaker)
    }
    assert seeing == {Post.READER, DIRECTOR, Post.AUDITOR, Post.ARCHIVIST}


def test_whom_it_is_for_is_told(staffed: Staffed) -> None:
    number = sign(staffed, FOR_READERS).number
    revoke(staffed, number)
    told = [str(one.text) for one in staffed.desk.notices.unseen(staffed.speakers[Post.READER])]
    assert told == [
        f"You were given the standing authorisation {number}: 签约前查阅",
        f"The standing authorisation {number} was revoked: 岗位变动",
    ]


@pytest.fixture
def deputy(staffed: Staffed) -> Speaker:
    """A sales director who stands in for the director, appointed by the director."""
    appoint(staffed, by=DIRECTOR)
    return staffed.speakers[Post.SALES_DIRECTOR]


def appoint(staffed: Staffed, *, by: Post) -> None:
    principal = "" if by is DIRECTOR else "credit-office-director"
    first, last = date(2026, 3, 5), date(2026, 3, 31)
    appointment = Appointment("sales-director", first, last, "出差", principal)
    staffed.desk.deputies.appoint(staffed.speakers[by], appointment, PASSWORD)


def test_a_deputy_signs_and_says_for_whom(staffed: Staffed, filed: Filed, deputy: Speaker) -> None:
    signed = staffed.desk.standing.sign(deputy, FOR_THE_READER, PASSWORD)
    assert "credit-office-director" in signed.represented
    assert reads(staffed, filed.number)
    assert staffed.desk.standing.revoke(deputy, signed.number, PASSWORD, remark="误签").state == "revoked"


FORBIDDEN_TO_DEPUTIES: dict[str, Callable[[], Authorisation]] = {
    "for himself": lambda: replace(FOR_THE_READER, person="sales-director"),
    "for whom he stands in": lambda: replace(FOR_THE_READER, person="credit-office-director"),
}


@pytest.mark.parametrize("what", FORBIDDEN_TO_DEPUTIES)
def test_a_deputy_authorises_neither_himself_nor_whom_he_stands_in_for(
    staffed: Staffed, deputy: Speaker, what: str
) -> None:
    with pytest.raises(Refused):
        staffed.desk.standing.sign(deputy, FORBIDDEN_TO_DEPUTIES[what](), PASSWORD)


def test_for_a_post_it_opens_nothing_to_deputy_principal_nor_who_appointed(
    staffed: Staffed, filed: Filed
) -> None:
    appoint(staffed, by=Post.GENERAL_MANAGER)
    deputy = staffed.speakers[Post.SALES_DIRECTOR]
    for post in (DIRECTOR, Post.SALES_DIRECTOR, Post.GENERAL_MANAGER):
        staffed.desk.standing.sign(deputy, replace(FOR_READERS, post=post), PASSWORD)
        assert not reads(staffed, filed.number, post)
        assert reads(staffed, filed.number, hire(staffed, f"other-{post.value}"[:30].replace("_", "-"), post))


def test_forbidden_and_not_there_run_the_same_statements(
    staffed: Staffed, filed: Filed, tmp_path: Path
) -> None:
    forbidden = staffed.file_paper(tmp_path, kind="visit_record", text="拜访")
    sign(staffed)
    runs = []
    for word in (forbidden.number, "无此号"):
        with statements(staffed) as run:
            assert not reads(staffed, word)
        runs.append(run)
    assert len(runs[0]) > 5
    assert runs[0] == runs[1]
