"""Query forms (查询单), their signatures and what they open, in the catalogue."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, select, update

from archive.catalogue.numbering import next_number
from archive.catalogue.terms import AS_ASKED, Terms, terms_of
from archive.clock import encode_moment
from archive.schema import form_customers, forms, signatures

FormKind = Literal["query", "declared", "urgent"]
FormState = Literal[
    "draft", "submitted", "approved", "issued", "returned", "rejected", "withdrawn", "revoked"
]
Meaning = Literal["approved", "rejected", "revoked", "declared", "urgent", "reviewed"]

GRANTED_BY: Mapping[FormKind, Meaning] = {"query": "approved", "declared": "declared", "urgent": "urgent"}
"""What a signature must mean that lets a form of each kind be read by. A query form is signed by others;
an authority's declared reading and an urgent one are signed by the reader."""


@dataclass(frozen=True, slots=True)
class Form:
    """One query form as it was handed in. `reader` is a person's number, `customers` the reader's own
    words, `regulations` ids, `until` the last day of reading, `sha256` of the canonical form, empty while it
    was not handed in."""

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
    kind: FormKind = "query"
    ends_at: datetime | None = None
    witness: int | None = None
    issued_at: datetime | None = None
    issued_by: int | None = None
    returned_at: datetime | None = None
    returned_to: int | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature (签批记录): who, for which regulation, meaning what, over which SHA-256, when.

    `represented` is whom a deputy signed for, `sheet` the sheet of paper that was signed by hand.
    """

    person: int
    regulation: str
    meaning: Meaning
    sha256: str
    remark: str
    at: datetime
    represented: int | None = None
    terms: Terms = AS_ASKED
    sheet: int | None = None


def canonical_sha256(form: Form) -> str:
    """SHA-256 of what the reader asked for, as canonical JSON: what can be changed later is left out."""
    asked: dict[str, Any] = {
        "number": form.number,
        "reader": form.reader,
        "purpose": form.purpose,
        "customers": list(form.customers),
        "regulations": list(form.regulations),
        "until": form.until.isoformat(),
        "created_at": encode_moment(form.created_at),
    }
    if form.kind != "query":  # forms of before there were other kinds keep their hash
        asked["kind"] = form.kind
        asked["ends_at"] = encode_moment(form.ends_at) if form.ends_at else None
        asked["witness"] = form.witness
    return _sha256(asked)


def signed_sha256(
    form: Form, regulation: str, meaning: Meaning, customers: Iterable[int], **narrower: Any
) -> str:
    """SHA-256 of what a signature stands for: the canonical form, the customers it was understood to
    mean (their numbers), the regulation and the meaning; and where a signature has them, its `terms`, whom
    it `represented` and the `sheet` it stands on."""
    signed: dict[str, Any] = {
        "form": canonical_sha256(form),
        "customers": sorted(customers),
        "regulation": regulation,
        "meaning": meaning,
    }
    if (terms := narrower.get("terms", AS_ASKED)) != AS_ASKED:
        signed["terms"] = terms.record
    for name in ("represented", "sheet"):
        if narrower.get(name) is not None:
            signed[name] = narrower[name]
    return _sha256(signed)


def hash_of(form: Form, signature: Signature, customers: Iterable[int]) -> str:
    """What a signature's SHA-256 must be if neither it nor its form nor the customers were altered."""
    return signed_sha256(
        form,
        signature.regulation,
        signature.meaning,
        customers,
        terms=signature.terms,
        represented=signature.represented,
        sheet=signature.sheet,
    )


def insert(tx: Connection, form: Form) -> Form:
    """Keep a new form; its number (查询-2026-0001) and id are given here, and unless it is a draft its
    hash."""
    numbered = replace(form, number=next_number(tx, forms, "查询", at=form.created_at))
    draft = form.state == "draft"
    sealed = numbered if draft else replace(numbered, sha256=canonical_sha256(numbered))
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
        "kind": sealed.kind,
        "ends_at": sealed.ends_at,
        "witness": sealed.witness,
    }
    identity = tx.execute(forms.insert().values(values).returning(forms.c.id)).scalar_one()
    return replace(sealed, id=identity)


