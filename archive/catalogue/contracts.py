"""Contracts in the catalogue: number, parties, subject, amount and dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from archive import schema


@dataclass(frozen=True, slots=True)
class Terms:
    """What is recorded of a contract. `customer`, `company` and `department` are numbers in the catalogue.

    `amount` is in yuan. A contract number is unique within its company.
    """

    number: str
    customer: int
    company: int
    department: int
    subject: str = ""
    amount: Decimal | None = None
    signed_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract; `id` is its number in the catalogue, `terms.number` the one written on it."""

    id: int
    terms: Terms
    state: str


def add(tx: Connection, terms: Terms, *, at: datetime) -> int:
    """Enter a contract; its number in the catalogue."""
    entry = insert(schema.contracts).values(**_columns(terms), created_at=at)
    number: int = tx.execute(entry.returning(schema.contracts.c.id)).scalar_one()
    return number


def revise(tx: Connection, contract: int, terms: Terms) -> None:
    """Replace what is recorded of a contract."""
    table = schema.contracts
    tx.execute(update(table).where(table.c.id == contract).values(**_columns(terms)))


def get(tx: Connection, contract: int) -> Contract | None:
    """One contract, or none of that number."""
    row = tx.execute(select(schema.contracts).where(schema.contracts.c.id == contract)).one_or_none()
    return None if row is None else _contract(row)


def select_contracts(tx: Connection, *, customer: int | None = None) -> tuple[Contract, ...]:
    """All contracts, or those of one customer, in the order they were entered."""
    wanted = select(schema.contracts).order_by(schema.contracts.c.id)
    if customer is not None:
        wanted = wanted.where(schema.contracts.c.customer == customer)
    return tuple(_contract(row) for row in tx.execute(wanted))


def numbered(tx: Connection, number: str, *, company: int | None = None) -> tuple[Contract, ...]:
    """Contracts with this number on them: one a company at most."""
    wanted = select(schema.contracts).where(schema.contracts.c.number == number)
    if company is not None:
        wanted = wanted.where(schema.contracts.c.company == company)
    return tuple(_contract(row) for row in tx.execute(wanted.order_by(schema.contracts.c.id)))


def _columns(terms: Terms) -> Mapping[str, Any]:
    return {
        "number": terms.number,
        "customer": terms.customer,
        "company": terms.company,
        "department": terms.department,
        "subject": terms.subject,
        "amount": None if terms.amount is None else f"{terms.amount:f}",
        "signed_on": terms.signed_on,
        "ends_on": terms.ends_on,
    }


def _contract(row: Row[Any]) -> Contract:
    return Contract(
        id=row.id,
        terms=Terms(
            number=row.number,
            customer=row.customer,
            company=row.company,
            department=row.department,
            subject=row.subject,
            amount=None if row.amount is None else Decimal(row.amount),
            signed_on=row.signed_on,
            ends_on=row.ends_on,
        ),
        state=row.state,
    )
