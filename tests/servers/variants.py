"""The servers that a test can ask for."""

from __future__ import annotations

from dataclasses import dataclass

from tests.servers.distribution import V8, V9, Release
from tests.servers.server import Server, plain, secured


@dataclass(frozen=True, slots=True)
class Variant:
    """One kind of server: `tls` with TLS and users; `nodes` more than one only without."""

    release: Release
    tls: bool = False
    nodes: int = 1

    def __str__(self) -> str:
        kind = "tls" if self.tls else "plain" if self.nodes == 1 else f"{self.nodes}-nodes"
        return f"{self.release.version}-{kind}"

    def make(self) -> Server:
        return secured(self.release) if self.tls else plain(self.release, nodes=self.nodes)


PLAIN_8 = Variant(V8)
TLS_8 = Variant(V8, tls=True)
PLAIN_9 = Variant(V9)
CLUSTER = Variant(V8, nodes=3)
