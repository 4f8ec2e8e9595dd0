"""What a reader's own words mean in this archive: shown to approvers, never to readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from archive.catalogue import customers
from archive.catalogue.customers import Customer
from archive.catalogue.forms import Form, bound_customers


@dataclass(frozen=True, slots=True)
class Resolution:
    """One of the reader's words and the customers called so: their names, none or several possible."""

    word: str
    customers: tuple[str, ...]


def resolve(tx: Connection, form: Form) -> tuple[Resolution, ...]:
    """The customers that a form is bound to, by all of its words together; where it could not be bound,
    what each word means now: by name, alias, former name or code."""
    bound = bound_customers(tx, form)
    if bound:
        names = tuple(one.name for one in customers.select_customers(tx, numbers=bound))
        return (Resolution("、".join(form.customers), names),)
    called = _called(tx, form.customers)
    return tuple(Resolution(word, tuple(one.name for one in called[word])) for word in form.customers)


def sole_customers(tx: Connection, form: Form) -> frozenset[int]:
    """The customers that a form's words mean, one for each; none at all where a word means nobody or
    several."""
    called = _called(tx, form.customers)
    if any(len(called[word]) != 1 for word in form.customers):
        return frozenset()
    return frozenset(called[word][0].number for word in form.customers)


def _called(tx: Connection, words: Iterable[str]) -> Mapping[str, list[Customer]]:
    """The customers that answer to each word; the register is read once for all of them."""
    known: dict[str, list[Customer]] = {}
    for customer in customers.select_customers(tx):
        for name in customers.answers_to(customer.particulars):
            known.setdefault(name, []).append(customer)
    return {word: known.get(customers.fold_name(word), []) for word in words}
