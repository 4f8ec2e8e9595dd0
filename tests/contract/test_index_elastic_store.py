"""What only an index on a real cluster can get wrong."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from elasticsearch import Elasticsearch

from archive.errors import EngineUnavailable, StorageError
from index import elastic_bulk
from index.elastic import ElasticStore
from index.elastic_faults import IndexLost
from index.engine import Facets, Hit, Hits, IndexedDocument
from index.plan import Node, Phrase, Plan
from index.query import DEEPEST, parse
from index.store import Held, Question
from index.testing.library import scope_of
from tests.clustered import HOME, cluster_of, family_on, store_on
from tests.servers.server import Server


def paper(number: int, text: str = "煤炭合同", *, revision: int = 1, file: int = 1) -> IndexedDocument:
    return IndexedDocument(
        document=number,
        revision=revision,
        filing_sequence=number,
        file=file,
        kind="contract_text",
        customer=1,
        issued_on=date(2020 + number % 3, 1, 1),
        head=("题名", "", ""),
        pages=(text,),
    )


def asked(text: str | Node, *files: int, without: tuple[int, ...] = ()) -> Question:
    root = Phrase(text) if isinstance(text, str) else text
    return Question(Plan(root), scope_of(*(files or (1,))), lambda _: frozenset(), without)


def documents(store: ElasticStore, text: str | Node, *files: int, without: tuple[int, ...] = ()) -> list[int]:
    hits = store.search(asked(text, *files, without=without), limit=1000, after=None).hits
    return [hit.document for hit in hits]


@pytest.fixture
def store(elastic: Server) -> Iterator[ElasticStore]:
    with store_on(elastic, shards=2) as store:
        yield store


@pytest.fixture
def admin(elastic: Server) -> Iterator[Elasticsearch]:
    with elastic.client() as client:
        yield client


def test_an_older_revision_never_replaces_a_newer_one(store: ElasticStore) -> None:
    store.take([paper(1, "新的", revision=5)], {})
    store.take([paper(1, "旧的", revision=4)], {})
    store.take([], {1: 3})
    assert (documents(store, "新的"), documents(store, "旧的")) == ([1], [])


def test_the_same_revision_is_mended(store: ElasticStore) -> None:
    store.take([paper(1, "错误")], {})
    store.take([paper(1, "正确")], {})
    assert (documents(store, "正确"), documents(store, "错误")) == ([1], [])


def test_what_is_gone_stays_gone_and_is_in_no_count(store: ElasticStore) -> None:
    store.take([paper(1), paper(2)], {})
    store.take([], {1: 2})
    store.take([paper(1)], {})
    assert documents(store, "煤炭") == [2]
    assert [held.document for held in store.held()] == [2]
    assert store.size().documents == 1


def test_documents_are_listed_by_number_through_many_pages(
    store: ElasticStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.elastic.MOST_AT_ONCE", 3)
    store.take([paper(number, revision=number) for number in (7, 2, 9, 4, 1, 12)], {4: 5})
    held = list(store.held())
    assert [(one.document, one.revision) for one in held] == [(1, 1), (2, 2), (7, 7), (9, 9), (12, 12)]
    assert all(isinstance(one, Held) and len(one.digest) == 16 for one in held)


def test_a_lost_index_is_said_to_be_lost_and_not_made_by_a_document(
    store: ElasticStore, admin: Elasticsearch
) -> None:
    admin.indices.delete(index=store.index)
    assert store.ready(), "it was sound a moment ago"
    with pytest.raises(IndexLost, match="is not on the Elasticsearch cluster"):
        store.search(asked("煤炭"), limit=5, after=None)
    assert not store.ready()
    with pytest.raises(IndexLost):
        store.take([paper(1)], {})
    assert not admin.indices.exists(index=store.index)


@pytest.mark.parametrize("changed", [{"layout": 0}, {"tokens": 0}, {"home": "f" * 32}])
def test_an_index_of_another_layout_tokeniser_or_home_is_not_ready(
    store: ElasticStore, admin: Elasticsearch, changed: dict[str, object], elastic: Server
) -> None:
    meta = admin.indices.get_mapping(index=store.index)[store.index]["mappings"]["_meta"]
    admin.indices.put_mapping(index=store.index, meta={**meta, **changed})
    family, _, name = store.index.rpartition("-")
    again = ElasticStore(cluster_of(elastic), family=family, name=name, home=HOME)
    assert not again.ready()
    again.create()
    assert again.ready()
    again.close()


def test_nothing_unknown_is_mapped_by_guessing(store: ElasticStore, admin: Elasticsearch) -> None:
    mapping = admin.indices.get_mapping(index=store.index)[store.index]["mappings"]
    assert mapping["dynamic"] == "strict"


def test_the_text_is_not_kept_as_it_was_sent(store: ElasticStore, admin: Elasticsearch) -> None:
    store.take([paper(1)], {})
    kept = admin.get(index=store.index, id="1")["_source"]
    assert {"text", "facts", "chars"} & kept.keys() == set()
    assert "packed" in kept


def test_the_alias_follows_the_index_that_serves(elastic: Server, admin: Elasticsearch) -> None:
    with family_on(elastic) as family:
        stores = [ElasticStore(cluster_of(elastic), family=family, name=name, home=HOME) for name in "12"]
        for store in stores:
            store.create()
            store.serve()
        assert list(admin.indices.get_alias(name=family)) == [f"{family}-2"]
        stores[0].discard()
        stores[0].discard()
        assert [store.ready() for store in stores] == [False, True]
        for store in stores:
            store.close()


def test_a_full_disk_is_said_in_words(store: ElasticStore, breakable: Server) -> None:
    with breakable.client() as admin:
        admin.indices.put_settings(index=store.index, settings={"index.blocks.read_only_allow_delete": True})
        with pytest.raises(StorageError, match="nearly full") as told:
            store.take([paper(1, "绝密词句")], {})
        assert "绝密" not in f"{told.value} {told.value.__cause__}"
        assert documents(store, "煤炭") == []
        admin.indices.put_settings(index=store.index, settings={"index.blocks.read_only_allow_delete": None})
    store.take([paper(1)], {})
    assert documents(store, "煤炭") == [1]


def test_an_index_closed_for_writing_is_said_in_words(store: ElasticStore, breakable: Server) -> None:
    with breakable.client() as admin:
        admin.indices.put_settings(index=store.index, settings={"index.blocks.write": True})
        with pytest.raises(StorageError, match="blocked for writing"):
            store.take([paper(1)], {})


def test_a_dead_server_is_said_to_be_dead_and_taken_up_again(store: ElasticStore, breakable: Server) -> None:
    store.take([paper(1)], {})
    breakable.nodes[0].kill()
    with pytest.raises(EngineUnavailable, match="Nothing answers at"):
        store.search(asked("煤炭"), limit=5, after=None)
    breakable.restore()
    assert documents(store, "煤炭") == [1]


def test_a_server_that_stands_still_costs_no_more_than_the_patience(breakable: Server) -> None:
    with store_on(breakable) as store:
        hasty = ElasticStore(cluster_of(breakable, seconds=0.5), family=store.index[:-2], name="1", home=HOME)
        breakable.nodes[0].pause()
        began = time.monotonic()
        with pytest.raises(EngineUnavailable, match="did not answer in time"):
            hasty.search(asked("煤炭"), limit=5, after=None)
        assert time.monotonic() - began < 10  # not the minute that the client would wait
        breakable.nodes[0].resume()
        breakable.restore()
        hasty.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"{'煤 (题名 OR ' * DEEPEST}煤炭{')' * DEEPEST}", [2, 1]),
        (f"{'煤 -(' * DEEPEST}煤炭{')' * DEEPEST}", [2, 1]),
        (f"{'(收据 OR 合同) (收据 OR 题名 (' * (DEEPEST // 2)}煤炭{'))' * (DEEPEST // 2)}", [2]),
        (f"{'煤 -(题名 (合同 OR ' * (DEEPEST // 2)}煤炭{'))' * (DEEPEST // 2)}", [1]),
    ],
    ids=["choices", "exclusions", "pairs of choices", "choices left out"],
)
def test_brackets_as_deep_as_queries_may_have_are_understood(
    store: ElasticStore, query: str, expected: list[int]
) -> None:
    store.take([paper(1, "煤炭"), paper(2, "煤炭合同")], {})
    assert documents(store, parse(query, kinds={}).root) == expected


def test_lists_longer_than_a_cluster_takes_in_one_piece(
    store: ElasticStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.elastic_query.MOST_TERMS", 3)
    store.take([paper(number, file=number) for number in range(1, 11)], {})
    assert documents(store, "煤炭", *range(1, 9)) == [8, 7, 6, 5, 4, 3, 2, 1]
    assert documents(store, "煤炭", *range(1, 9), without=(1, 3, 5, 7, 8)) == [6, 4, 2]


def test_a_long_scope_beyond_the_clusters_own_limit(store: ElasticStore) -> None:
    store.take([paper(1, file=70_000), paper(2, file=2)], {})
    assert documents(store, "煤炭", *range(3, 70_001)) == [1]


def test_documents_go_in_several_requests(store: ElasticStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_bulk, "MOST_BYTES", 2_000)
    store.take([paper(number, "煤炭合同" * number) for number in range(1, 30)], {})
    assert documents(store, "煤炭") == list(range(29, 0, -1))


def test_a_page_longer_than_a_cluster_gives(store: ElasticStore) -> None:
    store.take([paper(1)], {})
    answered = store.search(asked("煤炭"), limit=1_000_000, after=None)
    assert answered == Hits((Hit(1, 1),), 1, capped=False, more=False)


def test_only_the_newest_are_parted(store: ElasticStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.elastic_selection.FACET_CAP", 4)
    store.take([paper(number, file=1 + (number == 9)) for number in range(1, 10)], {})
    assert store.facets(asked("煤炭")) == Facets(
        kinds=(("contract_text", 4),),
        customers=((1, 4),),
        years=((2022, 2), (2020, 1), (2021, 1)),
        capped=True,
    )
    assert not store.facets(asked("煤炭", 2)).capped


def test_compacting_leaves_no_word_of_what_is_gone(store: ElasticStore, elastic: Server) -> None:
    store.take([paper(1), paper(2, "饕餮魍魉")], {})
    words = ["饕餮".encode(), "餮魍".encode()]
    assert [word in raw_bytes(elastic) for word in words] == [True, True]
    store.take([], {2: 2})
    with elastic.client() as admin:  # a cluster keeps what is gone half a day, for a node that was away
        short = {"index.soft_deletes.retention_lease.period": "1ms"}
        admin.indices.put_settings(index=store.index, settings=short)
    until = time.monotonic() + 120
    while words[0] in raw_bytes(elastic) and time.monotonic() < until:
        time.sleep(5)
        store.compact()
    assert [word in raw_bytes(elastic) for word in words] == [False, False]


def raw_bytes(server: Server) -> bytes:
    data = server.nodes[0].folder / "data"
    return b"".join(path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file())


def test_facts_of_a_paper_without_a_date(store: ElasticStore) -> None:
    store.take([replace(paper(1), issued_on=None)], {})
    assert store.facets(asked("煤炭")).years == ((0, 1),)
