"""The desk's calls about how the rules judge a paper: why it was put there, and cases for the rules to keep.

What speaks for a customer comes from the register, and a case holds words of the paper: both are content.
A paper in review is shown as a duty, bound to that part; a filed one needs a query form, as any reading does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection

from access.calls import Call
from access.gate import Gate
from access.naming import kind_called
from access.numbers import bounded
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import customers, learnt, pages, parts, scans
from archive.catalogue.documents import get_document
from archive.decision import Candidate, Sorting
from archive.errors import BadInput
from archive.home import Home
from archive.message import Message
from archive.page import Page
from archive.register import Hints
from classify.cases import Case
from classify.directory import Directory
from classify.grounds import looked_for
from classify.masking import masked_rows
from classify.memory import serious
from classify.rulebook import NO_KIND, Rulebook, load_rulebook
from classify.sheet import lay_out
from classify.sorter import Sorter


@dataclass(frozen=True, slots=True)
class Explained:
    """How pages were split and judged, with all that was weighed for each paper, best first.

    `names` are the registered names of the customers weighed, by their number as text; `says` what each
    rule and learnt form that spoke looks for, by id. A kind needs `enough` and must lead the next by
    `margin`.
    """

    sorting: Sorting
    weighed: tuple[tuple[Candidate, ...], ...]
    names: Mapping[str, str]
    says: Mapping[str, Message]
    enough: float
    margin: float


class Rulings:
    """The rules of one home at work on single papers."""

    def __init__(self, gate: Gate, home: Home) -> None:
        self._gate = gate
        self._home = home

    def explain_pages(self, speaker: Speaker, read: Sequence[Page], *, name: str) -> Explained:
        """How pages that the caller has read would be judged by this home's rules, register and learnt
        forms; `name` is their file's. Nothing is kept of them."""
        with self._gate.visit(speaker, Call.RULINGS_EXPLAIN_PAGES) as visit:
            return self._explained(visit.tx, read, Hints(name=name))

    def explain_part(self, speaker: Speaker, part: int) -> Explained:
        """How the pages of a part in review are judged now. Raises `Refused` when it does not wait."""
        with self._gate.visit(speaker, Call.RULINGS_EXPLAIN_PART, subject=f"part:{part}") as visit:
            return self._explained(visit.tx, *self._waiting(visit, part))

    def explain_document(self, speaker: Speaker, document: str) -> Explained:
        """How the pages of a filed document are judged now, under the speaker's own query form."""
        with self._gate.visit(speaker, Call.RULINGS_EXPLAIN_DOCUMENT) as visit:
            _, read = self._granted(visit, document)
            return self._explained(visit.tx, read, Hints())

    def case_of_part(self, speaker: Speaker, part: int, *, category: str) -> Case:
        """A rule case of a part in review: its first page masked, to be told as `category`, or as
        `unknown`. Raises BadInput for a category that the regulations do not have."""
        with self._gate.visit(speaker, Call.RULINGS_CASE_OF_PART, subject=f"part:{part}") as visit:
            read, _ = self._waiting(visit, part)
            kind = NO_KIND if category == NO_KIND else kind_called(self._gate.regulations, category)
            return self._case(visit.tx, f"part {part}", kind, read, parts.get(visit.tx, part).customer)

    def case_of_document(self, speaker: Speaker, document: str) -> Case:
        """A rule case of a filed document: its first page masked, to be told as the category it has in
        the catalogue. Needs the speaker's own query form."""
        with self._gate.visit(speaker, Call.RULINGS_CASE_OF_DOCUMENT) as visit:
            number, read = self._granted(visit, document)
            paper = get_document(visit.tx, number)
            assert paper is not None  # noqa: S101 - the gate has just found it
            return self._case(visit.tx, f"document {paper.number}", paper.kind, read, paper.customer)

    def _waiting(self, visit: Visit, part: int) -> tuple[tuple[Page, ...], Hints]:
        self._gate.part_grant(visit, bounded(part))
        row = parts.get(visit.tx, part)
        scan = scans.get(visit.tx, row.scan)
        first, last = row.machine.first_page, row.machine.last_page
        read = pages.load(visit.tx, str(scan.original), first=first, last=last)
        return read, Hints(sub_folder=scan.sub_folder, name=scan.name)

    def _granted(self, visit: Visit, called: str) -> tuple[int, tuple[Page, ...]]:
        number, _ = self._gate.document_grant(visit, called)
        visit.note(subject=f"document:{number}")
        paper = get_document(visit.tx, number)
        assert paper is not None  # noqa: S101 - the gate has just found it
        read = pages.load(visit.tx, paper.original, first=paper.first_page, last=paper.last_page)
        return number, read

    def _explained(self, tx: Connection, read: Sequence[Page], hints: Hints) -> Explained:
        book, register = self._rulebook(), customers.register(tx)
        forms = learnt.usable(tx, self._gate.regulations.kinds)
        explanation = Sorter(book, register, forms).explain(read, hints)
        named = [one for part in explanation.sorting.parts for one in serious(part.customer)]
        decided = [one for part in explanation.sorting.parts for one in serious(part.category)]
        heard = (*chain.from_iterable(explanation.weighed), *decided, *named)
        weighed = {one.value for one in named}
        return Explained(
            sorting=explanation.sorting,
            weighed=explanation.weighed,
            names={str(one.number): one.name for one in register.customers if str(one.number) in weighed},
            says={spoke.rule: looked_for(spoke.rule, book) for one in heard for spoke in one.evidence},
            enough=book.thresholds.enough,
            margin=book.thresholds.margin,
        )

    def _case(
        self, tx: Connection, paper: str, kind: str, read: Sequence[Page], customer: int | None
    ) -> Case:
        if not read:
            raise BadInput("Nothing was read on the pages of this paper.", advice="A case needs words.")
        known = customers.get(tx, customer) if customer is not None else None
        directory = Directory(customers.register(tx))
        rows = masked_rows(lay_out(read[0]), directory, customer=known.name if known else "")
        return Case(paper=paper, kind=kind, page=rows)

    def _rulebook(self) -> Rulebook:
        shipped, overlay = self._home.rules
        return load_rulebook(shipped, overlay=overlay, kinds=self._gate.regulations.kinds)
