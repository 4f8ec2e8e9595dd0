"""The servers that other tests build on are real ones and do what those tests rely on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import trustme
import yaml
from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TlsError
from elasticsearch import AuthenticationException, AuthorizationException, Elasticsearch

from tests.servers.distribution import V8, NotToBeHad, Release, check
from tests.servers.node import KEEPER, Node
from tests.servers.server import ADMIN, DANGAN, ROLE, Login, Server
from tests.servers.variants import CLUSTER, PLAIN_8, PLAIN_9, TLS_8

both = pytest.mark.parametrize("elastic", [PLAIN_8, PLAIN_9], indirect=True, ids=str)
with_tls = pytest.mark.parametrize("elastic", [TLS_8], indirect=True, ids=str)


@both
def test_a_plain_server_answers_and_is_of_the_version_asked_for(elastic: Server) -> None:
    with elastic.client() as client:
        health = client.cluster.health()
        nodes = client.nodes.info()["nodes"].values()
    assert (health["status"], health["number_of_nodes"]) == ("green", 1)
    assert [node["version"] for node in nodes] == [elastic.release.version]


def test_a_killed_server_is_gone_and_comes_back_with_its_data(breakable: Server) -> None:
    with breakable.client() as client:
        client.index(index="dangan-kept", id="1", document={"text": "煤炭"})
        breakable.nodes[0].kill()
        assert breakable.nodes[0].alive() is False
        with pytest.raises(NoConnection):
            client.cluster.health()
        breakable.nodes[0].start()
        breakable.await_nodes(1)
        assert client.get(index="dangan-kept", id="1")["_source"] == {"text": "煤炭"}


def test_a_paused_server_keeps_silent_until_it_is_resumed(breakable: Server) -> None:
    with breakable.client() as client:
        breakable.nodes[0].pause()
        with pytest.raises(ConnectionTimeout):
            client.options(request_timeout=0.5).cluster.health()
        breakable.nodes[0].resume()
        assert client.cluster.health()["number_of_nodes"] == 1


@pytest.mark.parametrize("elastic", [CLUSTER], indirect=True, ids=str)
def test_a_cluster_loses_a_node_and_finds_it_again(breakable: Server) -> None:
    breakable.nodes[0].kill()
    breakable.await_nodes(2)
    assert [node.alive() for node in breakable.nodes] == [False, True, True]
    breakable.nodes[0].start()
    breakable.await_nodes(3)


@with_tls
def test_a_server_with_tls_refuses_whoever_does_not_say_who_he_is(elastic: Server) -> None:
    with elastic.client() as client, pytest.raises(AuthenticationException):
        client.cluster.health()


@with_tls
@pytest.mark.parametrize("login", [ADMIN, DANGAN], ids=lambda login: login.user)
def test_a_server_with_tls_answers_its_users(elastic: Server, login: Login) -> None:
    with elastic.client(login) as client:
        assert client.cluster.health()["number_of_nodes"] == 1


@with_tls
def test_a_server_with_tls_is_not_trusted_by_another_authority(elastic: Server, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    with (
        Elasticsearch(list(elastic.hosts), ca_certs=str(other), max_retries=0) as client,
        pytest.raises(TlsError) as refused,
    ):
        client.cluster.health()
    assert "certificate verify failed" in refused.value.message


@with_tls
def test_the_role_allows_no_more_than_the_archive_needs(elastic: Server) -> None:
    with elastic.client(DANGAN) as client:
        client.indices.create(index="dangan-role", mappings={"properties": {"text": {"type": "text"}}})
        client.index(index="dangan-role", id="1", document={"text": "煤炭"})
        with pytest.raises(AuthorizationException):
            client.index(index="others-role", id="1", document={"text": "煤炭"})
        with pytest.raises(AuthorizationException):
            client.search(index="others-role")
        with pytest.raises(AuthorizationException):
            client.indices.put_settings(index="dangan-role", settings={"index.blocks.read": True})
        with pytest.raises(AuthorizationException):
            client.cluster.put_settings(persistent={"cluster.routing.allocation.enable": "none"})
        client.indices.delete(index="dangan-role")


def test_the_documentation_shows_the_role_as_it_is() -> None:
    role = yaml.safe_load(ROLE.read_text(encoding="utf-8"))["dangan"]
    text = (ROLE.parents[2] / "docs" / "elasticsearch.md").read_text(encoding="utf-8")
    bodies = [json.loads(body) for body in re.findall(r"-d '(\{.*?\})'", text, re.DOTALL)]
    by_role, _, by_key = bodies
    assert [by_role, by_key["role_descriptors"]["dangan"]] == [role, role]


def test_another_archive_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "elasticsearch-0.zip"
    archive.write_bytes(b"not the server")
    with pytest.raises(NotToBeHad, match="it is not used"):
        check(Release("0", V8.sha256, 17), archive)


class DeadNode(Node):
    """A node that ended while it started."""

    def __init__(self) -> None:
        pass

    def alive(self) -> bool:
        return False

    def last_words(self, lines: int = 30) -> str:
        return "unknown setting [x]"


def test_a_server_that_does_not_come_up_says_why() -> None:
    with pytest.raises(RuntimeError, match=r"0 does not answer\. It said:\nunknown setting \[x\]"):
        Server([DeadNode()], ["http://127.0.0.1:1"], release=Release("0", "", 17)).await_nodes(1)


@pytest.mark.parametrize("word", ["ALIVE", "SIGSTOP"])
def test_a_server_ends_with_whoever_started_it(word: str, tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    server = "sleep 600 & echo $! > child.new; mv child.new child; wait"
    keeper = [sys.executable, str(KEEPER), str(folder), "", "/bin/sh", "-c", server]
    command = [sys.executable, "-c", STARTER, *keeper]
    starter = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert starter.stdin
    assert starter.stdout
    print("START", file=starter.stdin, flush=True)
    assert _comes_true((folder / "child").exists)
    child = int((folder / "child").read_text(encoding="ascii"))
    print(word, file=starter.stdin, flush=True)
    assert [starter.stdout.readline() for _ in "12"] == ["alive\n", "alive\n"]
    starter.kill()
    starter.communicate()  # ends when the keeper does: it has the same output
    assert (folder.exists(), _comes_true(lambda: not _runs(child))) == (False, True)


STARTER = """
import subprocess, sys
keeper = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, text=True, start_new_session=True)
for line in sys.stdin:
    print(line, end="", file=keeper.stdin, flush=True)
"""


def _runs(number: int) -> bool:
    """Whether a process of this number runs; one that only waits for its parent's notice does not."""
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _comes_true(condition: Callable[[], bool]) -> bool:
    """Whether it is so within a minute."""
    ends = time.monotonic() + 60
    while not condition() and time.monotonic() < ends:
        time.sleep(0.05)
    return condition()
