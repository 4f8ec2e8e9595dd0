"""What a reader's own words mean in this archive: shown to approvers, never to readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from archive.catalogue import customers
from archive.catalogue.customers import Customer
from archive.catalogue.forms import Form, bound_customers
from archive.errors import Conflict


@dataclass(frozen=True, slots=True)
class Resolution:
    """One of the reader's words and the customers called so: their names, none or several possible."""

    word: str
    customers: tuple[str, ...]


def resolve(tx: Connection, form: Form) -> tuple[Resolution, ...]:
    """What each of the reader's words means now: by name, alias, former name or code."""
    called = _called(tx, form.customers)
    return tuple(Resolution(word, tuple(one.name for one in called[word])) for word in form.customers)


def sole_customers(tx: Connection, form: Form) -> frozenset[int]:
    """The customers that a form is for: those of its first approval, else one for each word.

    Raises `Conflict` naming the words that mean no customer or more than one.
    """
    bound = bound_customers(tx, form)
    if bound:
        return bound
    called = _called(tx, form.customers)
    unclear = [word for word in form.customers if len(called[word]) != 1]
    if unclear:
        raise Conflict(
            "It cannot be told which customers are meant: {words}.",
            advice="Reject the form with a remark, or have the customer's name entered as an alias first.",
            words="、".join(unclear),
        )
    return frozenset(called[word][0].number for word in form.customers)


def _called(tx: Connection, words: Iterable[str]) -> Mapping[str, list[Customer]]:
    """The customers that answer to each word; the register is read once for all of them."""
    known: dict[str, list[Customer]] = {}
    for customer in customers.select_customers(tx):
        for name in customers.answers_to(customer.particulars):
            known.setdefault(name, []).append(customer)
    return {word: known.get(customers.fold_name(word), []) for word in words}