def find(tx: Connection, number: str) -> Form | None:
    """The form with this number."""
    row = tx.execute(select(forms).where(forms.c.number == number)).one_or_none()
    return _form(row) if row else None


def find_by_id(tx: Connection, identity: int) -> Form | None:
    """The form with this number in the catalogue."""
    row = tx.execute(select(forms).where(forms.c.id == identity)).one_or_none()
    return _form(row) if row else None


def select_forms(tx: Connection) -> tuple[Form, ...]:
    """Every form, newest first."""
    return tuple(_form(row) for row in tx.execute(select(forms).order_by(forms.c.id.desc())))


def of_kind(tx: Connection, kind: FormKind, *, reader: int | None = None) -> tuple[Form, ...]:
    """The forms of a kind, of one reader or of all, newest first."""
    wanted = select(forms).where(forms.c.kind == kind).order_by(forms.c.id.desc())
    if reader is not None:
        wanted = wanted.where(forms.c.reader == reader)
    return tuple(_form(row) for row in tx.execute(wanted))


def set_state(tx: Connection, form: Form, state: FormState, *, closed_at: datetime | None) -> None:
    """Move a form on; `closed_at` when nothing more can come of it."""
    tx.execute(update(forms).where(forms.c.id == form.id).values(state=state, closed_at=closed_at))


def issue(tx: Connection, form: Form, *, by: int | None, at: datetime) -> None:
    """Hand a form out for reading: the borrowing date. By nobody: it was in force when it was signed."""
    tx.execute(update(forms).where(forms.c.id == form.id).values(state="issued", issued_by=by, issued_at=at))


def give_back(tx: Connection, form: Form, *, to: int | None, at: datetime) -> None:
    """The reader needs it no longer: the day of return. To nobody: the reader did it."""
    values = {"state": "returned", "returned_to": to, "returned_at": at, "closed_at": at}
    tx.execute(update(forms).where(forms.c.id == form.id).values(values))


def sign(tx: Connection, form: Form, signature: Signature) -> None:
    """Add one signature."""
    tx.execute(
        signatures.insert().values(
            form=form.id,
            regulation=signature.regulation,
            person=signature.person,
            represented=signature.represented,
            meaning=signature.meaning,
            terms=json.dumps(signature.terms.record),
            sheet=signature.sheet,
            sha256=signature.sha256,
            remark=signature.remark,
            at=signature.at,
        )
    )


def signatures_among(tx: Connection, candidates: Iterable[int]) -> dict[int, list[Signature]]:
    """The signatures of several forms, by the form's id, in the order they were given."""
    found: dict[int, list[Signature]] = defaultdict(list)
    wanted = select(signatures).where(signatures.c.form.in_(list(candidates))).order_by(signatures.c.id)
    for row in tx.execute(wanted).all():
        found[row.form].append(_signature(row))
    return found


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


def granting(
    tx: Connection, reader: int, *, today: date, among: Collection[int] | None = None
) -> tuple[Form, ...]:
    """A reader's forms that say they were issued and have not run out, newest first; only those `among` these
    ids where they are given."""
    wanted = select(forms).where(forms.c.reader == reader, forms.c.state == "issued", forms.c.until >= today)
    if among is not None:
        wanted = wanted.where(forms.c.id.in_(sorted(among)))
    return tuple(_form(row) for row in tx.execute(wanted.order_by(forms.c.id.desc())))


def end_of(until: date) -> datetime:
    """The moment a form runs out: midnight after its last day, where this machine stands."""
    return datetime.combine(until + timedelta(days=1), time.min).astimezone()


def _signature(row: Row[Any]) -> Signature:
    return Signature(
        person=row.person,
        regulation=row.regulation,
        meaning=row.meaning,
        sha256=row.sha256,
        remark=row.remark,
        at=row.at,
        represented=row.represented,
        terms=terms_of(json.loads(row.terms)),
        sheet=row.sheet,
    )


def _form(row: Row[Any]) -> Form:
    values = dict(row._mapping)
    values["customers"] = tuple(json.loads(values["customers"]))
    values["regulations"] = tuple(json.loads(values["regulations"]))
    return Form(**values)


def _sha256(record: dict[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
