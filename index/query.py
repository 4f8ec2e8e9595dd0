"""The query language: words, "phrases", OR, -not, brackets, `category:`, `customer:`, `from:`, `to:`.

    any  = all { OR all }
    all  = item { [ AND ] item }
    item = [ - ] ( word | "phrase" | key:value | ( any ) )

Words beside each other must all be there; OR binds less. docs/search.md is the page for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from archive.errors import BadInput
from index.lexis import Sign, pointer, signs
from index.period import read_period
from index.plan import AllOf, AnyOf, InCategory, Node, OfCustomer, Phrase, Plan
from index.tokens import fold

LONGEST = 1000
MOST_ITEMS = 64
DEEPEST = 16


def parse(query: str, *, kinds: Mapping[str, str]) -> Plan:
    """Understand a query, or raise `BadInput` that shows where it is wrong.

    `kinds` maps the id of each kind of paper to its Chinese name.
    """
    if len(query) > LONGEST:
        raise BadInput(
            "The query has {length} characters; at most {longest} are understood.",
            advice="Look for fewer words, or for a shorter part of the text.",
            length=len(query),
            longest=LONGEST,
        )
    cut = tuple(signs(query))
    if cut[0].kind == "end":
        raise BadInput(
            "The query is empty.",
            advice="Give a word, a name, a number or a part of one.",
        )
    return _Parser(query, kinds, cut).plan()


@dataclass(slots=True)
class _Parser:
    query: str
    kinds: Mapping[str, str]
    signs: tuple[Sign, ...]
    next: int = 0
    items: int = 0
    depth: int = 0
    limits: dict[str, date] = field(default_factory=dict)

    def plan(self) -> Plan:
        root = self.any_of()
        if self.sees("close"):
            raise BadInput(
                "The bracket at character {position} closes nothing.\n{shown}",
                advice="Take it away, or open a bracket before it.",
                **self.where(self.peek()),
            )
        return Plan(root, self.limits.get("from"), self.limits.get("to"))

    def peek(self) -> Sign:
        return self.signs[self.next]

    def sees(self, *kinds: str) -> bool:
        return self.peek().kind in kinds

    def take(self) -> Sign:
        sign = self.peek()
        self.next = min(self.next + 1, len(self.signs) - 1)
        return sign

    def where(self, sign: Sign) -> dict[str, object]:
        return pointer(self.query, sign.at)

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
        dates = 0
        while not self.sees("or", "close", "end"):
            if self.sees("and"):
                self.take()
            elif self.sees("minus"):
                without.append(self.excluded(self.take()))
            elif self.peek().text in {"from", "to"} and self.sees("key"):
                self.limit(self.take())
                dates += 1
            else:
                parts.append(self.item())
        if not parts and not dates:
            self.refuse_empty(start, negative=bool(without))
        return parts[0] if len(parts) == 1 and not without else AllOf(tuple(parts), tuple(without))

    def excluded(self, minus: Sign) -> Node:
        if self.sees("word", "phrase", "open") or (
            self.sees("key") and self.peek().text not in {"from", "to"}
        ):
            return self.item()
        raise BadInput(
            "The minus at character {position} has nothing behind it that could be left out.\n{shown}",
            advice="Write a word, a phrase, a category or a customer right behind it.",
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
        if sign.kind != "key":
            return Phrase(self.term(sign))
        value = self.value(sign)
        return InCategory(self.categories(value)) if sign.text == "category" else OfCustomer(self.term(value))

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
                "Nothing stands behind the colon at character {position}.\n{shown}",
                advice="Write the value right behind it, in quotation marks if it has blanks.",
                **self.where(key),
            )
        return self.take()

    def term(self, sign: Sign) -> str:
        term = fold(sign.text)
        if not term:
            raise BadInput(
                "At character {position} is no letter, digit or Chinese character to look for.\n{shown}",
                advice="Signs alone are not searched for.",
                **self.where(sign),
            )
        return term

    def categories(self, value: Sign) -> frozenset[str]:
        """The kinds with this id or name; else all whose name has these words in it."""
        term = self.term(value)
        same = frozenset(kind for kind, name in self.kinds.items() if term in (fold(kind), fold(name)))
        found = same or frozenset(kind for kind, name in self.kinds.items() if term in fold(name))
        if not found:
            raise BadInput(
                "There is no category {name}: at character {position}.\n{shown}",
                advice="Use the name of a category as the regulations have it, such as 营业执照.",
                name=value.text[:30],
                **self.where(value),
            )
        return found

    def limit(self, key: Sign) -> None:
        """A date limits the whole query, so it cannot stand on one side of OR or inside brackets."""
        if self.depth or self.parted():
            raise BadInput(
                "The date at character {position} must stand outside of OR and brackets.\n{shown}",
                advice="It limits the whole query. Put brackets round the words: (甲 OR 乙) from:2024.",
                **self.where(key),
            )
        if key.text in self.limits:
            raise BadInput(
                "The same date limit is given twice, again at character {position}.\n{shown}",
                advice="Give each of from: and to: once.",
                **self.where(key),
            )
        value = self.value(key)
        first, last = read_period(value.text, self.where(value))
        self.limits[key.text] = first if key.text == "from" else last

    def parted(self) -> bool:
        """Whether the query has an OR outside of all brackets."""
        depth = 0
        for sign in self.signs:
            depth += {"open": 1, "close": -1}.get(sign.kind, 0)
            if sign.kind == "or" and depth == 0:
                return True
        return False

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
