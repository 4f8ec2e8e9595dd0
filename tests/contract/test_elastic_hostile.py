"""What answers in the place of Elasticsearch may be anything: slow, garbage, another product, half an answer.

The servers here stand for what is *not* Elasticsearch, or for one that lies; they are no stand-ins for it.
Whatever they do, the answer comes in bounded time, in clear words, and neither the query nor a paper's
text is in it.
"""

from __future__ import annotations

import datetime
import json
import logging
import re
import ssl
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from access.desk import open_desk
from access.searching import Query
from archive.clock import utc_now
from archive.errors import EngineUnavailable, StorageError
from archive.people import Post
from archive.settings import ElasticSettings
from index import generations
from index.elastic import ElasticStore
from index.elastic_cluster import Cluster
from index.elastic_mapping import stamp
from index.elastic_secrets import Credentials
from index.engine import IndexedDocument
from index.followers import Followers
from index.following import FollowingEngine
from index.query import parse
from index.store import Question
from index.testing.library import scope_of
from index.testing.made_up import KINDS, NOW
from search_cli.main import run
from tests.clock import StoppedClock
from tests.clustered import HOME
from tests.hostile import OURS, Reply, always, answer, endlessly, hostile, slowly
from tests.staffed import OTHER, QUICK, Staffed, staff
from tests.staffed import PASSWORD as HOUSE_PASSWORD

pytestmark = pytest.mark.timeout(120)

SECRET_QUERY = "鹭鸶密问"
SECRET_TEXT = "鸬鹚密文"
PASSWORD = "kept-to-ourselves"
WHOLE = {"total": 1, "successful": 1, "failed": 0, "skipped": 0}
HTML = b"<html><body>Welcome to the intranet</body></html>"
PLAIN = {"Content-Type": "text/html"}
ANOTHER = {"name": "node", "version": {"distribution": "opensearch", "number": "2.11.0"}}
PAPER = IndexedDocument(7, 1, 7, 1, "contract_text", 1, None, ("题名", "", "QH-1"), (SECRET_TEXT,))


def found(**changes: object) -> dict[str, object]:
    """A right answer to a search that finds document 7, with these changes."""
    hits = {"total": {"value": 1, "relation": "eq"}, "hits": [{"_id": "7", "sort": [7]}]}
    return {"took": 1, "timed_out": False, "_shards": WHOLE, "hits": hits, **changes}


def refusal(status: int, kind: str) -> bytes:
    """A refusal that quotes what was asked, as servers do."""
    reason = f"cannot do with [{SECRET_QUERY}] and [{SECRET_TEXT}]"
    return answer({"error": {"type": kind, "reason": reason}, "status": status}, status=status)


