"""Real Elasticsearch for tests: a single node, one with TLS and users, or a cluster of several."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import trustme
from elastic_transport import TransportError
from elastic_transport.client_utils import DEFAULT
from elasticsearch import ApiError, Elasticsearch

from tests.servers.distribution import Release
from tests.servers.node import Node, free_ports

ROLE = Path(__file__).parents[2] / "config" / "elasticsearch" / "role.yml"
PATIENCE = 300.0
"""Seconds that a node may take to answer: 8 on an idle machine, more than a minute on a busy one."""


@dataclass(frozen=True, slots=True)
class Login:
    """A user of a server; `hashed` as `elasticsearch-users` wrote it (bcrypt)."""

    user: str
    password: str
    role: str
    hashed: str


ADMIN = Login(
    "head",
    "abc123456",
    "superuser",
    "$2a$10$m6YmanvFnE1YnblddhNg1.Efcz3meAVMNnQdNzYr/fA4E0Tqjs7Sy",
)
DANGAN = Login("dangan", "abc123456", "dangan", ADMIN.hashed)
"""The user with the least-privilege role of config/elasticsearch/role.yml."""


class Server:
    """One or more nodes that answer together.

    `hosts` are their addresses; `ca` the certificate authority's PEM file, None without TLS. With TLS the
    users are `ADMIN` and `DANGAN`; without, nobody is asked who he is.
    """

    def __init__(
        self, nodes: Sequence[Node], hosts: Sequence[str], *, release: Release, ca: Path | None = None
    ) -> None:
        self.nodes, self.hosts = tuple(nodes), tuple(hosts)
        self.release, self.ca = release, ca
        self._admin = self.client(ADMIN if ca else None)

    def client(self, login: Login | None = None) -> Elasticsearch:
        """A client of all nodes, for a test's own looks behind the scenes; the caller closes it."""
        return Elasticsearch(
            list(self.hosts),
            basic_auth=(login.user, login.password) if login else None,
            ca_certs=str(self.ca) if self.ca else DEFAULT,
            request_timeout=10,
            max_retries=0,
        )

    def start(self) -> None:
        """Start all nodes and wait until they answer as one; raises `RuntimeError` with the log's end."""
        for node in self.nodes:
            node.start()
        self.await_nodes(len(self.nodes))

    def await_nodes(self, count: int) -> None:
        """Wait until so many nodes have found each other and every first copy of a shard is there."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and any(node.alive() for node in self.nodes):
            if self._answers(count):
                return
            time.sleep(0.25)
        said = "\n\n".join(node.last_words() for node in self.nodes)
        raise RuntimeError(f"Elasticsearch {self.release.version} does not answer. It said:\n{said}")

    def _answers(self, count: int) -> bool:
        """Whether this many nodes answer as one. The client is asked only when somebody listens, or it
        would log every try."""
        if sum(listens(host) for host in self.hosts) < count:
            return False
        with suppress(TransportError, ApiError):
            health = self._admin.cluster.health(wait_for_status="yellow", timeout="5s")
            return bool(health["number_of_nodes"] == count and not health["timed_out"])
        return False

    def restore(self) -> None:
        """Make good what a test did: paused or killed nodes, settings of the cluster, blocks on indices."""
        for node in self.nodes:
            if node.alive():
                node.resume()
            else:
                node.start()
        self.await_nodes(len(self.nodes))
        self._admin.cluster.put_settings(persistent={"*": None})
        self._admin.indices.put_settings(index="*", allow_no_indices=True, settings={"index.blocks.*": None})

    def close(self) -> None:
        self._admin.close()
        for node in self.nodes:
            node.close()


def listens(host: str) -> bool:
    """Whether anybody takes connections at this address (a URL)."""
    parts = urlsplit(host)
    try:
        socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=1).close()
    except OSError:
        return False
    return True


def plain(release: Release, *, nodes: int = 1) -> Server:
    """A server without TLS and users, not yet started."""
    http, transport = free_ports(nodes), free_ports(nodes)
    names = [f"node-{number}" for number in range(1, nodes + 1)]
    together: dict[str, object] = (
        {"discovery.type": "single-node"}
        if nodes == 1
        else {
            "discovery.seed_hosts": [f"127.0.0.1:{port}" for port in transport],
            "cluster.initial_master_nodes": names,
        }
    )
    made = [
        Node(release, settings={**_settings(name, *ports), "xpack.security.enabled": False, **together})
        for name, *ports in zip(names, http, transport, strict=True)
    ]
    return Server(made, [f"http://127.0.0.1:{port}" for port in http], release=release)


def secured(release: Release) -> Server:
    """A single node with TLS, `ADMIN` and `DANGAN`, not yet started."""
    (http, transport), ca = free_ports(2), trustme.CA()
    certificate = ca.issue_cert("127.0.0.1", "localhost")
    settings = {
        **_settings("node-1", http, transport),
        "discovery.type": "single-node",
        "xpack.security.enabled": True,
        "xpack.security.http.ssl.enabled": True,
        "xpack.security.http.ssl.key": "server.key",
        "xpack.security.http.ssl.certificate": "server.pem",
    }
    files = {
        "server.key": certificate.private_key_pem.bytes().decode(),
        "server.pem": "".join(blob.bytes().decode() for blob in certificate.cert_chain_pems),
        "ca.pem": ca.cert_pem.bytes().decode(),
        **_users(ADMIN, DANGAN),
    }
    node = Node(release, settings=settings, files=files)
    where = f"https://127.0.0.1:{http}"
    return Server([node], [where], release=release, ca=node.folder / "config" / "ca.pem")


def _settings(name: str, http: int, transport: int) -> Mapping[str, object]:
    return {
        "cluster.name": "dangan-tests",
        "node.name": name,
        "network.host": "127.0.0.1",
        "http.port": http,
        "transport.port": transport,
        # A test machine's disk may be nearly full, which is nothing that a test is about.
        "cluster.routing.allocation.disk.threshold_enabled": False,
    }


def _users(*logins: Login) -> Mapping[str, str]:
    """The files of the file realm, as stock Elasticsearch reads them."""
    return {
        "users": "".join(f"{login.user}:{login.hashed}\n" for login in logins),
        "users_roles": "".join(f"{login.role}:{login.user}\n" for login in logins),
        "roles.yml": ROLE.read_text(encoding="utf-8"),
    }
