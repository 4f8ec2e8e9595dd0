"""How recognition gets better while a house settles what is in doubt: labelled papers in order of date.

They come in step by step; after each step a person, who knows the labels, settles what waits, and the forms
of these papers are learnt. Each paper is counted before anybody settles it, and judged by the rules alone
beside it. The register stays as it was given: only what the forms bring is measured.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sqlalchemy import Connection

from archive.catalogue import customers as register
from archive.catalogue import learnt, pages, parts, people, scans
from archive.catalogue.parts import PartRow
from archive.catalogue.people import NewPerson
from archive.clock import utc_now
from archive.decision import Assigned, Part, first_choice
from archive.filing import Paper
from archive.home import Home, create_home
from archive.learning import learn_from
from archive.learnt import spoke_for
from archive.people import Person, Post
from archive.register import Hints, RegisteredCustomer
from classify.lessons import Teacher
from classify.rulebook import load_rulebook
from classify.sorter import Sorter
from ingest.evaluation import (
    NOBODY,
    OpensWorkshop,
    closeness,
    deliver,
    enter_register,
    nearest,
    refuse_unfinished,
    shared_pages,
)
from ingest.labels import BAD_INPUT, NO_CATEGORY, Label, load_labels
from ingest.opening import open_workshop
from ingest.pipeline import Stop, never
from ingest.progress import Progress
from ingest.scoring import fold_name
from ingest.work import begin
from ingest.workshop import Sorts, Workshop

SortsByRules = Callable[[Home], Sorts]

_LAST = "9999"  # sorts behind every date


@dataclass(frozen=True, slots=True)
class Judged:
    """How one labelled paper was judged: the right category chosen first, and whether it waits for a person.
    `wrong` is sure of a wrong category."""

    right: bool
    waits: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class Learner:
    """One labelled paper: by the rules alone, with the forms learnt so far, and whether a form spoke."""

    by_rules: Judged
    with_forms: Judged
    recognised: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the curve: its papers, and how many forms were known after it. Dates are the first and
    last of its files, empty where these have none."""

    first: str
    last: str
    papers: tuple[Learner, ...]
    forms: int

    def share(self, holds: Callable[[Learner], bool]) -> float:
        """The share of the step's papers that something holds of, 0..1; 0 where there are none."""
        return sum(map(holds, self.papers)) / len(self.papers) if self.papers else 0.0


def learning_curve(
    labels: Path,
    *,
    customers: Sequence[RegisteredCustomer],
    own: Sequence[str],
    engine: str,
    workers: int,
    steps: int,
    progress: Progress,
    opens: OpensWorkshop = open_workshop,
    by_rules: SortsByRules | None = None,
    stop: Stop = never,
) -> tuple[Step, ...]:
    """The curve in so many steps of about as many files each, oldest first, files without a date last.

    Arguments as of `ingest.evaluation.evaluate`; `by_rules` makes the sorter without learnt forms. Raises
    `BadInput` for labels that cannot be used, `UnfinishedWork` when stopped.
    """
    known = [label for label in load_labels(labels) if not label.is_bad_input]
    with tempfile.TemporaryDirectory(prefix="dangan-learning-") as folder:
        home = create_home(Path(folder) / "home", clock=utc_now)
        try:
            enter_register(home, customers, own)
            with (
                opens(home, clock=utc_now, engine=engine, workers=workers) as workshop,
                begin(workshop) as work,
            ):
                lesson = _Schoolroom(workshop, by_rules or _sorter_without_forms)
                found = []
                for batch in _batches(known, steps):
                    claims = deliver(work, labels.parent, batch)
                    work.work_off(progress=progress, stop=stop)
                    refuse_unfinished(stop)
                    found.append(lesson.step(batch, claims))
        finally:
            home.close()
    return tuple(found)


