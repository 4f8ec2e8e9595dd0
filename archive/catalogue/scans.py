"""Scans in the catalogue: every file that ever came in, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from archive import schema
from archive.decision import Dropped
from archive.errors import Conflict, NotFound
from archive.language import translate
from archive.message import Message, decode_message, encode_message

ScanState = Literal["pending", "filed", "duplicate", "review", "quarantined", "dismissed", "disposed"]

CLAIMED = ".dangan-claimed"
"""The folder inside an inbox where files lie from their claim until their bytes are in the archive."""

TRANSITIONS: Mapping[ScanState, frozenset[ScanState]] = MappingProxyType(
    {
        "pending": frozenset({"filed", "duplicate", "review", "quarantined", "dismissed"}),
        "review": frozenset({"filed", "dismissed"}),
        "quarantined": frozenset({"pending", "dismissed", "filed"}),  # filed: described by hand
        "dismissed": frozenset({"pending"}),
        "duplicate": frozenset(),
        "filed": frozenset({"disposed"}),
        "disposed": frozenset(),
    }
)
"""From where a scan may go where. A duplicate stays one: its paper is the other scan's."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One file that came in. `name` and `sub_folder` are as received; `claim` names the claimed file
    in the folder `inbox`; `attempts` and `faults` count tries to read it and tries alone that crashed."""

    number: int
    name: str
    sub_folder: str
    claim: str
    inbox: str
    original: str | None
    state: ScanState
    attempts: int
    faults: int
    reason: Message | None
    advice: Message | None
    duplicate_of: int | None
    received_at: datetime
    finished_at: datetime | None

    @property
    def claimed(self) -> Path:
        """The folder where the claimed file lies until it is let go."""
        return Path(self.inbox) / CLAIMED / self.claim


def receive(tx: Connection, *, claim: str, inbox: str, name: str, sub_folder: str, at: datetime) -> int:
    """Enter a claimed file as pending; its number."""
    values = {"claim": claim, "inbox": inbox, "name": name, "sub_folder": sub_folder}
    entry = insert(schema.scans).values(**values, state="pending", received_at=at)
    return int(tx.execute(entry.returning(schema.scans.c.id)).scalar_one())


def get(tx: Connection, number: int) -> Scan:
    """One scan. Raises `NotFound`."""
    row = tx.execute(select(schema.scans).where(schema.scans.c.id == number)).one_or_none()
    if row is None:
        raise NotFound("There is no scan {number}.", advice="`dangan status` lists them.", number=number)
    return _scan(row)


def select_scans(tx: Connection, *, states: Sequence[ScanState] | None = None) -> tuple[Scan, ...]:
    """Scans in the order they came in; all of them when no states are named."""
    wanted = select(schema.scans).order_by(schema.scans.c.id)
    if states is not None:
        wanted = wanted.where(schema.scans.c.state.in_(states))
    return tuple(_scan(row) for row in tx.execute(wanted))


def by_claim(tx: Connection, claim: str) -> Scan | None:
    """The scan that a claimed file belongs to, or none when it was not entered yet."""
    row = tx.execute(select(schema.scans).where(schema.scans.c.claim == claim)).one_or_none()
    return _scan(row) if row else None


def counts(tx: Connection) -> Mapping[ScanState, int]:
    """How many scans stand where: every state is named, those without scans with 0."""
    table = schema.scans
    rows = tx.execute(select(table.c.state, func.count().label("number")).group_by(table.c.state))
    found = {row.state: row.number for row in rows}
    return {state: found.get(state, 0) for state in TRANSITIONS}


def name_original(tx: Connection, number: int, sha256: str) -> None:
    """Say which original a scan's bytes are."""
    tx.execute(update(schema.scans).where(schema.scans.c.id == number).values(original=sha256))


def replace_original(tx: Connection, number: int, sha256: str, *, name: str) -> None:
    """Say that what stays of a scan lies in another original, under another name."""
    table = schema.scans
    tx.execute(update(table).where(table.c.id == number).values(original=sha256, name=name))


def same_bytes(tx: Connection, number: int, sha256: str) -> int | None:
    """The first other scan of the same bytes that is still in the archive, or none."""
    table = schema.scans
    first: int | None = tx.execute(
        select(func.min(table.c.id)).where(
            table.c.original == sha256,
            table.c.id != number,
            table.c.state.not_in(("duplicate", "disposed")),
        )
    ).scalar_one()
    return first


def count_attempt(tx: Connection, number: int, *, alone: bool) -> None:
    """Count a try to read before it is made: whoever dies in it has left a mark."""
    table = schema.scans
    column = table.c.faults if alone else table.c.attempts
    tx.execute(update(table).where(table.c.id == number).values({column: column + 1}))


def uncount_attempt(tx: Connection, numbers: Sequence[int]) -> None:
    """Take back the counted tries of scans that were put down unread when the work was stopped."""
    table = schema.scans
    tx.execute(update(table).where(table.c.id.in_(numbers)).values(attempts=table.c.attempts - 1))


def note(tx: Connection, number: int, reason: Message) -> None:
    """Say why a scan still stands where it stood."""
    entry = update(schema.scans).where(schema.scans.c.id == number)
    tx.execute(entry.values(reason=encode_message(reason)))


def set_state(
    tx: Connection,
    number: int,
    state: ScanState,
    *,
    at: datetime,
    reason: Message | None = None,
    advice: Message | None = None,
    duplicate_of: int | None = None,
) -> None:
    """Move a scan; a step that `TRANSITIONS` does not know raises `Conflict`.

    A scan that is pending again starts with a clean slate: no reason, no counted tries.
    """
    scan = get(tx, number)
    if state not in TRANSITIONS[scan.state]:
        raise Conflict(
            "Scan {number} is {present}; it cannot become {wanted}.",
            advice="`dangan status` shows where every scan stands.",
            number=number,
            present=state_name(scan.state),
            wanted=state_name(state),
        )
    values: dict[str, Any] = {
        "state": state,
        "reason": encode_message(reason) if reason else None,
        "advice": encode_message(advice) if advice else None,
        "duplicate_of": duplicate_of,
        "finished_at": None if state == "pending" else at,
    }
    if state == "pending":
        values |= {"attempts": 0, "faults": 0}
    tx.execute(update(schema.scans).where(schema.scans.c.id == number).values(**values))


def drop_pages(tx: Connection, number: int, dropped: Sequence[Dropped]) -> None:
    """Record which pages of a scan are part of no paper, in place of what was recorded before."""
    table = schema.dropped_pages
    tx.execute(delete(table).where(table.c.scan == number))
    if dropped:
        tx.execute(
            insert(table), [{"scan": number, "page": one.page, "reason": one.reason} for one in dropped]
        )


def _scan(row: Row[Any]) -> Scan:
    return Scan(
        number=row.id,
        name=row.name,
        sub_folder=row.sub_folder,
        claim=row.claim,
        inbox=row.inbox,
        original=row.original,
        state=row.state,
        attempts=row.attempts,
        faults=row.faults,
        reason=decode_message(row.reason) if row.reason else None,
        advice=decode_message(row.advice) if row.advice else None,
        duplicate_of=row.duplicate_of,
        received_at=row.received_at,
        finished_at=row.finished_at,
    )


def state_name(state: ScanState) -> str:
    """Where a scan stands, as people say it."""
    names = {
        "pending": translate("pending"),
        "filed": translate("filed"),
        "duplicate": translate("duplicate"),
        "review": translate("in review"),
        "quarantined": translate("quarantined"),
        "dismissed": translate("dismissed"),
        "disposed": translate("disposed of"),
    }
    return names[state]
