"""Disposal: taking papers out of the archive down to the bytes, in an order that survives a kill anywhere.

    remainder stored → catalogue (one transaction) → bytes overwritten and deleted
                                                   → indexes (`index.expunging`) → catalogue's file rewritten

Every step finds what an interrupted run has done and goes on from there. Where an original also holds
papers that stay, these are re-filed first as an original of their own (`archive.remainder`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from archive import schema
from archive.backup import BACKUP, clear_workspace
from archive.catalogue import form_sheets, pages, parts, scans
from archive.catalogue.documents import Document, get_document
from archive.catalogue.parts import PartRow
from archive.clock import Clock
from archive.content import ORIGINALS, PATIENCE, TEMPORARY, Content, Milestone, Stored, unwatched
from archive.disposal_plan import Plan, plans_for, scans_of
from archive.durable import write_durably
from archive.erasing import erase_document, erase_lessons, erase_part, erase_scan
from archive.errors import Conflict
from archive.home import CASES, Home
from archive.page import Page
from archive.people import Person
from archive.refiling import Renumbering, refile_document, refile_part
from archive.remainder import remainder, remainder_ending, remainder_type
from archive.traces import Trace, Warrant, leave

Check = Callable[[Connection], None]


def unchecked(_tx: Connection) -> None:
    """Whoever gives the order has made sure himself."""


@dataclass(frozen=True, slots=True)
class Order:
    """One paper to be disposed of: its document, the disposal's number (销毁-2026-0001), and the warrant."""

    document: int
    number: str
    warrant: Warrant


