"""On what ground a paper may be disposed of: it is lost, its retention is over, or a court ordered it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access import holders
from access.free_words import clean_reason, clean_text
from access.visits import Visit
from archive.catalogue import losses
from archive.catalogue.disposals import Ground
from archive.catalogue.documents import Document
from archive.clock import local_date
from archive.errors import BadInput, Conflict
from archive.retention import require_ended

LONGEST_REFERENCE = 100


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an archivist proposes: the paper by 档号, the ground, why in words, and for a court's order its
    number (文号)."""

    document: str
    ground: Ground
    explanation: str
    reference: str = ""

    def said(self) -> str:
        """Explanation and reference in one sentence, as it is signed. Raises `BadInput`."""
        explanation = clean_reason(self.explanation)
        if self.ground == "court_order" and not self.reference.strip():
            raise BadInput(
                "A court's order has a number.", advice="Name it with --reference, as it stands on the order."
            )
        if not self.reference.strip():
            return explanation
        return f"{clean_text(self.reference, longest=LONGEST_REFERENCE)}：{explanation}"


def require_ground(visit: Visit, paper: Document, ground: Ground) -> date | None:
    """Make sure that the ground holds today; the last day of retention, where that is the ground. Raises
    `Conflict`."""
    if ground == "lost":
        if losses.open_loss(visit.tx, paper.id) is None:
            raise Conflict(
                "No loss of {number} is reported.",
                advice="Report it first: `dangan loss report`.",
                number=paper.number,
            )
        return None
    borrower = holders.borrower(visit.tx, paper.id)
    if borrower is not None:
        raise Conflict(
            "{number} is lent to {person}.",
            advice="It must be back, or its loss reported, before it can be disposed of.",
            number=paper.number,
            person=borrower.who,
        )
    if ground == "retention":
        return require_ended(visit.tx, paper.id, paper.number, today=local_date(visit.now))
    return None
