"""Own companies and their departments in the catalogue."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from archive.schema import companies, departments


@dataclass(frozen=True, slots=True)
class Department:
    """A department; `short` is its part of the archive number."""

    number: int
    company: int
    short: str
    name: str


@dataclass(frozen=True, slots=True)
class Company:
    """An own company: the holding or a subsidiary; `short` is its part of the archive number."""

    number: int
    short: str
    name: str
    code: str | None
    aliases: tuple[str, ...]
    departments: tuple[Department, ...]


def add_company(
    tx: Connection, short: str, name: str, *, code: str | None = None, aliases: Sequence[str] = ()
) -> int:
    """Add an own company and return its number."""
    values = {
        "short": short,
        "name": name,
        "code": code,
        "aliases": json.dumps(list(aliases), ensure_ascii=False),
    }
    return int(tx.execute(companies.insert().values(values).returning(companies.c.id)).scalar_one())


def add_department(tx: Connection, company: int, short: str, name: str) -> int:
    """Add a department to a company and return its number."""
    values = {"company": company, "short": short, "name": name}
    return int(tx.execute(departments.insert().values(values).returning(departments.c.id)).scalar_one())


def all_companies(tx: Connection) -> tuple[Company, ...]:
    """Every own company with its departments, in the order they were made."""
    rows = tx.execute(select(departments).order_by(departments.c.id)).all()
    known = [Department(row.id, row.company, row.short, row.name) for row in rows]
    return tuple(
        Company(
            number=row.id,
            short=row.short,
            name=row.name,
            code=row.code,
            aliases=tuple(json.loads(row.aliases)),
            departments=tuple(found for found in known if found.company == row.id),
        )
        for row in tx.execute(select(companies).order_by(companies.c.id))
    )


def find_company(tx: Connection, word: str) -> Company | None:
    """The company with this short name or name."""
    return next((found for found in all_companies(tx) if word in (found.short, found.name)), None)


def find_department(company: Company, word: str) -> Department | None:
    """The company's department with this short name or name."""
    return next((found for found in company.departments if word in (found.short, found.name)), None)
