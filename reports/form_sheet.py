"""A query form (档案查询单) as a page to print and sign by hand: one upright A4 page with a code on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.language import translate
from reports.code_drawing import drawn_code
from reports.printout import printout
from reports.table import Imprint


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Where a director signs: for which files, in which post; `signed` says what is signed already."""

    files: str
    post: str
    signed: str = ""


@dataclass(frozen=True, slots=True)
class FormPaper:
    """What the form says, in the words it is shown in. Days that are not known yet are none and left to be
    filled in."""

    number: str
    reader: str
    company: str
    department: str
    customers: tuple[str, ...]
    files: tuple[str, ...]
    purpose: str
    handed_in: date
    until: date
    boxes: tuple[SignatureBox, ...]
    issued_on: date | None
    issued_by: str
    returned_on: date | None
    sha256: str


def form_html(squares: Sequence[Sequence[bool]], paper: FormPaper, *, imprint: Imprint) -> str:
    """The page. `squares` are the rows of the code, dark ones true."""
    return printout(
        "form_sheet.html",
        imprint=imprint,
        title=translate("Archive query form"),
        code=drawn_code(squares),
        paper=paper,
        words=_words(),
        notes=[
            translate("Scan the signed sheet on its own or with other papers: it is known by the code."),
            translate("Change nothing on it: a form that asks for something else is a new form."),
        ],
        digest=f"SHA-256 {paper.sha256}",
    )


def _words() -> dict[str, str]:
    """What stands before the fields."""
    return {
        "number": translate("Form number"),
        "handed_in": translate("Handed in on"),
        "reader": translate("Reader"),
        "company": translate("Company of the reader"),
        "department": translate("Department of the reader"),
        "customers": translate("Customers asked for"),
        "files": translate("Kinds of files"),
        "purpose": translate("Purpose of reading"),
        "until": translate("Reading allowed until"),
        "borrowed": translate("Borrowed on"),
        "returned": translate("Returned on"),
        "approval": translate("Signature of the director"),
        "agreed": translate("agreed"),
        "refused": translate("not agreed"),
        "signature": translate("Signed:"),
        "day": translate("Date:"),
        "archivist": translate("Archivist"),
        "checked": translate("Counter-checked by"),
        "remark": translate("Remarks"),
    }
