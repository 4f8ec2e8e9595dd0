"""Query forms (查询单), their signatures and what they open, in the catalogue."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, select, update

from archive.clock import encode_moment
from archive.schema import files, form_customers, forms, signatures

FormState = Literal["submitted", "approved", "rejected", "revoked"]
Meaning = Literal["approved", "rejected", "revoked"]


@dataclass(frozen=True, slots=True)
class Form:
    """One query form as it was handed in. `reader` is a person's number, `customers` the reader's own
    words, `regulations` ids, `until` the last day of reading, `sha256` of the canonical form."""

    id: int
    number: str
    reader: int
    purpose: str
    customers: tuple[str, ...]
    regulations: tuple[str, ...]
    until: date
    state: FormState
    sha256: str
    created_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature (签批记录): who, for which regulation, meaning what, over which SHA-256, when."""

    person: int
    regulation: str
    meaning: Meaning
    sha256: str
    remark: str
    at: datetime


def canonical_sha256(form: Form) -> str:
    """SHA-256 of what the reader asked for, as canonical JSON: what can be changed later is left out."""
    return _sha256(
        {
            "number": form.number,
            "reader": form.reader,
            "purpose": form.purpose,
            "customers": list(form.customers),
            "regulations": list(form.regulations),
            "until": form.until.isoformat(),
            "created_at": encode_moment(form.created_at),
        }
    )


def signed_sha256(form: Form, regulation: str, meaning: Meaning, customers: Iterable[int]) -> str:
    """SHA-256 of what a signature stands for: the canonical form, the customers it was understood to
    mean (their numbers), the regulation and the meaning."""
    return _sha256(
        {
            "form": canonical_sha256(form),
            "customers": sorted(customers),
            "regulation": regulation,
            "meaning": meaning,
        }
    )


def insert(tx: Connection, form: Form) -> Form:
    """Keep a new form; its number (查询-2026-0001), id and hash are given here."""
    prefix = f"查询-{form.created_at.astimezone().year}-"
    taken = tx.execute(
        select(func.count()).select_from(forms).where(forms.c.number.startswith(prefix, autoescape=True))
    ).scalar_one()
    numbered = replace(form, number=f"{prefix}{taken + 1:04d}")
    sealed = replace(numbered, sha256=canonical_sha256(numbered))
    values = {
        "number": sealed.number,
        "reader": sealed.reader,
        "purpose": sealed.purpose,
        "customers": json.dumps(sealed.customers, ensure_ascii=False),
        "regulations": json.dumps(sealed.regulations),
        "until": sealed.until,
        "state": sealed.state,
        "sha256": sealed.sha256,
        "created_at": sealed.created_at,
    }
    identity = tx.execute(forms.insert().values(values).returning(forms.c.id)).scalar_one()
    return replace(sealed, id=identity)


def find(tx: Connection, number: str) -> Form | None:
    """The form with this number."""
    row = tx.execute(select(forms).where(forms.c.number == number)).one_or_none()
    return _form(row) if row else None


def select_forms(tx: Connection) -> tuple[Form, ...]:
    """Every form, newest first."""
    return tuple(_form(row) for row in tx.execute(select(forms).order_by(forms.c.id.desc())))


def set_state(tx: Connection, form: Form, state: FormState, *, closed_at: datetime | None) -> None:
    """Move a form on; `closed_at` when nothing more can come of it."""
    tx.execute(update(forms).where(forms.c.id == form.id).values(state=state, closed_at=closed_at))


def sign(tx: Connection, form: Form, signature: Signature) -> None:
    """Add one signature."""
    tx.execute(
        signatures.insert().values(
            form=form.id,
            regulation=signature.regulation,
            person=signature.person,
            meaning=signature.meaning,
            sha256=signature.sha256,
            remark=signature.remark,
            at=signature.at,
        )
    )


def signatures_of(tx: Connection, form: Form) -> tuple[Signature, ...]:
    """The signatures of a form in the order they were given."""
    table = signatures
    found = tx.execute(select(table).where(table.c.form == form.id).order_by(table.c.id))
    return tuple(_signature(row) for row in found)


