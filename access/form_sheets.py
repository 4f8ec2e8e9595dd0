"""The desk's calls about query forms on paper: printed, signed by hand, attested and counter-checked.

The signed sheet comes in through the inbox (`ingest.form_sheets`). An archivist says whose signature stands
on it; a second person looks at the same picture and signs for that with the password; then the director's
signature is under the form like any other, bound to the sheet, and the director is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from access.calls import Call
from access.colleagues import colleague, who
from access.form_sight import FormSight, sight_of
from access.form_signing import approve, unsigned
from access.form_terms import named_regulations
from access.gate import Gate
from access.marking import mark_of
from access.numbers import bounded
from access.passwords import Passwords
from access.printed_forms import PrintedForm, check_day, printed, stood_in_for
from access.settling import conclude
from access.sheet_sight import SheetShown, SheetSight, attested_sha256
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import form_sheets, forms, notices, pages, people, scans
from archive.catalogue.form_sheets import FormSheet, HandSignature
from archive.catalogue.forms import Form, Signature
from archive.clock import local_date
from archive.content import Content
from archive.errors import BadInput, Conflict, Refused
from archive.message import message
from archive.people import Person
from archive.rendering import page_png
from archive.sheet_verdict import judge


@dataclass(frozen=True, slots=True)
class Attestation:
    """A signature as an archivist reads it on a sheet: by whom (log-in name), for which regulation (id or
    Chinese name), on which day."""

    sheet: int
    signed_by: str
    regulation: str
    on: date


@dataclass(frozen=True, slots=True)
class Checking:
    """What a second person signs: the sheet and the SHA-256 of what was attested of it, as it was shown."""

    sheet: int
    sha256: str
    password: str


class FormSheets:
    """Query forms on paper, of one home."""

    def __init__(self, gate: Gate, passwords: Passwords, content: Content) -> None:
        self._gate = gate
        self._passwords = passwords
        self._content = content

    def print(self, speaker: Speaker, number: str) -> PrintedForm:
        """A form to be printed and signed by hand. Raises the one `Refused`, or `Conflict` for a draft."""
        with self._gate.visit(speaker, Call.FORM_SHEETS_PRINT) as visit:
            sight = self._forms(visit)
            return printed(sight, sight.find(number))

    def list(self, speaker: Speaker, *, everything: bool = False) -> tuple[SheetShown, ...]:
        """The sheets that somebody still has to do something about, or all that the speaker may see."""
        with self._gate.visit(speaker, Call.FORM_SHEETS_LIST) as visit:
            sight = SheetSight(self._forms(visit))
            found = form_sheets.select_sheets(visit.tx, everything=everything)
            return tuple(sight.shown(sheet) for sheet in found if sight.may_see(sheet))

    def image(self, speaker: Speaker, called: str) -> bytes:
        """The picture of a sheet as PNG, marked: by its number, or by the number of a form the last that
        stands with it. Raises the one `Refused`."""
        with self._gate.visit(speaker, Call.FORM_SHEETS_IMAGE) as visit:
            sheet = SheetSight(self._forms(visit)).called(called)
            visit.note(subject=_subject(sheet.id))
            self._gate.sheet_grant(visit, sheet)
            original = str(scans.get(visit.tx, sheet.scan).original)
            (page,) = pages.load(visit.tx, original, first=sheet.page, last=sheet.page)
            mark = mark_of(visit)
        return page_png(self._content.path(original), page, mark)

    def attest(self, speaker: Speaker, attestation: Attestation) -> SheetShown:
        """Say whose signature stands on a sheet; several times for several regulations. Raises `Refused`
        (own form, own signature, not the approver), BadInput, `Conflict` (not open any more, signed)."""
        subject = _subject(attestation.sheet)
        with self._gate.visit(speaker, Call.FORM_SHEETS_ATTEST, subject=subject) as visit:
            sheet, form = self._usable(visit, attestation.sheet)
            if sheet.state == "checked":
                raise Conflict("Sheet {number} was counter-checked already.", number=sheet.id)
            signature = self._read(visit, form, attestation)
            _require_stranger(visit, form, [signature])
            before = sheet.attestation if sheet.attested_by == visit.person.number else ()
            read = [*(one for one in before if one.regulation != signature.regulation), signature]
            form_sheets.attest(visit.tx, sheet.id, read, by=visit.person.number, at=visit.now)
            visit.note(form=form.number, signers=[one.person for one in read])
            return self._again(visit, sheet.id)

    def check(self, speaker: Speaker, checking: Checking) -> SheetShown:
        """Confirm with the password, as a second person, what was attested: the form gets the signatures.
        Raises `Refused` (who attested, asked or signed; not what was shown), `Conflict`."""
        subject, call = _subject(checking.sheet), Call.FORM_SHEETS_CHECK
        self._gate.confirm(speaker, call, self._passwords, checking.password, subject=subject)
        with self._gate.visit(speaker, call, subject=subject) as visit:
            sheet, form = self._usable(visit, checking.sheet)
            if sheet.state != "attested":
                raise Conflict(
                    "Sheet {number} does not wait to be counter-checked.",
                    advice="An archivist attests it first: `dangan request attest`.",
                    number=sheet.id,
                )
            if checking.sha256 != attested_sha256(sheet, form):
                raise _changed(sheet)
            _require_stranger(visit, form, sheet.attestation, attested_by=sheet.attested_by)
            approve(visit, form, [self._proved(visit, form, sheet, read) for read in sheet.attestation])
            form_sheets.check(visit.tx, sheet.id, by=visit.person.number, at=visit.now)
            conclude(visit, sheet.scan)
            _tell_signers(visit, form, sheet)
            visit.note(sheet=sheet.id)
            return self._again(visit, sheet.id)

    def _read(self, visit: Visit, form: Form, attestation: Attestation) -> HandSignature:
        (regulation,) = named_regulations((attestation.regulation,), self._gate.regulations)
        if regulation not in form.regulations:
            raise BadInput(
                "The form {number} does not ask for these files.",
                advice="Name one of the regulations that stand on the sheet.",
                number=form.number,
            )
        if regulation not in unsigned(form, forms.signatures_of(visit.tx, form)):
            raise Conflict("For these files the form {number} is signed already.", number=form.number)
        check_day(form, attestation.on, today=local_date(visit.now))
        signer = colleague(visit.tx, attestation.signed_by)
        stead = self._stood_in_for(visit, form, regulation, signer, on=attestation.on)
        return HandSignature(signer.number, regulation, attestation.on, stead)

    def _proved(self, visit: Visit, form: Form, sheet: FormSheet, read: HandSignature) -> Signature:
        """The signature for the form; what was attested is looked at again, as it is now."""
        signer = people.find(visit.tx, read.person)
        if signer is None or not signer.active:
            raise Refused(
                "Who is said to have signed does not work here any more.",
                advice="Put the scan aside with `dangan dismiss`.",
            )
        if self._stood_in_for(visit, form, read.regulation, signer, on=read.on) != read.represented:
            raise _changed(sheet)
        return Signature(
            signer.number,
            read.regulation,
            "approved",
            sha256="",  # worked out when it is put under the form
            remark="",
            at=visit.now,
            represented=read.represented,
            sheet=sheet.id,
        )

    def _stood_in_for(
        self, visit: Visit, form: Form, regulation: str, signer: Person, *, on: date
    ) -> int | None:
        return stood_in_for(visit.tx, signer, self._gate.regulations[regulation].approver, form, on=on)

    def _usable(self, visit: Visit, number: int) -> tuple[FormSheet, Form]:
        """A sheet and its form, both as they must be. Raises the one `Refused`, or `Conflict` with what is
        wrong with the sheet at this moment."""
        sheet = SheetSight(self._forms(visit)).find(bounded(number))
        self._gate.sheet_grant(visit, sheet)
        verdict = judge(visit.tx, sheet.said, today=local_date(visit.now))
        fault = sheet.fault or verdict.fault
        if fault is not None or verdict.form is None or verdict.form.id != sheet.form:
            fault = fault or message("The sheet belongs to another form than it was kept with.")
            advice = "Put the scan aside with `dangan dismiss`; the form can be printed and signed again."
            raise Conflict(fault.text, advice=advice, **fault.values)
        return sheet, verdict.form

    def _again(self, visit: Visit, number: int) -> SheetShown:
        sight = SheetSight(self._forms(visit))
        return sight.shown(sight.find(number))

    def _forms(self, visit: Visit) -> FormSight:
        return sight_of(visit, self._gate.regulations)


def _require_stranger(
    visit: Visit, form: Form, read: Iterable[HandSignature], *, attested_by: int | None = None
) -> None:
    """Whoever vouches for a sheet has neither asked for the papers nor signed, nor vouched before."""
    signed = {number for one in read for number in (one.person, one.represented)}
    if visit.person.number in {form.reader, attested_by, *signed}:
        raise Refused(
            "Whoever asked for the papers, signed the sheet or attested it does not vouch for it.",
            advice="Somebody else must do it: two people besides the reader and the signer.",
        )


def _tell_signers(visit: Visit, form: Form, sheet: FormSheet) -> None:
    """Let everybody know in whose name a signature by hand was recorded."""
    for read in sheet.attestation:
        told = message(
            "A signature by hand in your name under the form {number} ({day}) was recorded, attested by "
            "{archivist}, checked by {second}. If it is not yours: `dangan request revoke {number}`.",
            number=form.number,
            day=read.on.isoformat(),
            archivist=who(visit.tx, sheet.attested_by),
            second=visit.person.who,
        )
        concerned = [number for number in (read.person, read.represented) if number is not None]
        notices.tell_each(visit.tx, concerned, told, subject=f"form:{form.id}", at=visit.now)


def _changed(sheet: FormSheet) -> Refused:
    return Refused(
        "Sheet {number} is not attested as it was shown to you.",
        advice="Look at it again: `dangan request sheets`.",
        number=sheet.id,
    )


def _subject(sheet: int) -> str:
    return f"form_sheet:{sheet}"
