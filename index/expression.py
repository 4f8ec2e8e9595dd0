"""A plan as an FTS5 expression over the four columns of the embedded index.

text    the tokens of the document's whole text
facts   the tokens of its fields' values, each with the field's name
chars   every character, and pair of ASCII ones, of text and fields once: terms too short for a phrase
marks   what the catalogue says: `every`, `f` + file, `c` + customer, `k` + kind
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from index.engine import IndexedDocument
from index.entry import fact_token, fact_tokens
from index.plan import AllOf, AnyOf, CustomersNamed, InCategory, InField, Node, OfCustomer, Phrase
from index.tokens import stands_alone, term_tokens

EVERY = "every"
_NONE = "none"  # a mark no document bears

Spelling = Callable[[Phrase], str]


def marks(paper: IndexedDocument) -> str:
    """The marks of one document, parted by blanks."""
    return f"{EVERY} f{paper.file} c{paper.customer} k{paper.kind}"


def marked(words: Iterable[str]) -> str:
    """An expression for: bears at least one of these marks."""
    return f"marks : ({' OR '.join(sorted(words)) or _NONE})"


def spell_exactly(phrase: Phrase) -> str:
    """The tokens of a phrase, one right after the other."""
    if stands_alone(phrase.term):
        return f'chars : "{phrase.term}"'
    return f'text : "{" ".join(term_tokens(phrase.term))}"'


def _spell_field(field: InField) -> str:
    if stands_alone(field.term):
        return f'chars : "{fact_token(field.name, field.term)}"'
    return f'facts : "{" ".join(fact_tokens(field.name, field.term))}"'


def expression(node: Node, *, names: CustomersNamed, spell: Spelling = spell_exactly) -> str:
    """The whole of a plan's root as one expression. What is left out is always left out exactly."""

    def write(part: Node, spelling: Spelling) -> str:
        match part:
            case Phrase():
                return spelling(part)
            case InCategory(categories=categories):
                return marked(f"k{category}" for category in categories)
            case OfCustomer(term=term):
                return marked(f"c{customer}" for customer in names(term))
            case InField():
                return _spell_field(part)
            case AnyOf(parts=parts):
                return "(" + " OR ".join(write(one, spelling) for one in parts) + ")"
            case AllOf(parts=parts, without=without):
                needed = " AND ".join(write(one, spelling) for one in parts) or marked([EVERY])
                if not without:
                    return f"({needed})"
                unwanted = " OR ".join(write(one, spell_exactly) for one in without)
                return f"(({needed}) NOT ({unwanted}))"

    return write(node, spell)
