"""A clumsy house at random, 300 steps in two walks: whatever people do, the sums add up, verify is clean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest
from sqlalchemy import select

from access.corrections import Correction
from access.registers import CustomerEntry
from access.review import Ruling
from access.waivers import Exemption
from archive import schema
from archive.decision import ProposedCustomer, Sorting, Unknown
from archive.errors import DanganError
from archive.page import Page
from archive.people import Post
from archive.referring import refer_document
from archive.register import Hints
from archive.verification import verify
from ingest.delivery import ingest
from ingest.pipeline import never
from ingest.testing import HeadSorter, ProgressList, made_up_workshop
from ingest.work import begin
from tests.clock import StoppedClock
from tests.staffed import CUSTOMER, OTHER, Staffed, staff

STEPS = 300
KINDS = ("business_licence", "credit_report", "permit", "contract_text", "visit_record", "?")
CUSTOMERS = ("1", "2", "?", "新木公司", "新禾公司")
REASON = "走查"


class ProposingSorter:
    """Sorts as `HeadSorter` does; a head that names a company proposes it."""

    def sort(self, pages: Sequence[Page], hints: Hints) -> Sorting:
        sorting = HeadSorter().sort(pages, hints)
        heads = {page.number: page.text.split("\n")[0].split()[-1] for page in pages if page.lines}
        parts = []
        for part in sorting.parts:
            named = heads[part.first_page]
            if named in ("1", "2", "?"):
                parts.append(part)
            else:
                proposed = ProposedCustomer(named, None)
                parts.append(replace(part, customer=Unknown("not registered"), proposed=proposed))
        return replace(sorting, parts=tuple(parts))


class Walk:
    """One house and one line of chance."""

    def __init__(self, staffed: Staffed, folder: Path, seed: int) -> None:
        self.staffed = staffed
        self.desk = staffed.desk
        self.archivist = staffed.speakers[Post.ARCHIVIST]
        self.folder = folder
        self.chance = Random(seed)
        self.delivered: list[str] = []
        self.carried_out = 0

    def step(self) -> None:
        """Do something; what the house refuses in words is no fault."""
        act = self.chance.choice(self._acts)
        with suppress(DanganError):
            act()
            self.carried_out += 1

    @property
    def _acts(self) -> tuple[Callable[[], object], ...]:
        return (
            *(self.deliver, self.deliver, self.settle, self.settle, self.settle),
            *(self.dismiss, self.retry, self.run, self.accept, self.alias),
            *(self.correct, self.correct, self.supersede, self.waive),
        )

    def deliver(self) -> None:
        """A new scan, one that came before, or one that cannot be read."""
        if self.delivered and self.chance.random() < 0.25:
            text = self.chance.choice(self.delivered)
        elif self.chance.random() < 0.2:
            text = f"!{self.chance.choice(('file', 'machine'))} {len(self.delivered)}"
        else:
            text = "\f".join(self._page() for _ in range(self.chance.randint(1, 5)))
        self.delivered.append(text)
        file = self.folder / f"scan{len(self.delivered)}.txt"
        file.write_text(text, encoding="utf-8")
        self._work([file])

    def _page(self) -> str:
        if self.chance.random() < 0.2:
            return ""
        kind, customer = self.chance.choice(KINDS), self.chance.choice(CUSTOMERS)
        return f"# {kind} {customer}\n{self.chance.random()}"

    def run(self) -> None:
        self._work([])

    def _work(self, files: list[Path]) -> None:
        workshop = replace(
            made_up_workshop(self.staffed.home, engine=self.staffed.engine), sorter=ProposingSorter
        )
        with begin(workshop) as work:
            if files:
                ingest(work, files, progress=ProgressList())
            else:
                work.work_off(progress=ProgressList(), stop=never)

    def settle(self) -> None:
        waiting = self.chance.choice(self.desk.review.list(self.archivist) or self._nothing())
        first = max(1, waiting.first_page + self.chance.randint(-1, 1))
        pages = None if self.chance.random() < 0.5 else (first, first + self.chance.randint(0, 2))
        kind = self.chance.choice(KINDS[:-1])
        customer = self.chance.choice((CUSTOMER, OTHER))
        self.desk.review.settle(self.archivist, waiting.part, Ruling(kind, customer, pages))

    def dismiss(self) -> None:
        self.desk.scans.dismiss(self.archivist, self._scan(), reason=REASON)

    def retry(self) -> None:
        self.desk.scans.retry(self.archivist, self._scan())

    def accept(self) -> None:
        proposal = self.chance.choice(self.desk.proposals.list(self.archivist) or self._nothing())
        self.desk.proposals.accept(self.archivist, CustomerEntry(proposal.name, department="SC1"))

    def alias(self) -> None:
        proposal = self.chance.choice(self.desk.proposals.list(self.archivist) or self._nothing())
        self.desk.proposals.add_alias(self.archivist, proposal.name, OTHER)

    def correct(self) -> None:
        correction = self.chance.choice(
            (
                Correction(title=f"题名{self.chance.random()}"),
                Correction(category=self.chance.choice(KINDS[:-1])),
                Correction(customer=self.chance.choice((CUSTOMER, OTHER))),
                Correction(year=self.chance.randint(2024, 2026)),
                Correction(issued_on="2025-03-04", category=self.chance.choice(KINDS[:-1])),
            )
        )
        self.desk.documents.correct(self.archivist, self._document(), correction, reason=REASON)

    def supersede(self) -> None:
        self.desk.documents.supersede(self.archivist, self._document(), self._document(), reason=REASON)

    def waive(self) -> None:
        exemption = Exemption(CUSTOMER, "credit", self.chance.choice(KINDS[:3]), REASON)
        made = self.desk.waivers.add(self.archivist, exemption)
        if self.chance.random() < 0.8:
            self.desk.waivers.withdraw(self.archivist, made.number)

    def _scan(self) -> int:
        return self.chance.randint(1, max(1, len(self.delivered)))

    def _document(self) -> str:
        return str(self.chance.randint(1, 60))

    def _nothing(self) -> NoReturn:
        raise DanganError("Nothing is there yet.")

    def twice_filed(self) -> list[tuple[str, int]]:
        """Pages of originals that lie in two documents."""
        with self.staffed.home.catalogue.read() as tx:
            table = schema.documents
            rows = tx.execute(select(table.c.original, table.c.first_page, table.c.last_page)).all()
        pages = Counter((row[0], page) for row in rows for page in range(row[1], row[2] + 1))
        return [page for page, count in pages.items() if count > 1]

    def references(self) -> set[tuple[int, int, str]]:
        """Which current document serves which other file, as which category."""
        documents, table = schema.documents, schema.document_references
        current = select(documents.c.id).where(documents.c.state == "current")
        with self.staffed.home.catalogue.read() as tx:
            rows = tx.execute(select(table).where(table.c.document.in_(current)))
            return {(row.document, row.file, row.category) for row in rows}

    def references_anew(self) -> set[tuple[int, int, str]]:
        """The same, worked out again from what is recorded now."""
        with self.staffed.home.catalogue.write() as tx:
            for number in tx.execute(select(schema.documents.c.id)).scalars().all():
                refer_document(tx, self.staffed.home.regulations, number)
        return self.references()

    def sums(self) -> tuple[int, int]:
        """How many came in, and how many stand somewhere."""
        counts = self.desk.scans.status(self.archivist).counts
        return len(self.delivered), sum(counts.values())


@pytest.fixture(params=[1, 2])
def walk(tmp_path: Path, clock: StoppedClock, request: pytest.FixtureRequest) -> Iterator[Walk]:
    staffed = staff(tmp_path, clock)
    yield Walk(staffed, tmp_path, request.param)
    staffed.close()


def test_whatever_people_do_the_sums_add_up(walk: Walk) -> None:
    for _ in range(STEPS // 2):
        walk.step()
    came, stand = walk.sums()
    faults = [str(fault.what) for fault in verify(walk.staffed.home, walk.staffed.engine)]
    assert (came, []) == (stand, faults)
    assert [] == walk.twice_filed()
    before = walk.references()
    assert walk.references_anew() == before
    assert walk.carried_out > STEPS // 6