def bind_customers(tx: Connection, form: Form, customers: Iterable[int]) -> None:
    """Keep which customers the reader's words were understood to mean."""
    for customer in sorted(set(customers)):
        tx.execute(form_customers.insert().values(form=form.id, customer=customer))


def bound_customers(tx: Connection, form: Form) -> frozenset[int]:
    """The customers a form is bound to; none where it could not be told which are meant."""
    table = form_customers
    return frozenset(tx.execute(select(table.c.customer).where(table.c.form == form.id)).scalars())


def granting(tx: Connection, reader: int, *, today: date) -> tuple[Form, ...]:
    """A reader's forms that say they are approved and have not run out, newest first."""
    found = tx.execute(
        select(forms)
        .where(forms.c.reader == reader, forms.c.state == "approved", forms.c.until >= today)
        .order_by(forms.c.id.desc())
    )
    return tuple(_form(row) for row in found)


def sound(tx: Connection, candidates: Sequence[Form]) -> tuple[Form, ...]:
    """Those of the forms that are still what was signed: their own hash, and for each regulation a signature
    of somebody else over that hash and the bound customers; nothing rejected or revoked."""
    numbers = [form.id for form in candidates]
    given: dict[int, list[Signature]] = defaultdict(list)
    for row in tx.execute(select(signatures).where(signatures.c.form.in_(numbers))).all():
        given[row.form].append(_signature(row))
    bound: dict[int, set[int]] = defaultdict(set)
    for form, customer in tx.execute(
        select(form_customers.c.form, form_customers.c.customer).where(form_customers.c.form.in_(numbers))
    ).all():
        bound[form].add(customer)
    return tuple(form for form in candidates if _is_sound(form, given[form.id], bound[form.id]))


def _is_sound(form: Form, given: Sequence[Signature], bound: Collection[int]) -> bool:
    signed = {
        signature.regulation
        for signature in given
        if signature.meaning == "approved"
        and signature.person != form.reader
        and signature.sha256 == signed_sha256(form, signature.regulation, "approved", bound)
    }
    untouched = form.sha256 == canonical_sha256(form) and all(s.meaning == "approved" for s in given)
    return untouched and bool(form.regulations) and signed >= set(form.regulations)


def covered(form: Form) -> Select[int]:
    """A query for the files that a form opens: of its customers, under its regulations, as they are now."""
    bound = select(form_customers.c.customer).where(form_customers.c.form == form.id)
    return select(files.c.id).where(files.c.customer.in_(bound), files.c.regulation.in_(form.regulations))


def opened(tx: Connection, granting: Sequence[Form]) -> Mapping[int, frozenset[int]]:
    """The files that each of the forms opens, by the form's id: what `covered` finds, for all at once."""
    found: dict[int, list[int]] = defaultdict(list)
    for regulations in {form.regulations for form in granting}:
        alike = [form.id for form in granting if form.regulations == regulations]
        wanted = (
            select(form_customers.c.form, files.c.id)
            .join(files, files.c.customer == form_customers.c.customer)
            .where(form_customers.c.form.in_(alike), files.c.regulation.in_(regulations))
        )
        for form, file in tx.execute(wanted).all():
            found[form].append(file)
    return {form.id: frozenset(found[form.id]) for form in granting}


def end_of(until: date) -> datetime:
    """The moment a form runs out: midnight after its last day, where this machine stands."""
    return datetime.combine(until + timedelta(days=1), time.min).astimezone()


def _signature(row: Row[Any]) -> Signature:
    return Signature(row.person, row.regulation, row.meaning, row.sha256, row.remark, row.at)


def _form(row: Row[Any]) -> Form:
    values = dict(row._mapping)
    values["customers"] = tuple(json.loads(values["customers"]))
    values["regulations"] = tuple(json.loads(values["regulations"]))
    return Form(**values)


def _sha256(record: dict[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
