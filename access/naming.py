"""What people call kinds of paper, contracts and documents, turned into what the catalogue knows."""

from __future__ import annotations

from sqlalchemy import Connection, select

from access.free_words import legible
from access.hints import nearest
from access.numbers import number_in
from archive import schema
from archive.catalogue import contracts
from archive.catalogue.documents import Document, get_document
from archive.errors import BadInput, NotFound
from archive.regulations import Regulations


def kind_called(regulations: Regulations, word: str) -> str:
    """The category id meant by an id or a Chinese name. Raises BadInput with the nearest."""
    kind = regulations.kind_called(word.strip())
    if kind is None:
        known = [*regulations.kinds, *(regulations.kind_name(kind) for kind in regulations.kinds)]
        raise BadInput(
            "There is no category {word}{hint}.",
            advice="Use a category's id or its Chinese name, as in the regulations.",
            word=word,
            hint=nearest(word, known),
        )
    return kind


def contract_called(tx: Connection, number: str, *, customer: int) -> int:
    """The customer's contract with this number on it. Raises NotFound."""
    for contract in contracts.numbered(tx, legible(number.strip())):
        if contract.terms.customer == customer:
            return contract.id
    known = [contract.terms.number for contract in contracts.select_contracts(tx, customer=customer)]
    raise NotFound(
        "This customer has no contract {number}{hint}.",
        advice="`dangan contract list` shows the contracts; `dangan contract add` enters one.",
        number=number,
        hint=nearest(number, known),
    )


def document_called(tx: Connection, word: str) -> Document:
    """The document with this archive number (档号, also one left behind) or number in the catalogue.

    Raises NotFound.
    """
    table = schema.archive_numbers
    asked = legible(word.strip())
    found = tx.execute(select(table.c.document).where(table.c.number == asked)).scalar_one_or_none()
    if found is None:
        found = number_in(asked)
    document = get_document(tx, found) if found is not None else None
    if document is None or document.state == "disposed":
        raise NotFound(
            "There is no document {word}.", advice="`dangan files` lists the archive numbers.", word=asked
        )
    return document
