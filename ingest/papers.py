"""Putting away what a scan turned out to be: each paper filed or put to review, in one transaction."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from archive.catalogue import parts, scans
from archive.catalogue.scans import ScanState
from archive.decision import Ambiguous, Assigned, Field, Part, Sorting, first_choice
from archive.filing import Filing, Paper
from archive.message import Message, message
from archive.regulations import Regulations
from ingest.doubt import doubt

SAME_SCAN = "contract_number.same_scan"
"""The rule that a fact names when it stands on another paper of the same scan."""


def put_away(
    tx: Connection, scan: int, original: str, sorting: Sorting, *, filing: Filing, regulations: Regulations
) -> tuple[ScanState, Message | None]:
    """File every paper whose kind and customer are decided, put the others to review.

    Answers where the scan stands then, and why if its papers do not say so themselves.
    """
    scans.drop_pages(tx, scan, sorting.dropped)
    waiting = 0
    for found in sorting.parts:
        part = _settled_apart(_of_known_kind(found, regulations), sorting)
        reason = doubt(part, kind_name=regulations.kind_name)
        number = parts.add(tx, scan, part, rules_digest=sorting.rules_digest, reason=reason)
        paper = _decided(scan, original, part, _contract_of(part, sorting, regulations))
        if paper:
            filed = filing.file_paper(tx, paper, by=None)
            parts.close(tx, number, "filed", document=filed.document)
        else:
            waiting += 1
    if not sorting.parts:
        return "review", message("There is nothing on its pages.")
    return ("review" if waiting else "filed"), None


def _of_known_kind(part: Part, regulations: Regulations) -> Part:
    """The part, in doubt where its kind is none of the regulations': a separator sheet printed before they
    changed may name one."""
    kind = first_choice(part.category)
    if kind is None or kind in regulations.kinds:
        return part
    reason = message("The regulations have no such category any more.").text
    return replace(part, category=Ambiguous((), reason))


def _settled_apart(part: Part, sorting: Sorting) -> Part:
    """The part, in doubt where it shares a page with a paper of another customer: whoever may read the one
    would see the other."""
    if not isinstance(part.customer, Assigned):
        return part
    best = part.customer.best
    sharing = (one for one in sorting.parts if _share_a_page(one, part))
    if all(one.proposed is None and first_choice(one.customer) in (None, best.value) for one in sharing):
        return part
    reason = message("It shares a page with a paper of another customer.").text
    return replace(part, customer=Ambiguous((best,), reason))


def _share_a_page(one: Part, other: Part) -> bool:
    return one.first_page <= other.last_page and other.first_page <= one.last_page


def _decided(scan: int, original: str, part: Part, contract: tuple[Field, ...]) -> Paper | None:
    match part:
        case Part(category=Assigned(best=kind), customer=Assigned(best=customer)):
            return Paper(
                scan=scan,
                original=original,
                first_page=part.first_page,
                last_page=part.last_page,
                kind=kind.value,
                customer=int(customer.value),
                fields=(*part.fields, *contract),
            )
        case _:
            return None


def _contract_of(part: Part, sorting: Sorting, regulations: Regulations) -> tuple[Field, ...]:
    """The number of the contract that was scanned in one go with a paper which bears none itself.

    Nothing where the scan names several contracts, or papers of this kind belong to no contract. Filing
    looks the number up among the same customer's contracts, so that a stranger's is not taken.
    """
    kind = first_choice(part.category)
    if kind is None or regulations[regulations.places(kind)[0].regulation].unit != "contract":
        return ()
    named = {
        field.value: field
        for other in sorting.parts
        for field in other.fields
        if field.name == "contract_number"
    }
    own = any(field.name == "contract_number" for field in part.fields)
    return () if own or len(named) != 1 else tuple(replace(field, rule=SAME_SCAN) for field in named.values())
