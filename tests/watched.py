"""The program in processes of its own, watched: what it and its children write, start and leave behind."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("dangan")
# Python loads this in every process that has its folder on the path, reading processes included.
HOOK = """
import atexit, json, os, resource, sys
told = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
def tell(kind, what):
    os.write(told, (json.dumps([kind, what]) + chr(10)).encode())
def hook(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        path, mode, flags = os.fsdecode(args[0]), args[1], args[2]
        if (mode and set(mode) & set("wax+")) or (flags and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            tell("written", os.path.abspath(path))
    elif event == "sqlite3.connect":
        tell("written", os.path.abspath(os.fsdecode(args[0])))
    elif event == "socket.connect" or event == "socket.getaddrinfo":
        tell("called", repr(args[1:] if event == "socket.connect" else args))
sys.addaudithook(hook)
def last():
    tell("words", open("/proc/self/cmdline", "rb").read().decode("utf-8", "replace"))
    tell("core", list(resource.getrlimit(resource.RLIMIT_CORE)))
atexit.register(last)
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a run wrote, said and started. `words` are the command lines of its processes, NUL between."""

    code: int
    said: str
    written: tuple[Path, ...]
    called: tuple[str, ...]
    words: tuple[str, ...]
    cores: tuple[tuple[int, int], ...]


def watch(folder: Path, home: Path, *words: str, environment: Mapping[str, str]) -> Watched:
    """Run a command with `folder` for its temporary files (`tmp`), session (`state`) and what it is watched
    by; no umask keeps its files closed, and nothing but itself keeps it from leaving a core file."""
    around = surroundings(folder, home, environment)
    ended = subprocess.run(
        [PROGRAM, *words],
        env=around,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=_careless,
        timeout=180,
        check=False,
    )
    return _told(folder / "watched", ended.returncode, ended.stdout.decode())


def surroundings(folder: Path, home: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of a watched run, its folders made."""
    for name in ("hook", "tmp", "state"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "hook" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    (folder / "watched").write_text("", encoding="utf-8")
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(folder / "hook"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "WATCHED": str(folder / "watched"),
        "TMPDIR": str(folder / "tmp"),
        "XDG_STATE_HOME": str(folder / "state"),
        "HOME": str(folder),
        "DANGAN_HOME": str(home),
        "DANGAN_LANG": "en",
        **environment,
    }


def _careless() -> None:
    os.umask(0)
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def _told(file: Path, code: int, said: str) -> Watched:
    seen = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    def of(kind: str) -> Iterable[str]:
        return dict.fromkeys(what for told, what in seen if told == kind and isinstance(what, str))

    return Watched(
        code,
        said,
        tuple(map(Path, of("written"))),
        tuple(of("called")),
        tuple(of("words")),
        tuple((what[0], what[1]) for told, what in seen if told == "core"),
    )