REPLIES: dict[str, tuple[Reply, str]] = {
    "byte by byte": (slowly(answer(found())), "in time"),
    "head, then byte by byte": (slowly(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 60_000), "in time"),
    "silence": (lambda _: iter(()), "breaks off"),
    "garbage": (always(b"\x00\xff\x16\x03 garbage\r\n\r\n"), "breaks off"),
    "SSH": (always(b"SSH-2.0-OpenSSH_9.2\r\n"), "breaks off"),
    "HTML": (always(answer(HTML, headers=PLAIN)), "not (an )?Elasticsearch"),
    "HTML that says it is ours": (always(answer(HTML, headers=OURS)), "not an Elasticsearch"),
    "another product": (
        always(answer(ANOTHER, headers={"Content-Type": "application/json"})),
        "not (an )?Elasticsearch",
    ),
    "no product's name": (
        always(answer(found(), headers={"Content-Type": "application/json"})),
        "not (an )?Elasticsearch",
    ),
    "endless body": (endlessly(b"HTTP/1.1 200 OK\r\n\r\n[", b"1," * 50_000), "breaks off|in time"),
    "endless head": (endlessly(b"HTTP/1.1 200 OK\r\n", b"X-More: more\r\n"), "breaks off|in time"),
    "a length that is a lie": (
        always(b"HTTP/1.1 200 OK\r\nX-Elastic-Product: Elasticsearch\r\nContent-Length: 99999\r\n\r\n{}"),
        "breaks off|in time",
    ),
    "half an answer": (always(answer(found())[:-40]), "breaks off|in time"),
    "a bomb": (
        always(answer(b"[" * 200_000 + b"]" * 200_000)),
        "not an Elasticsearch",
    ),
    "a redirect": (
        always(answer(b"", status=302, headers={**OURS, "Location": "http://127.0.0.1:9/"})),
        "refused a request|not Elasticsearch|not an Elasticsearch",
    ),
    "400": (always(refusal(400, "parsing_exception")), "refused a request"),
    "401": (always(refusal(401, "security_exception")), "does not accept the user"),
    "403": (always(refusal(403, "security_exception")), "does not allow"),
    "404": (always(refusal(404, "index_not_found_exception")), "not on the Elasticsearch cluster"),
    "413": (always(refusal(413, "content_too_long_exception")), "too large"),
    "429": (always(refusal(429, "es_rejected_execution_exception")), "cannot do it now"),
    "500": (always(refusal(500, "null_pointer_exception")), "refused a request"),
    "503": (always(refusal(503, "no_shard_available_action_exception")), "cannot do it now"),
    "a kind that is a text": (always(refusal(500, SECRET_QUERY)), "refused a request"),
    "502 of a proxy": (always(answer(HTML, status=502, headers=PLAIN)), "not Elasticsearch: it says 502"),
    "one shard failed": (always(answer(found(_shards={**WHOLE, "failed": 1}))), "only a part"),
    "one shard silent": (always(answer(found(_shards={**WHOLE, "total": 2}))), "only a part"),
    "timed out": (always(answer(found(timed_out=True))), "only a part"),
    "a list": (always(answer([])), "not an Elasticsearch"),
    "null": (always(answer(None)), "not an Elasticsearch"),
    "no hits": (always(answer(found(hits=None))), "not an Elasticsearch"),
    "hits of words": (always(answer(found(hits={"hits": ["a"]}))), "not an Elasticsearch"),
    "a number that is none": (
        always(answer(found(hits={"hits": [{"_id": "seven", "sort": [7]}]}))),
        "not an Elasticsearch",
    ),
    "a place that is none": (
        always(answer(found(hits={"hits": [{"_id": "7", "sort": [{"a": 1}]}]}))),
        "not an Elasticsearch",
    ),
}


def store_at(address: str, **settings: object) -> ElasticStore:
    asked = ElasticSettings.model_validate(
        {"hosts": (address,), "user": "dangan", "timeout_seconds": 1.0, **settings}
    )
    return ElasticStore(
        Cluster(asked, lambda: Credentials("dangan", PASSWORD)), family="dangan-0", name="1", home=HOME
    )


def question() -> Question:
    return Question(parse(SECRET_QUERY, kinds=KINDS), scope_of(1), lambda _: frozenset())


CALLS: dict[str, Callable[[ElasticStore], object]] = {
    "search": lambda store: store.search(question(), limit=5, after=None),
    "facets": lambda store: store.facets(question()),
    "take": lambda store: store.take([PAPER], {8: 2}),
    "ready": lambda store: store.ready(),
    "held": lambda store: list(store.held()),
    "size": lambda store: store.size(),
}


