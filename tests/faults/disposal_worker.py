"""A disposal carried out in a process of its own, made to die at a named point."""

from __future__ import annotations

import argparse
import os
import signal
from contextlib import closing
from pathlib import Path

from access.desk import open_desk
from access.disposal import Disposals
from access.gate import Gate
from access.passwords import Passwords
from archive.disposing import Disposing
from archive.home import open_home
from index.opening import open_engine
from tests.clock import MORNING, StoppedClock
from tests.staffed import PASSWORD, QUICK


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("number")
    parser.add_argument("--die", default="")
    words = parser.parse_args()
    clock, home = StoppedClock(MORNING), open_home(words.home)
    with closing(open_engine(home, clock=clock)) as engine:
        desk = open_desk(home, engine, clock=clock, hasher=QUICK)
        passwords = Passwords(home.catalogue, clock, home.settings.access, hasher=QUICK)
        gate = Gate(home.catalogue, home.regulations, clock)

        def at(point: str) -> None:
            if point == words.die:
                os.kill(os.getpid(), signal.SIGKILL)

        disposals = Disposals(gate, passwords, Disposing(home, clock, at=at), engine)
        archivist = desk.sessions.speaker(desk.sessions.login("archivist", PASSWORD), origin="test")
        disposals.carry_out(archivist, [words.number])
    home.close()


if __name__ == "__main__":
    main()
