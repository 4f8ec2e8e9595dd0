"""An index that is behind never shows nor counts a document as what it no longer is.

Papers are filed, moved, corrected and disposed of in any order, while two indexes follow (one serves, one
is being made beside it) and either cannot be written for a time. After every step the answers are held
against the catalogue as it is at that moment.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from archive.errors import EngineUnavailable
from index import outbox
from index.query import parse
from index.testing.library import exact, scope_of
from index.testing.made_up import KINDS, Filed, Shelf
from index.testing.oracle import Question, Word, answer, write
from tests.faults.index_fakes import Seconds, Weather, follow_in

FILES = 3
DOWN = EngineUnavailable("The index is made to fail.")
QUESTIONS: tuple[Question, ...] = (Word("煤炭"), Word("旧题"), Word("新题"), Word("题"))
STEPS = st.tuples(
    st.sampled_from(
        ("file", "file", "move", "correct", "dispose", "drain", "fail", "mend", "begin", "switch")
    ),
    st.integers(0, 99),
    st.integers(1, FILES),
)


class House:
    """A shelf, its engine, and what an index can suffer."""

    def __init__(self, folder: Path) -> None:
        self.shelf = Shelf(folder, files=FILES)
        self.weather = Weather()
        self.seconds = Seconds()
        self.engine = follow_in(self.weather, self.shelf.catalogue, folder, seconds=self.seconds)
        self.engine.drain()

    def step(self, what: str, which: int, file: int) -> None:
        """Do one thing to the papers or to the indexes."""
        self.seconds.now += 100  # whatever failed is tried again
        numbers = sorted(self.shelf.filed)
        document = numbers[which % len(numbers)] if numbers else 0
        if what == "file":
            self.shelf.file(["煤炭合同"], file=file, title="旧题")
        elif what == "drain":
            self.engine.drain()
        elif what in ("fail", "mend"):
            self._blow(hard=what == "fail", which=which)
        elif what in ("begin", "switch"):
            self._build(what)
        elif document:
            self._change(what, document, file)

    def _change(self, what: str, document: int, file: int) -> None:
        paper = self.shelf.filed[document]
        if what == "move":
            self.shelf.revise(document, file=file, title=paper.title)
        elif what == "correct":
            self.shelf.revise(document, file=paper.file, title="新题")
        else:
            self.shelf.dispose(document)

    def _blow(self, *, hard: bool, which: int) -> None:
        self.weather.writing = DOWN if hard else None
        serving = self.engine.followers.serving()
        self.weather.sheltered = serving.name if serving and which % 2 else ""

    def _build(self, what: str) -> None:
        if self.weather.writing is not None:
            return
        if what == "switch":
            self.engine.building.build("embedded")
            self.engine.building.switch()
        elif len(self.engine.followers.live()) == 1:
            self.engine.followers.follower(self.engine.followers.begin("embedded")).fill()

    def settled(self) -> frozenset[int]:
        """Documents of which nothing waits: the serving index must have them as they are."""
        serving = self.engine.followers.serving()
        assert serving is not None
        with self.shelf.catalogue.read() as tx:
            return frozenset(self.shelf.filed) - outbox.waiting_documents(tx, serving.position)

    def close(self) -> None:
        self.engine.close()
        self.shelf.catalogue.close()


def as_shown(papers: list[Filed]) -> tuple[dict[str, int], dict[int, int]]:
    return dict(Counter(paper.kind for paper in papers)), dict(Counter(paper.customer for paper in papers))


@settings(deadline=None, max_examples=25, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(steps=st.lists(STEPS, min_size=5, max_size=30))
def test_whatever_happens_nothing_stale_is_shown_or_counted(steps: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        house = House(Path(folder))
        for step in [("file", 0, 1), ("file", 1, 2), ("drain", 0, 1), *steps]:
            house.step(*step)
            for question in QUESTIONS:
                look(house, question, {step[2], 3})
        house.step("mend", 0, 1)
        house.step("drain", 0, 1)
        assert (0, ()) == (house.engine.pending().changes, house.engine.verify(thoroughly=True))
        house.close()


def look(house: House, question: Question, files: set[int]) -> None:
    """Only what is true now is shown, all that the index has as it is now, and it is counted alike."""
    papers = house.shelf.filed
    scope, plan = scope_of(*files), parse(write(question), kinds=KINDS)
    true = answer(question, papers.values(), files)
    settled = house.settled()
    hits = house.engine.search(plan, scope, limit=100)
    shown = exact(list(hits.hits))
    assert [document for document in shown if document not in true] == []
    assert [document for document in true if document in settled and document not in shown] == []
    assert sorted(shown, key=lambda document: -papers[document].sequence) == shown
    facets = house.engine.facets(plan, scope)
    expected = as_shown([papers[document] for document in shown])
    assert (len(shown), expected) == (hits.total, (dict(facets.kinds), dict(facets.customers)))
