"""Keeps one server process for whoever started this one: a script, to be run in a session of its own.

Arguments: the server's folder, the user to run as (empty: the same), the server's command. A line on
standard input is START or the name of a signal for the server with all its children; each is answered,
when it is done, by whether the server is alive. When standard input ends, because whoever started this
one closed it or died in any way, the server is killed and its folder removed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread


class Kept:
    """A server process, which may be started again when it is gone."""

    def __init__(self, folder: Path, user: str | None, command: list[str]) -> None:
        self._folder, self._user, self._command = folder, user, command
        self._process: subprocess.Popen[bytes] | None = None
        self._copier = Thread()

    def obey(self, word: str) -> None:
        if word == "START":
            self._start()
        elif word != "ALIVE" and self._process:
            self._send(self._process, signal.Signals[word])

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def end(self) -> None:
        if self._process:
            self._send(self._process, signal.SIGKILL)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=self._user,
            group=pwd.getpwnam(self._user).pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
        )
        self._copier = Thread(target=self._copy, args=(self._process,))
        self._copier.start()

    def _copy(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout
        with process.stdout, (self._folder / "output.log").open("ab", buffering=0) as log:
            for line in process.stdout:
                log.write(line)

    def _send(self, process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        if process.returncode is None:  # not yet waited for, so the number is still this group's
            os.killpg(process.pid, number)
        if number == signal.SIGKILL:
            process.wait()
            # The server's own children hold its output: when that ends, the last of them is gone.
            self._copier.join()


def main() -> None:
    folder, user, *command = sys.argv[1:]
    kept = Kept(Path(folder), user or None, command)
    try:
        for line in sys.stdin:
            kept.obey(line.strip())
            print("alive" if kept.alive() else "gone", flush=True)  # noqa: T201
    finally:
        kept.end()


if __name__ == "__main__":
    main()
