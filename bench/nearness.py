"""What a tolerant search finds of misread names and codes, and what it finds that nobody asked for.

    python -m bench.nearness [--seed 1] [--count 400]

Tables in Markdown. Recall: of names in which reading spoiled something (at 1, 2 and 5 % of
all characters), the share that is found by the right name. False: how many of 3,000 other names of the
same towns, trades, series and registers become hits, for one name in the mean and at most. A second table
counts the texts that must be looked at, a third the ways to write the dashes of a number.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from random import Random
from statistics import mean

from bench.corpus import cast
from bench.machine import machine
from bench.misreading import misread
from bench.names import TOWNS, TRADES, code, company_names, person
from index.likeness import Likeness
from index.nearness import MOST_STEPS, clues, errors_allowed, is_near, phrase_bigrams
from index.tokens import bigrams, fold
from sample_scans.drawing.companies import CODE_CHARACTERS, credit_code

RATES = (0.01, 0.02, 0.05)
OTHERS = 3000
ASKED = 60

Rule = Callable[[str, str], bool]
"""Whether a folded phrase that is not in a folded text is near in it."""


def four_fifths(term: str, text: str) -> bool:
    """The rule before: four fifths of the bigrams within a window little longer than the phrase."""
    pairs, wide = Counter(phrase_bigrams(term)), len(term) + 4
    needed = pairs.total() - pairs.total() // 5
    if pairs.total() < 5:
        return False
    return any(
        (Counter(text[at : at + 2] for at in range(start, start + wide - 1)) & pairs).total() >= needed
        for start in range(max(1, len(text) - wide + 2))
    )


class _SideBySide(Likeness):
    """Differences may stand next to each other."""

    def _ways_on(
        self, known: int, at: int, after_error: bool, way: int
    ) -> Iterator[tuple[int, tuple[int, int, bool]]]:
        return super()._ways_on(known, at, False, way)


class _AnyDigit(Likeness):
    """A digit may be taken for another one."""

    def __init__(self, term: str, text: str, *, errors: int, steps: int) -> None:
        super().__init__(term, text, errors=errors, steps=steps)
        self._wrong = [2] * len(term)


def within(errors: Callable[[str], int], likeness: type[Likeness] = Likeness) -> Rule:
    """A rule of so many differing characters; every piece of the phrase that stands in the text is tried."""

    def near(term: str, text: str) -> bool:
        if not errors(term) or not any(clue in text for clue in clues(term, Counter())):
            return False
        tried = likeness(term, text, errors=errors(term), steps=MOST_STEPS)
        return any(tried.place(*places) for places in _common_pieces(term, text))

    return near


def _common_pieces(term: str, text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where bigrams of a phrase are in the phrase, and where in a text."""
    for start in range(len(term) - 1):
        at = text.find(term[start : start + 2])
        while at >= 0:
            yield (start, start + 2), (at, at + 2)
            at = text.find(term[start : start + 2], at + 1)


RULES: Mapping[str, Rule] = {
    "exact": lambda _term, _text: False,
    "four fifths of the bigrams (the rule before)": four_fifths,
    "1 character": within(lambda term: min(1, errors_allowed(term))),
    "1 in 5, also side by side": within(errors_allowed, _SideBySide),
    "1 in 5, any digit": within(errors_allowed, _AnyDigit),
    "1 in 5, digits by look-alikes (the rule)": is_near,
}


def company(draw: Random) -> str:
    """A company's name; one in four without its legal form."""
    name = company_names(draw, 1)[0]
    form = next(form for form in ("有限责任公司", "有限公司", "公司", "厂", "经营部", "") if form in name)
    return name if draw.random() < 0.75 else name.partition(form or "公司")[0]


def sister(draw: Random) -> str:
    """A company of one of ten groups: the same brand in several towns and trades."""
    brand = draw.choice(("青禾", "安泰", "恒丰", "鑫达", "盛源", "华兴", "宏远", "德信", "诚顺", "通利"))
    return f"{brand}({draw.choice(TOWNS)}){draw.choice(TRADES)}有限责任公司"


def titled(draw: Random) -> str:
    """A person with what he is."""
    return draw.choice(("法定代表人", "授权代理人", "企业负责人", "项目经理", "委托代理人")) + person(draw)


def credit(draw: Random) -> str:
    """A credit code."""
    return code(draw, draw.randrange(1, 1_000_000))


def registered(draw: Random) -> str:
    """A credit code from one of five offices that number their companies one after the other."""
    office, serial, letters = draw.randrange(5), draw.randrange(900), ""
    for _ in range(6):
        serial, place = divmod(serial, 31)
        letters = CODE_CHARACTERS[place] + letters
    return credit_code(f"14010{office}", f"MA{letters}")


def contract(draw: Random) -> str:
    """The number of a contract, from series as companies keep them."""
    year, number = draw.randint(2021, 2026), draw.randrange(1, 400)
    return draw.choice(
        (f"HT-{year}-{number:03}", f"QH-MM-{year}-{number:04}", f"CG{year}{number:04}",
         f"{year}-XS-{number:03}", f"煤销字[{year}]第{number}号")
    )  # fmt: skip


