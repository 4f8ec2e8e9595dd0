"""Names that papers used for a customer, proposed as aliases until a person accepts or rejects them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from archive import schema
from archive.catalogue.customers import fold_name

Decided = Literal["accepted", "rejected"]

_proposals = schema.alias_proposals


@dataclass(frozen=True, slots=True)
class AliasProposal:
    """`name` was read on the paper `part`, which `person` settled to the customer of this number."""

    number: int
    customer: int
    name: str
    part: int
    person: str
    at: datetime


def propose(tx: Connection, customer: int, name: str, *, part: int, by: int, at: datetime) -> int | None:
    """Enter a proposal; its number, or none where this name was proposed for the customer before, whatever
    became of it."""
    folded = fold_name(name)
    known = select(_proposals.c.id).where(_proposals.c.customer == customer, _proposals.c.folded == folded)
    if tx.execute(known).first() is not None:
        return None
    entry = insert(_proposals).values(
        customer=customer, name=name, folded=folded, part=part, person=by, at=at, state="proposed"
    )
    return int(tx.execute(entry.returning(_proposals.c.id)).scalar_one())


def proposed(tx: Connection, number: int | None = None) -> tuple[AliasProposal, ...]:
    """The proposals that nobody has decided, oldest first; only the one of this number where it is said."""
    persons = schema.persons
    wanted = (
        select(_proposals, persons.c.name.label("person_name"))
        .join(persons, persons.c.id == _proposals.c.person)
        .where(_proposals.c.state == "proposed")
        .order_by(_proposals.c.id)
    )
    if number is not None:
        wanted = wanted.where(_proposals.c.id == number)
    return tuple(
        AliasProposal(row.id, row.customer, row.name, row.part, row.person_name, row.at)
        for row in tx.execute(wanted)
    )


def decide(tx: Connection, number: int, state: Decided, *, by: int, at: datetime) -> None:
    """Note what a person decided."""
    entry = update(_proposals).where(_proposals.c.id == number)
    tx.execute(entry.values(state=state, decided_by=by, decided_at=at))
