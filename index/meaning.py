"""What may stand behind the keys of a query, and what it means: kinds, customers, codes, fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from archive.errors import BadInput
from index.amount import figures
from index.lexis import KEYS, Names, Place
from index.period import as_kept
from index.plan import ANY_CODE, AnyOf, InCategory, InField, Node, OfCustomer
from index.tokens import fold, squeezed

_EQUALS = re.compile(r"[=＝:：]")
_SHOWN = 30  # characters of a wrong word that an error repeats
_CLOSE = 0.6  # difflib's ratio: about two characters of five may differ


@dataclass(frozen=True, slots=True)
class Meaning:
    """`kinds` maps the id of each kind of paper to its Chinese name; `fields` each field's name, as
    `classify.fields` gives it, to what people call it."""

    kinds: Mapping[str, str]
    fields: Mapping[str, tuple[str, ...]]

    def names(self) -> Names:
        """What may stand before a colon. A key comes before a field of the same name."""
        fields: Names = {name: ("field", field) for name, field in self._fields().items()}
        return {**fields, **{key: ("key", name) for key, name in KEYS.items()}}

    def term(self, text: str, place: Place) -> str:
        """The text as it is looked for."""
        return _required(fold(text), place)

    def category(self, text: str, place: Place) -> InCategory:
        """The kinds with this id or name; else all whose name has these words in it."""
        term = self.term(text, place)
        same = frozenset(kind for kind, name in self.kinds.items() if term in (_folded(kind), _folded(name)))
        found = same or frozenset(kind for kind, name in self.kinds.items() if term in _folded(name))
        if not found:
            raise _unknown_category(text, _nearest(text, self.kinds.values()), place)
        return InCategory(found)

    def customer(self, text: str, place: Place) -> OfCustomer:
        """The customers with these characters in their names or their code."""
        return OfCustomer(self.term(text, place))

    def code(self, text: str, place: Place) -> InField:
        """A code or number, however it is parted."""
        return InField(ANY_CODE, _required(squeezed(text), place))

    def field(self, name: str, place: Place) -> str:
        """The field that people call so."""
        folded = fold(name)
        found = self._fields().get(folded)
        if found is None:
            raise _unknown_field(name, _nearest(folded, self._fields()), place)
        return found

    def value(self, field: str, text: str, place: Place) -> Node:
        """A field with this in its value. Days and amounts are kept in one spelling, so they are looked
        for as they were written and in that one."""
        spelled = (self.term(text, place), as_kept(text), figures(text))
        terms = dict.fromkeys(fold(one) for one in spelled if one)
        nodes = tuple(InField(field, term) for term in terms)
        return nodes[0] if len(nodes) == 1 else AnyOf(nodes)

    def _fields(self) -> Mapping[str, str]:
        return {_folded(name): field for field, names in self.fields.items() for name in (field, *names)}


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    """Names of ours, which come again with every query."""
    return fold(name)


def parted(text: str, place: Place) -> tuple[str, str, Place]:
    """NAME=VALUE in two, and the place of the value, which may be empty. Raises `BadInput`."""
    equals = _EQUALS.search(text)
    if equals is None or equals.start() == 0:
        raise BadInput(
            "A field and its value are missing at character {position}.\n{shown}",
            advice="Write it like field:法定代表人=李青; docs/fields.md lists the fields.",
            **place.pointer(),
        )
    return text[: equals.start()], text[equals.end() :], place.further(equals.end())


def _required(term: str, place: Place) -> str:
    if not term:
        raise BadInput(
            "At character {position} is no letter, digit or Chinese character to look for.\n{shown}",
            advice="Signs alone are not searched for.",
            **place.pointer(),
        )
    return term


def _nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one is part of or close to."""
    names = sorted(known, key=len)
    containing = [name for name in names if word and word in name]
    near = containing or get_close_matches(word[:_SHOWN], names, 1, _CLOSE)
    return near[0] if near else None


def _unknown_category(text: str, near: str | None, place: Place) -> BadInput:
    return BadInput(
        "There is no category {name}: at character {position}.\n{shown}",
        advice="Did you mean {near}?"
        if near
        else "Use the name of a category as the regulations have it, such as 营业执照.",
        name=text[:_SHOWN],
        near=near,
        **place.pointer(),
    )


def _unknown_field(text: str, near: str | None, place: Place) -> BadInput:
    return BadInput(
        "There is no field {name}: at character {position}.\n{shown}",
        advice="Did you mean {near}?"
        if near
        else "docs/fields.md lists the fields; 法定代表人 (or legal_representative) is one.",
        name=text[:_SHOWN],
        near=near and near.replace(" ", "_"),
        **place.pointer(),
    )