class _Schoolroom:
    """Judges the papers of a step, then settles those that wait as the person who knows the labels."""

    def __init__(self, workshop: Workshop, by_rules: SortsByRules) -> None:
        self._home = workshop.home
        self._filing = workshop.filing
        with self._home.catalogue.write() as tx:
            new = NewPerson("archivist", NOBODY, 1, None, frozenset({Post.ARCHIVIST}), "-")
            person = people.find(tx, people.add(tx, new, at=utc_now()))
            self._names = {fold_name(one.name): one.number for one in register.select_customers(tx)}
        if person is None:
            raise AssertionError  # entered above
        self._person: Person = person
        self._sorter = by_rules(self._home)

    def step(self, batch: Sequence[Label], claims: Mapping[str, str]) -> Step:
        """Judge, then settle."""
        papers = []
        with self._home.catalogue.read() as tx:
            stands = {file: parts.of_scan(tx, _scan_of(tx, claim)) for file, claim in claims.items()}
            alone = {file: self._by_rules(tx, claim) for file, claim in claims.items()}
        for label in batch:
            with_forms = _nearest_part([row.machine for row in stands[label.file]], label)
            papers.append(
                Learner(
                    by_rules=_judged(_nearest_part(alone[label.file], label), label),
                    with_forms=_judged(with_forms, label),
                    recognised=with_forms is not None and bool(spoke_for(with_forms.category)),
                )
            )
        for label in batch:
            self._settle(label, stands[label.file])
        with self._home.catalogue.read() as tx:
            forms = len(learnt.in_force(tx))
        days = [day for file in _by_file(batch) if (day := _first_day(file)) != _LAST]
        return Step(min(days, default=""), max(days, default=""), tuple(papers), forms)

    def _by_rules(self, tx: Connection, claim: str) -> list[Part]:
        scan = scans.get(tx, _scan_of(tx, claim))
        if scan.original is None:
            return []
        return list(self._sorter.sort(pages.load(tx, scan.original), Hints(name=scan.name)).parts)

    def _settle(self, label: Label, waiting: Sequence[PartRow]) -> None:
        """File a paper that waits as its label says, and learn its form. One of no category, or of a
        customer whom the register does not know, is left."""
        kind = label.category.split("|")[0].strip()
        customer = self._names.get(fold_name(label.customer))
        row = nearest(waiting, label)
        if row is None or row.state != "review" or kind in (NO_CATEGORY, BAD_INPUT) or customer is None:
            return
        first = label.first_page or row.machine.first_page
        with self._home.catalogue.write() as tx:
            scan = scans.get(tx, row.scan)
            paper = Paper(
                scan=scan.number,
                original=str(scan.original),
                first_page=first,
                last_page=label.last_page or row.machine.last_page,
                kind=kind,
                customer=customer,
                fields=row.machine.fields,
            )
            filed = self._filing.file_paper(tx, paper, by=self._person)
            parts.close(tx, row.number, "filed", document=filed.document)
            machine = row.machine.category if first == row.machine.first_page else None
            teacher = Teacher(register.register(tx))
            learn_from(tx, filed.document, machine, by=self._person.number, at=utc_now(), teacher=teacher)


def _sorter_without_forms(home: Home) -> Sorts:
    shipped, overlay = home.rules
    book = load_rulebook(shipped, overlay=overlay, kinds=home.regulations.kinds)
    with home.catalogue.read() as tx:
        return Sorter(book, register.register(tx))


def _batches(labels: Sequence[Label], steps: int) -> list[list[Label]]:
    """Labels file by file in order of the file's first date; those without one last."""
    files = sorted(_by_file(labels), key=_first_day)
    ends = [round(len(files) * step / steps) for step in range(steps + 1)]
    return [
        [label for file in files[start:end] for label in file] for start, end in pairwise(ends) if start < end
    ]


def _by_file(labels: Sequence[Label]) -> list[list[Label]]:
    files: dict[str, list[Label]] = {}
    for label in labels:
        files.setdefault(label.file, []).append(label)
    return list(files.values())


def _first_day(labels: Sequence[Label]) -> str:
    return min((label.issue_date for label in labels if label.issue_date), default=_LAST)


def _scan_of(tx: Connection, claim: str) -> int:
    scan = scans.by_claim(tx, claim)
    if scan is None:
        raise AssertionError  # delivered by this run
    return scan.duplicate_of or scan.number


def _nearest_part(found: Sequence[Part], label: Label) -> Part | None:
    best = max(found, key=lambda part: closeness(part, label), default=None)
    return best if best is not None and shared_pages(best, label) > 0 else None


def _judged(part: Part | None, label: Label) -> Judged:
    """A paper of no category is right when none was decided; one whose pages nobody found is not."""
    if part is None:
        return Judged(right=False, waits=True, wrong=False)
    decided = isinstance(part.category, Assigned)
    right = first_choice(part.category) in label.categories or (
        NO_CATEGORY in label.categories and not decided
    )
    waits = not (decided and isinstance(part.customer, Assigned))
    return Judged(right, waits, wrong=decided and not right)
