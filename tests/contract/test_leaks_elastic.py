"""What a reader's query tells a cluster, and what it asks of it: the words in the body, the reader's files
around it, and no text where none is needed."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from archive.settings import ElasticSettings
from index.elastic import ElasticStore
from index.elastic_cluster import Cluster
from index.elastic_secrets import Credentials
from index.query import parse
from index.store import Question
from index.testing.library import scope_of
from index.testing.made_up import KINDS
from tests.clustered import HOME
from tests.hostile import always, answer, hostile

WORDS = "鹭鸶密问江阴甲木工业"  # long enough that similar ones are looked for too
PASSWORD = "kept-to-ourselves"
NOTHING = {
    "took": 1,
    "timed_out": False,
    "_shards": {"total": 1, "successful": 1, "failed": 0, "skipped": 0},
    "hits": {"total": {"value": 0, "relation": "eq"}, "hits": []},
}
FILES = (3, 7)


def question() -> Question:
    return Question(parse(WORDS, kinds=KINDS), scope_of(*FILES), lambda _: frozenset())


def asked() -> list[tuple[str, dict[str, Any]]]:
    """The heads and bodies of the requests that a search makes: for exact hits, then for similar ones."""
    with hostile(always(answer(NOTHING))) as server:
        settings = ElasticSettings.model_validate(
            {"hosts": (f"http://127.0.0.1:{server.port}",), "user": "dangan", "timeout_seconds": 5.0}
        )
        cluster = Cluster(settings, lambda: Credentials("dangan", PASSWORD))
        store = ElasticStore(cluster, family="dangan-0", name="1", home=HOME)
        try:
            store.search(question(), limit=5, after=None)
        finally:
            store.close()
        requests = [request.partition(b"\r\n\r\n") for request in server.asked]
    return [(head.decode(), json.loads(body)) for head, _, body in requests]


def test_words_go_in_the_body_and_never_in_an_address() -> None:
    """Servers and proxies keep addresses in their logs. Nor is there anything of who asks."""
    heads = [head for head, _ in asked()]
    assert len(heads) == 2
    for head in heads:
        assert head.startswith("POST /dangan-0-1/_search?")
        pairs = [WORDS[at : at + 2] for at in range(len(WORDS) - 1)]
        assert [pair for pair in pairs if pair in unquote(head)] == []
        assert PASSWORD not in head


def test_every_question_is_limited_to_the_readers_files() -> None:
    for _, body in asked():
        assert {"terms": {"file": [str(file) for file in FILES]}} in body["query"]["bool"]["filter"]
        assert {"term": {"removed": False}} in body["query"]["bool"]["filter"]


def test_text_is_asked_for_only_of_what_may_be_similar() -> None:
    exact, similar = (body for _, body in asked())
    assert exact["_source"] is False
    assert similar["_source"] == ["packed"]
    assert [
        key for body in (exact, similar) for key in body if key in ("highlight", "suggest", "explain")
    ] == []
