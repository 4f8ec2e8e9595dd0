"""What the pipeline enters in the catalogue: each method is one transaction, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from archive import audit
from archive.catalogue import pages, scans
from archive.catalogue.scans import Scan
from archive.clock import local_date
from archive.content import Milestone, Stored
from archive.decision import Sorting
from archive.message import Message, message
from ingest.form_sheets import LOOK_AT_SHEETS, enter_sheets, sheets_among, without_their_words
from ingest.inbox import Claim, Inbox
from ingest.outcome import ScanOutcome, describe
from ingest.papers import put_away
from ingest.reading.outcome import Reading
from ingest.workshop import Workshop

MACHINE = "dangan"
"""Who the audit log names for what no person did."""


class Entries:
    """The pipeline's hand in the catalogue. A scan that a person has dismissed meanwhile is left alone."""

    def __init__(self, workshop: Workshop, *, at: Milestone) -> None:
        self._shop = workshop
        self._catalogue = workshop.home.catalogue
        self._at = at

    def scan(self, number: int) -> Scan:
        """How a scan stands now."""
        with self._catalogue.read() as tx:
            return scans.get(tx, number)

    def pending(self) -> tuple[Scan, ...]:
        """Every scan that is to be worked off, in the order they came."""
        with self._catalogue.read() as tx:
            return scans.select_scans(tx, states=("pending",))

    def claimed(self, claim: Claim) -> Scan | None:
        """The scan of a claimed file, or none when it was never entered."""
        with self._catalogue.read() as tx:
            return scans.by_claim(tx, claim.identity)

    def told(self, number: int) -> ScanOutcome:
        """Where a scan stands, for whoever watches."""
        with self._catalogue.read() as tx:
            return describe(tx, number)

    def receive(self, claim: Claim, inbox: Inbox) -> None:
        """Enter a claimed file as pending."""
        with self._catalogue.write() as tx:
            number = scans.receive(
                tx,
                claim=claim.identity,
                inbox=str(inbox.folder),
                name=claim.name,
                sub_folder=claim.sub_folder,
                at=self._shop.clock(),
            )
            self._record(tx, number, "receive", {"claim": claim.identity})
            self._at("receipt written")
        self._at("receipt committed")

    def know_original(self, number: int, stored: Stored) -> bool:
        """Enter the original; whether it is still to be read.

        A scan of bytes that are in the archive already ends as a duplicate.
        """
        now = self._shop.clock()
        with self._catalogue.write() as tx:
            pages.know_original(tx, stored.sha256, size=stored.size, at=now)
            scans.name_original(tx, number, stored.sha256)
            pending = scans.get(tx, number).state == "pending"
            first = scans.same_bytes(tx, number, stored.sha256) if pending else None
            if first is not None:
                reason = message("It is the same file as scan {number}.", number=first)
                scans.set_state(tx, number, "duplicate", at=now, reason=reason, duplicate_of=first)
                self._record(tx, number, "close", {"state": "duplicate", "of": first})
            self._at("original entered")
        self._at("original committed")
        return pending and first is None

    def count_try(self, number: int, *, alone: bool) -> None:
        """Count a try to read, before it is made."""
        with self._catalogue.write() as tx:
            scans.count_attempt(tx, number, alone=alone)
            self._at("try counted")
        self._at("try committed")

    def put_down(self, given_up: Sequence[Scan]) -> None:
        """Take back the counted tries of scans that were not read after all."""
        if given_up:
            with self._catalogue.write() as tx:
                scans.uncount_attempt(tx, [scan.number for scan in given_up])

    def file(self, number: int, reading: Reading, sorting: Sorting) -> None:
        """Enter pages and papers: filed or in review, with all that belongs to it; a signed query form
        among them keeps the scan in review until it is attested and checked."""
        packed, sheets = pages.pack(without_their_words(reading.pages)), sheets_among(reading.pages)
        filing, regulations = self._shop.filing, self._shop.home.regulations
        with self._catalogue.write() as tx:
            scan = scans.get(tx, number)
            if scan.original is None or scan.state != "pending":
                return
            pages.store(tx, scan.original, packed, media_type=reading.media_type)
            state, reason = put_away(
                tx, number, scan.original, sorting, filing=filing, regulations=regulations
            )
            now = self._shop.clock()
            standing = enter_sheets(tx, number, sheets, today=local_date(now))
            if standing is None:
                scans.set_state(tx, number, state, at=now, reason=reason)
            else:
                state = "review"
                scans.set_state(tx, number, state, at=now, reason=standing, advice=LOOK_AT_SHEETS)
            details = {"state": state, "rules": sorting.rules_digest}
            self._record(tx, number, "close", details | ({"form_sheets": len(sheets)} if sheets else {}))
            self._at("filing written")
        self._at("filing committed")

    def quarantine(self, number: int, reason: Message, advice: Message) -> None:
        """Set a scan apart, saying why and what to do."""
        with self._catalogue.write() as tx:
            if scans.get(tx, number).state == "pending":
                at = self._shop.clock()
                scans.set_state(tx, number, "quarantined", at=at, reason=reason, advice=advice)
                # the sentence without its values: an error's words may quote the paper
                self._record(tx, number, "close", {"state": "quarantined", "reason": reason.text})
            self._at("closing written")
        self._at("closing committed")

    def note(self, number: int, reason: Message) -> None:
        """Say why a scan still waits."""
        with self._catalogue.write() as tx:
            scans.note(tx, number, reason)

    def _record(self, tx: Connection, number: int, verb: str, details: Mapping[str, object]) -> None:
        act, subject = f"scan.{verb}", f"scan:{number}"
        entry = audit.Entry(act=act, outcome="done", who=MACHINE, subject=subject, details=details)
        audit.append(tx, entry, at=self._shop.clock())
