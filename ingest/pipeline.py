"""The way of a scan: claimed, stored, read, sorted, filed or put to review, shown to the index, let go.

Whatever happens after the claim may happen again: each step finds what an interrupted run has
done and goes on from there. A try to read is counted, and committed, before it is made. A scan whose
tries are used up is read alone; only when it fails alone again and again is it held against the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from archive.catalogue.scans import Scan
from archive.content import ORIGINALS, PATIENCE, Milestone, unwatched
from archive.errors import BadInput, StorageError
from archive.message import Message, message
from archive.register import Hints
from ingest.entries import Entries
from ingest.flight import Flight
from ingest.form_sheets import without_their_words
from ingest.inbox import Claim, Inbox
from ingest.outcome import ScanOutcome
from ingest.reading.outcome import Outcome, Reading, ReadTask, Unreadable
from ingest.workshop import Sorts, Workshop

TRIES_ALONE = 2
READINGS_A_WORKER = 2
"""One in work, one waiting: a worker never stands idle while a paper is filed."""

Stop = Callable[[], bool]


def never() -> bool:
    """The stop signal of whoever is not to be stopped."""
    return False


class Pipeline:
    """Works off the scans of one home. One at a time: whoever runs it holds the home's pipeline lock."""

    def __init__(self, workshop: Workshop, *, at: Milestone = unwatched) -> None:
        self._shop = workshop
        self._limits = workshop.home.settings.reading.limits
        self._entries = Entries(workshop, at=at)
        self._at = at

    def receive(self, claim: Claim, inbox: Inbox) -> None:
        """Enter a claimed file in the catalogue."""
        self._entries.receive(claim, inbox)

    def recover(self, inboxes: Iterable[Inbox]) -> None:
        """Take up what an interrupted run left: half copies, claims without a row, files not let go."""
        self._shop.content.tidy()
        for inbox in inboxes:
            for claim in inbox.claims():
                scan = self._entries.claimed(claim)
                if scan is None:
                    self.receive(claim, inbox)
                elif scan.original and scan.state != "pending":
                    inbox.let_go(claim.identity)
        self.catch_up()

    def catch_up(self) -> None:
        """Show the index what it has not taken over yet."""
        self._shop.engine.drain()

    def waiting(self) -> int:
        """How many scans are pending."""
        return len(self._entries.pending())

    def run(self, *, stop: Stop = never) -> Iterator[ScanOutcome]:
        """Work off every pending scan once; ends early, with nothing half done, when told to stop."""
        sorter = self._shop.sorter()
        pending = self._entries.pending()
        tired = [scan for scan in pending if scan.attempts >= self._limits.attempts]
        fresh = [scan for scan in pending if scan.attempts < self._limits.attempts]
        for scan, outcome in self._readings(fresh, stop):
            if isinstance(outcome, ScanOutcome):
                yield outcome
            elif isinstance(outcome, Unreadable) and outcome.fault == "machine":
                tired.append(scan)
            else:
                yield self._finish(scan, outcome, sorter)
        for scan in tired:
            if stop():
                return
            yield self._alone(scan, sorter, stop)

    def _readings(self, queue: Sequence[Scan], stop: Stop) -> Iterator[tuple[Scan, Outcome | ScanOutcome]]:
        """Prepare each scan and read several at once; scans that need no reading come out as they are."""
        flight = Flight(self._shop.reading, size=READINGS_A_WORKER * self._shop.workers)
        try:
            for scan in queue:
                while flight.full and not stop():
                    yield from flight.landings(stop)
                if stop():
                    return
                prepared = self._prepare(scan, alone=False)
                if isinstance(prepared, ScanOutcome):
                    yield scan, prepared
                else:
                    flight.launch(scan, prepared)
            while flight.flying and not stop():
                yield from flight.landings(stop)
        finally:
            self._entries.put_down(flight.abandon())

    def _alone(self, scan: Scan, sorter: Sorts, stop: Stop) -> ScanOutcome:
        """Read a scan with nothing else under way, so that a crash can only be its own; once in a run."""
        if scan.faults >= TRIES_ALONE:
            reason = message("Reading it failed again and again, also with nothing else under way.")
            advice = message("Look at the file and describe it by hand, or try it on a larger machine.")
            return self._quarantine(scan, reason, advice)
        prepared = self._prepare(scan, alone=True)
        if isinstance(prepared, ScanOutcome):
            return prepared
        flight = Flight(self._shop.reading, size=1)
        flight.launch(scan, prepared)
        for _, outcome in flight.landings(stop):
            if isinstance(outcome, Reading) or outcome.fault == "file":
                return self._finish(scan, outcome, sorter)
            self._entries.note(scan.number, outcome.reason)
        flight.abandon()
        return self._entries.told(scan.number)

    def _prepare(self, scan: Scan, *, alone: bool) -> ReadTask | ScanOutcome:
        """Store the original and count the try; the outcome instead where there is nothing to read."""
        present = self._entries.scan(scan.number)
        if present.state != "pending":
            return self._entries.told(scan.number)  # a person was faster and has dismissed it
        original = present.original or self._store(scan)
        if isinstance(original, ScanOutcome):
            return original
        self._entries.count_try(scan.number, alone=alone)
        return ReadTask(self._shop.content.path(original), scan.name)

    def _store(self, scan: Scan) -> str | ScanOutcome:
        """Bring the claimed file's bytes into the archive; their digest, or the outcome that ends it here."""
        inbox = self._inbox(scan)
        claim = inbox.find(scan.claim)
        if not inbox.folder.is_dir():
            return self._wait(scan, message("Its inbox {folder} is not there.", folder=inbox.folder))
        if claim is None:
            reason = message("The file is gone: somebody removed it from the inbox after it was taken.")
            advice = message(
                "See that the inbox's disk is mounted and try it again; else scan the paper again."
            )
            return self._quarantine(scan, reason, advice)
        if claim.path.stat().st_size > self._limits.megabytes << 20:
            reason = message("The file is larger than {limit} MB.", limit=self._limits.megabytes)
            advice = message("Raise reading.limits.megabytes in settings.toml, then try it again.")
            return self._quarantine(scan, reason, advice)
        try:
            with self._shop.home.lock(ORIGINALS, wait=PATIENCE):  # or a disposal could take them away again
                stored = self._shop.content.store(claim.path)
                to_read = self._entries.know_original(scan.number, stored)
        except BadInput as error:
            return self._wait(scan, message(error.message, **error.values))
        return stored.sha256 if to_read else self._let_go(scan)

    def _finish(self, scan: Scan, outcome: Outcome, sorter: Sorts) -> ScanOutcome:
        """File what was read, or say why nothing could be."""
        if isinstance(outcome, Unreadable):
            return self._quarantine(scan, outcome.reason, outcome.advice)
        hints = Hints(sub_folder=scan.sub_folder, name=scan.name)
        try:
            sorting = sorter.sort(without_their_words(outcome.pages), hints)
        except Exception as error:  # noqa: BLE001 - a paper that breaks a rule must not stop the others
            reason = message("The rules broke down over this scan: {error}", error=repr(error))
            advice = message("Describe it by hand, and report this to whoever keeps the rules.")
            return self._quarantine(scan, reason, advice)
        try:
            self._entries.file(scan.number, outcome, sorting)
        except StorageError:
            raise  # a full disk stops every scan, and is held against none
        except Exception as error:  # noqa: BLE001 - one that cannot be entered must not stop the others
            reason = message("This scan could not be entered in the catalogue: {error}", error=repr(error))
            advice = message("Try it again; if that fails too, report this to whoever keeps the program.")
            return self._quarantine(scan, reason, advice)
        return self._let_go(scan)

    def _quarantine(self, scan: Scan, reason: Message, advice: Message) -> ScanOutcome:
        self._entries.quarantine(scan.number, reason, advice)
        return self._let_go(scan)

    def _wait(self, scan: Scan, reason: Message) -> ScanOutcome:
        self._entries.note(scan.number, reason)
        return self._entries.told(scan.number)

    def _let_go(self, scan: Scan) -> ScanOutcome:
        """Show the index what is new, then remove the claimed file if its bytes are in the archive."""
        self._shop.engine.drain()
        self._at("index drained")
        if self._entries.scan(scan.number).original:
            self._inbox(scan).let_go(scan.claim)
        return self._entries.told(scan.number)

    def _inbox(self, scan: Scan) -> Inbox:
        return Inbox(Path(scan.inbox), owner=self._shop.home.identity, at=self._at)
