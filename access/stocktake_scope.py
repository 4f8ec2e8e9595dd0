"""Which shelves a stock-taking looks through: in words, as the catalogue knows them, and what lies there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from access.hints import nearest
from access.places import Place
from archive.catalogue.house import Company, all_companies
from archive.catalogue.stocktakes import Within
from archive.errors import BadInput
from archive.schema import documents, files


@dataclass(frozen=True, slots=True)
class Shelves:
    """An own company, a department, a custody state, a year of files; an empty word means all."""

    company: str = ""
    department: str = ""
    custody: str = ""
    year: int | None = None


def within(tx: Connection, shelves: Shelves) -> Within:
    """What the words mean. Raises BadInput where they mean no company or department, or several."""
    known = all_companies(tx)
    meant = [
        place
        for company in known
        for department in company.departments
        if (place := Place(company, department)).answers_to(shelves.company, shelves.department)
    ]
    companies = {place.company.number for place in meant}
    departments = {place.department.number for place in meant}
    if not meant or (shelves.company and len(companies) > 1) or (shelves.department and len(departments) > 1):
        raise _unclear(known, shelves)
    return Within(
        company=companies.pop() if shelves.company else None,
        department=departments.pop() if shelves.department else None,
        custody=shelves.custody or None,
        year=shelves.year,
    )


def in_words(tx: Connection, meant: Within) -> Shelves:
    """The same as people read it: companies and departments by name."""
    known = all_companies(tx)
    company = next((one.name for one in known if one.number == meant.company), "")
    departments = (one for company in known for one in company.departments)
    department = next((one.name for one in departments if one.number == meant.department), "")
    return Shelves(company, department, meant.custody or "", meant.year)


def lying(tx: Connection, meant: Within) -> tuple[tuple[int, int], ...]:
    """The documents that lie in these files, each with its file, by number in the catalogue."""
    wanted = select(documents.c.id, documents.c.file).join(files, files.c.id == documents.c.file)
    for column, value in (
        (files.c.company, meant.company),
        (files.c.department, meant.department),
        (files.c.custody, meant.custody),
        (files.c.year, meant.year),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    rows = tx.execute(wanted.where(documents.c.state != "disposed").order_by(documents.c.id))
    return tuple((row.id, row.file) for row in rows)


def _unclear(known: tuple[Company, ...], shelves: Shelves) -> BadInput:
    labels = [Place(company, one).label for company in known for one in company.departments]
    words = " ".join(filter(None, (shelves.company, shelves.department)))
    return BadInput(
        "{words} is no department of ours, or more than one{hint}.",
        advice="Name company and department as here: {known}.",
        words=words,
        hint=nearest(shelves.department or shelves.company, labels),
        known="、".join(labels),
    )
