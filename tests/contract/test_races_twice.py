"""What happens once happens once: two processes at the same moment, one of which comes too late."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, String, cast, func, literal, select

from access.deputies import Appointment
from access.disposal import Approval
from access.form_sheets import Attestation, Checking
from access.form_views import FormView
from access.forms import Signing
from access.grounds import Proposal
from access.lending import Lent
from access.losses import LossReport
from access.people import Account
from access.standing import Authorisation
from access.stocktake_scope import Shelves
from access.urgent import Emergency, Review
from archive import schema
from archive.people import Post
from archive.verification import verify
from tests.clock import MORNING, StoppedClock
from tests.leaving import Made, bring_in, draw
from tests.racing import Act, Colleague, at_once, colleagues, last_row, log_in, recorded, require_recorded
from tests.signed_sheet import scan_sheet
from tests.staffed import CANARY_TEXT, CUSTOMER, PASSWORD, Staffed, staff

DIRECTOR, DEPUTY, READER = "credit-office-director", "deputy", "reader"
KEEPERS = ("archivist", "archivist-2")
CHECKERS = ("archivist-2", "archivist-3")
TRIES = 2
LATE = {"Conflict", "HomeError"}
"""What the one is told who comes too late."""


@dataclass(frozen=True, slots=True)
class Office:
    """A house, and two at its desk."""

    staffed: Staffed
    pair: Sequence[Colleague]
    folder: Path

    @property
    def today(self) -> date:
        return self.staffed.clock().astimezone().date()

    def paper(self) -> str:
        """One more paper that is filed; its 档号."""
        scan = draw(self.folder / "scan.tiff", 1, seed=last_row(self.staffed))
        (filed,) = bring_in(self.staffed, scan, [Made(1, 1, CANARY_TEXT)], pages=1)
        return filed.number


@dataclass(frozen=True, slots=True)
class Contest:
    """Two acts of which one succeeds, and what there must be exactly one of afterwards."""

    acts: tuple[Act, Act]
    once: Select[Any]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    staffed = staff(folder, StoppedClock(MORNING))
    staffed.employ(Account(DEPUTY, "代理甲", "YH", "SC2", frozenset({Post.READER})))
    for login, name in zip(CHECKERS, ("档案管理员乙", "档案管理员丙"), strict=True):
        staffed.employ(Account(login, name, "YH", "SC2", frozenset({Post.ARCHIVIST})))
    today = staffed.clock().astimezone().date()
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    staffed.desk.deputies.appoint(director, Appointment(DEPUTY, today, today, "出差"), PASSWORD)
    with colleagues(staffed.home.path, "first", "second") as pair:
        yield Office(staffed, pair, folder)
    staffed.close()


def both(logins: tuple[str, str], call: str, *args: Any, **named: Any) -> tuple[Act, Act]:
    """The same act of two people."""
    one, other = (Act(login, call, args, named) for login in logins)
    return one, other


def signing(form: FormView) -> Signing:
    return Signing(form.number, form.sha256, PASSWORD)


def signatures(form: FormView, *meanings: str) -> Select[Any]:
    table, forms = schema.signatures, schema.forms
    counted = select(func.count()).select_from(table.join(forms, forms.c.id == table.c.form))
    return counted.where(forms.c.number == form.number, table.c.meaning.in_(meanings))


def forms_at(form: FormView, *states: str) -> Select[Any]:
    table = schema.forms
    counted = select(func.count()).select_from(table)
    return counted.where(table.c.number == form.number, table.c.state.in_(states))


def out(document: str) -> Select[Any]:
    loans, documents = schema.loans, schema.documents
    counted = select(func.count()).select_from(loans.join(documents, documents.c.id == loans.c.document))
    return counted.where(documents.c.number == document, loans.c.returned_at.is_(None))


def approved_by_director_and_deputy(office: Office) -> Contest:
    form = office.staffed.ask()
    acts = both((DIRECTOR, DEPUTY), "forms.approve", signing(form))
    return Contest(acts, signatures(form, "approved"))


def approved_and_rejected(office: Office) -> Contest:
    form = office.staffed.ask()
    acts = Act(DIRECTOR, "forms.approve", (signing(form),)), Act(DEPUTY, "forms.reject", (signing(form),))
    return Contest(acts, signatures(form, "approved", "rejected"))


def issued_by_two(office: Office) -> Contest:
    form = office.staffed.sign(office.staffed.ask())
    return Contest(both(KEEPERS, "forms.issue", form.number), forms_at(form, "issued"))


def issued_and_withdrawn(office: Office) -> Contest:
    form = office.staffed.sign(office.staffed.ask())
    acts = Act(KEEPERS[0], "forms.issue", (form.number,)), Act(READER, "forms.withdraw", (form.number,))
    return Contest(acts, forms_at(form, "issued", "withdrawn"))


def given_back_and_revoked(office: Office) -> Contest:
    form = office.staffed.approve(office.staffed.ask())
    acts = Act(READER, "forms.give_back", (form.number,)), Act(DIRECTOR, "forms.revoke", (signing(form),))
    return Contest(acts, forms_at(form, "returned", "revoked"))


def lent_by_two(office: Office) -> Contest:
    document = office.paper()
    form = office.staffed.approve(office.staffed.ask())
    return Contest(both(KEEPERS, "lending.lend", Lent(form.number, document)), out(document))


def lent_and_given_back(office: Office) -> Contest:
    """Either the paper is out and the form still issued, or it is in and the form returned."""
    document = office.paper()
    form = office.staffed.approve(office.staffed.ask())
    lent = Act(KEEPERS[0], "lending.lend", (Lent(form.number, document),))
    either = out(document).scalar_subquery() + forms_at(form, "returned").scalar_subquery()
    return Contest((lent, Act(READER, "forms.give_back", (form.number,))), select(either))


def reported_lost_by_two(office: Office) -> Contest:
    document = office.paper()
    losses, documents = schema.losses, schema.documents
    counted = select(func.count()).select_from(losses.join(documents, documents.c.id == losses.c.document))
    acts = both(KEEPERS, "losses.report", LossReport(document, "盘点时不在架上"))
    return Contest(acts, counted.where(documents.c.number == document))


def counter_checked_by_two(office: Office) -> Contest:
    form = office.staffed.ask()
    archivist = office.staffed.speakers[Post.ARCHIVIST]
    sheet = scan_sheet(office.staffed, office.folder, form.number)
    read = Attestation(sheet, DIRECTOR, "credit", office.today)
    attested = office.staffed.desk.form_sheets.attest(archivist, read)
    acts = both(CHECKERS, "form_sheets.check", Checking(sheet, attested.sha256, PASSWORD))
    return Contest(acts, signatures(form, "approved"))


def reviewed_by_two(office: Office) -> Contest:
    reader = office.staffed.speakers[Post.READER]
    case = Emergency(CUSTOMER, "法院今日开庭，须核对授信额度", "sales-director", ("credit",))
    begun = office.staffed.desk.urgent.new(reader, case, PASSWORD)
    review = Review(begun.form.number, begun.form.sha256, "情况属实")
    director = office.staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    form = office.staffed.desk.forms.show(director, begun.form.number)
    acts = both((DIRECTOR, DEPUTY), "urgent.review", review, PASSWORD)
    return Contest(acts, signatures(form, "reviewed"))


def standing_revoked_by_two(office: Office) -> Contest:
    director = office.staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    asked = Authorisation("credit", office.today, "日常工作", person="sales-director")
    number = office.staffed.desk.standing.sign(director, asked, PASSWORD).number
    table = schema.standings
    revoked = select(func.count()).select_from(table)
    acts = both((DIRECTOR, DEPUTY), "standing.revoke", number, PASSWORD, remark="换岗")
    return Contest(acts, revoked.where(table.c.number == number, table.c.revoked_at.is_not(None)))


def stocktaking_ended_by_two(office: Office) -> Contest:
    office.paper()
    archivist = office.staffed.speakers[Post.ARCHIVIST]
    number = office.staffed.desk.stocktakes.begin(archivist, Shelves()).stocktake.number
    table = schema.stocktakes
    ended = select(func.count()).select_from(table)
    acts = both(KEEPERS, "stocktakes.end", number)
    return Contest(acts, ended.where(table.c.number == number, table.c.ended_at.is_not(None)))


def proposed_for_disposal_by_two(office: Office) -> Contest:
    proposal = Proposal(office.paper(), "court_order", "裁定删除", "(2026)苏0281民初12号")
    table, documents = schema.disposals, schema.documents
    counted = select(func.count()).select_from(table.join(documents, documents.c.id == table.c.document))
    acts = both(KEEPERS, "disposals.propose", proposal)
    return Contest(acts, counted.where(documents.c.number == proposal.document))


def disposal(office: Office) -> str:
    """One that is signed; its number."""
    archivist = office.staffed.speakers[Post.ARCHIVIST]
    director = office.staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    proposal = Proposal(office.paper(), "court_order", "裁定删除", "(2026)苏0281民初12号")
    proposed = office.staffed.desk.disposals.propose(archivist, proposal)
    approval = Approval(proposed.number, proposed.sha256, PASSWORD)
    return office.staffed.desk.disposals.sign(director, approval).number


def carried_out_by_two(office: Office) -> Contest:
    number = disposal(office)
    table, audit = schema.disposals, schema.audit
    gone = select(func.count()).select_from(
        audit.join(table, audit.c.subject == literal("document:").concat(cast(table.c.document, String)))
    )
    acts = both(KEEPERS, "disposals.carry_out", [number])
    return Contest(acts, gone.where(table.c.number == number, audit.c.act == "document.dispose"))


def carried_out_and_withdrawn(office: Office) -> Contest:
    """Either it is withdrawn and the paper there, or it is done and the paper gone."""
    number = disposal(office)
    table, documents = schema.disposals, schema.documents
    kept = select(func.count()).select_from(table.join(documents, documents.c.id == table.c.document))
    agree = (table.c.state == "withdrawn") == (documents.c.state == "current")
    acts = (
        Act(KEEPERS[0], "disposals.carry_out", ([number],)),
        Act(KEEPERS[1], "disposals.withdraw", (number,)),
    )
    return Contest(acts, kept.where(table.c.number == number, agree))


CONTESTS = (
    approved_by_director_and_deputy,
    approved_and_rejected,
    issued_by_two,
    issued_and_withdrawn,
    given_back_and_revoked,
    lent_by_two,
    lent_and_given_back,
    reported_lost_by_two,
    counter_checked_by_two,
    reviewed_by_two,
    standing_revoked_by_two,
    stocktaking_ended_by_two,
    proposed_for_disposal_by_two,
    carried_out_by_two,
    carried_out_and_withdrawn,
)


@pytest.mark.parametrize("contest", CONTESTS)
def test_of_two_at_the_same_moment_one_comes_too_late(
    office: Office, contest: Callable[[Office], Contest]
) -> None:
    for _ in range(TRIES):
        chosen = contest(office)
        since = last_row(office.staffed)
        happened = at_once(office.pair, *chosen.acts)
        errors = [done.error for done in happened if done.error]
        assert (1, set()) == (len(errors), set(errors) - LATE)
        with office.staffed.home.catalogue.read() as tx:
            assert 1 == tx.execute(chosen.once).scalar_one()
        rows = recorded(office.staffed, since, *(act.call for act in chosen.acts))
        require_recorded(rows, happened)


def test_the_record_is_whole_afterwards(office: Office) -> None:
    desk = office.staffed.desk
    assert desk.audit.verify(log_in(desk, "auditor")).faults == ()
    assert verify(office.staffed.home, office.staffed.engine) == ()
