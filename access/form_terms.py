"""The terms of a query form: for which customers, under which regulations, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from access.free_words import clean_text
from archive.configuration import did_you_mean
from archive.errors import BadInput
from archive.regulations import Regulations

MOST_CUSTOMERS = 50
LONGEST_NAME = 200


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
