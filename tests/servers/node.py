"""One server process: its folder, its settings, its life."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import yaml

from tests.servers.distribution import Release, java_for, unpacked

KEEPER = Path(__file__).with_name("keeper.py")
# Below the numbers that the system gives to outgoing connections, one of which could otherwise take a
# node's port while the node is restarted.
PORTS = range(20_000, 32_000)
JVM = "-Xms512m\n-Xmx512m\n-Djava.io.tmpdir=${ES_TMPDIR}\n-XX:+ExitOnOutOfMemoryError\n"


class Node:
    """A node of Elasticsearch in a temporary folder, dead until `start`; whatever happens to this
    process, the node ends with it."""

    def __init__(
        self, release: Release, *, settings: Mapping[str, object], files: Mapping[str, str] | None = None
    ) -> None:
        """`settings` go into elasticsearch.yml, `files` (name to text) beside it."""
        program, java = unpacked(release), java_for(release)
        self.folder = Path(tempfile.mkdtemp(prefix="dangan-server-"))
        for name in ("config", "data", "logs", "temporary"):
            (self.folder / name).mkdir()
        self._configure(program, settings, files or {})
        self._keeper = self._keep(program, java)

    def _configure(self, program: Path, settings: Mapping[str, object], files: Mapping[str, str]) -> None:
        config = self.folder / "config"
        shutil.copy(program / "config" / "log4j2.properties", config)
        paths = {"path.data": str(self.folder / "data"), "path.logs": str(self.folder / "logs")}
        texts = {"jvm.options": JVM, "elasticsearch.yml": yaml.safe_dump({**paths, **settings}), **files}
        for name, text in texts.items():
            (config / name).write_text(text, encoding="utf-8")
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)

    def _keep(self, program: Path, java: Path) -> subprocess.Popen[str]:
        """Elasticsearch refuses to run as root: as root it is run as the user nobody."""
        user = "nobody" if os.geteuid() == 0 else ""
        return subprocess.Popen(
            [sys.executable, str(KEEPER), str(self.folder), user, str(program / "bin" / "elasticsearch")],
            env={
                "PATH": os.defpath,
                "ES_JAVA_HOME": str(java),
                "ES_PATH_CONF": str(self.folder / "config"),
                "ES_TMPDIR": str(self.folder / "temporary"),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def start(self) -> None:
        """Start it, the first time or after `kill`, on the data it had; it answers some seconds later."""
        self._order("START")

    def kill(self) -> None:
        """End it at once (SIGKILL); on return it is gone."""
        self._order("SIGKILL")

    def pause(self) -> None:
        """Let it stand still: its connections stay open and nothing answers."""
        self._order("SIGSTOP")

    def resume(self) -> None:
        """Let it go on after `pause`."""
        self._order("SIGCONT")

    def alive(self) -> bool:
        return self._order("ALIVE")

    def close(self) -> None:
        """End it for good and remove its folder."""
        self._keeper.communicate()

    def last_words(self, lines: int = 30) -> str:
        """The end of what it wrote."""
        log = self.folder / "output.log"
        said = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
        return "\n".join(said[-lines:])

    def _order(self, word: str) -> bool:
        assert self._keeper.stdin
        assert self._keeper.stdout
        self._keeper.stdin.write(word + "\n")
        self._keeper.stdin.flush()
        return self._keeper.stdout.readline().strip() == "alive"


def free_ports(count: int) -> list[int]:
    """So many ports of this machine on which nobody listens."""
    found: list[int] = []
    for port in random.SystemRandom().sample(PORTS, len(PORTS)):
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            break
    return found
