"""Colleagues at the desk of one home, each in a process of its own, who act at the same moment."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from operator import attrgetter
from pathlib import Path
from typing import Any

from access.desk import Desk, open_desk
from access.speaker import Speaker
from archive import audit
from archive.audit import AuditRow
from archive.errors import DanganError
from archive.home import open_home
from index.opening import open_engine
from tests.clock import MORNING, StoppedClock
from tests.staffed import PASSWORD, QUICK, Staffed

PATIENCE = 60.0
SOON = 0.05
"""Seconds until all begin: long enough for each to be told when."""

REFUSALS = 3
"""So often in a row a call is refused before it is not made again."""

LET_IN = ("asked", "done")
"""Step and outcome of the row of a call that was let in, and has another one when it ends."""

BREATH = 0.002
"""Seconds between two calls of one who goes on and on, so that others come to write as well."""


@dataclass(frozen=True, slots=True)
class Act:
    """One call of the desk, `forms.approve`, by whom (log-in name); `again`: on and on until refused."""

    login: str
    call: str
    args: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one call: `error` is the name of the error, empty where there was an answer. The times are
    of the machine's one clock that all its processes read, in seconds."""

    origin: str
    began: float
    ended: float
    error: str


class Colleague:
    """One process: somebody at the desk, who comes from `origin`."""

    def __init__(self, home: Path, origin: str) -> None:
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        process = multiprocessing.get_context("spawn").Process(target=_sit, args=(home, origin, theirs))
        process.start()
        theirs.close()
        self.origin = origin
        self._process = process
        self._pipe = ours

    def arrive(self) -> None:
        """Wait until the home is open."""
        self._heard()

    def prepare(self, act: Act) -> None:
        """Let somebody log in and wait for the start."""
        self._pipe.send(act)
        self._heard()

    def start(self, at: float) -> None:
        """Say when to begin."""
        self._pipe.send(at)

    def reports(self) -> Iterator[Done]:
        """What came of each call, as it ends; over when no more is called."""
        yield from iter(self._heard, None)

    def go_home(self) -> None:
        """End the process."""
        self._pipe.send(None)
        self._pipe.close()
        self._process.join(PATIENCE)
        assert self._process.exitcode == 0
        self._process.close()

    def _heard(self) -> Any:
        assert self._pipe.poll(PATIENCE), f"nothing is heard of {self.origin}"
        return self._pipe.recv()


@contextmanager
def colleagues(home: Path, *origins: str) -> Iterator[list[Colleague]]:
    """So many processes at the desk of one home."""
    with ExitStack() as stack:
        working = [Colleague(home, origin) for origin in origins]
        for one in working:
            stack.callback(one.go_home)
            one.arrive()
        yield working


def at_once(working: Sequence[Colleague], *acts: Act) -> list[Done]:
    """Every act at the same moment, each by a process of its own; what came of each."""
    acting = working[: len(acts)]
    for one, act in zip(acting, acts, strict=True):
        one.prepare(act)
    begin(acting)
    return [done for one in acting for done in one.reports()]


def begin(acting: Sequence[Colleague]) -> None:
    """Let them all begin at the same moment."""
    at = time.monotonic() + SOON
    for one in acting:
        one.start(at)


def recorded(staffed: Staffed, since: int, *calls: str) -> list[AuditRow]:
    """The audit rows of these calls after the row of this number, in the order of the log."""
    with staffed.home.catalogue.read() as tx:
        rows = list(audit.rows(tx))
    return [row for row in rows if row.sequence > since and row.entry.act in calls]


def last_row(staffed: Staffed) -> int:
    """The number of the audit log's last row."""
    with staffed.home.catalogue.read() as tx:
        return audit.last_mark(tx).sequence


def require_recorded(rows: Sequence[AuditRow], happened: Sequence[Done]) -> None:
    """Each call has one last row that says what came of it, and the rows stand in the order of time."""
    last = [row.entry for row in rows if (row.entry.details.get("step"), row.entry.outcome) != LET_IN]
    calls = {origin: iter(_of(happened, origin)) for origin in {done.origin for done in happened}}
    assert len(last) == len(happened)
    in_order = [next(calls[entry.origin]) for entry in last]
    assert [entry.outcome == "done" for entry in last] == [not done.error for done in in_order]
    latest = 0.0
    for done in in_order:
        assert done.ended >= latest, "its row stands behind that of a call which began later"
        latest = max(latest, done.began)


def log_in(desk: Desk, login: str, origin: str = "test") -> Speaker:
    """Somebody with the house's one password."""
    return desk.sessions.speaker(desk.sessions.login(login, PASSWORD, origin=origin), origin=origin)


def call_once(desk: Desk, speaker: Speaker, act: Act) -> Done:
    """Do it here and now, and tell what came of it."""
    began, error = time.monotonic(), ""
    try:
        attrgetter(act.call)(desk)(speaker, *act.args, **act.named)
    except (DanganError, ArithmeticError, LookupError, ValueError, OSError) as met:
        error = type(met).__name__
    return Done(speaker.origin, began, time.monotonic(), error)


def _sit(home: Path, origin: str, pipe: Connection) -> None:
    clock = StoppedClock(MORNING)
    with (
        closing(pipe),
        closing(open_home(home)) as opened,
        closing(open_engine(opened, clock=clock)) as engine,
    ):
        desk = open_desk(opened, engine, clock=clock, hasher=QUICK)
        pipe.send("here")
        for act in iter(pipe.recv, None):
            speaker = log_in(desk, act.login, origin)
            pipe.send("ready")
            time.sleep(max(0.0, pipe.recv() - time.monotonic()))
            _act(desk, speaker, act, pipe)
            pipe.send(None)


def _act(desk: Desk, speaker: Speaker, act: Act, pipe: Connection) -> None:
    refusals = 0
    while refusals < (REFUSALS if act.again else 1):
        done = call_once(desk, speaker, act)
        pipe.send(done)
        if not act.again:
            return
        refusals = refusals + 1 if done.error else 0
        time.sleep(BREATH)


def _of(happened: Sequence[Done], origin: str) -> list[Done]:
    return sorted((done for done in happened if done.origin == origin), key=lambda done: done.began)
