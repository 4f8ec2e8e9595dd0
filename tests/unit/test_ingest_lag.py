"""When the index cannot take papers over they are filed all the same; that is told once for each cause."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from archive.errors import EngineUnavailable
from archive.home import Home
from index.following import FollowingEngine
from index.opening import open_engine
from ingest.bell import Bell
from ingest.delivery import ingest
from ingest.testing import ProgressList, furnish, made_up_workshop
from ingest.watch import watch
from ingest.work import begin
from tests.faults.index_fakes import Seconds, Weather, exposed

DOWN, FULL = EngineUnavailable("The cluster does not answer."), EngineUnavailable("Its disk is full.")


def struck(home: Home, weather: Weather, seconds: Seconds) -> FollowingEngine:
    """The home's engine, in this weather."""
    engine = open_engine(home)
    engine.followers._stores = exposed(home.path, weather)
    engine._seconds = seconds
    return engine


def papers(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_text(f"# permit 1\n{name}", encoding="utf-8")
    return [folder / name for name in names]


def test_a_lagging_index_is_told_once_for_each_cause(home: Home, tmp_path: Path) -> None:
    furnish(home, customers=("甲公司",))
    weather, seconds, progress = Weather(), Seconds(), ProgressList()
    with (
        closing(struck(home, weather, seconds)) as engine,
        begin(made_up_workshop(home, engine=engine)) as work,
    ):
        weather.fault = DOWN
        ingest(work, papers(tmp_path, "a.txt", "b.txt"), progress=progress)
        assert [outcome.state for outcome in progress.outcomes] == ["filed", "filed"]
        assert [(lag.changes, str(lag.fault)) for lag in progress.lags] == [(1, str(DOWN))]
        weather.fault, seconds.now = FULL, 100
        work.catch_up(progress=progress)
        work.catch_up(progress=progress)
        assert [str(lag.fault) for lag in progress.lags] == [str(DOWN), str(FULL)]
        weather.fault, seconds.now = None, 1000
        work.catch_up(progress=progress)
        assert (engine.pending().changes, len(progress.lags)) == (0, 2)
        weather.fault = FULL
        ingest(work, papers(tmp_path, "c.txt"), progress=progress)
        assert [str(lag.fault) for lag in progress.lags] == [str(DOWN), str(FULL), str(FULL)]


class Ticks(Bell):
    """A bell that ends the watch after two looks, and the bad weather after the first."""

    def __init__(self, weather: Weather, seconds: Seconds) -> None:
        super().__init__()
        self._weather, self._seconds = weather, seconds
        self._looks = 0

    def wait(self, seconds: float) -> None:
        self._looks += 1
        self._weather.fault = None
        self._seconds.now += 100
        if self._looks > 1:
            self.ring_out()


def test_whoever_watches_lets_the_index_catch_up_by_itself(home: Home, tmp_path: Path) -> None:
    furnish(home, customers=("甲公司",))
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    papers(inbox, "a.txt")
    settings = home.path / "settings.toml"
    words = settings.read_text(encoding="utf-8").replace("folders = []", f'folders = ["{inbox}"]', 1)
    settings.write_text(words.replace("stable_seconds = 5.0", "stable_seconds = 0.0"), encoding="utf-8")
    weather, seconds, progress = Weather(fault=DOWN), Seconds(), ProgressList()
    with (
        closing(struck(home, weather, seconds)) as engine,
        begin(made_up_workshop(home, engine=engine)) as work,
    ):
        watch(work, progress=progress, bell=Ticks(weather, seconds))
        assert [outcome.state for outcome in progress.outcomes] == ["filed"]
        assert [(lag.changes, str(lag.fault)) for lag in progress.lags] == [(1, str(DOWN))]
        assert engine.pending().changes == 0
