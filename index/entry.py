"""What every store keeps of a document, worked out once for all of them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from index.engine import IndexedDocument
from index.tokens import characters, fold, term_tokens, tokens

_BREAK = "__"  # between two values in `facts`: no phrase runs across it


@dataclass(frozen=True)
class Entry:
    """One document as it is indexed. Not slotted: what costs time is worked out when it is asked for.

    `text` is its whole folded text, head and pages; `values` the folded values of its fields, by name.
    """

    paper: IndexedDocument
    text: str
    values: Mapping[str, tuple[str, ...]]

    @property
    def issued(self) -> str | None:
        """Its own date, ISO."""
        return self.paper.issued_on.isoformat() if self.paper.issued_on else None

    @cached_property
    def terms(self) -> str:
        """The tokens of the text, parted by blanks."""
        return " ".join(tokens(self.text))

    @cached_property
    def chars(self) -> str:
        """What terms too short for a phrase are looked up in: of the text, and of each field."""
        of_fields = {
            fact_token(name, character)
            for name, values in self.values.items()
            for character in characters(" ".join(values)).split()
        }
        return " ".join([characters(self.text), *sorted(of_fields)])

    @cached_property
    def facts(self) -> str:
        """The tokens of the fields' values, each with the field's name, parted by blanks."""
        spelled: list[str] = []
        for name, values in self.values.items():
            for value in values:
                spelled += [fact_token(name, token) for token in tokens(value)]
                spelled.append(_BREAK)
        return " ".join(spelled)

    @cached_property
    def packed(self) -> bytes:
        """Text and values, compressed: what a tolerant hit is checked against (`unpack`)."""
        return zlib.compress(json.dumps([self.text, self.values], ensure_ascii=False).encode(), 6)

    @cached_property
    def digest(self) -> str:
        """Changes whenever anything of the entry does: 16 hexadecimal digits."""
        paper = self.paper
        said = [self.text, self.values, sorted(paper.amounts), self.issued, paper.filing_sequence]
        said += [paper.file, paper.kind, paper.customer]
        return blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a query is asked of when there is no index between (`index.evaluation.holds`)."""

    text: str
    values: Mapping[str, Sequence[str]]
    kind: str
    customer: int


def entry_of(paper: IndexedDocument) -> Entry:
    """The entry of a document."""
    values: dict[str, tuple[str, ...]] = {}
    for name, value in paper.facts:
        folded = fold(value)
        if folded:
            values[name] = (*values.get(name, ()), folded)
    return Entry(paper, fold("|".join((*paper.head, "\n".join(paper.pages)))), values)


def unpack(packed: bytes, *, kind: str, customer: int) -> Contents:
    """What `Entry.packed` holds."""
    text, values = json.loads(zlib.decompress(packed))
    return Contents(text, values, kind, customer)


def fact_token(name: str, token: str) -> str:
    """A token of a field's value."""
    return f"{name}_{token}"


def fact_tokens(name: str, term: str) -> list[str]:
    """The tokens to look for one after the other in a field, for a term that does not stand alone."""
    return [fact_token(name, token) for token in term_tokens(term)]
