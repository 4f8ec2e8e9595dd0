"""Measuring recognition: labelled papers through the real pipeline, in a home that is thrown away after."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, func, select

from archive import schema
from archive.catalogue import customers as register
from archive.catalogue import house, parts, scans
from archive.catalogue.customers import Particulars
from archive.catalogue.parts import PartRow
from archive.clock import Clock, utc_now
from archive.decision import Assigned, FieldValue, Part, first_choice
from archive.errors import UnfinishedWork
from archive.facts import facts_of
from archive.home import Home, create_home
from archive.language import show, translate
from archive.register import RegisteredCustomer
from ingest.labels import Label, load_labels
from ingest.opening import open_workshop
from ingest.pipeline import Stop, never
from ingest.progress import Progress
from ingest.scoring import COLUMNS, Choice, Row, RowOutcome, Score, score
from ingest.work import Work, begin
from ingest.workshop import Workshop

NOBODY = "—"
"""The name of the own company and department where none is given: no paper bears it."""


class OpensWorkshop(Protocol):
    """Builds the pipeline's tools for a home (`ingest.opening.open_workshop`)."""

    def __call__(
        self, home: Home, *, clock: Clock, engine: str, workers: int
    ) -> AbstractContextManager[Workshop]: ...


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One measured run. `pages` counts the pages that were read, `seconds` the time from the first
    file taken to the last filed."""

    engine: str
    workers: int
    pages: int
    seconds: float
    rows: tuple[Row, ...]

    @property
    def score(self) -> Score:
        return score(self.rows)

    def as_json(self) -> str:
        """The rows and totals for other programs."""
        totals = {name: getattr(self, name) for name in ("engine", "workers", "pages", "seconds")}
        return json.dumps(
            {**totals, "rows": [_row_json(row) for row in self.rows]}, ensure_ascii=False, indent=1
        )


def evaluate(
    labels: Path,
    *,
    customers: Sequence[RegisteredCustomer],
    own: Sequence[str],
    engine: str,
    workers: int,
    progress: Progress,
    opens: OpensWorkshop = open_workshop,
    stop: Stop = never,
) -> Evaluation:
    """Run every labelled file through the pipeline and compare.

    `customers` is the register (their numbers do not matter here), `own` the names of own companies;
    both may be empty. Raises `BadInput` for labels that cannot be used.
    """
    known = load_labels(labels)
    with tempfile.TemporaryDirectory(prefix="dangan-evaluation-") as folder:
        home = create_home(Path(folder) / "home", clock=utc_now)
        try:
            enter_register(home, customers, own)
            with (
                opens(home, clock=utc_now, engine=engine, workers=workers) as workshop,
                begin(workshop) as work,
            ):
                started = time.monotonic()
                claims = deliver(work, labels.parent, known)
                work.work_off(progress=progress, stop=stop)
                seconds = time.monotonic() - started
                refuse_unfinished(stop)
            with home.catalogue.read() as tx:
                rows = tuple(row_of(tx, label, claims[label.file]) for label in known)
                pages = _pages_read(tx)
        finally:
            home.close()
    return Evaluation(engine, workshop.workers, pages, round(seconds, 1), rows)


def refuse_unfinished(stop: Stop) -> None:
    """Raise `UnfinishedWork` when the run was told to stop."""
    if stop():
        raise UnfinishedWork("The evaluation was stopped: half of it measures nothing.")


def enter_register(home: Home, customers: Sequence[RegisteredCustomer], own: Sequence[str]) -> None:
    """Enter a register in a throw-away home; the first own company, or nobody, keeps all its customers."""
    with home.catalogue.write() as tx:
        names = own or (NOBODY,)
        companies = [house.add_company(tx, f"C{n}", name) for n, name in enumerate(names, start=1)]
        department = house.add_department(tx, companies[0], "D1", NOBODY)
        for customer in customers:
            particulars = Particulars(
                name=customer.name,
                kind="customer",
                company=companies[0],
                department=department,
                code=customer.code,
                registration_number=customer.registration_number,
                aliases=customer.aliases,
                former_names=customer.former_names,
            )
            register.add(tx, particulars, at=utc_now())


def deliver(work: Work, folder: Path, labels: Sequence[Label]) -> dict[str, str]:
    """Bring every labelled file in once; the claim of each."""
    claims: dict[str, str] = {}
    for label in labels:
        if label.file not in claims:
            claim = work.incoming.bring(folder / label.file, sub_folder="")
            work.pipeline.receive(claim, work.incoming)
            claims[label.file] = claim.identity
    return claims


def row_of(tx: Connection, label: Label, claim: str) -> Row:
    """What became of a labelled paper that came in with this claim."""
    scan = scans.by_claim(tx, claim)
    if scan is None:
        raise AssertionError  # delivered above
    paper_of = scans.get(tx, scan.duplicate_of) if scan.duplicate_of else scan
    reason = show(scan.reason) if scan.reason else ""
    part = nearest(parts.of_scan(tx, paper_of.number), label)
    if scan.state in ("quarantined", "pending"):
        return Row(label, "quarantined", Choice(), reason)
    if part is None:
        unseen = reason or translate("Its pages were dropped as blank.")
        return Row(label, "filed" if scan.state == "filed" else "review", Choice(), unseen)
    outcome: RowOutcome = "duplicate" if scan.duplicate_of else "filed" if part.document else "review"
    return Row(label, outcome, _choice(tx, part), reason or (show(part.reason) if part.reason else ""))


def nearest(papers: Sequence[PartRow], label: Label) -> PartRow | None:
    """The paper that shares most pages with the label; none when no page is shared."""
    best = max(papers, key=lambda paper: closeness(paper.machine, label), default=None)
    return best if best and shared_pages(best.machine, label) > 0 else None


def closeness(part: Part, label: Label) -> tuple[int, int, bool]:
    """By what the paper of a label is found among papers that may share pages: the pages in common, then
    the fewest others, then, of two papers on one page, the kind."""
    others = part.first_page - part.last_page
    return shared_pages(part, label), others, first_choice(part.category) in label.categories


def shared_pages(part: Part, label: Label) -> int:
    """How many pages a paper shares with a label; none or fewer where they lie apart."""
    first = max(part.first_page, label.first_page or 1)
    last = min(part.last_page, label.last_page or part.last_page)
    return last - first + 1


def _choice(tx: Connection, part: PartRow) -> Choice:
    facts = facts_of(part.machine.fields)
    named = register.get(tx, part.customer) if part.customer else None
    proposed = part.machine.proposed
    first, last = part.machine.first_page, part.machine.last_page
    return Choice(
        category=part.kind,
        customer=named.name if named else proposed.name if proposed else None,
        code=_words(facts.get("code")),
        issue_date=_words(facts.get("issue_date")),
        valid_until=_words(facts.get("valid_until")),
        pages=str(first) if first == last else f"{first}-{last}",
        decided=isinstance(part.machine.category, Assigned),
    )


def _words(value: FieldValue | None) -> str | None:
    return None if value is None else str(value)


def _pages_read(tx: Connection) -> int:
    return tx.execute(select(func.count()).select_from(schema.pages)).scalar_one()


def _row_json(row: Row) -> dict[str, Any]:
    expected = {name: getattr(row.label, name) for name in COLUMNS}
    chosen = {name: getattr(row.choice, name) for name in (*COLUMNS, "pages")}
    return {
        "file": row.label.file,
        "pages": row.label.pages,
        "expected": expected,
        "outcome": row.outcome,
        "first_choice": chosen,
        "reason": row.reason,
    }
