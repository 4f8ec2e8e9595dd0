"""The engine of a home when its indexes fail: how long it waits, what it says, what goes on meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import EngineUnavailable
from index import following
from index.following import DRAIN_SECONDS
from index.testing.library import exact, found, scope_of
from index.testing.made_up import Shelf
from tests.faults.index_fakes import Seconds, Weather, follow_in

DOWN = EngineUnavailable("The cluster does not answer.")


class House:
    """A shelf and an engine on a clock that the test sets, with an index that serves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shelf = Shelf(folder)
        self.weather = Weather()
        self.seconds = Seconds()
        self.engine = follow_in(self.weather, self.shelf.catalogue, folder, seconds=self.seconds)
        self.file()
        self.engine.drain()

    def file(self) -> None:
        self.shelf.file(["煤炭"])

    def found(self) -> list[int]:
        return exact(found(self.engine, "煤炭", scope_of(1)))

    def tries(self) -> int:
        """Drain, and say how often the stores were brought something."""
        before = self.weather.tries
        self.engine.drain()
        return self.weather.tries - before


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.engine.close()
    made.shelf.catalogue.close()


def test_an_index_that_fails_is_left_alone_for_longer_and_longer(house: House) -> None:
    house.weather.writing = DOWN
    house.file()
    tried = list[float]()
    for moment in range(200):
        house.seconds.now = float(moment)
        tried += [house.seconds.now] * house.tries()
    assert tried == [0, 5, 15, 35, 75, 135, 195]
    assert (house.engine.pending().changes, str(house.engine.pending().fault)) == (1, str(DOWN))


def test_after_one_that_took_long_the_papers_have_most_of_the_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(*_: object) -> None:
        house.seconds.now += 30
        raise DOWN

    house.file()
    monkeypatch.setattr(house.engine.followers.follower(house.engine.followers.live()[0]).store, "take", hang)
    house.engine.drain()
    monkeypatch.undo()
    house.seconds.now = 149
    assert (house.tries(), house.engine.pending().changes) == (0, 1)
    house.seconds.now = 150
    assert (house.tries(), house.engine.pending().changes) == (1, 0)


def test_an_index_that_recovers_catches_up_and_its_fault_is_forgotten(house: House) -> None:
    house.weather.writing = DOWN
    house.file()
    house.engine.drain()
    house.weather.writing = None
    house.seconds.now = 5
    assert (house.engine.drain(), house.engine.pending().fault) == (1, None)
    house.weather.writing = DOWN
    house.file()
    assert house.tries() == 1
    house.seconds.now = 9
    assert house.tries() == 0
    house.seconds.now = 10  # the first pause again, not the one that would have come next
    assert house.tries() == 1


def test_an_index_being_filled_that_fails_does_not_disturb_the_one_that_serves(house: House) -> None:
    house.engine.building.build("embedded")
    house.weather.sheltered, house.weather.fault = "index-1.db", DOWN
    house.file()
    assert house.engine.drain() == 1
    assert (house.engine.pending().changes, house.engine.pending().fault) == (0, None)
    assert house.found() == [2, 1]
    house.weather.fault, house.seconds.now = None, 100
    house.engine.drain()
    house.engine.building.switch()
    assert house.found() == [2, 1]


def test_one_that_serves_and_fails_does_not_keep_the_other_from_following(house: House) -> None:
    house.engine.building.build("embedded")
    house.weather.sheltered, house.weather.writing = "index-2.db", DOWN
    house.file()
    assert (house.engine.drain(), str(house.engine.pending().fault)) == (0, str(DOWN))
    house.engine.building.switch()
    assert (house.engine.pending().changes, house.found()) == (0, [2, 1])


def test_an_index_that_breaks_down_stops_no_paper_and_tells_no_words_of_it(house: House) -> None:
    house.weather.writing = KeyError("机密的字")
    house.file()
    assert house.engine.drain() == 0
    assert str(house.engine.pending().fault) == "The search index broke down: KeyError"


