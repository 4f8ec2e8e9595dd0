"""The terms of a query form: for which customers, under which regulations, until when; as asked, and as
narrow as an approver grants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from access.free_words import clean_text
from archive.catalogue import customers, forms
from archive.catalogue.forms import Form
from archive.catalogue.terms import AS_ASKED, Terms
from archive.configuration import did_you_mean
from archive.errors import BadInput
from archive.regulations import Regulations

MOST_CUSTOMERS = 50
LONGEST_NAME = 200
YEARS = range(1900, 2101)
"""Years that a file can be of."""


@dataclass(frozen=True, slots=True)
class Narrower:
    """What an approver leaves of a form: only these of its customers (named as in the register or as they
    are called), only files of these years (both included), only until a day; none of each: as asked."""

    customers: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    until: date | None = None


def named_customers(names: Sequence[str]) -> tuple[str, ...]:
    """The reader's own words for customers, each once. Whether there are such customers is not looked
    at: the answer must not depend on it."""
    customers = tuple(dict.fromkeys(clean_text(name, longest=LONGEST_NAME) for name in names))
    if not 1 <= len(customers) <= MOST_CUSTOMERS:
        raise BadInput(
            "A form names 1 to {most} customers.",
            advice="Hand in several forms for more.",
            most=MOST_CUSTOMERS,
        )
    return customers


def named_regulations(words: Sequence[str], regulations: Regulations) -> tuple[str, ...]:
    """The ids of regulations named by id or Chinese name, each once."""
    known = {name: found.id for found in regulations for name in (found.id, found.name)}
    for word in words:
        if word not in known:
            raise BadInput(
                "There is no regulation {word}{hint}.",
                advice="Name one of these: {known}.",
                word=word,
                hint=did_you_mean(word, list(known)),
                known="、".join(known),
            )
    if not words:
        raise BadInput("A form names at least one regulation.", advice="For example: credit.")
    return tuple(dict.fromkeys(known[word] for word in words))


def last_day(until: date, *, today: date, longest: timedelta) -> date:
    """The last day of reading: today or later, not too far ahead."""
    if not today <= until <= today + longest:
        raise BadInput(
            "A form can run from today to {last} at the latest.",
            advice="Name a day within that time; ask again when it has run out.",
            last=today + longest,
        )
    return until


def narrowed(tx: Connection, form: Form, asked: Narrower | None, *, today: date) -> Terms:
    """What an approver's words leave of a form. Raises `BadInput` when that is not less than was asked."""
    if asked is None or asked == Narrower():
        return AS_ASKED
    return Terms(
        customers=_only(tx, form, asked.customers) if asked.customers else None,
        first_year=_year(asked.first_year),
        last_year=_year(asked.last_year, at_least=asked.first_year),
        until=_earlier(asked.until, today=today, last=form.until),
    )


def _only(tx: Connection, form: Form, words: Sequence[str]) -> frozenset[int]:
    bound = customers.select_customers(tx, numbers=forms.bound_customers(tx, form))
    kept: set[int] = set()
    for word in words:
        folded = customers.fold_name(word)
        called = [one.number for one in bound if folded in customers.answers_to(one.particulars)]
        if len(called) != 1:
            raise BadInput(
                "The form does not ask for the files of {word}.",
                advice="Name customers out of those that the form means: {known}.",
                word=clean_text(word, longest=LONGEST_NAME),
                known="、".join(one.name for one in bound),
            )
        kept.update(called)
    return frozenset(kept)


def _year(year: int | None, *, at_least: int | None = None) -> int | None:
    if year is not None and (year not in YEARS or year < (at_least or year)):
        raise BadInput("There are no files of such years.", advice="For example: from 2024 to 2025.")
    return year


def _earlier(until: date | None, *, today: date, last: date) -> date | None:
    if until is not None and not today <= until <= last:
        raise BadInput(
            "A form is granted from today to {last} at the latest, as was asked.",
            advice="Name a day within that time.",
            last=last,
        )
    return until
