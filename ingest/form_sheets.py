"""Signed query forms among what came in: known by their code, kept apart from customers' papers.

Their words never reach the rules, the search index or a file: a sheet waits with the form that it was
printed of until an archivist has attested it and a second person has counter-checked it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from archive.catalogue import form_sheets
from archive.form_code import form_code_on
from archive.message import Message, message
from archive.page import Page
from archive.sheet_verdict import judge

_AWAITED = message("A query form that was signed by hand waits to be attested.")
LOOK_AT_SHEETS = message("`dangan request sheets` lists the sheets.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is a printed query form: its number, and what its code says."""

    page: int
    said: str


def sheets_among(pages: Sequence[Page]) -> tuple[Sheet, ...]:
    """The printed query forms among the pages of one scan."""
    codes = ((page.number, form_code_on(page)) for page in pages)
    return tuple(Sheet(number, said) for number, said in codes if said is not None)


def without_their_words(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, of printed query forms the code alone: it parts a pile as a separator sheet does."""
    return tuple(page if form_code_on(page) is None else replace(page, lines=()) for page in pages)


def enter_sheets(tx: Connection, scan: int, found: Sequence[Sheet], *, today: date) -> Message | None:
    """Keep the sheets of a scan with the forms they belong to; what there is to say of them, none where
    there are none."""
    form_sheets.forget_open(tx, scan)
    told: list[Message] = []
    for sheet in found:
        verdict = judge(tx, sheet.said, today=today)
        form = verdict.form.id if verdict.form else None
        form_sheets.add(tx, scan, sheet.page, sheet.said, form=form, fault=verdict.fault)
        told.append(verdict.fault or _AWAITED)
    return told[0] if told else None
