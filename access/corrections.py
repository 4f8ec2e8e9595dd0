"""What can be put right on a filed document, from words to columns of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from sqlalchemy import Connection

from access.hints import nearest
from access.importing import cell_date
from access.naming import contract_called, kind_called
from access.registers import customer_called
from archive.catalogue.documents import Document
from archive.errors import BadInput
from archive.facts import LONG_TERM
from archive.regulation import Retention, Secrecy
from archive.regulations import Regulations

COPIES = ("正本", "副本", "复印件")
LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Correction:
    """What shall be recorded instead, in words; none leaves a field as it is.

    Dates as papers write them, an empty one takes the date away; `valid_until` may be 长期. `category` is an
    id or a Chinese name, `customer` a number, name or code, `contract` the number on the contract.
    """

    title: str | None = None
    author: str | None = None
    issued_on: str | None = None
    valid_until: str | None = None
    copy: str | None = None
    secrecy: str | None = None
    retention: str | None = None
    category: str | None = None
    customer: str | None = None
    contract: str | None = None
    year: int | None = None


def columns_of(
    tx: Connection, regulations: Regulations, document: Document, correction: Correction
) -> Mapping[str, Any]:
    """What shall be recorded, for `archive.filing.Filing.correct`. Raises BadInput or NotFound."""
    return {
        **_texts(correction),
        **_dates(correction),
        **_words(correction),
        **_file(tx, regulations, document, correction),
    }


def _texts(correction: Correction) -> dict[str, Any]:
    found = {}
    for name, text in (("title", correction.title), ("author", correction.author)):
        if text is None:
            continue
        found[name] = " ".join(text.split())
        if len(found[name]) > LONGEST_TEXT or not found[name].isprintable() or (name == "title" and not text):
            raise BadInput(
                "{text} cannot be a title or an author.",
                advice="Write one line of at most {most} characters.",
                text=text[:40],
                most=LONGEST_TEXT,
            )
    return found


def _dates(correction: Correction) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if correction.issued_on is not None:
        found["issued_on"] = cell_date(correction.issued_on)
    if correction.valid_until is not None:
        long_term = correction.valid_until.strip() == LONG_TERM
        until: date | None = None if long_term else cell_date(correction.valid_until)
        found |= {"long_term": long_term, "valid_until": until}
    return found


def _words(correction: Correction) -> dict[str, Any]:
    """Fields that know a few words only."""
    found = {}
    for name, word, known in (
        ("copy", correction.copy, ("", *COPIES)),
        ("secrecy", correction.secrecy, get_args(Secrecy)),
        ("retention", correction.retention, get_args(Retention)),
    ):
        if word is None:
            continue
        if word not in known:
            raise BadInput(
                "{word} is not a known word here{hint}.",
                advice="Write one of these: {known}.",
                word=word or "—",
                hint=nearest(word, known),
                known="、".join(filter(None, known)),
            )
        found[name] = word
    return found


def _file(
    tx: Connection, regulations: Regulations, document: Document, correction: Correction
) -> dict[str, Any]:
    """What decides in which file the document lies."""
    found: dict[str, Any] = {}
    if correction.category is not None:
        found["kind"] = kind_called(regulations, correction.category)
    if correction.customer is not None:
        found["customer"] = customer_called(tx, correction.customer).number
    if correction.year is not None:
        found["year"] = _year(correction.year)
    if correction.contract is not None:
        customer = found.get("customer", document.customer)
        found["contract"] = contract_called(tx, correction.contract, customer=customer)
    return found


def _year(year: int) -> int:
    if not 1949 <= year <= 2999:
        raise BadInput("{year} is not a year of a file.", advice="Write it with four digits.", year=year)
    return year
