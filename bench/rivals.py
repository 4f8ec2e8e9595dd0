"""What is found, how much of it rightly and how fast, beside what people use instead.

    python -m bench.rivals [--pages 5000] [--seed 1] [--elastic URL]

Truth is looking through every text (`index.testing.oracle.plain`), which shares no code with any index. The
rivals: FTS5 with its trigram tokeniser; FTS5 over words cut by jieba (where it is installed: `pip install
jieba==0.42.1`, no part of this program); Elasticsearch's `standard` analysis on the server at URL.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, Protocol

import apsw
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from bench import corpus
from bench.machine import machine
from index.embedded import EmbeddedStore
from index.engine import Hit, IndexedDocument
from index.plan import Phrase, Plan
from index.store import Question
from index.testing.library import scope_of
from index.testing.oracle import plain
from index.tokens import fold

QUESTIONS = 30  # of each class
_PAGE_OF_HITS = 1000

Texts = Mapping[int, str]


class Rival(Protocol):
    """Something that finds documents by words."""

    def fill(self, texts: Texts) -> None:
        """Take these texts in, by number."""

    def find(self, term: str) -> set[int]:
        """The documents that it finds for what somebody typed."""


class Ours:
    """The embedded store, exact hits."""

    def __init__(self, folder: Path) -> None:
        self._store = EmbeddedStore(folder / "ours.db")
        self._store.create()

    def fill(self, texts: Texts) -> None:
        papers = [
            IndexedDocument(number, 1, number, 1, "contract_text", 1, None, (), (text,))
            for number, text in texts.items()
        ]
        self._store.take(papers, {})

    def find(self, term: str) -> set[int]:
        question = Question(Plan(Phrase(fold(term))), scope_of(1, everything=True), lambda _: frozenset())
        found: set[int] = set()
        after: Hit | None = None
        while True:
            answered = self._store.search(question, limit=_PAGE_OF_HITS, after=after)
            found |= {hit.document for hit in answered.hits if not hit.tolerant}
            if not answered.more or answered.hits[-1].tolerant:
                return found
            after = answered.hits[-1]


class FullText:
    """FTS5 with a tokeniser of SQLite's own; `cut` parts texts and questions into words before."""

    def __init__(self, folder: Path, tokeniser: str, cut: Callable[[str], str] = str) -> None:
        self._cut = cut
        self._index = apsw.Connection(str(folder / f"{tokeniser}.db"))
        self._index.execute(
            f"CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='{tokeniser}')"
        )

    def fill(self, texts: Texts) -> None:
        with self._index:
            rows = ((number, self._cut(text)) for number, text in texts.items())
            self._index.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", rows)

    def find(self, term: str) -> set[int]:
        phrase = '"' + self._cut(term).replace('"', " ") + '"'
        return {int(str(row[0])) for row in self._index.execute("SELECT rowid FROM words(?)", (phrase,))}


class Standard:
    """Elasticsearch's `standard` analysis, asked for the phrase."""

    _INDEX = "dangan-bench-standard"

    def __init__(self, url: str) -> None:
        self._client = Elasticsearch(url)
        self._client.options(ignore_status=404).indices.delete(index=self._INDEX)
        fields = {"text": {"type": "text", "analyzer": "standard"}}
        self._client.indices.create(
            index=self._INDEX,
            mappings={"properties": fields},
            settings={"number_of_replicas": 0, "max_result_window": 100_000},
        )

    def fill(self, texts: Texts) -> None:
        rows = ({"_index": self._INDEX, "_id": str(number), "text": text} for number, text in texts.items())
        bulk(self._client, rows, refresh=True)

    def find(self, term: str) -> set[int]:
        asked = {"match_phrase": {"text": term}}
        answered = self._client.search(index=self._INDEX, query=asked, size=100_000, source=False)
        return {int(hit["_id"]) for hit in answered["hits"]["hits"]}