def clause(draw: Random) -> str:
    """Part of a printed line: what people copy to find a paper again."""
    while True:
        row = draw.choice(cast(1).rows)
        if len(row) >= 16:
            return row[: draw.randint(16, 30)]


CLASSES: Mapping[str, tuple[Callable[[Random], str], Callable[[Random], str]]] = {
    "company names": (company, company),
    "companies of groups": (sister, sister),
    "title and person": (titled, titled),
    "printed lines": (clause, clause),
    "credit codes": (credit, registered),
    "contract numbers": (contract, contract),
}


def on_paper(words: str) -> str:
    """Folded text with the words in the midst of others."""
    return fold(f"甲方：{words}。签订日期")


def is_hit(rule: Rule, term: str, text: str) -> bool:
    """Whether a search for a phrase finds a text, exactly or by a rule."""
    return term in text or rule(term, text)


def spoiled(draw: Random, make: Callable[[Random], str], rate: float, wanted: int) -> list[tuple[str, str]]:
    """Folded names of six letters or more, and texts in which they are spoiled."""
    cases: list[tuple[str, str]] = []
    while len(cases) < wanted:
        right = make(draw)
        wrong = misread(draw, right, rate)
        if fold(wrong) != fold(right) and sum(map(str.isalnum, right)) >= 6:
            cases.append((fold(right), on_paper(wrong)))
    return cases


def recall_and_false(name: str, *, seed: int, wanted: int) -> Iterator[str]:
    """The rows of one class of names."""
    make, make_others = CLASSES[name]
    cases = [spoiled(Random(f"{seed}{name}{rate}"), make, rate, wanted) for rate in RATES]
    draw = Random(f"{seed}{name}")
    others = [make_others(draw) for _ in range(OTHERS)]
    asked = [fold(other) for other in draw.sample(others, ASKED) if sum(map(str.isalnum, other)) >= 6]
    texts = [on_paper(other) for other in others]
    for label, rule in RULES.items():
        found = [mean(is_hit(rule, *case) for case in some) for some in cases]
        false = [sum(term not in text and rule(term, text) for text in texts) for term in asked]
        shown = " | ".join(f"{share:.1%}" for share in found)
        yield f"| {name} | {label} | {shown} | {mean(false):.1f} | {max(false)} |"


def candidates(seed: int) -> Iterator[str]:
    """How many of 3,000 texts with three names each hold what a search looks for first."""
    for name, (_, make) in CLASSES.items():
        draw = Random(f"{seed}{name}")
        names = [make(draw) for _ in range(OTHERS)]
        texts = [on_paper("，".join((one, draw.choice(names), draw.choice(names)))) for one in names]
        counts = Counter(pair for text in texts for pair in set(bigrams(text)))
        asked = [fold(one) for one in draw.sample(names, ASKED) if errors_allowed(fold(one))]
        single, whole = [], []
        for term in asked:
            rarest = sorted(set(phrase_bigrams(term)), key=lambda pair: counts[pair])
            some = rarest[: 2 * errors_allowed(term) + 1]
            pieces = clues(term, counts)
            single.append(sum(any(pair in text for pair in some) for text in texts))
            whole.append(sum(any(piece in text for piece in pieces) for text in texts))
        yield f"| {name} | {mean(single):.0f} | {mean(whole):.0f} |"


def dashes(seed: int) -> Iterator[str]:
    """How many of the ways to write one number find each other."""
    draw, ways = Random(seed), ("-", "—", "－", "/", ".", " ", "")
    parts: list[tuple[str, ...]] = [
        ("HT", f"{draw.randint(2019, 2026)}", f"{draw.randrange(1000):03}") for _ in range(50)
    ]
    parts += [("6222", "0212", f"{draw.randrange(10_000):04}", "1234", "567") for _ in range(50)]
    pairs = [
        (fold(one.join(part)), on_paper(two.join(part))) for part in parts for one in ways for two in ways
    ]
    for label, rule in RULES.items():
        yield f"| {label} | {mean(is_hit(rule, *pair) for pair in pairs):.1%} |"


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=400, help="spoiled names of each class and rate")
    given = options.parse_args()
    print(f"{machine()}; seed {given.seed}\n")
    print(
        f"| names | rule | 1 % | 2 % | 5 % | false of {OTHERS}, mean | most |\n|---|---|---|---|---|---|---|"
    )
    for name in CLASSES:
        for row in recall_and_false(name, seed=given.seed, wanted=given.count):
            print(row, flush=True)
    print(f"\n| names | of {OTHERS} texts with a rare bigram | with a piece |\n|---|---|---|")
    print("\n".join(candidates(given.seed)))
    print("\n| rule | dashes written otherwise, found |\n|---|---|")
    print("\n".join(dashes(given.seed)))


if __name__ == "__main__":
    main()
