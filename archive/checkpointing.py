"""Making checkpoints of the audit log: signed, kept in the home, and carried to a second place.

A checkpoint is signed only over rows that were gone through: those up to the one before it were gone
through then. One that is made while an earlier one is known to say more than the log does is refused:
that is what an old copy of the home looks like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from archive import audit
from archive.audit_scrutiny import Scrutiny, scrutinise
from archive.catalogue.database import Catalogue
from archive.checkpoint import Checkpoint, KeyStatement, sign, signature_faults
from archive.checkpoint_keys import KeyRing
from archive.checkpoint_sheet import mail
from archive.checkpoint_shelf import Shelf
from archive.clock import Clock
from archive.errors import ConfigurationError, DanganError, HomeError, StorageError, VerificationFailed
from archive.home import Home
from archive.locking import locked
from archive.settings import AuditSettings

LOCK_SECONDS = 30.0


class Checkpoints:
    """The checkpoints of one home."""

    def __init__(self, home: Home, clock: Clock) -> None:
        settings = home.settings.audit
        mails = [Path(settings.mail_folder)] if settings.mail_folder else []
        _refuse_same_place(home.path, [*settings.folders, *mails])
        self.identity = home.identity
        self._catalogue: Catalogue = home.catalogue
        self._lock = home.locks / "checkpoint.lock"
        self._clock = clock
        self._settings: AuditSettings = settings
        self.keys = KeyRing(home.audit, clock, key=Path(settings.key) if settings.key else None)
        self.own = Shelf(home.audit / "checkpoints", home.identity)
        self.others = tuple(Shelf(folder, home.identity) for folder in settings.folders)

    def make(self, *, note: str = "") -> Checkpoint:
        """Sign what the log is now, keep it, and carry it and whatever was not carried yet to the second
        places. `note`: why the log goes on from an earlier state.

        Raises VerificationFailed when the log or what is known of it is not sound, HomeError when the
        key is missing, StorageError when a second place cannot be written: what was signed is kept then,
        and carried the next time.
        """
        with self._alone():
            return self._make(note)

    def rotate_key(self) -> Checkpoint:
        """Put a new key in, and make a checkpoint with it, so that the second places know it."""
        with self._alone():
            self.keys.rotate()
            return self._make("")

    def replace_key(self, reason: str) -> Checkpoint:
        """Put a new key in the place of a lost one, and make a checkpoint with it."""
        with self._alone():
            self.keys.replace_lost(reason)
            return self._make("")

    def carry(self) -> None:
        """Carry whatever could not be carried before. Raises StorageError or VerificationFailed."""
        with self._alone():
            newest = self.newest()
            if newest is not None:
                self._carry(newest)

    def newest(self) -> Checkpoint | None:
        """The newest checkpoint of the home, to go on from; none before the first.

        Raises VerificationFailed when it is not genuine, BadInput when it was spoilt.
        """
        found = self._kept()
        if found is None:
            return None
        known = {statement.key for statement in self.keys.statements()}
        if signature_faults(found) or found.home != self.identity or found.key not in known:
            raise VerificationFailed(
                "The newest checkpoint in the home, number {number}, is not genuine.",
                advice="Compare {folder} with the second place, and see who could write there.",
                number=found.number,
                folder=self.own.folder,
            )
        return found

    def due(self) -> bool:
        """Whether so many rows were written, or so many hours have gone by, that one should be made."""
        newest = self._kept()
        with self._catalogue.read() as tx:
            rows = audit.last_mark(tx).sequence
        if newest is None:
            return rows > 0
        passed = self._clock() - newest.at
        return rows - newest.rows >= self._settings.every_rows or not (
            timedelta(0) <= passed < timedelta(hours=self._settings.every_hours)
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Whoever makes checkpoints or changes keys does it alone."""
        with locked(self._lock, wait=LOCK_SECONDS) as ours:
            if not ours:
                raise HomeError(
                    "Another dangan is making a checkpoint of the audit log.",
                    advice="Try again in a moment.",
                )
            yield

    def _make(self, note: str) -> Checkpoint:
        key, statements = self.keys.signing()
        before = self.newest()
        if not note:
            self._refuse_rollback()
        with self._catalogue.read() as tx:
            seen = scrutinise(tx, after=None if note else before)
        _refuse_unsound(seen)
        made = self._describe(seen, self._next_number(before, note), statements, note)
        signed = replace(made, signature=sign(made.signed, key))
        self.own.keep(signed)
        self._carry(signed)
        return signed

    def _kept(self) -> Checkpoint | None:
        return self.own.newest() if self.own.folder.is_dir() else None

    def _next_number(self, before: Checkpoint | None, note: str) -> int:
        known = [before.number] if before else []
        if note:
            known += [number for shelf in self.others for number in shelf.numbers()]
        return max(known, default=0) + 1

    def _refuse_rollback(self) -> None:
        """A second place that cannot be read now is asked the next time."""
        ours = set(self.own.numbers()) if self.own.folder.is_dir() else set[int]()
        for shelf in self.others:
            with suppress(StorageError):
                there = set(shelf.numbers())
                strange = {number for number in there - ours if number > max(ours, default=0)}
                common = max(there & ours, default=0)
                if common and not shelf.holds(self.own.get(common)):
                    strange.add(common)
                if strange:
                    raise _rolled_back(shelf, max(strange))

    def _describe(
        self, seen: Scrutiny, number: int, statements: tuple[KeyStatement, ...], note: str
    ) -> Checkpoint:
        return Checkpoint(
            home=self.identity,
            number=number,
            at=self._clock(),
            rows=seen.last.sequence,
            last=seen.last.hash,
            last_at=seen.last.at,
            root=seen.tree.root(),
            peaks=seen.tree.peaks,
            keys=statements,
            note=note,
        )

    def _carry(self, newest: Checkpoint) -> None:
        """To every second place; one that fails keeps the others from nothing. Raises the first failure."""
        ways: list[Callable[[], None]] = [partial(self._carry_to, shelf) for shelf in self.others]
        if self._settings.mail_folder:
            outgoing = Shelf(Path(self._settings.mail_folder), self.identity)
            letter = mail(newest, sender=self._settings.mail_from, receiver=self._settings.mail_to)
            ways.append(partial(outgoing.keep_mail, newest.number, letter))
        failures: list[DanganError] = []
        for carry in ways:
            try:
                carry()
            except DanganError as error:
                failures.append(error)
        if failures:
            raise failures[0]

    def _carry_to(self, shelf: Shelf) -> None:
        """What lies in the home since the log last went on from an earlier state, and not there."""
        there, waiting = set(shelf.numbers()), list[Checkpoint]()
        for number in reversed(self.own.numbers()):
            if number in there or (waiting and waiting[-1].note):
                break
            waiting.append(self.own.get(number))
        for checkpoint in reversed(waiting):
            shelf.keep(checkpoint)


def _refuse_same_place(home: Path, folders: Iterable[Path]) -> None:
    for folder in folders:
        if not folder.is_absolute() or folder.resolve().is_relative_to(home.resolve()):
            raise ConfigurationError(
                "{folder} is no second place for checkpoints of the audit log.",
                advice="In settings.toml, [audit], name whole paths outside of the home, best elsewhere.",
                folder=folder,
            )


def _refuse_unsound(seen: Scrutiny) -> None:
    if seen.faults:
        raise VerificationFailed(
            "The audit log is not whole, so it is not signed: {fault}",
            advice="Run `dangan audit verify`. Where the home was put back from a copy on purpose, say so:"
            " `dangan audit checkpoint --restored REASON`.",
            fault=seen.faults[0],
        )


def _rolled_back(shelf: Shelf, number: int) -> VerificationFailed:
    return VerificationFailed(
        "{folder} holds a checkpoint {number} of which this home knows nothing: an old copy of the home was"
        " put back, or two are in use.",
        advice="Find out which. Where it was put back on purpose, say so:"
        " `dangan audit checkpoint --restored REASON`.",
        folder=shelf.folder,
        number=number,
    )