def complaint_of(store: ElasticStore, call: str) -> StorageError | EngineUnavailable | None:
    """What the store says; nothing secret is in any of it."""
    try:
        CALLS[call](store)
    except (StorageError, EngineUnavailable) as error:
        told = "".join(traceback.format_exception(error)) + f"{error.values}{error.advice}"
        assert [] == [word for word in (SECRET_QUERY, SECRET_TEXT, PASSWORD) if word in told]
        return error
    finally:
        store.close()
    return None


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing is written to any log: neither by us nor by the client."""
    with caplog.at_level(logging.DEBUG):
        yield
    loud = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [] == [record.getMessage() for record in loud]
    assert not [word for word in (SECRET_QUERY, SECRET_TEXT, PASSWORD) if word in caplog.text]


@pytest.mark.parametrize("name", REPLIES)
def test_a_search_is_answered_in_words(name: str) -> None:
    reply, said = REPLIES[name]
    with hostile(reply) as server:
        error = complaint_of(store_at(f"http://127.0.0.1:{server.port}"), "search")
    assert error is not None
    assert (10 if name == "413" else 13) == error.exit_code
    assert re.search(said, str(error)), str(error)


@pytest.mark.parametrize("call", [call for call in CALLS if call != "search"])
@pytest.mark.parametrize(
    "name",
    ["byte by byte", "garbage", "HTML that says it is ours", "another product", "null", "500", "a list"],
)
def test_whatever_else_is_asked_is_refused_in_words_too(name: str, call: str) -> None:
    reply, _ = REPLIES[name]
    with hostile(reply) as server:
        assert complaint_of(store_at(f"http://127.0.0.1:{server.port}"), call) is not None


def test_a_redirect_takes_the_password_nowhere() -> None:
    with hostile(always(answer(found()))) as elsewhere:
        there = {**OURS, "Location": f"http://127.0.0.1:{elsewhere.port}/"}
        for status in (301, 302, 307, 308):
            with hostile(always(answer(b"{}", status=status, headers=there))) as server:
                assert complaint_of(store_at(f"http://127.0.0.1:{server.port}"), "search") is not None
        assert [] == elsewhere.asked


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], "not an Elasticsearch"),
        ([{"index": {"status": 201}}], "not an Elasticsearch"),  # one of two
        ([{"index": {"status": 201}}, {"index": {"status": "good"}}], "not an Elasticsearch"),
        (
            [
                {"index": {"status": 201}},
                {"index": {"status": 400, "error": {"type": "parsing", "reason": SECRET_TEXT}}},
            ],
            "does not take document 7",
        ),
        (
            [
                {"index": {"status": 201}},
                {"index": {"status": 403, "error": {"type": "cluster_block_exception", "reason": ""}}},
            ],
            "blocked for writing",
        ),
    ],
)
def test_every_item_of_a_bulk_is_looked_at(items: list[object], said: str) -> None:
    taken = {"took": 1, "errors": False, "items": items}  # "errors" may lie
    with hostile(always(answer(taken))) as server:
        error = complaint_of(store_at(f"http://127.0.0.1:{server.port}"), "take")
    assert error is not None
    assert said in str(error)


def test_nobody_listens() -> None:
    with hostile(always(b"")) as server:
        port = server.port
    error = complaint_of(store_at(f"http://127.0.0.1:{port}"), "search")
    assert error is not None
    assert f"Nothing answers at http://127.0.0.1:{port}." == str(error)


def test_a_name_that_nobody_knows() -> None:
    error = complaint_of(store_at("https://no-such-host.invalid:9200"), "search")
    assert error is not None
    assert "not known to this machine's network" in str(error)


def authority(folder: Path) -> tuple[trustme.CA, str]:
    made = trustme.CA()
    path = folder / f"{id(made)}.pem"
    made.cert_pem.write_to_path(str(path))
    return made, str(path)


def context_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("trusted", ""),
        ("another authority", "certificate of .* is not trusted"),
        ("expired", "certificate of .* is not trusted"),
        ("another host", "certificate of .* is not trusted"),
        ("no TLS", "No TLS connection"),
    ],
)
def test_certificates(case: str, said: str, tmp_path: Path) -> None:
    known, path = authority(tmp_path)
    stranger, _ = authority(tmp_path)
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = {
        "another authority": lambda: stranger.issue_cert("127.0.0.1"),
        "expired": lambda: known.issue_cert("127.0.0.1", not_before=past, not_after=past.replace(year=2021)),
        "another host": lambda: known.issue_cert("elsewhere.example"),
    }.get(case, lambda: known.issue_cert("127.0.0.1"))()
    tls = None if case == "no TLS" else context_of(certificate)
    with hostile(always(answer(found())), tls=tls) as server:
        error = complaint_of(store_at(f"https://127.0.0.1:{server.port}", ca=path), "search")
        unseen = [request for request in server.asked if PASSWORD.encode() in request]
    if not said:
        assert error is None
    else:
        assert error is not None
        assert re.search(said, str(error)), str(error)
        assert ([], [] if tls else server.asked) == (unseen, server.asked)


def let_a_cluster_serve(staffed: Staffed) -> None:
    with staffed.home.catalogue.write() as tx:
        made = generations.add(tx, "elastic", "{id}", at=NOW)
        generations.switch(tx, made.id, keep=False, at=NOW)


def lying_engine(staffed: Staffed, port: int, folder: Path) -> FollowingEngine:
    """An engine whose serving index is said to be on that server, and up to date."""
    let_a_cluster_serve(staffed)

    def open_store(generation: generations.Generation) -> ElasticStore:
        settings = ElasticSettings(hosts=(f"http://127.0.0.1:{port}",), timeout_seconds=5)
        cluster = Cluster(settings, Credentials)
        return ElasticStore(cluster, family="dangan-0", name=generation.name, home=HOME)

    followers = Followers(staffed.home.catalogue, open_store, staffed.home.locks, clock=lambda: NOW)
    return FollowingEngine(followers, preferred=lambda: "elastic")


def test_hits_that_a_reader_may_not_see_are_dropped_behind_the_gate(staffed: Staffed, tmp_path: Path) -> None:
    """A cluster that answers with everything it has, whatever it was asked."""
    mine = staffed.file_paper(tmp_path)
    others = staffed.file_paper(tmp_path, customer=2, text="别人的文字一页")
    staffed.approve(staffed.ask())
    numbers = (mine.document, others.document, 4711)
    hits = [{"_id": str(number), "sort": [number]} for number in sorted(numbers, reverse=True)]
    lie = found(hits={"total": {"value": 3, "relation": "eq"}, "hits": hits})

    with hostile(mapped(always(answer(lie)), HOME)) as server:
        engine = lying_engine(staffed, server.port, tmp_path)
        desk = open_desk(staffed.home, engine, clock=staffed.clock, hasher=QUICK)
        shown = desk.reading.search(staffed.speakers[Post.READER], Query("文字 OR 密语"))
        engine.close()
    assert [mine.number] == [one.paper.number for one in shown.found]
    assert OTHER not in json.dumps([one.paper.customer for one in shown.found], ensure_ascii=False)


@pytest.mark.parametrize("name", ["garbage", "HTML", "401", "503", "one shard failed"])
def test_the_command_line_says_it_and_leaves_with_13(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    staffed = staff(tmp_path, StoppedClock(utc_now()))  # commands go by the clock on the wall
    staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask())
    let_a_cluster_serve(staffed)
    token = staffed.desk.sessions.login(staffed.speakers[Post.READER].person.login, HOUSE_PASSWORD)
    monkeypatch.setenv("DANGAN_HOME", str(staffed.home.path))
    monkeypatch.setenv("DANGAN_TOKEN", token)
    monkeypatch.setenv("DANGAN_LANG", "en")
    settings = staffed.home.path / "settings.toml"
    with hostile(mapped(REPLIES[name][0], staffed.home.identity)) as server:
        words = settings.read_text(encoding="utf-8")
        assert "http://127.0.0.1:9200" in words
        port = f"http://127.0.0.1:{server.port}"
        settings.write_text(words.replace("http://127.0.0.1:9200", port), encoding="utf-8")
        code = run(["search", SECRET_QUERY])
    staffed.close()
    said = capsys.readouterr()
    assert (13, "") == (code, said.out)
    assert said.err.startswith("Error: ")
    assert re.search(REPLIES[name][1], said.err), said.err
    assert SECRET_QUERY not in said.err


def mapped(reply: Reply, home: str) -> Reply:
    """A server that has the index, and answers whatever else it is asked as `reply` says."""

    def answered(request: bytes) -> Iterator[bytes]:
        first = request.split(b"\r\n")[0]
        if b"_mapping" not in first:
            return reply(request)
        return iter((answer({first.split(b"/")[1].decode(): {"mappings": {"_meta": dict(stamp(home))}}}),))

    return answered
