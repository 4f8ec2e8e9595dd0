"""Making an index anew beside the one that serves, mending one, and what an interruption leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from sqlalchemy import insert

from archive import schema
from archive.errors import Conflict, EngineUnavailable, NotFound, StorageError, VerificationFailed
from index import follower as following_one
from index import outbox
from index.building import Building
from index.comparison import Comparison
from index.following import FollowingEngine
from index.generations import Generation
from index.papers import Sized, portions
from index.standing import standings
from index.testing.library import exact, found, scope_of
from index.testing.made_up import NOW, Draft, Shelf
from tests.faults.index_fakes import Weather, follow_in

DOWN = EngineUnavailable("The index is made to fail.")


class Works:
    """A shelf with an index that serves, and what makes others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shelf = Shelf(folder)
        self.weather = Weather()
        self.engine = follow_in(self.weather, self.shelf.catalogue, folder)
        self.building: Building = self.engine.building

    def file(self, count: int) -> None:
        self.shelf.file_all([Draft(("煤炭合同",))] * count)

    def states(self, engine: FollowingEngine | None = None) -> list[tuple[int, str]]:
        return [(one.id, one.state) for one in (engine or self.engine).followers.every()]

    def files(self) -> set[str]:
        return {path.name for path in self.folder.glob("index-*.db")}

    def found(self) -> list[int]:
        return exact(found(self.engine, "煤炭", scope_of(1)))

    def waiting(self) -> int:
        with self.shelf.catalogue.read() as tx:
            return outbox.waiting(tx, 0).changes

    def generation(self, number: int) -> Generation:
        return {one.id: one for one in self.engine.followers.every()}[number]

    def harm(self, number: int, *statements: str) -> None:
        """Change an index behind its back."""
        with closing(apsw.Connection(str(self.folder / f"index-{number}.db"))) as connection:
            for statement in statements:
                connection.execute(statement)

    def compared(self, number: int = 1) -> Comparison:
        return self.engine.followers.follower(self.generation(number)).compare(thoroughly=True)


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Works]:
    """Five papers, an index that serves; batches of two."""
    monkeypatch.setattr(following_one, "BATCH", 2)
    made = Works(tmp_path)
    made.file(5)
    made.engine.drain()
    yield made
    made.engine.close()
    made.shelf.catalogue.close()


def test_an_index_is_built_beside_the_one_that_serves_and_takes_its_place(works: Works) -> None:
    filled, checked = list[tuple[int, int]](), list[tuple[int, int]]()
    check = works.building.build(
        "embedded",
        filling=lambda done, every: filled.append((done, every)),
        checking=lambda done, every: checked.append((done, every)),
    )
    assert works.states() == [(1, "serving"), (2, "complete")]
    assert (filled, checked) == ([(0, 5), (2, 5), (4, 5), (5, 5)], [(5, 5)])
    assert check.comparison is not None
    assert check.comparison.catalogue == check.comparison.index
    assert (check.comparison.index.documents, check.found, check.left) == (5, (), ())
    switched = works.building.switch()
    assert (switched.serving.id, switched.kept, switched.undone) == (2, None, ())
    assert (works.states(), works.files()) == ([(2, "serving")], {"index-2.db"})
    assert works.found() == [5, 4, 3, 2, 1]


def test_both_indexes_follow_while_one_is_complete(works: Works) -> None:
    works.building.build("embedded")
    works.file(1)
    works.shelf.dispose(1)
    works.engine.drain()
    assert [one.behind.changes for one in standings(works.engine.followers)] == [0, 0]
    assert [works.compared(number).differences for number in (1, 2)] == [(), ()]
    works.building.switch()
    assert works.found() == [6, 5, 4, 3, 2]