class Disposing:
    """Disposes of papers of one home. `at` is told each step that a crash could fall on."""

    def __init__(self, home: Home, clock: Clock, *, at: Milestone = unwatched) -> None:
        self._home = home
        self._clock = clock
        self._content = Content(home.originals, at=at)
        self._at = at

    def dispose(self, orders: Sequence[Order], *, by: Person, check: Check = unchecked) -> None:
        """Take the papers out of catalogue and originals; those that are out already stay so. `check` raises
        when they must stay after all: it is asked in the transaction that takes them out.

        Raises `Conflict` where a page also belongs to a paper that stays, or where somebody changed what
        is to stay meanwhile; `HomeError` while another disposal is carried out, or a backup made.
        """
        wanted = frozenset(order.document for order in orders)
        with self._home.lock("disposal"), self._home.lock(BACKUP):
            clear_workspace(self._home)
            with self._home.catalogue.read() as tx:
                plans = plans_for(tx, wanted)
            kept = {plan.original: self._keep(plan) for plan in plans if plan.pages}
            with self._home.lock(ORIGINALS, wait=PATIENCE):
                self._enter_all(plans, kept, orders, by=by, check=check)
                self._remove(wanted)

    def compact(self) -> None:
        """Let go of what the catalogue's file keeps of deleted rows. Raises `StorageError` while busy."""
        self._home.catalogue.compact()
        self._at("catalogue compacted")

    def _keep(self, plan: Plan) -> Stored:
        """Store what stays of an original as one of its own."""
        with self._home.catalogue.read() as tx:
            staying = _staying(tx, plan)
        draft = self._home.originals / f"{TEMPORARY}{secrets.token_hex(8)}"
        try:
            write_durably(draft, remainder(self._content.path(plan.original), staying))
            return self._content.store(draft)
        finally:
            draft.unlink(missing_ok=True)

    def _enter_all(
        self,
        plans: Sequence[Plan],
        kept: Mapping[str, Stored],
        orders: Sequence[Order],
        *,
        by: Person,
        check: Check,
    ) -> None:
        """All that the catalogue says of it, in one transaction."""
        with self._home.catalogue.write() as tx:
            check(tx)
            if plans_for(tx, {order.document for order in orders}) != plans:
                raise Conflict(
                    "Somebody changed papers of the same scan meanwhile.",
                    advice="Look at them, then carry the disposal out again.",
                )
            for plan in plans:
                mine = [order for order in orders if order.document in plan.go]
                self._enter(tx, plan, mine, kept.get(plan.original), by=by)
            self._at("disposal written")
        self._at("disposal committed")

    def _enter(
        self, tx: Connection, plan: Plan, orders: Sequence[Order], kept: Stored | None, *, by: Person
    ) -> None:
        for order in orders:
            self._erase(tx, order, by=by)
        if kept is None:
            self._close_scans(tx, plan)
        else:
            numbers = "、".join(order.number for order in orders)
            self._refile(tx, plan, kept, Trace("document.refile", by, orders[0].warrant, numbers))
        pages.know_removed(tx, plan.original, at=self._clock())
        for scan in scans_of(tx, plan.original, duplicates=True):
            erase_scan(tx, scan)

    def _erase(self, tx: Connection, order: Order, *, by: Person) -> None:
        document, now = _known(tx, order.document), self._clock()
        title = self._home.regulations.kind_name(document.kind)
        erase_lessons(tx, document.id, by=by.number, at=now)
        revision = erase_document(tx, document, title=title, why=order.number)
        what = {"state": [document.state, "disposed"]}
        trace = Trace("document.dispose", by, order.warrant, order.number)
        called = (document.id, document.number)
        leave(tx, called, trace, what=what, revision=revision, at=now, removed=True)

    def _close_scans(self, tx: Connection, plan: Plan) -> None:
        """Nothing of the original stays."""
        for scan in plan.scans:
            for part in parts.of_scan(tx, scan):
                erase_part(tx, part)
            scans.set_state(tx, scan, "disposed", at=self._clock())
            erase_scan(tx, scan)

    def _refile(self, tx: Connection, plan: Plan, kept: Stored, trace: Trace) -> None:
        """Let what stays lie in an original of its own."""
        now, media_type = self._clock(), remainder_type(plan.media_type)
        numbers = {page: number for number, page in enumerate(plan.pages, start=1)}
        renumbering = Renumbering(kept.sha256, numbers)
        packed = pages.pack([renumbering.page(page) for page in _staying(tx, plan)])
        pages.know_original(tx, kept.sha256, size=kept.size, at=now)
        pages.store(tx, kept.sha256, packed, media_type=media_type)
        for number in plan.stay:
            document = _known(tx, number)
            revision = refile_document(tx, document, renumbering)
            what = {"original": [plan.original, kept.sha256]}
            leave(tx, (document.id, document.number), trace, what=what, revision=revision, at=now)
        for scan in plan.scans:
            for part in parts.of_scan(tx, scan):
                _carry_over(tx, part, plan, renumbering)
            form_sheets.renumber(tx, scan, numbers)
            erase_scan(tx, scan)
            scans.replace_original(tx, scan, kept.sha256, name=f"{scan}{remainder_ending(media_type)}")

    def _remove(self, documents: Collection[int]) -> None:
        """Take away the bytes of originals that the catalogue says are gone, and rule cases of the papers."""
        with self._home.catalogue.read() as tx:
            table, originals = schema.documents, schema.originals
            gone = select(table.c.original).where(table.c.id.in_(sorted(documents)))
            wanted = select(originals.c.sha256).where(
                originals.c.sha256.in_(gone), originals.c.removed_at.is_not(None)
            )
            digests = tx.execute(wanted).scalars().all()
            named = tuple(_case_names(tx, documents))
        for digest in digests:
            self._content.remove(digest)
        for name in named:
            (self._home.rules[1] / CASES / name).unlink(missing_ok=True)


def _carry_over(tx: Connection, part: PartRow, plan: Plan, renumbering: Renumbering) -> None:
    """A part of what stays lies in the new original; of every other part the words are erased."""
    machine = part.machine
    stays = part.number in plan.waiting or part.document in plan.stay
    if stays and any(page in renumbering.pages for page in range(machine.first_page, machine.last_page + 1)):
        refile_part(tx, part, renumbering)
    else:
        erase_part(tx, part)


def _staying(tx: Connection, plan: Plan) -> list[Page]:
    return [page for page in pages.load(tx, plan.original) if page.number in plan.pages]


def _known(tx: Connection, number: int) -> Document:
    document = get_document(tx, number)
    assert document is not None  # noqa: S101 - the plan has just found it
    return document


def _case_names(tx: Connection, documents: Collection[int]) -> Iterator[str]:
    """What rule cases of these papers are called: by a number they bore, or by a part of a scan."""
    numbers, table = schema.archive_numbers, schema.parts
    bore = select(numbers.c.number).where(numbers.c.document.in_(sorted(documents)))
    yield from (f"document-{number}.yaml" for number in tx.execute(bore).scalars().all())
    were = select(table.c.id).where(table.c.document.in_(sorted(documents)))
    yield from (f"part-{part}.yaml" for part in tx.execute(were).scalars().all())
