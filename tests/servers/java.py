"""Finds a Java runtime that is new enough for a server."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

KEPT_IN = (
    "/usr/lib/jvm/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
    "/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
)


def find_java(least: int) -> Path | None:
    """The home of the oldest Java of at least this version; None when there is none.

    Looked for in JAVA_HOME, on the PATH and where the systems' packages put it. The oldest, because a
    server of a given age is known to run on the Java of its days.
    """
    found = {home: _version(home) for home in _homes()}
    fit = [home for home, version in found.items() if version >= least]
    return min(fit, key=lambda home: found[home], default=None)


def _homes() -> Iterator[Path]:
    if named := os.environ.get("JAVA_HOME"):
        yield Path(named)
    if program := shutil.which("java"):
        yield Path(program).resolve().parent.parent
    for pattern in KEPT_IN:
        yield from sorted(Path("/").glob(pattern[1:]))


def _version(home: Path) -> int:
    """The major version, from the file `release` that every runtime has; 0 where there is no runtime."""
    release = home / "release"
    if not (release.is_file() and (home / "bin" / "java").exists()):
        return 0
    said = re.search(
        r'^JAVA_VERSION="(\d+)', release.read_text(encoding="utf-8", errors="replace"), re.MULTILINE
    )
    return int(said[1]) if said else 0


if __name__ == "__main__":
    sys.exit(0 if find_java(int(sys.argv[1])) else 1)