def test_an_interrupted_build_goes_on_where_it_was(works: Works) -> None:
    works.weather.sheltered = "index-1.db"
    with pytest.raises(EngineUnavailable):
        works.building.build("embedded", filling=lambda done, _: _strike_after(works.weather, done, 2))
    works.weather.writing = None
    half = works.generation(2)
    assert (half.state, half.filled) == ("building", 2)
    assert [one.share for one in standings(works.engine.followers)] == [1.0, 0.4]
    steps = list[int]()
    works.building.build("embedded", filling=lambda done, _: steps.append(done))
    assert (steps, works.states()) == ([2, 4, 5], [(1, "serving"), (2, "complete")])


def _strike_after(weather: Weather, done: int, limit: int) -> None:
    if done >= limit:
        weather.writing = DOWN


def test_an_index_that_was_built_is_in_one_piece(works: Works) -> None:
    works.file(5)  # ten papers: five batches, which would lie in five segments
    works.building.build("embedded")
    with closing(apsw.Connection(str(works.folder / "index-2.db"))) as index:
        assert index.execute("SELECT count(DISTINCT segid) FROM terms_idx").get == 1
        assert index.pragma("freelist_count") == 0


def test_an_index_lost_while_it_was_filled_is_filled_from_the_beginning(works: Works) -> None:
    works.weather.sheltered = "index-1.db"
    with pytest.raises(EngineUnavailable):
        works.building.build("embedded", filling=lambda done, _: _strike_after(works.weather, done, 2))
    works.weather.writing = None
    works.engine.close()
    (works.folder / "index-2.db").unlink()
    check = works.building.build("embedded")
    assert (check.found, works.compared(2).index.documents) == ((), 5)


def test_a_file_that_lies_where_the_new_index_shall_be_is_emptied(works: Works) -> None:
    works.building.build("embedded")
    leftover = (works.folder / "index-2.db").read_bytes()
    works.building.abandon(2)
    works.shelf.dispose(5)
    (works.folder / "index-3.db").write_bytes(leftover)
    assert works.building.build("embedded").generation.id == 3
    assert works.compared(3).index.documents == 4


def test_what_is_filed_while_an_index_is_filled_reaches_it_by_the_outbox(works: Works) -> None:
    works.building.build("embedded", filling=lambda done, _: works.file(1) if done == 2 else None)
    assert works.compared(2).index.documents == 6


def test_a_document_with_many_pages_is_taken_alone() -> None:
    documents = [Sized(1, 3), Sized(2, 3), Sized(3, 2000), Sized(4, 1), Sized(5, 5), Sized(6, 5)]
    assert list(portions(documents, pages=10)) == [[1, 2], [3], [4, 5], [6]]
    assert list(portions([])) == []


def test_an_index_is_filled_by_pages_as_well_as_by_documents(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following_one, "BATCH", 200)
    works.shelf.file_all([Draft(("煤炭",) * 300)] * 3)
    steps = list[int]()
    works.building.build("embedded", filling=lambda done, _: steps.append(done))
    assert steps == [0, 6, 7, 8]


