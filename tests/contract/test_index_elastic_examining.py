"""What `dangan doctor` says of a cluster: on real servers, and on what is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import trustme

from archive.settings import ElasticSettings
from index.elastic import ElasticStore, family_of
from index.elastic_cluster import Cluster
from index.elastic_examining import Seen, examine_elastic
from index.elastic_secrets import PASSWORD, Credentials
from tests.clustered import HOME, settings_for
from tests.servers.node import free_ports
from tests.servers.server import DANGAN, Server
from tests.servers.variants import TLS_8


def examined(settings: ElasticSettings, name: str | None = None, **environment: str) -> list[Seen]:
    return list(examine_elastic(settings, environment, home=HOME, name=name))


def said(seen: list[Seen], *, state: str) -> list[str]:
    return [f"{one.what}: {one.found}" for one in seen if one.state == state]


@contextmanager
def made(server: Server, settings: ElasticSettings) -> Iterator[ElasticStore]:
    credentials = Credentials(DANGAN.user, DANGAN.password) if server.ca else Credentials()
    cluster = Cluster(settings, lambda: credentials)
    store = ElasticStore(cluster, family=family_of(settings, HOME), name="1", home=HOME)
    store.create()
    yield store
    store.discard()
    store.close()


def test_a_sound_cluster_and_index(elastic: Server) -> None:
    settings = settings_for(elastic)
    with made(elastic, settings) as store:
        store.serve()
        seen = examined(settings, "1")
    assert [one.state for one in seen] == ["good"] * 6
    assert str(seen[1].found) == elastic.release.version


def test_what_is_wrong_with_an_index(breakable: Server) -> None:
    settings = settings_for(breakable)
    with made(breakable, settings.model_copy(update={"replicas": 1})) as store, breakable.client() as admin:
        assert said(examined(settings, "1"), state="poor") == [
            f"Index {store.index}: 1 copies of its parts are on no node: a lost node could lose it",
            f"Alias {family_of(settings, HOME)}: missing",
        ]
        admin.indices.put_settings(index=store.index, settings={"index.blocks.write": True})
        assert said(examined(settings, "1"), state="bad") == [
            "Writing to the index: blocked: index.blocks.write"
        ]
        admin.indices.put_settings(index=store.index, settings={"index.blocks.write": None})
        admin.indices.put_mapping(index=store.index, meta={"layout": 0})
        assert said(examined(settings, "1"), state="bad") == [
            f"Index {store.index}: was made by another version of this program, or for another home"
        ]
        assert said(examined(settings, "7"), state="bad") == [
            f"Index {family_of(settings, HOME)}-7: is not on the cluster"
        ]


@pytest.mark.parametrize("elastic", [TLS_8], indirect=True, ids=str)
def test_what_is_wrong_with_trust_and_credentials(elastic: Server, tmp_path: Path) -> None:
    settings = settings_for(elastic)
    host = settings.hosts[0]
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    plain = host.replace("https", "http")
    wrong = "Abc654321"
    expected = {
        "not accept": examined(settings, **{PASSWORD: wrong}),
        "one of them is missing": examined(settings),
        "is not trusted": examined(
            settings.model_copy(update={"ca": str(other)}), **{PASSWORD: DANGAN.password}
        ),
        "cannot be used": examined(
            settings.model_copy(update={"ca": str(broken)}), **{PASSWORD: DANGAN.password}
        ),
        "breaks off": examined(
            settings.model_copy(update={"hosts": (plain,)}), **{PASSWORD: DANGAN.password}
        ),
    }
    for words, seen in expected.items():
        assert [(one.state, words in str(one.found)) for one in seen] == [("bad", True)], words
        assert wrong not in str(seen)
        assert DANGAN.password not in str(seen)
    foreign = settings.model_copy(update={"prefix": "others"})
    seen = examined(foreign, "1", **{PASSWORD: DANGAN.password})
    assert [one for one in said(seen, state="bad") if "does not allow this user" in one] != []
    with made(elastic, settings):
        assert said(examined(settings, "1", **{PASSWORD: DANGAN.password}), state="bad") == []


def test_nobody_there_and_no_such_name() -> None:
    [port] = free_ports(1)
    settings = ElasticSettings(hosts=(f"http://127.0.0.1:{port}",))
    assert said(examined(settings), state="bad") == [
        f"Elasticsearch at http://127.0.0.1:{port}: Nothing answers at http://127.0.0.1:{port}."
    ]
    host = "https://nowhere.invalid:9200"
    settings = ElasticSettings(hosts=(host,))
    assert said(examined(settings), state="bad") == [
        f"Elasticsearch at {host}: The name in {host} is not known to this machine's network."
    ]


@contextmanager
def impostor(status: int, body: bytes, **headers: str) -> Iterator[str]:
    """A server that answers everything with this."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so there
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


JSON = "application/json"


@pytest.mark.parametrize(
    ("status", "body", "headers", "words"),
    [
        (200, b"<html>hello</html>", {"Content_Type": "text/html"}, "is not an Elasticsearch"),
        (200, b'{"status":"green"}', {"Content_Type": JSON}, "is not an Elasticsearch"),
        (
            200,
            b'{"status":"green"}',
            {"Content_Type": JSON, "X_Elastic_Product": "Elasticsearch"},
            "is not an Elasticsearch",
        ),
        (
            200,
            b"[" * 100_000,
            {"Content_Type": JSON, "X_Elastic_Product": "Elasticsearch"},
            "is not an Elasticsearch",
        ),
        (
            200,
            b"\xff\x00{",
            {"Content_Type": "x/y", "X_Elastic_Product": "Elasticsearch"},
            "is not an Elasticsearch",
        ),
        (404, b'{"error":"no"}', {"Content_Type": JSON}, "is not Elasticsearch: it says 404"),
        (502, b"bad gateway", {"Content_Type": "text/plain"}, "is not Elasticsearch: it says 502"),
        (302, b"", {"Location": "http://127.0.0.1:1/"}, "is not Elasticsearch: it says 302"),
    ],
)
def test_what_answers_otherwise(status: int, body: bytes, headers: dict[str, str], words: str) -> None:
    with impostor(status, body, **headers) as host:
        seen = examined(ElasticSettings(hosts=(host,), timeout_seconds=2))
    assert [(one.state, words in str(one.found)) for one in seen] == [("bad", True)]


def test_an_index_is_not_thought_lost_because_a_stranger_says_so() -> None:
    with impostor(404, b'{"error":{"type":"index_not_found_exception"}}', Content_Type=JSON) as host:
        cluster = Cluster(ElasticSettings(hosts=(host,)), Credentials)
        store = ElasticStore(cluster, family="dangan-x", name="1", home=HOME)
        with pytest.raises(Exception, match="is not Elasticsearch"):
            store.ready()
        store.close()
