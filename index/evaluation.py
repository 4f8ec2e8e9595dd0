"""A plan asked of one document's folded text, without an index: how tolerant hits are checked."""

from __future__ import annotations

from collections.abc import Collection

from index.expression import CustomersNamed, wanted_marks
from index.nearness import is_near
from index.plan import AllOf, AnyOf, InCategory, Node, OfCustomer, Phrase


def holds(
    node: Node, text: str, borne: Collection[str], *, nearly: bool, customers_named: CustomersNamed
) -> bool:
    """Whether a document with this text that bears these marks is what `node` asks for.

    With `nearly`, longer phrases need only be near; what is left out is always left out exactly.
    """

    def ask(part: Node, *, nearly: bool) -> bool:
        match part:
            case Phrase(term=term):
                return term in text or (nearly and is_near(term, text))
            case InCategory() | OfCustomer():
                return not wanted_marks(part, customers_named).isdisjoint(borne)
            case AnyOf(parts=parts):
                return any(ask(one, nearly=nearly) for one in parts)
            case AllOf(parts=parts, without=without):
                return all(ask(one, nearly=nearly) for one in parts) and not any(
                    ask(one, nearly=False) for one in without
                )

    return ask(node, nearly=nearly)
