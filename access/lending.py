"""The desk's calls about lending paper originals: lend, take back, who has what (借阅登记簿)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from access import form_grants
from access.borrowings import Borrowing, lent_on_paper, register
from access.calls import Call
from access.colleagues import who
from access.form_sight import sight_of
from access.form_steps import last_day, shown_state
from access.free_words import clean_text, legible
from access.gate import Gate
from access.naming import document_called
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import forms, loans, losses
from archive.catalogue.documents import Document
from archive.catalogue.forms import Form, Signature
from archive.clock import local_date
from archive.errors import BadInput, Conflict, Refused
from archive.people import Post

LONGEST_REMARK = 200


@dataclass(frozen=True, slots=True)
class Lent:
    """What is to be lent: the paper original of a document (档号) under a form, until a day (none: the
    form's last), in which state or with what."""

    form: str
    document: str
    due: date | None = None
    remark: str = ""


class Lending:
    """The borrowings of one home."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def list(self, speaker: Speaker) -> tuple[Borrowing, ...]:
        """The register: every form that was issued and every paper original that was lent, overdue ones
        first, then what is out, then newest first. Archivists and auditors see all, others their own."""
        with self._gate.visit(speaker, Call.LENDING_LIST) as visit:
            sees_all = bool(visit.person.posts & {Post.ARCHIVIST, Post.AUDITOR})
            return register(visit, borrower=None if sees_all else visit.person.number)

    def lend(self, speaker: Speaker, lent: Lent) -> Borrowing:
        """Hand out a paper original to the reader of an issued form that opens it. Raises `Conflict` (not
        issued, out already, lost), `Refused` (one's own form, not opened by it), BadInput, NotFound."""
        with self._gate.visit(speaker, Call.LENDING_LEND) as visit:
            form = sight_of(visit, self._gate.regulations).find(lent.form)
            if form.reader == visit.person.number:
                raise Refused(
                    "Nobody lends papers to himself.", advice="Another archivist must hand them out."
                )
            given = forms.signatures_of(visit.tx, form)
            _require_issued(visit, form, given)
            document = document_called(visit.tx, lent.document)
            if document.file not in form_grants.opened_by(visit, form, self._gate.regulations):
                raise Refused(
                    "The form {number} does not open this paper.",
                    advice="The reader must ask for it with a form of its own.",
                    number=form.number,
                )
            _require_there(visit.tx, document)
            due = _due(lent.due, last=last_day(form, given), today=local_date(visit.now))
            remark = clean_text(lent.remark, longest=LONGEST_REMARK) if lent.remark.strip() else ""
            loan = loans.lend(
                visit.tx,
                form.id,
                document.id,
                borrower=form.reader,
                due=due,
                by=visit.person.number,
                at=visit.now,
                remark=remark,
            )
            visit.note(document=document.id, form=form.number, borrower=form.reader, due=due.isoformat())
            return lent_on_paper(visit, loan)

    def take_back(self, speaker: Speaker, document: str) -> Borrowing:
        """Have a paper original back in the archive. Raises `Conflict` when it is not out, `Refused` for the
        borrower himself, NotFound."""
        with self._gate.visit(speaker, Call.LENDING_TAKE_BACK, asked=legible(document)) as visit:
            known = document_called(visit.tx, document)
            loan = loans.out(visit.tx, known.id)
            if loan is None:
                raise Conflict("{number} is not lent to anybody.", number=known.number)
            if loan.borrower == visit.person.number:
                raise Refused(
                    "Nobody takes back what he has borrowed himself.",
                    advice="Another archivist must take it back.",
                )
            back = loans.take_back(visit.tx, loan, by=visit.person.number, at=visit.now)
            visit.note(subject=f"form:{loan.form}", document=known.id, borrower=loan.borrower)
            return lent_on_paper(visit, back)


def _require_issued(visit: Visit, form: Form, given: Sequence[Signature]) -> None:
    if shown_state(form, given, now=visit.now) != "issued":
        raise Conflict(
            "Papers are lent only under a form that is issued; the form {number} is not.",
            advice="`dangan request show` tells where it stands.",
            number=form.number,
        )


def _require_there(tx: Connection, document: Document) -> None:
    """Raises `Conflict` when the paper is not in its place."""
    if (loan := loans.out(tx, document.id)) is not None:
        raise Conflict(
            "{number} is lent to {borrower}.",
            advice="Enter its return first: `dangan lending return`.",
            number=document.number,
            borrower=who(tx, loan.borrower),
        )
    if (loss := losses.open_loss(tx, document.id)) is not None:
        raise Conflict("{number} is reported missing ({report}).", number=document.number, report=loss.number)


def _due(asked: date | None, *, last: date, today: date) -> date:
    """The day by which the paper must be back. Raises BadInput for one before today or after the form's."""
    due = asked or last
    if not today <= due <= last:
        raise BadInput(
            "Papers come back between today and the last day of the form, {last}.",
            advice="Give a day in this time, or none for the last.",
            last=last.isoformat(),
        )
    return due
