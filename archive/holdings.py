"""What reports are computed from: the records of the catalogue that one `Scope` shows, nothing else.

The desk fills them; every tuple holds only what the reader may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class HeldCustomer:
    """A customer or supplier; `company` and `department` are names as shown to people."""

    id: int
    name: str
    kind: Literal["customer", "supplier"]
    company: str
    department: str


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file (案卷). `number` is its 案卷号; `contract` the contract's number, none for yearly files."""

    id: int
    number: str
    company: str
    department: str
    regulation: str
    customer: int
    contract: str | None
    year: int
    custody: Literal["department", "credit_office", "archive_room"]


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document (件). `number` is its 档号, `item` its place in the file, `copy` 正本, 副本, 复印件, ""."""

    id: int
    number: str
    item: int
    file: int
    kind: str
    title: str
    author: str
    issued_on: date | None
    valid_until: date | None
    long_term: bool
    copy: str
    pages: int
    secrecy: str
    retention: str
    filed_on: date
    has_credit_code: bool
    state: Literal["current", "superseded", "disposed"]


@dataclass(frozen=True, slots=True)
class HeldReference:
    """A document kept elsewhere that serves this category of this file too (互见)."""

    document: int
    file: int
    category: str


@dataclass(frozen=True, slots=True)
class VoidNumber:
    """An item number that was given and left behind (作废); it is never given again."""

    file: int
    item: int
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingPart:
    """A part of a scan that waits in review; customer and kind are the machine's first choice, if any."""

    id: int
    scan: str
    pages: int
    customer: int | None
    kind: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Waiver:
    """A requirement that somebody marked "not applicable", for one file or (none) all of the customer."""

    customer: int
    regulation: str
    category: str
    file: int | None
    reason: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything a report may speak of.

    `documents` may hold some that are kept in files not shown, because a shown file refers to them.
    `regulations` are those the reader watches over, none for all: of others nothing is asked.
    """

    customers: tuple[HeldCustomer, ...] = ()
    files: tuple[HeldFile, ...] = ()
    documents: tuple[HeldDocument, ...] = ()
    references: tuple[HeldReference, ...] = ()
    voids: tuple[VoidNumber, ...] = ()
    waiting: tuple[WaitingPart, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    regulations: frozenset[str] | None = None
