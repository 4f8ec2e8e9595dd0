"""What a reader's query forms open: proved anew each time from the forms, signatures and files themselves."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache, lru_cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
)

from access.calls import TABLE, Call
from access.qualification import at_work
from access.visits import Visit
from archive import schema as tables
from archive.catalogue import forms, people
from archive.catalogue.forms import GRANTED_BY, Form, Signature
from archive.catalogue.terms import AS_ASKED
from archive.clock import local_date
from archive.grants import Entitlement
from archive.people import Person
from archive.regulations import Regulations

File = int | ScalarSelect[int]
"""A file's number, or how to look it up."""

_NEVER = "9999-12-31"


def held(visit: Visit, regulations: Regulations, *, file: File | None = None) -> tuple[Entitlement, ...]:
    """What the visitor's issued forms open at this moment, or which of them open one `file`: only these are
    proved then. One that was tampered with opens nothing and is noted in the audit row. A declared reading
    opens nothing to who is not the approver any more."""
    own = and_(tables.forms.c.reader == visit.person.number, tables.forms.c.state == "issued")
    today = local_date(visit.now)
    opened = _opened(visit.tx, own, today=today, file=file)
    said = _said(visit, regulations, among=None if file is None else opened.keys())
    return tuple(
        Entitlement(f"form:{form.id}", opened.get(form.id, frozenset()), _end_of(form))
        for form in _genuine(visit, said)
    )


def note_altered(visit: Visit, regulations: Regulations) -> None:
    """Prove all of the visitor's issued forms, for the audit row to name those that were tampered with: what
    opened nothing may be why."""
    _genuine(visit, _said(visit, regulations))


def _said(visit: Visit, regulations: Regulations, *, among: Collection[int] | None = None) -> list[Form]:
    said = forms.granting(visit.tx, visit.person.number, today=local_date(visit.now), among=among)
    return [
        form
        for form in said
        if (form.ends_at is None or form.ends_at > visit.now)
        and (form.kind != "declared" or _in_office(visit.person, form, regulations))
    ]


def _genuine(visit: Visit, said: Sequence[Form]) -> tuple[Form, ...]:
    genuine = sound(visit.tx, said)
    if altered := [form.number for form in said if form not in genuine]:
        visit.note(altered_forms=altered)
    return genuine


def _still_reads(tx: Connection, reader: Person, form: Form, regulations: Regulations) -> bool:
    """Whether the reader of a form would be let in to read on screen."""
    person = at_work(tx, reader)
    let_in = person.active and bool(person.posts & TABLE[Call.READING_SHOW].posts)
    return let_in and (form.kind != "declared" or _in_office(person, form, regulations))


def _in_office(person: Person, form: Form, regulations: Regulations) -> bool:
    known = [regulations[name].approver for name in form.regulations if name in regulations]
    return len(known) == len(form.regulations) and set(known) <= person.posts


def sound(tx: Connection, candidates: Sequence[Form]) -> tuple[Form, ...]:
    """Those of the forms that are still what was signed: `is_sound` of each."""
    given, bound = _records(tx, candidates)
    return tuple(
        form for form in candidates if is_sound(form, tuple(given[form.id]), frozenset(bound[form.id]))
    )


@lru_cache(maxsize=512)  # a search proves all forms twice: the same rows have the same answer
def is_sound(form: Form, given: tuple[Signature, ...], bound: frozenset[int]) -> bool:
    """Whether a form is still what was signed: its own hash, and for each regulation a signature over that
    hash, the bound customers and the signature's terms; nothing rejected or revoked. Of these rows alone.

    A query form is signed by somebody else than its reader; a declared or urgent one by the reader.
    """
    wanted = GRANTED_BY[form.kind]
    granting = [signature for signature in given if signature.meaning == wanted]
    genuine = all(  # each of them: one more, with wider terms, must not widen the others
        (signature.person != form.reader) == (form.kind == "query")
        and signature.represented != form.reader
        and signature.sha256 == forms.hash_of(form, signature, bound)
        for signature in granting
    )
    signed = {signature.regulation for signature in granting}
    closed = any(signature.meaning in ("rejected", "revoked") for signature in given)
    untouched = form.sha256 == forms.canonical_sha256(form) and genuine and not closed
    return untouched and bool(form.regulations) and signed >= set(form.regulations)


