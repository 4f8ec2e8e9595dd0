"""A plan as an FTS5 expression over the three columns of the embedded index.

text    the tokens of the document's whole text
chars   every character of it once: one-character terms
marks   what the catalogue says: `every`, `f` + file, `c` + customer, `k` + kind
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from index.engine import IndexedDocument
from index.plan import AllOf, AnyOf, InCategory, Node, OfCustomer, Phrase
from index.tokens import term_tokens

EVERY = "every"
_NONE = "none"  # a mark no document bears

Spelling = Callable[[Phrase], str]
CustomersNamed = Callable[[str], frozenset[int]]


def marks(paper: IndexedDocument) -> str:
    """The marks of one document, parted by blanks."""
    return f"{EVERY} f{paper.file} c{paper.customer} k{paper.kind}"


def marked(words: Iterable[str]) -> str:
    """An expression for: bears at least one of these marks."""
    return f"marks : ({' OR '.join(sorted(words)) or _NONE})"


def wanted_marks(node: InCategory | OfCustomer, customers_named: CustomersNamed) -> frozenset[str]:
    """The marks of which a document must bear one."""
    if isinstance(node, InCategory):
        return frozenset(f"k{category}" for category in node.categories)
    return frozenset(f"c{customer}" for customer in customers_named(node.term))


def spell_exactly(phrase: Phrase) -> str:
    """The tokens of a phrase, one right after the other."""
    if len(phrase.term) == 1:
        return f'chars : "{phrase.term}"'
    tokens, open_end = term_tokens(phrase.term)
    return f'text : "{" ".join(tokens)}"{" *" if open_end else ""}'


def expression(node: Node, *, customers_named: CustomersNamed, spell: Spelling = spell_exactly) -> str:
    """The whole of a plan's root as one expression. What is left out is always left out exactly."""

    def write(part: Node, spelling: Spelling) -> str:
        match part:
            case Phrase():
                return spelling(part)
            case InCategory() | OfCustomer():
                return marked(wanted_marks(part, customers_named))
            case AnyOf(parts=parts):
                return "(" + " OR ".join(write(one, spelling) for one in parts) + ")"
            case AllOf(parts=parts, without=without):
                needed = " AND ".join(write(one, spelling) for one in parts) or marked([EVERY])
                if not without:
                    return f"({needed})"
                unwanted = " OR ".join(write(one, spell_exactly) for one in without)
                return f"(({needed}) NOT ({unwanted}))"

    return write(node, spell)
