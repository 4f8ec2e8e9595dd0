"""Whether the catalogue agrees with itself: arrivals with scans, documents with numbers and histories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from archive import audit, schema
from archive.catalogue import scans
from archive.catalogue.scans import Scan
from archive.message import Message, message


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be, and what to do about it."""

    what: Message
    advice: Message


_OF_SHEETS = {"waiting": "review", "attested": "review", "checked": "filed"}
"""What a signed query form among a scan's pages counts as; a refused one waits for nobody but a reason."""

FOREIGN_HAND = message("Something else than dangan has changed the catalogue: compare it with a backup.")


def catalogue_faults(tx: Connection) -> Iterator[Fault]:
    """Everything in which the catalogue contradicts itself."""
    for what in (
        *_database(tx),
        *audit.verify_chain(tx),
        *_arrivals(tx),
        *_standing(tx),
        *_documents(tx),
        *_items(tx),
        *_serials(tx),
    ):
        yield Fault(what, FOREIGN_HAND)


def _database(tx: Connection) -> Iterator[Message]:
    """What SQLite itself finds wrong with its file."""
    if tx.dialect.name != "sqlite":
        return
    for (said,) in tx.exec_driver_sql("PRAGMA quick_check"):
        if said != "ok":
            yield message("The catalogue's file is damaged: {said}", said=said)
    for table, row, *_ in tx.exec_driver_sql("PRAGMA foreign_key_check"):
        yield message("Row {row} of table {table} refers to a row that is not there.", row=row, table=table)


def _arrivals(tx: Connection) -> Iterator[Message]:
    """Every arrival in the audit log is exactly one scan, and every scan arrived."""
    log, table = schema.audit, schema.scans
    arrived = Counter(tx.execute(select(log.c.subject).where(log.c.act == "scan.receive")).scalars())
    present = {f"scan:{number}" for number in tx.execute(select(table.c.id)).scalars()}
    for subject in sorted(arrived.keys() | present):
        if arrived[subject] != 1 or subject not in present:
            yield message(
                "{subject} arrived {arrived} times and is there {present} times.",
                subject=subject,
                arrived=arrived[subject],
                present=int(subject in present),
            )


def _standing(tx: Connection) -> Iterator[Message]:
    """Every scan stands where its papers say it stands, and the signed query forms among them."""
    states: dict[int, list[str]] = defaultdict(list)
    for table in (schema.parts, schema.form_sheets):
        for row in tx.execute(select(table.c.scan, table.c.state)):
            states[row.scan].append(_OF_SHEETS.get(row.state, row.state))
    for scan in scans.select_scans(tx):
        if not _stands(scan, states[scan.number]):
            yield message(
                "Scan {number} is said to be {state}, but is not.",
                number=scan.number,
                state=scans.state_name(scan.state),
            )


def _stands(scan: Scan, papers: list[str]) -> bool:
    match scan.state:
        case "filed":
            return "filed" in papers and "review" not in papers
        case "review":
            return bool({"review", "refused"} & set(papers)) or (not papers and scan.reason is not None)
        case "duplicate":
            return scan.duplicate_of is not None and not papers
        case "pending":
            return not {"review", "filed"} & set(papers)
        case "quarantined" | "dismissed":
            return scan.reason is not None and "review" not in papers
        case "disposed":
            return "review" not in papers


def _documents(tx: Connection) -> Iterator[Message]:
    """Every document bears its own number, lies on pages of its scan's original, has its whole history.

    One that was disposed of keeps a void number, and lies nowhere."""
    table, given = schema.documents, {row.number: row for row in tx.execute(select(schema.archive_numbers))}
    revisions: dict[int, list[int]] = defaultdict(list)
    history = schema.document_history
    for row in tx.execute(select(history.c.document, history.c.revision).order_by(history.c.revision)):
        revisions[row.document].append(row.revision)
    wanted = (
        select(table, schema.scans.c.original.label("scanned"), schema.originals.c.pages.label("length"))
        .join(schema.scans, schema.scans.c.id == table.c.scan)
        .join(schema.originals, schema.originals.c.sha256 == table.c.original)
    )
    for row in tx.execute(wanted.order_by(table.c.id)):
        gone = row.state == "disposed"
        if not _bears(given.get(row.number), document=row.id, file=row.file, item=row.item, void=gone):
            yield message("Document {number} does not hold its own number.", number=row.number)
        if not gone and (row.original != row.scanned or row.last_page > (row.length or 0)):
            yield message("Document {number} lies on pages that its scan does not have.", number=row.number)
        if revisions[row.id] != list(range(1, row.revision + 1)):
            yield message("The history of document {number} has gaps.", number=row.number)


def _bears(number: Row[Any] | None, *, document: int, file: int, item: int, void: bool) -> bool:
    return number is not None and (number.document, number.file, number.item, number.void) == (
        document,
        file,
        item,
        void,
    )


def _items(tx: Connection) -> Iterator[Message]:
    """The numbers of each file run from 1 without gaps; one that is not void has its document."""
    numbers, files, documents = schema.archive_numbers, schema.files, schema.documents
    bearers = {row.number: row.id for row in tx.execute(select(documents.c.number, documents.c.id))}
    wanted = select(numbers, files.c.number.label("file_number")).join(files, files.c.id == numbers.c.file)
    rows = tx.execute(wanted.order_by(numbers.c.file, numbers.c.item))
    for file_number, group in groupby(rows, key=lambda row: row.file_number):
        for expected, row in enumerate(group, start=1):
            if row.item != expected or row.number != f"{file_number}-{row.item:03d}":
                yield message(
                    "The numbers in file {file} have a gap before {number}.",
                    file=file_number,
                    number=row.number,
                )
                break
            if not row.void and bearers.get(row.number) != row.document:
                yield message("Number {number} was given, but no document bears it.", number=row.number)


def _serials(tx: Connection) -> Iterator[Message]:
    """The files of each company, department, class and year are numbered from 1 without gaps."""
    files = schema.files
    series = (files.c.company, files.c.department, files.c["class"], files.c.year)
    rows = tx.execute(select(*series, files.c.serial, files.c.number).order_by(*series, files.c.serial))
    for _, group in groupby(rows, key=lambda row: tuple(row)[:4]):
        for expected, row in enumerate(group, start=1):
            if row.serial != expected:
                yield message("Files are missing before {number}.", number=row.number)
                break