def rivals(folder: Path, elastic: str | None) -> Iterator[tuple[str, Rival]]:
    """Those that can be had here, by name."""
    yield "dangan", Ours(folder)
    yield "FTS5 trigram", FullText(folder, "trigram")
    if find_spec("jieba"):
        jieba: Any = import_module("jieba")
        yield "FTS5, cut by jieba", FullText(folder, "unicode61", lambda text: " ".join(jieba.cut(text)))
    if elastic:
        yield "Elasticsearch standard", Standard(elastic)


def questions(cast: corpus.Cast, texts: Texts, draw: Random) -> Mapping[str, Callable[[], str]]:
    """One maker of terms for each class; all are cut from what the papers say, as people remember it."""
    everything = list(texts.values())

    def piece(length: int) -> str:
        text = draw.choice(everything)
        start = draw.randrange(max(1, len(text) - length))
        found = text[start : start + length]
        return found if found.isalnum() else piece(length)

    def across_lines() -> str:
        text = draw.choice(everything)
        end = text.find("\n", draw.randrange(len(text)))
        found = text[end - 3 : end] + text[end + 1 : end + 4]
        return found if end > 2 and len(found) == 6 and all(map(_is_han, found)) else across_lines()

    def amount() -> str:
        printed = draw.choice(
            [word for word in draw.choice(everything).split() if word.count(",") == 2] or [""]
        )
        return printed.strip("¥元").replace(",", "") or amount()

    def traditional() -> str:
        found = piece(4)
        written = found.translate(corpus.TRADITIONAL)
        return written if written != found else traditional()

    return {
        "1 character": lambda: piece(1),
        "2 characters": lambda: piece(2),
        "4 to 8 characters": lambda: piece(draw.randint(4, 8)),
        "person": lambda: draw.choice(cast.persons),
        "company": lambda: draw.choice(cast.customers).name,
        "inside of a code": lambda: draw.choice(cast.customers).code[9:14],
        "whole code": lambda: draw.choice(cast.customers).code,
        "across a line end": across_lines,
        "traditional for simplified": traditional,
        "amount without its commas": amount,
    }


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=int, default=5000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--elastic", metavar="URL", help="a server for Elasticsearch's standard analysis")
    given = options.parse_args()
    texts = dict(_texts(given.seed, given.pages))
    print(f"{machine()}; seed {given.seed}, {len(texts)} documents\n")
    with tempfile.TemporaryDirectory() as folder:
        compare(dict(rivals(Path(folder), given.elastic)), texts, given.seed)


def compare(found_by: Mapping[str, Rival], texts: Texts, seed: int) -> None:
    """Fill all, ask all the same, and print the table."""
    for rival in found_by.values():
        rival.fill(texts)
    whole = {number: _plainly(text) for number, text in texts.items()}
    makers = questions(corpus.cast(seed), texts, Random(f"{seed}/rivals"))
    print("| recall / precision, median ms | " + " | ".join(found_by) + " |")
    print("|---" * (len(found_by) + 1) + "|")
    for kind, make in makers.items():
        terms = [make() for _ in range(QUESTIONS)]
        right = {term: {number for number, text in whole.items() if _plainly(term) in text} for term in terms}
        print(
            f"| {kind} | " + " | ".join(_cell(rival, right) for rival in found_by.values()) + " |", flush=True
        )


def _cell(rival: Rival, right: Mapping[str, set[int]]) -> str:
    times, found, wanted, both = [], 0, 0, 0
    for term, expected in right.items():
        start = perf_counter()
        answered = rival.find(term)
        times.append(1000 * (perf_counter() - start))
        found, wanted, both = found + len(answered), wanted + len(expected), both + len(answered & expected)
    return f"{_share(both, wanted)} / {_share(both, found)}, {median(times):.1f}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _texts(seed: int, pages: int) -> Iterator[tuple[int, str]]:
    number, batch = 0, 0
    while pages > 0:
        for paper in corpus.papers(seed, batch):
            number += 1
            pages -= len(paper.pages)
            yield number, "\n".join(page.text for page in paper.pages)
        batch += 1


def _plainly(text: str) -> str:
    return plain(text.translate(corpus.SIMPLIFIED))


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿"


if __name__ == "__main__":
    main()
