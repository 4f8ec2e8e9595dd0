"""Re-filing what stays of an original of which some pages are disposed of: every page gets a new number.

`Renumbering` maps the pages that stay to their numbers in the new original; what was read, decided or
settled is carried over page by page, and what stood on other pages is left behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, update

from archive import schema
from archive.catalogue import documents as rows
from archive.catalogue.decisions import encode_fields, encode_part
from archive.catalogue.documents import Document
from archive.catalogue.parts import PartRow
from archive.catalogue.settlements import decode_settlement, encode_settlement
from archive.decision import Ambiguous, Assigned, Candidate, Decision, Field, Part, Unknown
from archive.page import Page


@dataclass(frozen=True, slots=True)
class Renumbering:
    """What becomes of an original's pages: old number to new, of those that stay, and where they lie now."""

    original: str
    pages: Mapping[int, int]

    def range_of(self, first: int, last: int) -> tuple[int, int]:
        """Where a range of pages lies now, as far as it stays. ValueError where nothing of it does."""
        now = [self.pages[page] for page in range(first, last + 1) if page in self.pages]
        return min(now), max(now)

    def page(self, page: Page) -> Page:
        """A page that stays, with its new number."""
        return replace(page, number=self.pages[page.number])

    def fields(self, fields: tuple[Field, ...]) -> tuple[Field, ...]:
        """The fields that were read on pages that stay."""
        return tuple(replace(one, page=self.pages[one.page]) for one in fields if one.page in self.pages)

    def part(self, part: Part) -> Part:
        """What the rules said of a part that stays, as far as it rests on pages that stay."""
        first, last = self.range_of(part.first_page, part.last_page)
        return Part(
            first_page=first,
            last_page=last,
            category=self._decision(part.category),
            customer=self._decision(part.customer),
            fields=self.fields(part.fields),
            proposed=part.proposed,
        )

    def _decision(self, decision: Decision) -> Decision:
        match decision:
            case Assigned(best, runner_up):
                return Assigned(self._candidate(best), self._candidate(runner_up) if runner_up else None)
            case Ambiguous(candidates, reason):
                return Ambiguous(tuple(map(self._candidate, candidates)), reason)
            case Unknown(reason, candidates):
                return Unknown(reason, tuple(map(self._candidate, candidates)))

    def _candidate(self, candidate: Candidate) -> Candidate:
        """Evidence on page 0 is on none: it stays."""
        there = {0: 0, **self.pages}
        stays = (replace(one, page=there[one.page]) for one in candidate.evidence if one.page in there)
        return replace(candidate, evidence=tuple(stays))


def refile_document(tx: Connection, document: Document, renumbering: Renumbering) -> int:
    """Let a document lie on its pages in the new original; its new revision."""
    first, last = renumbering.range_of(document.first_page, document.last_page)
    values = {
        "original": renumbering.original,
        "first_page": first,
        "last_page": last,
        "fields": encode_fields(renumbering.fields(document.fields)),
    }
    return rows.update_document(tx, document.id, values)


def refile_part(tx: Connection, part: PartRow, renumbering: Renumbering) -> None:
    """Let a part of the scan, and a person's word on it, name the new pages."""
    machine = renumbering.part(part.machine)
    values = {
        "first_page": machine.first_page,
        "last_page": machine.last_page,
        "machine": encode_part(machine),
    }
    if part.settlement:
        said = decode_settlement(part.settlement)
        first, last = renumbering.range_of(said.first_page, said.last_page)
        values["settlement"] = encode_settlement(replace(said, first_page=first, last_page=last))
    tx.execute(update(schema.parts).where(schema.parts.c.id == part.number).values(values))