def test_a_first_index_that_cannot_be_made_is_a_fault_too(tmp_path: Path) -> None:
    shelf, weather, seconds = Shelf(tmp_path), Weather(writing=DOWN), Seconds()
    engine = follow_in(weather, shelf.catalogue, tmp_path, seconds=seconds)
    shelf.file(["煤炭"])
    assert (engine.drain(), str(engine.pending().fault)) == (0, str(DOWN))
    weather.writing, seconds.now = None, 5
    engine.drain()
    assert (engine.pending().changes, exact(found(engine, "煤炭", scope_of(1)))) == (0, [1])
    shelf.catalogue.close()


def test_a_long_backlog_is_not_worked_off_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.follower.BATCH", 1)
    store = house.engine.followers.follower(house.engine.followers.live()[0]).store
    take = store.take

    def slowly(*given: object) -> None:
        house.seconds.now += DRAIN_SECONDS / 2
        take(*given)  # type: ignore[arg-type]  # whatever it is given

    monkeypatch.setattr(store, "take", slowly)
    for _ in range(5):
        house.file()
    assert [house.engine.drain() for _ in range(3)] == [2, 2, 1]


def test_what_comes_while_an_index_takes_over_waits_for_the_next_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = house.engine.followers.follower(house.engine.followers.live()[0]).store
    take = store.take

    def file_meanwhile(*given: object) -> None:
        house.file()
        take(*given)  # type: ignore[arg-type]  # whatever it is given

    monkeypatch.setattr(store, "take", file_meanwhile)
    house.file()
    house.engine.drain()
    assert house.engine.pending().changes == 1


def test_an_index_that_somebody_else_is_at_work_on_is_left_to_him(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "LOCK_SECONDS", 0.1)
    house.file()
    serving = house.engine.followers.follower(house.engine.followers.live()[0])
    with serving._alone():
        assert house.engine.drain() == 0
        assert (house.engine.pending().changes, house.engine.pending().fault) == (1, None)
    assert house.engine.drain() == 1


def test_a_large_index_is_not_made_by_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "QUICKLY_MADE", 1)
    shelf = Shelf(tmp_path)
    engine = follow_in(Weather(), shelf.catalogue, tmp_path)
    for _ in range(2):
        shelf.file(["煤炭"])
    assert (engine.drain(), "must be made first" in str(engine.pending().fault)) == (0, True)
    with pytest.raises(EngineUnavailable, match="2 documents must be made first"):
        found(engine, "煤炭", scope_of(1))
    engine.building.build("embedded")
    engine.building.switch()
    assert exact(found(engine, "煤炭", scope_of(1))) == [2, 1]
    engine.close()
    shelf.catalogue.close()


def test_whoever_searches_while_the_first_index_is_made_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.MAKING_SECONDS", 0.1)
    shelf = Shelf(tmp_path)
    engine = follow_in(Weather(), shelf.catalogue, tmp_path)
    shelf.file(["煤炭"])
    with engine.followers.making(wait=0), pytest.raises(EngineUnavailable, match="just being made"):
        found(engine, "煤炭", scope_of(1))
    shelf.catalogue.close()


def test_a_process_goes_over_to_the_index_that_another_made_and_lets_go_of_the_old_one(house: House) -> None:
    another = follow_in(Weather(), house.shelf.catalogue, house.folder)
    another.rebuild()
    another.close()
    house.file()
    assert (house.engine.drain(), house.found()) == (1, [2, 1])
    assert list(house.engine.followers._followers) == [2]


def test_an_index_replaced_while_it_is_drained_is_no_fault(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    another = follow_in(Weather(), house.shelf.catalogue, house.folder)
    live = house.engine.followers.live()
    another.rebuild()
    monkeypatch.setattr(house.engine.followers, "live", lambda: live)
    house.file()
    house.engine.drain()
    assert (house.engine.pending().changes, house.engine.pending().fault) == (0, None)
    another.close()


def test_pending_counts_for_the_index_that_serves(house: House) -> None:
    house.engine.followers.begin("embedded")
    house.file()
    assert house.engine.pending().changes == 1
    house.engine.drain()
    assert (house.engine.pending().changes, house.engine.pending().since) == (0, None)
