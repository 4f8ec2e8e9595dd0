"""A plan asked of one document's folded text, without an index: how tolerant hits are checked."""

from __future__ import annotations

from index.entry import Contents
from index.nearness import is_near
from index.plan import AllOf, AnyOf, CustomersNamed, InCategory, InField, Node, OfCustomer, Phrase


def holds(node: Node, contents: Contents, *, nearly: bool, names: CustomersNamed) -> bool:
    """Whether a document with these contents is what `node` asks for.

    With `nearly`, longer phrases need only be near; what is left out is always left out exactly.
    """

    def ask(part: Node, *, nearly: bool) -> bool:
        match part:
            case Phrase(term=term):
                return term in contents.text or (nearly and is_near(term, contents.text))
            case InCategory(categories=categories):
                return contents.kind in categories
            case OfCustomer(term=term):
                return contents.customer in names(term)
            case InField(name=name, term=term):
                return any(term in value for value in contents.values.get(name, ()))
            case AnyOf(parts=parts):
                return any(ask(one, nearly=nearly) for one in parts)
            case AllOf(parts=parts, without=without):
                return all(ask(one, nearly=nearly) for one in parts) and not any(
                    ask(one, nearly=False) for one in without
                )

    return ask(node, nearly=nearly)
