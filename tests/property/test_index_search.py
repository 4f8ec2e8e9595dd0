"""Any query on any text: the engine agrees with looking through the texts, and nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import BadInput
from index.nearness import is_near
from index.query import parse
from index.testing.library import Library, exact, follow, found, scope_of
from index.testing.made_up import KINDS, Shelf, draw_papers
from index.testing.oracle import Both, Customer, Either, Kind, Question, Word, answer, plain, write
from index.tokens import fold, fold_with_origins
from tests.clustered import library_on
from tests.servers.server import Server

LETTERS = "煤炭合同有限公司李青號业0123A4xHT"
NOISE = ' \n，。()（）:：-－"“”,.\u3000\u202e·'
WORDS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=4)
TEXTS = st.text(st.sampled_from(LETTERS + NOISE), max_size=60)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("library")
    shelf = Shelf(folder, files=3)
    draw_papers(shelf, seed=11, count=60)
    engine = follow(shelf.catalogue, folder)
    engine.drain()
    yield Library(shelf, engine)
    engine.close()
    shelf.catalogue.close()


@pytest.fixture(scope="module")
def clustered(elastic: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The same papers on Elasticsearch, in two shards."""
    with library_on(elastic, tmp_path_factory.mktemp("clustered"), files=3, shards=2) as library:
        draw_papers(library.shelf, seed=11, count=60)
        library.engine.drain()
        yield library


def combined(inner: st.SearchStrategy[Question]) -> st.SearchStrategy[Question]:
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    few = st.lists(inner, max_size=2).map(tuple)
    return st.builds(Either, some) | st.builds(Both, some, few)


QUESTIONS = st.recursive(
    st.builds(Word, WORDS, st.booleans())
    | st.sampled_from([Kind(kind, name) for kind, name in KINDS.items()])
    | st.sampled_from([Customer("煤"), Customer("northwind"), Customer("白鹭")]),
    combined,
    max_leaves=8,
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=QUESTIONS, files=st.sets(st.integers(1, 3), min_size=1))
def test_the_engine_agrees_with_the_oracle(library: Library, question: Question, files: set[int]) -> None:
    hits = found(library.engine, question, scope_of(*files))
    assert answer(question, library.shelf.filed.values(), files) == exact(hits)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=QUESTIONS, files=st.sets(st.integers(1, 3), min_size=1))
def test_both_engines_find_the_same_in_the_same_order(
    library: Library, clustered: Library, question: Question, files: set[int]
) -> None:
    scope = scope_of(*files)
    assert found(library.engine, question, scope) == found(clustered.engine, question, scope)
    plan = parse(write(question), kinds=KINDS)
    assert library.engine.facets(plan, scope) == clustered.engine.facets(plan, scope)


@given(text=TEXTS)
def test_folding_is_what_the_oracle_calls_plain(text: str) -> None:
    assert plain(text.replace("\u202e", "")) == fold(text)


@given(text=st.text(max_size=60))
def test_origins_fit_and_rise(text: str) -> None:
    folded, origins = fold_with_origins(text)
    assert (fold(text), len(folded)) == (folded, len(origins))
    assert origins == sorted(origins)


@given(query=TEXTS | st.text(max_size=80))
def test_any_query_is_understood_or_refused_in_words(query: str) -> None:
    with suppress(BadInput):
        parse(query, kinds=KINDS)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=TEXTS)
def test_any_query_that_is_understood_is_answered(library: Library, query: str) -> None:
    with suppress(BadInput):
        plan = parse(query, kinds=KINDS)
        assert library.engine.search(plan, scope_of(1, 2, 3), limit=5).total >= 0


@given(
    before=TEXTS,
    name=st.text(st.sampled_from(LETTERS[:11]), min_size=12, max_size=20),
    wrong=st.integers(0, 11),
)
def test_one_wrong_character_keeps_a_long_phrase_near(before: str, name: str, wrong: int) -> None:
    term = fold(name)
    assert is_near(term, fold(before) + term[:wrong] + "乁" + term[wrong + 1 :])
