"""Questions that people ask an archive, by class, drawn from a seed out of what `bench.corpus` wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bench import corpus
from bench.readers import customers_of

Maker = Callable[[], str]

FREQUENT = 20
"""The most frequent words of the corpus; a question of the class "frequent word" asks for one of them."""


class Asker:
    """Draws questions over the first `batches` of a corpus. `reader` names one of `bench.readers.READERS`,
    or is anything else for somebody without files of his own."""

    def __init__(self, seed: int, batches: int, *, reader: str) -> None:
        self._draw = Random(f"{seed}/questions/{reader}")
        self._seed, self._batches = seed, batches
        self._cast = corpus.cast(seed)
        own = customers_of(reader, seed=seed)
        self._own = own or [one.name for one in self._cast.customers]
        self._pages = [page.text for paper in self._some_papers() for page in paper.pages]

    def makers(self) -> Mapping[str, Maker]:
        """One maker of questions for each class."""
        draw, cast = self._draw, self._cast
        return {
            "1 character": lambda: draw.choice(self._word()),
            "word of 2 to 4": self._word,
            "frequent word": lambda: draw.choice(cast.words[:FREQUENT]),
            "piece of a line, 6 to 15": lambda: self._piece(draw.randint(6, 15)),
            "person": lambda: draw.choice(cast.persons),
            "company": lambda: draw.choice(cast.strangers).name,
            "customer of one's own": lambda: draw.choice(self._own),
            "credit code": lambda: draw.choice(cast.customers).code,
            "inside of a code": lambda: draw.choice(cast.customers).code[9:14],
            "contract number": lambda: f"HT-{draw.randint(2021, 2026)}-{draw.randrange(10000):04}",
            "amount": lambda: f"{draw.randrange(10**7) / 100:,.2f}",
            "two words": lambda: f"{self._word()} {self._word()}",
            "OR, -not, category": lambda: (
                f"({self._word()} OR {self._word()}) -{self._word()} category:{draw.choice([*corpus.KINDS])}"
            ),
            "customer and dates": lambda: f'customer:"{draw.choice(self._own)}" from:2024 to:2025-06',
            "word and one month": lambda: f"{self._word()} from:2024-03 to:2024-03",
            "misread name": self._misread_name,
        }

    def _word(self) -> str:
        """A word, as frequently asked for as it stands in the papers."""
        words = self._cast.words
        return words[min(int(20 * (len(words) / 20) ** self._draw.random()), len(words) - 1)]

    def _piece(self, letters: int) -> str:
        lines = [line for line in self._draw.choice(self._pages).split("\n") if len(line) >= letters]
        if not lines:
            return self._piece(letters)
        line = self._draw.choice(lines)
        start = self._draw.randrange(len(line) - letters + 1)
        piece = line[start : start + letters]
        return '"' + "".join(" " if sign in '"＂“”「」『』' else sign for sign in piece) + '"'

    def _misread_name(self) -> str:
        name = self._draw.choice(self._cast.strangers).name
        return f'"{name[:2]}乁{name[3:]}"'

    def _some_papers(self) -> list[corpus.Paper]:
        batch = self._draw.randrange(self._batches)
        return corpus.papers(self._seed, batch)[:100]
