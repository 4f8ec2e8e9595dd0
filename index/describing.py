"""How a query was understood, in words: an indented tree for `dangan search --explain`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.message import Message, message
from index.amount import yuan
from index.nearness import may_be_near
from index.plan import ANY_CODE, AllOf, AnyOf, InCategory, InField, Node, OfCustomer, Phrase, Plan


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the tree, so many steps from its left margin."""

    depth: int
    words: Message


def describe(
    plan: Plan, *, kinds: Mapping[str, str], fields: Mapping[str, tuple[str, ...]]
) -> tuple[Said, ...]:
    """The whole plan: what must be there, what must not, the limits. Knows nothing of any paper."""
    return (*_Telling(kinds, fields).of(plan.root, 0), *_limits(plan))


@dataclass(frozen=True, slots=True)
class _Telling:
    kinds: Mapping[str, str]
    fields: Mapping[str, tuple[str, ...]]

    def of(self, node: Node, depth: int, *, exactly: bool = False) -> Iterator[Said]:
        match node:
            case AllOf(parts=parts, without=without):
                yield from self._all(parts, without, depth, exactly=exactly)
            case AnyOf(parts=parts):
                yield Said(depth, message("at least one of these:"))
                for part in parts:
                    yield from self.of(part, depth + 1, exactly=exactly)
            case _:
                yield Said(depth, self._one(node, exactly=exactly))

    def _all(
        self, parts: tuple[Node, ...], without: tuple[Node, ...], depth: int, *, exactly: bool
    ) -> Iterator[Said]:
        yield Said(depth, message("all of these:") if parts else message("every document that you may see"))
        for part in parts:
            yield from self.of(part, depth + 1, exactly=exactly)
        if without:
            yield Said(depth, message("and none of these:"))
        for part in without:
            yield from self.of(part, depth + 1, exactly=True)

    def _one(self, node: Phrase | InCategory | OfCustomer | InField, *, exactly: bool) -> Message:
        match node:
            case Phrase(term=term) if exactly or not may_be_near(term):
                return message("the text has “{term}”, exactly", term=term)
            case Phrase(term=term):
                return message("the text has “{term}”; behind the exact hits also nearly so", term=term)
            case InCategory(categories=categories):
                names = [name for kind, name in self.kinds.items() if kind in categories]
                return message("the category is one of: {names}", names="、".join(names))
            case OfCustomer(term=term):
                return message("the customer's name or code has “{term}”, exactly", term=term)
            case InField(name=name, term=term) if name == ANY_CODE:
                return message("a code or number has “{term}”, exactly, however it is parted", term=term)
            case InField(name=name, term=term):
                called = self.fields[name][0]
                return message("the field {field} has “{term}”, exactly", field=called, term=term)


def _limits(plan: Plan) -> Iterator[Said]:
    if plan.issued_from or plan.issued_to:
        first, last = plan.issued_from or "…", plan.issued_to or "…"
        yield Said(
            0, message("the paper's own date is known and lies in {first} – {last}", first=first, last=last)
        )
    if plan.amount_from is not None or plan.amount_to is not None:
        low, high = ("…" if fen is None else yuan(fen) for fen in (plan.amount_from, plan.amount_to))
        yield Said(0, message("an amount read off the paper lies in {low} – {high} yuan", low=low, high=high))
