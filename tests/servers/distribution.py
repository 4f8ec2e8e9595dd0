"""The Elasticsearch servers that the tests run: fetched once by Maven, checked, unpacked into a cache.

`python -m tests.servers.distribution` fetches what is missing; `make test` does so. The tests themselves
never use the network.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from platformdirs import site_cache_path, user_cache_path

from tests.servers.java import find_java

# Named with its version, or Maven takes whichever plugin is the newest today.
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
ARTIFACT = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:{version}:zip"


class NotToBeHad(Exception):
    """A server cannot be run on this machine; the words say what to do."""


@dataclass(frozen=True, slots=True)
class Release:
    """One pinned server: the SHA-256 of its archive, and the oldest Java that runs it."""

    version: str
    sha256: str
    java: int


V8 = Release("8.19.9", "6a0603db2b0406776dcf15df248294941f310e9183ca18a219bc8c6d57546ff0", 17)
V9 = Release("9.2.0", "bf44938a0490ba2a303d39c9cb64b38963dd08c812ce93e10816e878585bcb6b", 21)


def java_for(release: Release) -> Path:
    """The home of the Java to run it with; raises `NotToBeHad`."""
    home = find_java(release.java)
    if home is None:
        said = f"Elasticsearch {release.version} needs Java {release.java} or newer, and there is none."
        raise NotToBeHad(said)
    return home


def unpacked(release: Release) -> Path:
    """The folder of the unpacked server; raises `NotToBeHad` when it was not fetched."""
    folder = _cache() / f"elasticsearch-{release.version}-{release.sha256[:12]}"
    if not folder.is_dir():
        said = f"Elasticsearch {release.version} is not in {folder.parent}: run `make tools` to fetch it."
        raise NotToBeHad(said)
    return folder


def fetch(release: Release) -> None:
    """Bring the server into the cache if it is not there; raises `NotToBeHad`."""
    cache = _cache()
    cache.mkdir(parents=True, exist_ok=True)
    cache.chmod(0o755)
    folder = cache / f"elasticsearch-{release.version}-{release.sha256[:12]}"
    if folder.is_dir():
        return
    with tempfile.TemporaryDirectory(dir=cache) as temporary:
        archive = _download(release, Path(temporary))
        check(release, archive)
        _put(_unpack(archive, Path(temporary)), folder)


def check(release: Release, archive: Path) -> None:
    """Raises `NotToBeHad` when the archive is not the pinned one."""
    with archive.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != release.sha256:
        said = f"{archive.name} has the SHA-256 {digest}, not {release.sha256}: it is not used."
        raise NotToBeHad(said)


def _cache() -> Path:
    """Where servers are kept. Root's own cache is closed to the user that root runs a server as."""
    return site_cache_path("dangan-tests") if os.geteuid() == 0 else user_cache_path("dangan-tests")


def _download(release: Release, into: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        said = "Maven (mvn) is needed to fetch Elasticsearch: run `make tools`, which installs it."
        raise NotToBeHad(said)
    artifact = ARTIFACT.format(version=release.version)
    command = [maven, "-q", "-B", COPY, f"-Dartifact={artifact}", f"-DoutputDirectory={into}"]
    ran = subprocess.run(command, cwd=into, capture_output=True, text=True, timeout=1800, check=False)
    archive = into / f"elasticsearch-{release.version}.zip"
    if ran.returncode or not archive.is_file():
        said = f"Maven could not fetch {artifact}:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}"
        raise NotToBeHad(said)
    return archive


def _unpack(archive: Path, into: Path) -> Path:
    """Unpack with the modes that the archive names, which `zipfile` leaves out."""
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            Path(packed.extract(entry, into)).chmod((entry.external_attr >> 16) & 0o777 | 0o444)
    return into / archive.stem


def _put(folder: Path, where: Path) -> None:
    try:
        folder.rename(where)
    except OSError:
        if not where.is_dir():  # else another run was faster, and its copy is as good
            raise


def main() -> int:
    try:
        fetch(V8)
        java_for(V8)
        if find_java(V9.java):
            fetch(V9)
        else:
            print(f"Elasticsearch {V9.version} will not be tried: there is no Java {V9.java} or newer.")  # noqa: T201
    except NotToBeHad as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
