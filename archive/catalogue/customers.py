"""Customers and suppliers in the catalogue, with every name they go or went by."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update

from archive import schema
from archive.register import OwnCompany, Register, RegisteredCustomer

Kind = Literal["customer", "supplier"]
NameKind = Literal["alias", "former"]


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is recorded of a customer. `company` and `department` are numbers in the catalogue."""

    name: str
    kind: Kind
    company: int
    department: int
    code: str | None = None
    registration_number: str | None = None
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer or supplier. `number` is its number in the catalogue; it never changes."""

    number: int
    particulars: Particulars

    @property
    def name(self) -> str:
        return self.particulars.name


def fold_name(name: str) -> str:
    """A name as it is compared: NFKC (brackets and letters in one width), no blanks, lower case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def add(tx: Connection, particulars: Particulars, *, at: datetime) -> int:
    """Enter a customer; its number."""
    entry = insert(schema.customers).values(**_columns(particulars), created_at=at)
    number: int = tx.execute(entry.returning(schema.customers.c.id)).scalar_one()
    _write_names(tx, number, particulars)
    return number


def revise(tx: Connection, number: int, particulars: Particulars) -> None:
    """Replace what is recorded of a customer."""
    table, names = schema.customers, schema.customer_names
    tx.execute(update(table).where(table.c.id == number).values(**_columns(particulars)))
    tx.execute(delete(names).where(names.c.customer == number))
    _write_names(tx, number, particulars)


def get(tx: Connection, number: int) -> Customer | None:
    """One customer, or none of that number."""
    found = select_customers(tx, numbers=(number,))
    return found[0] if found else None


def select_customers(tx: Connection, *, numbers: Collection[int] | None = None) -> tuple[Customer, ...]:
    """Customers by number, all of them when no numbers are named; in the order they were entered."""
    wanted = select(schema.customers).order_by(schema.customers.c.id)
    names = select(schema.customer_names).order_by(schema.customer_names.c.name)
    if numbers is not None:
        wanted = wanted.where(schema.customers.c.id.in_(numbers))
        names = names.where(schema.customer_names.c.customer.in_(numbers))
    others: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in tx.execute(names):
        others[row.customer, row.kind].append(row.name)
    return tuple(_customer(row, others) for row in tx.execute(wanted))


def named(tx: Connection, word: str) -> tuple[Customer, ...]:
    """Customers called `word`: by name, alias, former name, credit code or registration number."""
    wanted = fold_name(word)
    return tuple(customer for customer in select_customers(tx) if wanted in answers_to(customer.particulars))


def answers_to(particulars: Particulars) -> frozenset[str]:
    """Everything a customer can be asked for by, folded as `fold_name` does."""
    words: Iterable[str | None] = (
        particulars.name,
        *particulars.aliases,
        *particulars.former_names,
        particulars.code,
        particulars.registration_number,
    )
    return frozenset(fold_name(word) for word in words if word)


def register(tx: Connection) -> Register:
    """All customers and own companies as classification needs them."""
    return Register(
        customers=tuple(_registered(customer) for customer in select_customers(tx)),
        own=tuple(
            OwnCompany(name=row.name, aliases=tuple(json.loads(row.aliases)), code=row.code)
            for row in tx.execute(select(schema.companies).order_by(schema.companies.c.id))
        ),
    )


def _registered(customer: Customer) -> RegisteredCustomer:
    known = customer.particulars
    return RegisteredCustomer(
        number=customer.number,
        name=known.name,
        aliases=known.aliases,
        former_names=known.former_names,
        code=known.code,
        registration_number=known.registration_number,
    )


def _columns(particulars: Particulars) -> Mapping[str, Any]:
    return {
        "name": particulars.name,
        "kind": particulars.kind,
        "company": particulars.company,
        "department": particulars.department,
        "code": particulars.code,
        "registration_number": particulars.registration_number,
    }


def _write_names(tx: Connection, number: int, particulars: Particulars) -> None:
    table = schema.customer_names
    kinds: dict[str, NameKind] = dict.fromkeys(particulars.former_names, "former")
    kinds |= dict.fromkeys(particulars.aliases, "alias")
    kinds.pop(particulars.name, None)
    for name, kind in kinds.items():
        tx.execute(insert(table).values(customer=number, name=name, kind=kind))


def _customer(row: Row[Any], others: Mapping[tuple[int, str], list[str]]) -> Customer:
    return Customer(
        number=row.id,
        particulars=Particulars(
            name=row.name,
            kind=row.kind,
            company=row.company,
            department=row.department,
            code=row.code,
            registration_number=row.registration_number,
            aliases=tuple(others.get((row.id, "alias"), ())),
            former_names=tuple(others.get((row.id, "former"), ())),
        ),
    )
