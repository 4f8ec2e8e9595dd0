"""A query form as a sheet of two columns, and the words for where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from access.form_steps import ShownState
from access.form_views import FormView, SignatureView, TermsView
from archive.catalogue.forms import FormKind, Meaning
from archive.language import translate
from archive.regulations import Regulations
from reports.table import Cell, Column, Table
from search_cli.workplace import Workplace

Row = tuple[str, str, Cell]
"""A field as scripts know it, its label, its value."""


def sheet(work: Workplace, form: FormView, *, codes: bool = False) -> Table:
    """A form with its signatures; with `codes` the fields as scripts know them."""
    regulations = work.home.regulations
    rows = [
        *_asked(regulations, form, codes=codes),
        *_way(regulations, form),
        *(row for one in form.signatures for row in _signature(regulations, one)),
    ]
    if form.sha256:
        rows.append(("sha256", "SHA-256", form.sha256))
    columns = (Column("field", translate("Query form")), Column("value", form.number))
    cells = tuple((code if codes else label, value) for code, label, value in rows)
    return Table(translate("Query form {number}", number=form.number), columns, cells)


def state_name(state: ShownState) -> str:
    """The state as people say it."""
    names: dict[ShownState, str] = {
        "draft": translate("draft"),
        "submitted": translate("waits for signatures"),
        "approved": translate("approved"),
        "issued": translate("issued"),
        "returned": translate("given back"),
        "rejected": translate("rejected"),
        "withdrawn": translate("withdrawn"),
        "revoked": translate("revoked"),
        "lapsed": translate("lapsed"),
        "expired": translate("run out"),
    }
    return names[state]


def kind_name(kind: FormKind) -> str:
    """The kind of form as people say it."""
    names: dict[FormKind, str] = {
        "query": translate("query form"),
        "declared": translate("declared reading"),
        "urgent": translate("urgent reading"),
    }
    return names[kind]


def regulation_names(regulations: Regulations, names: tuple[str, ...]) -> str:
    """Regulations by their Chinese names; one that the house no longer has by its id."""
    return "、".join(regulations[name].name if name in regulations else name for name in names)


def _asked(regulations: Regulations, form: FormView, *, codes: bool) -> Iterator[Row]:
    yield "state", translate("State"), form.state if codes else state_name(form.state)
    if form.kind != "query":
        yield "kind", translate("Kind of form"), form.kind if codes else kind_name(form.kind)
    yield "reader", translate("Reader"), form.reader
    yield "customers", translate("Customers"), "、".join(form.customers)
    yield "regulations", translate("Files of"), regulation_names(regulations, form.regulations)
    yield "purpose", translate("Purpose"), form.purpose
    yield "until", translate("Until"), form.until
    for meant in form.resolved or ():
        called = "、".join(meant.customers) or translate("nobody in the register")
        yield "means", translate("“{words}” means", words=meant.word), called


def _way(regulations: Regulations, form: FormView) -> Iterator[Row]:
    """What happened to it so far, and what it waits for."""
    if form.sha256:
        yield "created_at", translate("Handed in"), form.created_at
    if form.waiting_for:
        posts = dict.fromkeys(
            regulations[name].approver.label for name in form.waiting_for if name in regulations
        )
        yield "waiting_for", translate("Waits for the signature of"), "、".join(posts)
    if form.issued_at is not None:
        yield "issued_at", translate("Borrowed"), form.issued_at
        yield "issued_by", translate("Issued by"), form.issued_by
    if form.returned_at is not None:
        yield "returned_at", translate("Given back"), form.returned_at
        yield "returned_to", translate("Taken back by"), form.returned_to


def _signature(regulations: Regulations, given: SignatureView) -> Iterator[Row]:
    files = regulation_names(regulations, (given.regulation,))
    moment = given.at.astimezone().strftime("%Y-%m-%d %H:%M")
    said = [_meaning(given.meaning), given.person]
    if given.represented:
        said.append(translate("signed for {person}", person=given.represented))
    if given.by_hand:
        said.append(translate("by hand, on paper"))
    line = "  ".join((*said, moment, given.remark)).rstrip()
    yield "signature", translate("Signature for {files}", files=files), line
    if given.terms is not None:
        yield "terms", translate("Granted for {files}", files=files), _terms(given.terms)


def _terms(terms: TermsView) -> str:
    """How much less than asked was granted."""
    left = []
    if terms.customers is not None:
        left.append(translate("only {customers}", customers="、".join(terms.customers) or "…"))
    if terms.first_year is not None:
        left.append(translate("files from {year} on", year=terms.first_year))
    if terms.last_year is not None:
        left.append(translate("files up to {year}", year=terms.last_year))
    if terms.until is not None:
        left.append(translate("until {day}", day=terms.until))
    return "；".join(left)


def _meaning(meaning: Meaning) -> str:
    names: dict[Meaning, str] = {
        "approved": translate("approved"),
        "rejected": translate("rejected"),
        "revoked": translate("revoked"),
        "declared": translate("declared"),
        "urgent": translate("urgently read"),
        "reviewed": translate("reviewed"),
    }
    return names[meaning]
