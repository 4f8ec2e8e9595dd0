"""What a query must find, by looking through every text: slow, plain, and sharing nothing with the index.

Questions are trees that are written out as query text for the engine and answered here directly.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.testing.made_up import CUSTOMERS, Filed

_SIMPLIFIED = str.maketrans("業執號國額證", "业执号国额证")
_DROPPED_BY_HAN = " \n\t\u3000()[]{}《》〈〉「」『』【】“”‘’\"'·•"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or (`quoted`) a phrase."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Both:
    """Everything wanted, nothing unwanted."""

    wanted: tuple[Question, ...]
    unwanted: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of these."""

    parts: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper, by its id or Chinese name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Customer:
    """Part of a customer's name."""

    text: str


Question = Word | Both | Either | Kind | Customer


@dataclass(frozen=True, slots=True)
class Dated:
    """A question limited to papers of these days."""

    question: Question
    first: date | None = None
    last: date | None = None


def write(question: Question | Dated) -> str:
    """The question in the query language."""
    match question:
        case Word(text=text, quoted=quoted):
            return f'"{text}"' if quoted else text
        case Kind(name=name):
            return f"category:{name}"
        case Customer(text=text):
            return f'customer:"{text}"'
        case Either(parts=parts):
            return "(" + " OR ".join(map(write, parts)) + ")"
        case Both(wanted=wanted, unwanted=unwanted):
            return "(" + " ".join([*map(write, wanted), *("-" + write(part) for part in unwanted)]) + ")"
        case Dated(question=inner, first=first, last=last):
            limits = [f"from:{first}"] if first else []
            limits += [f"to:{last}"] if last else []
            return " ".join([write(inner), *limits])


def answer(question: Question | Dated, papers: Iterable[Filed], files: Iterable[int]) -> list[int]:
    """The documents within these files that must be found, newest filing first."""
    allowed = frozenset(files)
    found = [paper for paper in papers if paper.file in allowed and is_answer(question, paper)]
    return [paper.document for paper in sorted(found, key=lambda paper: -paper.sequence)]


def is_answer(question: Question | Dated, paper: Filed) -> bool:
    """Whether this paper must be found."""
    match question:
        case Word(text=text):
            return plain(text) in _whole(paper)
        case Kind(kind=kind):
            return paper.kind == kind
        case Customer(text=text):
            names = [CUSTOMERS[paper.customer - 1], *(["白鹭厂"] if paper.customer == 2 else [])]
            return any(plain(text) in plain(name) for name in names)
        case Either(parts=parts):
            return any(is_answer(part, paper) for part in parts)
        case Both(wanted=wanted, unwanted=unwanted):
            return all(is_answer(part, paper) for part in wanted) and not any(
                is_answer(part, paper) for part in unwanted
            )
        case Dated(question=inner, first=first, last=last):
            return is_answer(inner, paper) and _within(paper.issued_on, first, last)


@lru_cache(maxsize=4096)
def _whole(paper: Filed) -> str:
    return plain("|".join((paper.title, paper.number, "\n".join(paper.pages))))


def plain(text: str) -> str:
    """Text with everything taken out that must not matter, one character after the other."""
    written = ""
    between = ""
    for character in unicodedata.normalize("NFKC", text).lower().translate(_SIMPLIFIED):
        if not character.isalnum():
            between += character
            continue
        if written and between and not _joins(written[-1], between, character):
            written += " "
        written += character
        between = ""
    return written


def _joins(before: str, between: str, after: str) -> bool:
    if before in "0123456789" and after in "0123456789":
        return between[0] == "," and all(character in _DROPPED_BY_HAN for character in between[1:])
    chinese = "一" <= before <= "鿿" or "一" <= after <= "鿿"
    return chinese and all(character in _DROPPED_BY_HAN for character in between)


def _within(day: date | None, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    return day is not None and (first is None or first <= day) and (last is None or day <= last)