def opened_by(visit: Visit, form: Form, regulations: Regulations) -> frozenset[int]:
    """The files that one form opens to its reader, whoever asks; none where it was altered, nor to a reader
    who left or whose posts open nothing any more."""
    reader = people.find(visit.tx, form.reader)
    if reader is None or not _still_reads(visit.tx, reader, form, regulations):
        return frozenset()
    if not sound(visit.tx, [form]):
        return frozenset()
    opened = _opened(visit.tx, tables.forms.c.id == form.id, today=local_date(visit.now))
    return opened.get(form.id, frozenset())


def _opened(
    tx: Connection, candidates: ColumnElement[bool], *, today: date, file: File | None = None
) -> dict[int, frozenset[int]]:
    """The files that each form opens that is still what was signed, by the form's id: of its customers, under
    each of its regulations, as narrow as that regulation's approver signed; of one file alone, whether it is
    among them.

    All of it in one statement: a reader may have thousands of files, and one who may not read a file shall
    not be told from one who asks for none by the rows that were found.
    """
    wanted = _opening().where(candidates)
    if file is not None:
        wanted = wanted.where(tables.files.c.id == file)
    rows = tx.execute(wanted, {"today": today, "day": today.isoformat()}).all()
    return {form: frozenset(map(int, opened.split())) for form, opened in rows}


@cache  # building it takes longer than running it
def _opening() -> Select[int, str]:
    """Forms and the files that they open on the day `today`, which is `day` as terms write it."""
    table, files, bound = tables.forms, tables.files, tables.form_customers
    return (
        select(table.c.id, func.aggregate_strings(cast(files.c.id, String), " "))
        .join(tables.signatures, tables.signatures.c.form == table.c.id)
        .join(bound, bound.c.form == table.c.id)
        .join(files, files.c.customer == bound.c.customer)
        .where(_is_signed_for())
        .group_by(table.c.id)
    )


def _is_signed_for() -> ColumnElement[bool]:
    """That a signature opens a file of its form's customers: it is for the file's regulation, and its terms
    do not leave the file out."""
    table, files, given = tables.forms, tables.files, tables.signatures
    granting = [and_(table.c.kind == kind, given.c.meaning == said) for kind, said in GRANTED_BY.items()]
    first, last, until, customers = (
        func.json_extract(given.c.terms, f"$.{name}")
        for name in ("first_year", "last_year", "until", "customers")
    )
    among = func.json_each(given.c.terms, "$.customers").table_valued("value")
    narrower = and_(
        func.coalesce(first, files.c.year) <= files.c.year,
        func.coalesce(last, files.c.year) >= files.c.year,
        func.coalesce(until, _NEVER) >= bindparam("day"),
        or_(customers.is_(None), files.c.customer.in_(select(among.c.value))),
    )
    as_asked = given.c.terms == json.dumps(AS_ASKED.record)
    return and_(
        given.c.regulation == files.c.regulation,
        or_(*granting),
        table.c.until >= bindparam("today"),
        or_(as_asked, narrower),
    )


def _records(
    tx: Connection, candidates: Sequence[Form]
) -> tuple[dict[int, list[Signature]], dict[int, set[int]]]:
    """The signatures and the bound customers of each form, by its id."""
    numbers = [form.id for form in candidates]
    bound: dict[int, set[int]] = defaultdict(set)
    table = tables.form_customers
    wanted = select(table.c.form, table.c.customer).where(table.c.form.in_(numbers))
    for form, customer in tx.execute(wanted).all():
        bound[form].add(customer)
    return forms.signatures_among(tx, numbers), bound


def _end_of(form: Form) -> datetime:
    return form.ends_at or forms.end_of(form.until)
