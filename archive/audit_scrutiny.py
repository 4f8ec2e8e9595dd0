"""Holding the audit log against its own chain and against what was seen of it earlier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from archive import schema
from archive.audit import BEGINNING, Link, Mark, follow, went_back
from archive.checkpoint import Checkpoint
from archive.merkle import Tree
from archive.message import Message, message

MOST = 1000
"""So many faults are named; a log with more needs no longer list."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen of the log: after so many rows this was the last one's hash, or how it begins, and
    the root of the tree, where it is known. `excused` when a later checkpoint says why it does not fit."""

    name: str
    rows: int
    last: str
    root: str = ""
    excused: bool = False


@dataclass(frozen=True, slots=True)
class Scrutiny:
    """What was found. `last` is the last row, `tree` stands for all rows up to it, `looked_at` counts the
    rows that were gone through; `remarks` are not faults of the log."""

    last: Mark
    tree: Tree
    looked_at: int
    faults: tuple[Message, ...]
    remarks: tuple[Message, ...]


class _Findings:
    """What has been found so far."""

    def __init__(self) -> None:
        self.faults: list[Message] = []
        self.remarks: list[Message] = []

    def fault(self, said: Message) -> None:
        if len(self.faults) < MOST:
            self.faults.append(said)

    def contradicts(self, sighting: Sighting, said: Message) -> None:
        if sighting.excused:
            self.remarks.append(said)
        else:
            self.fault(said)


def scrutinise(
    tx: Connection, sightings: Iterable[Sighting] = (), *, after: Checkpoint | None = None
) -> Scrutiny:
    """Go through the log from its beginning, or from a checkpoint that was found genuine on.

    Rows before `after` are not looked at: that they are still the ones that were signed for shows only
    when all are gone through.
    """
    tree = after.tree if after else Tree()
    last = Mark(after.rows, after.last, after.last_at) if after else BEGINNING
    found, waiting, started = _Findings(), sorted(sightings, key=lambda each: each.rows), last.sequence
    latest = last.at
    if after:
        waiting.insert(0, Sighting(str(after.number), after.rows, after.last))
    while waiting and waiting[0].rows <= started:
        _compare_earlier(tx, waiting.pop(0), found)
    for link in follow(tx, after=last):
        for fault in link.faults:
            found.fault(fault)
        _notice_clock(last, link, found, latest=latest)
        latest = max(latest, link.at)
        tree.add(link.hash)
        last = Mark(link.sequence, link.hash, link.at)
        while waiting and waiting[0].rows <= link.sequence:
            _compare(waiting.pop(0), link, tree, found)
    for sighting in waiting:
        found.contradicts(sighting, _cut_off(sighting, last.sequence))
    return Scrutiny(last, tree, tree.leaves - started, tuple(found.faults), tuple(found.remarks))


def _compare(sighting: Sighting, link: Link, tree: Tree, found: _Findings) -> None:
    if link.sequence != sighting.rows or not link.hash.startswith(sighting.last):
        found.contradicts(sighting, _written_anew(sighting))
    elif sighting.root and sighting.root != tree.root():
        found.contradicts(
            sighting,
            message(
                "The rows up to {row} are not those that checkpoint {name} stands for.",
                row=sighting.rows,
                name=sighting.name,
            ),
        )


def _compare_earlier(tx: Connection, sighting: Sighting, found: _Findings) -> None:
    """Compare with a row that is not gone through."""
    table = schema.audit
    kept = tx.execute(select(table.c.hash).where(table.c.sequence == sighting.rows)).scalar()
    if kept is None and sighting.rows:
        newest = tx.execute(select(table.c.sequence).order_by(table.c.sequence.desc()).limit(1)).scalar() or 0
        found.contradicts(sighting, _cut_off(sighting, newest))
    elif sighting.rows and not str(kept).startswith(sighting.last):
        found.contradicts(sighting, _written_anew(sighting))


def _notice_clock(before: Mark, link: Link, found: _Findings, *, latest: str) -> None:
    """Note where the clock went back: in one step, or in small ones from the latest time so far."""
    if link.at >= before.at or len(found.remarks) >= MOST:
        return
    walked = went_back(latest, link.at) and not went_back(latest, before.at)
    if walked or went_back(before.at, link.at):
        found.remarks.append(
            message(
                "Audit row {row}: the clock went back from {before} to {after}.",
                row=link.sequence,
                before=latest if walked else before.at,
                after=link.at,
            )
        )


def _cut_off(sighting: Sighting, rows: int) -> Message:
    return message(
        "Checkpoint {name} saw {seen} rows, and the audit log ends with row {rows}: its end was cut off, or"
        " an old copy was put back.",
        name=sighting.name,
        seen=sighting.rows,
        rows=rows,
    )


def _written_anew(sighting: Sighting) -> Message:
    return message(
        "Audit row {row} is not the one that checkpoint {name} saw: the log was written anew from there on or"
        " from before.",
        row=sighting.rows,
        name=sighting.name,
    )
