"""Filing by hand what no machine reads: recordings, blank pages, files that could not be opened."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from access.free_words import clean_text
from access.importing import cell_date
from access.naming import contract_called, kind_called
from access.registers import customer_called
from access.visits import Visit
from archive import schema
from archive.catalogue import pages, parts, scans
from archive.catalogue.settlements import Settlement, settle
from archive.content import Content
from archive.decision import Field, FieldValue, Part, Unknown
from archive.errors import Conflict
from archive.filing import Filed, Filing, Paper
from archive.media import media_type_of
from archive.message import message
from archive.page import BY_HAND, Page
from archive.regulations import Regulations

_LONGEST_TITLE = 200
_WIDTH, _HEIGHT = 595.0, 842.0  # points: the page that stands for what has none
_RULE = "described by hand"


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says of a scan, in words. `category` and `customer` as in review; `title` and `date`
    may be left out; `contract` is the number of the contract it belongs to."""

    category: str
    customer: str
    title: str = ""
    date: str = ""
    contract: str = ""


def original_of(tx: Connection, number: int) -> str:
    """The digest of a scan's file. Raises `Conflict` when it never came into the archive."""
    original = scans.get(tx, number).original
    if original is None:
        raise Conflict(
            "The file of scan {number} is not in the archive.",
            advice="`dangan status` says why; once that is put right, try it again with `dangan retry`.",
            number=number,
        )
    return original


def describe(
    visit: Visit,
    number: int,
    said: Description,
    *,
    filing: Filing,
    content: Content,
    regulations: Regulations,
) -> Filed:
    """File a scan as one document, inside the visit's transaction. Raises BadInput, `Conflict`, NotFound."""
    tx = visit.tx
    original = original_of(tx, number)
    kind = kind_called(regulations, said.category)
    customer = customer_called(tx, said.customer).number
    contract = contract_called(tx, said.contract, customer=customer) if said.contract else None
    last = _page_count(tx, original) or _give_page(tx, original, content)
    reason = message("It was described by hand.")
    machine = Part(1, last, Unknown(reason.text), Unknown(reason.text), _fields(said))
    part = parts.add(tx, number, machine, rules_digest="", reason=scans.get(tx, number).reason or reason)
    paper = Paper(number, original, 1, last, kind, customer, machine.fields, contract)
    filed = filing.file_paper(tx, paper, by=visit.person, warrant=visit.warrant)
    settlement = Settlement(1, last, kind, customer, contract)
    settle(tx, part, settlement, state="filed", by=visit.person.number, at=visit.now, document=filed.document)
    scans.set_state(tx, number, "filed", at=visit.now)
    return filed


def _fields(said: Description) -> tuple[Field, ...]:
    facts: dict[str, FieldValue | None] = {
        "title": clean_text(said.title, longest=_LONGEST_TITLE) if said.title else None,
        "issue_date": cell_date(said.date),
    }
    return tuple(
        Field(name, value, str(value), 1, None, 1.0, _RULE)
        for name, value in facts.items()
        if value is not None
    )


def _page_count(tx: Connection, original: str) -> int:
    table = schema.originals
    return tx.execute(select(table.c.pages).where(table.c.sha256 == original)).scalar_one() or 0


def _give_page(tx: Connection, original: str, content: Content) -> int:
    """Let a file without pages have one, so that a document can lie on it; how many it has then."""
    page = Page(1, _WIDTH, _HEIGHT, 0, BY_HAND, lines=(), ink=0)
    media_type = media_type_of(content.path(original))
    pages.store(tx, original, pages.pack([page]), media_type=media_type)
    return 1
