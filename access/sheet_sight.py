"""Signed query forms on paper as a visitor sees them: which ones, and what they say."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from access.calls import TABLE, Call
from access.colleagues import who
from access.form_sight import FormSight
from access.gate import nothing_here
from access.numbers import number_in
from archive.catalogue import form_sheets, forms
from archive.catalogue.form_sheets import FormSheet, SheetState
from archive.catalogue.forms import Form
from archive.message import Message


@dataclass(frozen=True, slots=True)
class HandSignatureView:
    """A signature on a sheet as people see it; `represented` is whom a deputy signed for."""

    person: str
    regulation: str
    on: date
    represented: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what in a form, in the reader's own words."""

    reader: str
    customers: tuple[str, ...]
    regulations: tuple[str, ...]
    purpose: str
    until: date


@dataclass(frozen=True, slots=True)
class SheetShown:
    """A sheet as people see it. `form` is the form's number ("" where no form is called so), `fault` why it
    cannot be used, `sha256` of what was attested, with form and sheet.

    `asked` is what the form asks for, as must stand on the sheet: a code can be pasted on other words.
    """

    number: int
    scan: int
    page: int
    form: str
    state: SheetState
    fault: Message | None
    signatures: tuple[HandSignatureView, ...]
    attested_by: str
    attested_at: datetime | None
    checked_by: str
    checked_at: datetime | None
    sha256: str
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class SheetSight:
    """A visitor before the sheets. One that stands with its form is seen by who sees the form or has vouched
    for it; before that by who sees papers in review, and by approvers who see the form."""

    forms: FormSight

    def find(self, number: int) -> FormSheet:
        """The sheet of this number. Raises the one `Refused`."""
        sheet = form_sheets.find(self.forms.visit.tx, number)
        if sheet is None or not self.may_see(sheet):
            raise nothing_here()
        return sheet

    def called(self, word: str) -> FormSheet:
        """The sheet of this number, or the last one that stands with the form of this number. Raises the one
        `Refused`."""
        number = number_in(word)
        if number is not None:
            return self.find(number)
        standing = form_sheets.checked_of(self.forms.visit.tx, self.forms.find(word).id)
        if not standing:
            raise nothing_here()
        return standing[-1]

    def may_see(self, sheet: FormSheet) -> bool:
        """Whether the visitor sees this sheet."""
        form, person = self.form_of(sheet), self.forms.visit.person
        sees_form = form is not None and self.forms.may_see(form)
        if sheet.state == "checked":
            return sees_form or person.number in (sheet.attested_by, sheet.checked_by)
        handles = bool(person.posts & TABLE[Call.FORM_SHEETS_LIST].posts)
        sees_review = bool(person.posts & TABLE[Call.REVIEW_LIST].posts)
        return sees_review or (handles and sees_form)

    def form_of(self, sheet: FormSheet) -> Form | None:
        """The form that a sheet belongs to, if there is one."""
        return forms.find_by_id(self.forms.visit.tx, sheet.form) if sheet.form is not None else None

    def shown(self, sheet: FormSheet) -> SheetShown:
        """A sheet as people see it."""
        tx, form = self.forms.visit.tx, self.form_of(sheet)
        return SheetShown(
            number=sheet.id,
            scan=sheet.scan,
            page=sheet.page,
            form=form.number if form else "",
            state=sheet.state,
            fault=sheet.fault,
            signatures=tuple(
                HandSignatureView(who(tx, one.person), one.regulation, one.on, who(tx, one.represented))
                for one in sheet.attestation
            ),
            attested_by=who(tx, sheet.attested_by),
            attested_at=sheet.attested_at,
            checked_by=who(tx, sheet.checked_by),
            checked_at=sheet.checked_at,
            sha256=attested_sha256(sheet, form) if form else "",
            asked=_asked(tx, form) if form else None,
        )


def _asked(tx: Connection, form: Form) -> Asked:
    return Asked(who(tx, form.reader), form.customers, form.regulations, form.purpose, form.until)


def attested_sha256(sheet: FormSheet, form: Form) -> str:
    """SHA-256 of what a second person vouches for: sheet, form, and every signature as it was attested."""
    read = [[one.person, one.regulation, one.on.isoformat(), one.represented] for one in sheet.attestation]
    told = {"sheet": sheet.id, "form": form.sha256, "signatures": read, "attested_by": sheet.attested_by}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
