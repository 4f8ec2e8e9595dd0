"""Being at work: the pipeline of a home, started up so that nothing an earlier run left is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from archive.content import Milestone, unwatched
from archive.home import Home
from ingest.inbox import Inbox
from ingest.inboxes import incoming, reachable_inboxes
from ingest.lag import Lag
from ingest.pipeline import Pipeline, Stop
from ingest.progress import Progress
from ingest.workshop import Workshop

LOCK = "pipeline"


@dataclass(frozen=True, slots=True)
class Work:
    """A pipeline at work. `incoming` is the home's own inbox, for files brought from elsewhere."""

    home: Home
    pipeline: Pipeline
    incoming: Inbox
    at: Milestone
    lag: Lag

    def catch_up(self, *, progress: Progress) -> None:
        """Show the index what it could not take over before; say once why where it still cannot."""
        self.pipeline.catch_up()
        self.lag.tell(progress)

    def work_off(self, *, progress: Progress, stop: Stop) -> None:
        """Take every pending scan to where it stands."""
        progress.expect(self.pipeline.waiting())
        for outcome in self.pipeline.run(stop=stop):
            progress.finished(outcome)
            self.lag.tell(progress)


@contextmanager
def begin(workshop: Workshop, *, at: Milestone = unwatched) -> Iterator[Work]:
    """Take the home's pipeline lock and clear up after an interrupted run.

    Raises `HomeError` when another process has the lock.
    """
    home = workshop.home
    with home.lock(LOCK):
        room = incoming(home, at=at)
        pipeline = Pipeline(workshop, at=at)
        pipeline.recover((*reachable_inboxes(home, at=at), room))
        yield Work(home, pipeline, room, at, Lag(workshop.engine))
