"""The audit log as auditors read it; reading it is itself recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from access.audit_filter import MOST_SHOWN, AuditFilter, about_form, filtered, of_form
from access.calls import Call
from access.form_scrutiny import altered_forms
from access.free_words import legible
from access.gate import Gate
from access.person_record import altered_people
from access.speaker import Speaker
from access.standing_record import altered_standings
from archive import audit, schema
from archive.audit import AuditRow
from archive.audit_proof import Proven, prove
from archive.audit_scrutiny import Scrutiny, Sighting, scrutinise
from archive.checkpoint import fingerprint
from archive.checkpoint_evidence import Brought, Evidence, gather
from archive.checkpointing import Checkpoints
from archive.errors import NotFound
from archive.message import Message

RawRow = tuple[Any, ...]
"""A row as it is stored, in the order of `archive.audit.COLUMNS`."""


@dataclass(frozen=True, slots=True)
class Held:
    """What to hold the log against beside the checkpoints of the home and its second places: files that
    were brought, what stands on paper (rows and how the last one's hash begins), fingerprints of keys
    that were written down. `since_checkpoint`: only rows newer than the newest checkpoint."""

    brought: tuple[Brought, ...] = ()
    paper: tuple[tuple[int, str], ...] = ()
    trusted: tuple[str, ...] = ()
    since_checkpoint: bool = False


@dataclass(frozen=True, slots=True)
class Soundness:
    """What verifying the log found: how many rows it has and how many were looked at, against how many
    checkpoints, what is wrong, and what is to be known without being wrong. `key`: the fingerprint of the
    present key, "" before the first checkpoint."""

    rows: int
    looked_at: int
    checkpoints: int
    faults: tuple[Message, ...]
    remarks: tuple[Message, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Rows to be written out: how many, and a stream of them, oldest first. `whole` when none up to the
    last one is left out, so that their chain can be verified by itself."""

    rows: int
    whole: bool
    stream: Iterator[RawRow]


class Auditing:
    """The audit log of one home."""

    def __init__(self, gate: Gate, checkpoints: Checkpoints) -> None:
        self._gate = gate
        self._checkpoints = checkpoints

    def list(self, speaker: Speaker, wanted: AuditFilter) -> tuple[AuditRow, ...]:
        """The newest rows that the filter lets through, oldest of them first."""
        limit = max(1, min(wanted.limit, MOST_SHOWN))
        with self._gate.visit(speaker, Call.AUDIT_LIST) as visit:
            rows = filtered(visit.tx, select(schema.audit), wanted)
            newest = rows.order_by(schema.audit.c.sequence.desc()).limit(limit)
            found = visit.tx.execute(newest).all()
            visit.note(filter=wanted.described(), rows=len(found))
            return tuple(audit.audit_row(row) for row in reversed(found))

    def export(self, speaker: Speaker, wanted: AuditFilter) -> Excerpt:
        """Every row that the filter lets through, as stored; its limit does not count. The row that
        records it is committed before the first one is given out, and is not among them."""
        with self._gate.visit(speaker, Call.AUDIT_EXPORT) as visit:
            last = audit.last_mark(visit.tx).sequence
            rows = filtered(visit.tx, audit.raw_rows(), wanted).where(schema.audit.c.sequence <= last)
            count = visit.tx.execute(select(func.count()).select_from(rows.subquery())).scalar_one()
            visit.note(filter=wanted.described(), rows=count, last=last)
        return Excerpt(count, not wanted.narrows, self._stream(wanted, last))

    def verify(self, speaker: Speaker, held: Held | None = None) -> Soundness:
        """Whether the chain is whole, agrees with every checkpoint, and every form, standing
        authorisation, account and deputy still is what was signed and done. From the newest checkpoint
        on none of these is looked at.

        Raises `VerificationFailed` when that checkpoint is not genuine.
        """
        held = held or Held()
        call = Call.AUDIT_VERIFY
        with self._gate.visit(speaker, call, step="asked", since_checkpoint=held.since_checkpoint):
            pass  # the log is read without holding up those who write to it
        evidence, seen = self._scrutinise(held)
        faults = (*evidence.faults, *seen.faults)
        if not faults and not held.since_checkpoint:  # these are compared with the log
            with self._gate.catalogue.read() as tx:
                faults = (*altered_forms(tx), *altered_standings(tx), *altered_people(tx))
        found = Soundness(
            rows=seen.last.sequence,
            looked_at=seen.looked_at,
            checkpoints=len(evidence.sightings),
            faults=faults,
            remarks=(*evidence.remarks, *seen.remarks),
            key=next((fingerprint(each.key) for each in reversed(self._checkpoints.keys.statements())), ""),
        )
        with self._gate.visit(speaker, call, step="found", rows=found.rows, faults=len(faults)):
            return found

    def prove(self, speaker: Speaker, form: str) -> Proven:
        """Every row of one borrowing, with what shows that it stands in the log, and nothing of other
        rows. Makes a checkpoint first. Raises NotFound, and what making a checkpoint raises."""
        call, asked = Call.AUDIT_PROVE, legible(form)
        with self._gate.visit(speaker, call, step="asked", number=asked) as visit:
            numbers = of_form(visit.tx, form)
            if not numbers:
                raise NotFound(
                    "There is no form {number}.",
                    advice="Auditors see all forms: `dangan request list`.",
                    number=asked,
                )
        checkpoint = self._checkpoints.make()
        with self._gate.catalogue.read() as tx:
            proven = prove(tx, checkpoint, about_form(numbers[0]), about=asked)
        with self._gate.visit(speaker, call, step="found", number=asked, rows=len(proven.rows)):
            return proven

    def _scrutinise(self, held: Held) -> tuple[Evidence, Scrutiny]:
        on_paper = [Sighting(f"({rows})", rows, last) for rows, last in held.paper]
        after = None
        if held.since_checkpoint:
            after, evidence = self._checkpoints.newest(), Evidence((), (), ())
        else:
            evidence = gather(self._checkpoints, held.brought, trusted=held.trusted)
        with self._gate.catalogue.read() as tx:
            return evidence, scrutinise(tx, [*evidence.sightings, *on_paper], after=after)

    def _stream(self, wanted: AuditFilter, last: int) -> Iterator[RawRow]:
        with self._gate.catalogue.read() as tx:
            rows = filtered(tx, audit.raw_rows(), wanted).where(schema.audit.c.sequence <= last)
            for row in tx.execute(rows.execution_options(yield_per=1000)):
                yield tuple(row)