def test_one_process_at_a_time_makes_an_index(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.building.MAKING_SECONDS", 0.1)
    with works.engine.followers.making(wait=0), pytest.raises(Conflict, match="making an index"):
        works.building.build("embedded")


def test_only_a_complete_index_can_be_switched_to(works: Works) -> None:
    with pytest.raises(Conflict, match="no index that could serve"):
        works.building.switch()
    with pytest.raises(NotFound):
        works.building.switch(7)
    works.engine.followers.begin("embedded")
    with pytest.raises(Conflict, match="not filled yet"):
        works.building.switch(2)
    assert works.building.switch(1).serving.id == 1  # it serves already


def test_an_index_that_lacks_documents_does_not_come_to_serve(works: Works) -> None:
    works.building.build("embedded")
    works.harm(2, "DELETE FROM documents WHERE document = 3")
    with pytest.raises(VerificationFailed, match="1 document"):
        works.building.switch()
    assert works.states() == [(1, "serving"), (2, "complete")]


def test_a_kept_index_follows_on_and_can_serve_again(works: Works) -> None:
    works.building.build("embedded")
    kept = works.building.switch(keep=True).kept
    assert kept is not None
    assert (kept.id, works.states()) == (1, [(1, "complete"), (2, "serving")])
    works.file(1)
    works.shelf.dispose(2)
    works.engine.drain()
    works.harm(1, "SELECT 1")
    assert works.compared(1).index.documents == 5
    assert (works.building.switch().serving.id, works.files()) == (1, {"index-1.db"})
    assert works.found() == [6, 5, 4, 3, 1]


def test_making_anew_never_takes_the_index_that_was_kept(works: Works) -> None:
    works.building.build("embedded")
    works.building.switch(keep=True)
    assert works.building.build("embedded").generation.id == 3
    with pytest.raises(Conflict, match="More than one index could serve: 1、3"):
        works.building.switch()


def test_an_abandoned_index_holds_up_the_outbox_no_longer(works: Works) -> None:
    works.engine.followers.begin("embedded")
    works.file(3)
    works.engine.drain()
    assert works.waiting() == 3
    works.building.abandon(2)
    assert (works.waiting(), works.states()) == (0, [(1, "serving")])
    with pytest.raises(Conflict, match="the one that answers"):
        works.building.abandon(1)
    with pytest.raises(NotFound):
        works.building.abandon(2)


def test_what_cannot_be_deleted_now_is_deleted_later(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    works.building.build("embedded")
    before = works.engine.followers.follower(works.generation(1))
    monkeypatch.setattr(before.store, "discard", _down)
    assert [str(one) for one in works.building.switch().undone] == [str(DOWN)]
    assert works.states() == [(1, "retired"), (2, "serving")]
    monkeypatch.undo()
    assert works.building.tidy() == ()
    assert (works.states(), works.files()) == ([(2, "serving")], {"index-2.db"})


def _down() -> None:
    raise DOWN


def test_an_index_on_a_lost_cluster_can_be_forgotten(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = works.engine.followers.begin("embedded")
    monkeypatch.setattr(works.engine.followers.follower(lost).store, "discard", _down)
    with pytest.raises(EngineUnavailable):
        works.building.abandon(lost.id)
    assert works.states() == [(1, "serving"), (2, "retired")]
    works.building.abandon(lost.id, forget=True)
    assert works.states() == [(1, "serving")]


def test_a_number_is_never_given_twice(works: Works) -> None:
    works.engine.followers.begin("embedded")
    works.building.abandon(2)
    assert works.engine.followers.begin("embedded").name == "index-3.db"


def test_comparing_tells_documents_missing_stale_left_over_and_altered(works: Works) -> None:
    works.harm(
        1,
        "DELETE FROM documents WHERE document = 1",
        "UPDATE documents SET revision = 7 WHERE document = 2",
        "UPDATE documents SET digest = 'other' WHERE document = 3",
        "UPDATE documents SET document = 77 WHERE document = 4",
    )
    compared = works.compared()
    assert [(one.document, str(one.what)) for one in compared.faults] == [
        (1, "The document is missing from the search index."),
        (2, "The search index holds revision 7 of the document; the catalogue has 1."),
        (3, "The search index holds something else of the document."),
        (4, "The document is missing from the search index."),
        (77, "The search index still holds a document that is gone."),
    ]
    assert compared.catalogue != compared.index


def test_what_differs_only_in_the_digest_shows_when_looked_at_thoroughly(works: Works) -> None:
    works.harm(1, "UPDATE documents SET digest = 'other' WHERE document = 3")
    follower = works.engine.followers.follower(works.generation(1))
    quick, whole = follower.compare(), follower.compare(thoroughly=True)
    assert (quick.differences, quick.catalogue == quick.index) == ((), True)
    assert ([one.document for one in whole.differences], whole.catalogue == whole.index) == ([3], False)


def test_what_waits_in_the_outbox_is_no_difference(works: Works) -> None:
    works.file(1)
    works.shelf.dispose(2)
    works.shelf.revise(3, file=2, title="新题")
    compared = works.compared()
    assert compared.differences == ()
    assert (compared.catalogue, compared.index.documents) == (compared.index, 3)


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM documents WHERE document = 1",
        "UPDATE documents SET revision = 7 WHERE document = 1",
        "UPDATE documents SET digest = 'other' WHERE document = 1",
        "UPDATE documents SET document = 77 WHERE document = 1",
        "DELETE FROM terms WHERE rowid = (SELECT max(id) FROM terms_docsize)",
        "DELETE FROM texts WHERE sequence = 1",
    ],
)
def test_verifying_mends(works: Works, harm: str) -> None:
    works.harm(1, harm)
    check = works.building.verify(works.generation(1), thoroughly=True)
    assert (len(check.found) > 0, check.left) == (True, ())
    assert works.building.verify(works.generation(1), thoroughly=True).found == ()
    assert works.found() == [5, 4, 3, 2, 1]


def test_verifying_says_what_cannot_be_mended(works: Works) -> None:
    works.engine.close()
    (works.folder / "index-1.db").write_bytes(b"no database at all" * 500)
    check = works.building.verify(works.generation(1))
    assert [str(fault.what) for fault in check.left] == ["The search index's file is damaged."]
    (works.folder / "index-1.db").unlink()
    check = works.building.verify(works.generation(1))
    said = "The search index was not made yet, or by another version of this program."
    assert [str(fault.what) for fault in check.left] == [said]


def test_an_index_ahead_of_a_restored_catalogue_is_said_to_be_so_and_mended(works: Works) -> None:
    works.shelf.revise(2, file=1, title="新题")
    works.file(1)
    works.engine.drain()
    with works.shelf.catalogue.write() as tx:
        tx.execute(schema.documents.delete().where(schema.documents.c.id == 6))
        tx.execute(schema.documents.update().where(schema.documents.c.id == 2).values(revision=1))
    check = works.building.verify(works.generation(1))
    assert [fault.document for fault in check.found] == [2, 6]
    assert (check.left, works.found()) == ((), [5, 4, 3, 2, 1])


def test_a_paper_takes_the_place_of_one_that_a_restored_catalogue_does_not_know(works: Works) -> None:
    works.harm(1, "UPDATE documents SET document = 77 WHERE document = 5")
    works.shelf.stage_again(5, revision=1)
    assert (works.engine.drain(), works.compared().differences) == (1, ())


def test_an_index_without_a_row_is_deleted(tmp_path: Path) -> None:
    works = Works(tmp_path)
    works.file(1)
    works.engine.drain()
    works.engine.followers._present = lambda: [("embedded", "index-1.db"), ("embedded", "index-9.db")]
    (tmp_path / "index-9.db").write_bytes(b"left over")
    assert [one.name for one in works.engine.followers.strays()] == ["index-9.db"]
    works.building.tidy()
    assert works.files() == {"index-1.db"}


def test_standings_tell_what_is_wrong_with_each(works: Works) -> None:
    with works.shelf.catalogue.write() as tx:
        values = {
            "engine": "embedded",
            "name": "gone.db",
            "state": "retired",
            "position": 0,
            "started_at": NOW,
        }
        tx.execute(insert(schema.index_generations).values(values))
    works.engine.followers.begin("embedded")
    works.file(2)
    first, retired, building = standings(works.engine.followers)
    assert (first.sound, first.size and first.size.documents, first.behind.changes) == (True, 5, 2)
    assert (retired.size, retired.behind.changes) == (None, 0)
    assert (building.sound, building.size, building.share) == (False, None, 0.0)
    works.weather.fault = StorageError("The disk is full.")
    told = [str(one.behind.fault) for one in standings(works.engine.followers) if one.behind.fault]
    assert told == ["The disk is full.", "The disk is full."]
