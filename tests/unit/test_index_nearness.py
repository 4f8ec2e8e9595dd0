"""Which phrases are near."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.likeness import Likeness
from index.nearness import (
    MOST_STEPS,
    clues,
    errors_allowed,
    is_near,
    may_be_near,
    near,
    phrase_bigrams,
)
from index.tokens import fold

NAME = "青禾煤业云岭有限责任公司"
LETTERS = ("煤炭业,", "ab1 ", "煤a1-o0", "0o1l23", "青禾煤业云岭有限公司", "a ")
ALIKE = ("0odq", "1ilj", "2z", "4a", "5s", "6gb", "7t", "8b", "9gq", "uv")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (NAME, True),
        ("甲方青禾媒业云岭有限责任公司乙方", True),  # one wrong character
        ("青禾煤业云岭有限责任公", True),  # the last one lost
        ("青禾煤业x云岭有限责任公司", True),  # one too many
        ("清禾煤业云蛉有限责任公司", True),  # two wrong ones
        ("清禾媒业云蛉有限责任公司", False),  # three
        ("青禾焦化云岭有限责任公司", False),  # two side by side: another word
        ("青禾煤业云岭" + "之" * 30 + "有限责任公司", False),
        (NAME[::-1], False),
        ("", False),
    ],
)
def test_names(text: str, answer: bool) -> None:
    assert answer == is_near(NAME, text)


@pytest.mark.parametrize(
    ("query", "text", "answer"),
    [
        ("青禾煤业公司", "青禾媒业公司", True),
        ("青禾煤业厂", "青禾媒业厂", False),  # too short
        ("法定代表人欧阳明远", "法定代表人 欧阳朋远", True),
        ("northwind coal", "nortwind coal", True),
        ("northwind coal", "northwindcoal", True),
        ("HT-2024-017", "HT2024017", True),
        ("HT2024017", "HT—2024 017", True),
        ("2024017", "2024-017", True),
        ("HT-2024-017", "HT-2O24-017", True),  # a letter that looks like the digit
        ("HT-2024-017", "HT-2024-018", False),  # another number
        ("HT-2024-017", "HT-2024-0017", False),
        ("12500000", "1250000", False),
        ("煤销字[2024]第13号", "煤销字[2024]第18号", False),
        ("91110108MA01Q8QX5T", "91110108MA01Q3QX5T", True),  # check characters tell others apart
        ("91110108MA01Q8QX5T", "91110108MA01R8QX6T", False),
        ("6222021212341234567", "6222 0212 1234 1234 567", True),
    ],
)
def test_words_and_numbers(query: str, text: str, answer: bool) -> None:
    assert answer == is_near(fold(query), fold(f"甲，{text}，乙"))


@pytest.mark.parametrize(("term", "errors"), [("a" * 5, 0), ("a" * 6, 1), ("a" * 11, 2), ("a" * 400, 5)])
def test_how_many_characters_may_differ(term: str, errors: int) -> None:
    assert (errors, errors > 0) == (errors_allowed(term), may_be_near(term))


def test_places_do_not_overlap_and_are_as_long_as_what_stands_there() -> None:
    wrong, lost = NAME.replace("煤", "媒"), NAME.replace("煤", "")
    assert list(near(NAME, f"甲{wrong} {wrong}乙{lost}")) == [(1, 13), (14, 26), (27, 38)]


def test_clues_are_pieces_round_rare_bigrams() -> None:
    counts = Counter(phrase_bigrams(NAME) * 9 + phrase_bigrams("有限责任公司") * 90)
    assert clues(NAME, counts - Counter({"云岭": 5})) == ["青禾", "煤业", "云岭有限责"]


def test_clues_leave_out_what_stands_everywhere() -> None:
    counts = Counter(
        {"法定": 900, "定代": 900, "代表": 900, "表人": 900, "人欧": 9, "欧阳": 20, "阳明": 5, "明远": 7}
    )
    assert clues("法定代表人欧阳明远", counts) == ["定代表人欧", "阳明远"]


def test_clues_of_a_number_leave_room_for_one_dash() -> None:
    counts = Counter({"t2": 1, "ht": 9, "20": 9, "02": 9, "24": 1})
    assert clues("ht2024", counts) == ["ht2", "h t2", "ht 2", "024", "0 24", "02 4"]


def test_a_text_of_one_repeated_word_costs_no_more_than_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    ways_on = Likeness._ways_on

    def counted(*arguments: object) -> Iterator[tuple[int, tuple[int, int, bool]]]:
        nonlocal steps
        steps += 1
        return ways_on(*arguments)  # type: ignore[arg-type]  # handed through as they came

    monkeypatch.setattr(Likeness, "_ways_on", counted)
    for text, term in (("有限公司" * 20_000, "有限公司x限公司有跟公司"), ("a" * 80_000, "a" * 30 + "b")):
        steps = 0
        list(near(term, text))
        assert 0 < steps <= MOST_STEPS


def by_hand(term: str, text: str) -> bool:
    """The rule from its words, by a whole table of costs in halves: every stretch of the text, every way."""
    wrong = [2] * len(term)
    for run in re.finditer("[a-z0-9]+", term):
        if re.search("[0-9]", run[0]):
            wrong[run.start() : run.end()] = [6] * len(run[0])
    cost: defaultdict[tuple[int, int, bool], int] = defaultdict(lambda: 1000)
    cost |= {(0, at, False): 0 for at in range(len(text) + 1)}
    for known in range(len(term)):
        for at in range(len(text) + 1):
            for after_error in (False, True):
                spent = cost[known, at, after_error]
                for more, place in _ways(term, text, wrong, (known, at, after_error)):
                    cost[place] = min(cost[place], spent + more)
    ends = (cost[len(term), at, after] for at in range(len(text) + 1) for after in (False, True))
    return 0 < 2 * errors_allowed(term) >= min(ends)


def _ways(
    term: str, text: str, wrong: list[int], place: tuple[int, int, bool]
) -> Iterator[tuple[int, tuple[int, int, bool]]]:
    known, at, after_error = place
    given = text[at] if at < len(text) else ""
    if _gap(term, known):
        yield 1, (known + 1, at, after_error)
    if _gap(text, at) and known:
        yield 1, (known, at + 1, after_error)
    if given == term[known]:
        yield 0, (known + 1, at + 1, False)
    if after_error:
        return
    yield wrong[known], (known + 1, at, True)
    if given:
        alike = any(term[known] in signs and given in signs for signs in ALIKE)
        yield 2 if alike else wrong[known], (known + 1, at + 1, True)
        if known:
            beside = max(wrong[known - 1 : known + 1]) if given.isalnum() and given.isascii() else 2
            yield beside, (known, at + 1, True)


def _gap(text: str, at: int) -> bool:
    return re.fullmatch("[a-z0-9] [a-z0-9]", text[at - 1 : at + 2] if at else "") is not None


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, str]:
    """A phrase, and a text in which it stands with some changes."""
    letters = draw(st.sampled_from(LETTERS))
    whole = draw(st.text(letters, min_size=6, max_size=24))
    changed = list(whole)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(changed)))
        changed[at : at + draw(st.integers(0, 1))] = draw(st.text(letters + "乁0o ,", max_size=1))
    around = st.text(letters, max_size=5)
    return fold(whole), fold(draw(around) + "".join(changed) + draw(around))


@given(case=spoiled())
def test_near_is_what_the_rule_says_and_no_index_can_miss_it(case: tuple[str, str]) -> None:
    term, text = case
    assert by_hand(term, text) == is_near(term, text)
    if is_near(term, text):  # a wrong character spoils two bigrams at most
        wanted = set(phrase_bigrams(term))
        assert any(clue in text for clue in clues(term, Counter()))
        assert sum(pair in text for pair in wanted) >= max(1, len(wanted) - 2 * errors_allowed(term))
