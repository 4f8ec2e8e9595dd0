"""The query language: words, "phrases", OR, -not, brackets, and keys such as `category:` or `amount:`.

    any  = all { OR all }
    all  = item { [ AND ] item }
    item = [ - ] ( word | "phrase" | key:value | field:name=value | name-of-a-field:value | ( any ) )

Words beside each other must all be there; OR binds less. docs/search.md is the page for people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from archive.errors import BadInput
from index.conditions import Conditions, Limits, narrowed, understood
from index.lexis import Place, Sign, require_readable, signs
from index.meaning import Meaning, parted
from index.plan import AllOf, AnyOf, Node, Phrase, Plan

LONGEST = 1000
MOST_ITEMS = 64
DEEPEST = 16

_NO_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_LIMITS = frozenset({"from", "to", "amount"})


def parse(
    query: str,
    *,
    kinds: Mapping[str, str],
    fields: Mapping[str, tuple[str, ...]] = _NO_FIELDS,
    conditions: Conditions = Conditions(),  # noqa: B008 - frozen
) -> Plan:
    """Understand a query and the conditions given beside it, or raise `BadInput` that shows what is wrong.

    `kinds` maps the id of each kind of paper to its Chinese name, `fields` the name of each field to
    what people call it. With conditions the query may be empty.
    """
    _require_bounds(query, conditions)
    meaning, limits = Meaning(kinds, fields), Limits()
    nodes = understood(conditions, meaning, limits)
    cut = tuple(signs(query, meaning.names()))
    given = bool(conditions.given())
    if cut[0].kind == "end" and not given:
        raise BadInput(
            "The query is empty.",
            advice="Give a word, a name, a number or a part of one.",
        )
    parser = _Parser(query, meaning, cut, limits, limited=given, parted=_is_parted(cut))
    root = None if cut[0].kind == "end" else parser.root()
    return limits.plan(narrowed(root, nodes))


def _require_bounds(query: str, conditions: Conditions) -> None:
    """Raise `BadInput` for what is too long, too much or not readable, before any of it is looked at."""
    values = [value for some in conditions.given().values() for value in some]
    if sum(map(len, (query, *values))) > LONGEST:
        raise BadInput(
            "The query is longer than {longest} characters.",
            advice="Look for fewer words, or for a shorter part of the text.",
            longest=LONGEST,
        )
    if len(values) > MOST_ITEMS:
        raise BadInput(
            "The query asks for more than {most} things.", advice="Ask in several steps.", most=MOST_ITEMS
        )
    require_readable(query, Place(query, 0))
    for option, some in conditions.given().items():
        for value in some:
            require_readable(value, Place(f"{option} {value}", len(option) + 1))


def _is_parted(cut: Sequence[Sign]) -> bool:
    depth = 0
    for sign in cut:
        depth += {"open": 1, "close": -1}.get(sign.kind, 0)
        if sign.kind == "or" and depth == 0:
            return True
    return False


@dataclass(slots=True)
class _Parser:
    """`limited`: there are conditions beside the query, so that it may say only what is not wanted;
    `parted`: it has an OR outside of all brackets."""

    query: str
    meaning: Meaning
    signs: tuple[Sign, ...]
    limits: Limits
    limited: bool
    parted: bool
    next: int = 0
    items: int = 0
    depth: int = 0

    def root(self) -> Node:
        root = self.any_of()
        if self.sees("close"):
            raise BadInput(
                "The bracket at character {position} closes nothing.\n{shown}",
                advice="Take it away, or open a bracket before it.",
                **self.where(self.peek()),
            )
        return root

    def peek(self) -> Sign:
        return self.signs[self.next]

    def sees(self, *kinds: str) -> bool:
        return self.peek().kind in kinds

    def take(self) -> Sign:
        sign = self.peek()
        self.next = min(self.next + 1, len(self.signs) - 1)
        return sign

    def place(self, sign: Sign) -> Place:
        return Place(self.query, sign.at)

    def where(self, sign: Sign) -> dict[str, object]:
        return self.place(sign).pointer()

    def any_of(self) -> Node:
        parts = [self.all_of()]
        while self.sees("or"):
            self.take()
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def all_of(self) -> Node:
        start = self.peek()
        parts: list[Node] = []
        without: list[Node] = []
        limited = self.limited and not self.depth and not self.parted
        while not self.sees("or", "close", "end"):
            if self.sees("and"):
                self.joined(self.take(), start)
            elif self.sees("minus"):
                without.append(self.excluded(self.take()))
            elif self.sees_limit():
                self.limit(self.take())
                limited = True
            else:
                parts.append(self.item())
        if not parts and not limited:
            self.refuse_empty(start, negative=bool(without))
        return parts[0] if len(parts) == 1 and not without else AllOf(tuple(parts), tuple(without))

    def sees_limit(self) -> bool:
        return self.sees("key") and self.peek().text in _LIMITS

    def joined(self, sign: Sign, start: Sign) -> None:
        """AND stands between two things."""
        if sign is start or self.sees("and", "or", "close", "end"):
            self.refuse_empty(sign, negative=False)

    def excluded(self, minus: Sign) -> Node:
        if self.sees("word", "phrase", "open", "key", "field") and not self.sees_limit():
            return self.item()
        raise BadInput(
            "The minus at character {position} has nothing behind it that could be left out.\n{shown}",
            advice="Write a word, a phrase, a category, a customer or a field right behind it.",
            **self.where(minus),
        )

    def item(self) -> Node:
        self.items += 1
        sign = self.take()
        if self.items > MOST_ITEMS:
            raise BadInput(
                "The query asks for more than {most} things, at character {position}.\n{shown}",
                advice="Ask in several steps.",
                most=MOST_ITEMS,
                **self.where(sign),
            )
        if sign.kind == "open":
            return self.group(sign)
        if sign.kind == "field":
            return self.of_field(sign.text, sign)
        if sign.kind != "key":
            return Phrase(self.meaning.term(sign.text, self.place(sign)))
        return self.keyed(sign)

    def keyed(self, key: Sign) -> Node:
        if key.text == "field":
            return self.named_field(key)
        read: Mapping[str, Callable[[str, Place], Node]] = {
            "category": self.meaning.category,
            "customer": self.meaning.customer,
            "code": self.meaning.code,
        }
        value = self.value(key)
        return read[key.text](value.text, self.place(value))

    def named_field(self, key: Sign) -> Node:
        """field:NAME=VALUE, also with the value in quotation marks, also field:NAME:VALUE."""
        if self.sees("field"):
            sign = self.take()
            return self.of_field(sign.text, sign)
        said = self.value(key)
        inside = self.place(said).further(said.kind == "phrase")
        name, value, place = parted(said.text, inside)
        field = self.meaning.field(name, inside)
        return self.meaning.value(field, value, place) if value else self.of_field(field, said)

    def of_field(self, field: str, sign: Sign) -> Node:
        value = self.value(sign)
        return self.meaning.value(field, value.text, self.place(value))

    def group(self, opened: Sign) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadInput(
                "The brackets are nested too deep at character {position}.\n{shown}",
                advice="At most {deepest} brackets may be open at once.",
                deepest=DEEPEST,
                **self.where(opened),
            )
        inside = self.any_of()
        if not self.sees("close"):
            raise BadInput(
                "The bracket at character {position} is not closed.\n{shown}",
                advice="Put a closing bracket behind the words that belong together.",
                **self.where(opened),
            )
        self.take()
        self.depth -= 1
        return inside

    def value(self, key: Sign) -> Sign:
        if not self.sees("word", "phrase"):
            raise BadInput(
                "The value of the key at character {position} is missing.\n{shown}",
                advice="Write the value right behind it, in quotation marks if it has blanks.",
                **self.where(key),
            )
        return self.take()

    def limit(self, key: Sign) -> None:
        """It limits the whole query, so it cannot stand on one side of OR or inside brackets."""
        if self.depth or self.parted:
            raise BadInput(
                "The limit at character {position} must stand outside of OR and brackets.\n{shown}",
                advice="It limits the whole query. Put brackets round the words: (甲 OR 乙) from:2024.",
                **self.where(key),
            )
        value = self.value(key)
        self.limits.set(key.text, value.text, self.place(value))

    def refuse_empty(self, sign: Sign, *, negative: bool) -> None:
        if negative:
            raise BadInput(
                "From character {position} on, the query only says what is not wanted.\n{shown}",
                advice="Add a word that must be there.",
                **self.where(sign),
            )
        raise BadInput(
            "At character {position} something to look for is missing.\n{shown}",
            advice="Write words on both sides of OR and inside of brackets.",
            **self.where(sign),
        )
