"""Makes a backup of a home, or restores one, in a process of its own that dies at a named point."""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
from pathlib import Path

from archive.backup import make_backup
from archive.backup_keys import Recipients, SecretKey
from archive.backup_restore import restore_backup
from archive.clock import utc_now
from archive.durable import durable_file
from archive.errors import DanganError
from archive.home import open_home


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("work", choices=("backup", "restore"))
    parser.add_argument("home", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("key")
    parser.add_argument("--die", default="")
    parser.add_argument("--largest", type=int, help="no file may grow beyond so many bytes: a full disk")
    words = parser.parse_args()

    def at(point: str) -> None:
        if point == words.die:
            os.kill(os.getpid(), signal.SIGKILL)

    if words.largest:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (words.largest, words.largest))
    try:
        if words.work == "backup":
            home = open_home(words.home)
            with durable_file(words.file) as sink:
                make_backup(home, sink, Recipients((words.key,)), clock=utc_now, at=at)
                at("written")
        else:
            with words.file.open("rb") as sealed:
                restore_backup(sealed, SecretKey(words.key), words.home, clock=utc_now, origin="", at=at)
    except DanganError as error:
        sys.stdout.write(f"{error}\n")
        sys.exit(error.exit_code)


main()
