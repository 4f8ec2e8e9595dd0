"""Whether a printed query form that came back is one that this archive printed and still waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from archive.catalogue import forms
from archive.catalogue.forms import Form
from archive.form_code import decode_form_code
from archive.message import Message, message


@dataclass(frozen=True, slots=True)
class Verdict:
    """The form a sheet belongs to (none: there is none), and why it cannot be used (none: it can)."""

    form: Form | None
    fault: Message | None


def judge(tx: Connection, said: str, *, today: date) -> Verdict:
    """What to make of a sheet by the words of its code, at this moment."""
    if "\n\n" in said:
        return Verdict(None, message("The page bears the codes of several query forms."))
    code = decode_form_code(said)
    if code is None:
        return Verdict(None, message("The sheet's code is none that this program prints."))
    form = forms.find(tx, code.number)
    if form is None:
        missing = message(
            "There is no query form {number}: the sheet was changed, or belongs to another archive.",
            number=code.number,
        )
        return Verdict(None, missing)
    if form.sha256 != code.sha256 or form.sha256 != forms.canonical_sha256(form):
        other = message(
            "The sheet is not the query form {number} as it was handed in: one of the two was changed, or "
            "the sheet belongs to another archive.",
            number=form.number,
        )
        return Verdict(None, other)
    return Verdict(form, _not_awaited(form, today))


def _not_awaited(form: Form, today: date) -> Message | None:
    """Why a form needs no signature any more."""
    if form.kind != "query" or form.state in ("approved", "issued", "returned"):
        return message("The query form {number} has all its signatures.", number=form.number)
    if form.state != "submitted":
        return message("The query form {number} is closed: nobody can sign it any more.", number=form.number)
    if form.until < today:
        return message(
            "The query form {number} has run out: nobody can sign it any more.", number=form.number
        )
    return None
