"""Files (案卷) and the numbers they give: gapless, each given once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from archive import schema

_files = schema.files
_numbers = schema.archive_numbers


@dataclass(frozen=True, slots=True)
class FileKey:
    """What makes one file: two papers with the same key lie in the same file.

    `contract` is none for yearly files, and for papers of a contract that nobody has registered.
    """

    company: int
    department: int
    regulation: str
    customer: int
    contract: int | None
    year: int


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file: its number (案卷号), key and custody state."""

    id: int
    number: str
    key: FileKey
    custody: str


def find_file(tx: Connection, key: FileKey) -> FileRow | None:
    """The file with this key, if it was opened. A contract's file is known by its contract alone: it
    stays where it is when the register's particulars change."""
    wanted = select(_files).where(_files.c.regulation == key.regulation)
    if key.contract is None:
        wanted = wanted.where(
            _files.c.company == key.company,
            _files.c.department == key.department,
            _files.c.customer == key.customer,
            _files.c.contract.is_(None),
            _files.c.year == key.year,
        )
    else:
        wanted = wanted.where(_files.c.contract == key.contract)
    row = tx.execute(wanted).one_or_none()
    return FileRow(row.id, row.number, key, row.custody) if row else None


def open_file(tx: Connection, key: FileKey, *, letter: str, at: datetime) -> FileRow:
    """Open a file and give it the next number of its company, department, class and year.

    The number reads company–department–class–year–serial: `HX-SC1-X-2026-0001`. Gapless because
    writers queue (BEGIN IMMEDIATE) and the number is taken in the transaction that uses it.
    """
    serial = (
        tx.execute(
            select(func.coalesce(func.max(_files.c.serial), 0)).where(
                _files.c.company == key.company,
                _files.c.department == key.department,
                _files.c["class"] == letter,
                _files.c.year == key.year,
            )
        ).scalar_one()
        + 1
    )
    company, department = schema.companies, schema.departments
    shorts = tx.execute(
        select(company.c.short, department.c.short)
        .join(department, department.c.company == company.c.id)
        .where(department.c.id == key.department)
    ).one()
    number = f"{shorts[0]}-{shorts[1]}-{letter}-{key.year}-{serial:04d}"
    values = {
        "company": key.company,
        "department": key.department,
        "regulation": key.regulation,
        "customer": key.customer,
        "contract": key.contract,
        "year": key.year,
        "class": letter,
        "serial": serial,
        "number": number,
        "custody": "department",
        "opened_at": at,
    }
    identity = tx.execute(_files.insert().values(values).returning(_files.c.id)).scalar_one()
    return FileRow(identity, number, key, "department")


def next_item(tx: Connection, file: int) -> int:
    """The next item number (件号) of a file: one after the last ever given, void ones included."""
    return int(
        tx.execute(
            select(func.coalesce(func.max(_numbers.c.item), 0)).where(_numbers.c.file == file)
        ).scalar_one()
        + 1
    )


def item_number(file: FileRow, item: int) -> str:
    """The archive number (档号) of one document: the file's number and the item's."""
    return f"{file.number}-{item:03d}"


def record_number(tx: Connection, file: FileRow, item: int, *, document: int, at: datetime) -> None:
    """Note that a document was given this number."""
    tx.execute(
        _numbers.insert().values(
            file=file.id, item=item, number=item_number(file, item), document=document, given_at=at
        )
    )


def void_number(tx: Connection, number: str, *, reason: str) -> None:
    """Leave a number behind: it stays as a void (作废) line and is never given again."""
    tx.execute(_numbers.update().where(_numbers.c.number == number).values(void=True, reason=reason))
