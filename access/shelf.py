"""The desk's calls about the shelves: where the paper originals of a file stand, and what is out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from access.calls import Call
from access.colleagues import who
from access.free_words import clean_text, legible
from access.gate import Gate
from access.speaker import Speaker
from archive.catalogue import loans, shelf_marks
from archive.catalogue.loans import Loan
from archive.catalogue.shelf_marks import Place, ShelfMark
from archive.errors import NotFound
from archive.schema import documents, files

LONGEST_MARK = 40


@dataclass(frozen=True, slots=True)
class OutOfFile:
    """A paper original that somebody has borrowed out of a file, by its 档号; `due` is the last day."""

    number: str
    borrower: str
    due: date


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """Where a file stands (none: nobody has said), who put it there, and what is out of it."""

    file: str
    place: Place | None
    put_by: str
    put_at: datetime | None
    out: tuple[OutOfFile, ...]


class Shelving:
    """The shelves of one home."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def put(self, speaker: Speaker, file: str, place: Place) -> ShelfLine:
        """Say where the paper originals of a file (案卷号) stand. Raises NotFound, BadInput."""
        with self._gate.visit(speaker, Call.SHELVES_PUT, asked=legible(file)) as visit:
            known = _file_called(visit.tx, file)
            written = _written(place)
            shelf_marks.put(visit.tx, known, written, by=visit.person.number, at=visit.now)
            visit.note(subject=f"file:{known}", room=written.room, shelf=written.shelf, box=written.box)
            (line,) = _lines(visit.tx, only=known)
            return line

    def list(self, speaker: Speaker) -> tuple[ShelfLine, ...]:
        """Every file, where it stands and what is out of it, by number."""
        with self._gate.visit(speaker, Call.SHELVES_LIST) as visit:
            return _lines(visit.tx)


def _lines(tx: Connection, *, only: int | None = None) -> tuple[ShelfLine, ...]:
    marks = shelf_marks.every(tx)
    lent = [loan for loan in loans.every(tx) if loan.returned_at is None]
    papers = {row.id: row for row in tx.execute(select(documents.c.id, documents.c.number, documents.c.file))}
    wanted = select(files.c.id, files.c.number).order_by(files.c.number)
    if only is not None:
        wanted = wanted.where(files.c.id == only)
    return tuple(
        _line(
            tx,
            row.number,
            marks.get(row.id),
            tuple(
                _out(tx, papers[loan.document].number, loan)
                for loan in lent
                if papers[loan.document].file == row.id
            ),
        )
        for row in tx.execute(wanted).all()
    )


def _line(tx: Connection, file: str, mark: ShelfMark | None, out: tuple[OutOfFile, ...]) -> ShelfLine:
    if mark is None:
        return ShelfLine(file, None, "", None, out)
    return ShelfLine(file, mark.place, who(tx, mark.put_by), mark.put_at, out)


def _out(tx: Connection, number: str, loan: Loan) -> OutOfFile:
    return OutOfFile(number, who(tx, loan.borrower), loan.due)


def _file_called(tx: Connection, word: str) -> int:
    asked = legible(word.strip())
    found = tx.execute(select(files.c.id).where(files.c.number == asked)).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no file {number}.", advice="`dangan files` lists them.", number=asked)
    return int(found)


def _written(place: Place) -> Place:
    room, shelf = (clean_text(word, longest=LONGEST_MARK) for word in (place.room, place.shelf))
    return Place(room, shelf, clean_text(place.box, longest=LONGEST_MARK) if place.box.strip() else "")
