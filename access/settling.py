"""Filing what waited in review, as a person decided; pages may be cut and joined on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from access.visits import Visit
from archive import schema
from archive.catalogue import form_sheets, parts, scans
from archive.catalogue.parts import PartRow
from archive.catalogue.scans import Scan
from archive.catalogue.settlements import Settlement, settle
from archive.decision import Field, Part
from archive.errors import BadInput, Conflict
from archive.filing import Filed, Filing, Paper
from archive.message import Message, message


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided: these pages are one paper of this kind and customer.

    Pages count from 1 within the original, both included; `contract` is a number in the catalogue.
    """

    first_page: int
    last_page: int
    kind: str
    customer: int
    contract: int | None = None

    def covers(self, part: Part) -> bool:
        """Whether the verdict and the part share a page."""
        return self.first_page <= part.last_page and part.first_page <= self.last_page


@dataclass(frozen=True, slots=True)
class Settled:
    """A verdict carried out: what was filed, and the parts that wait anew with the pages left over.

    `learnt` says what was learnt of the paper's form; `alias` is the name on it that is now proposed as
    the customer's alias.
    """

    filed: Filed
    waiting: tuple[int, ...] = ()
    learnt: Message | None = None
    alias: str | None = None


def carry_out(visit: Visit, filing: Filing, part: PartRow, verdict: Verdict) -> Settled:
    """File the verdict's pages inside the visit's transaction.

    Where they are not just the part's own, every waiting part they touch gives its pages up, and what
    is left of it waits as a new part. Raises `Conflict` when pages are filed already.
    """
    scan = scans.get(visit.tx, part.scan)
    touched = _touched(visit, scan, part, verdict)
    waiting: list[int] = []
    target = part.number
    if touched != [part] or (part.machine.first_page, part.machine.last_page) != _range(verdict):
        waiting = [
            parts.add(
                visit.tx,
                scan.number,
                rest,
                rules_digest=row.rules_digest,
                reason=message("These pages were left over when others were settled."),
            )
            for row in touched
            for rest in _rests(row.machine, verdict)
        ]
        whole = replace(part.machine, first_page=verdict.first_page, last_page=verdict.last_page)
        target = parts.add(visit.tx, scan.number, whole, rules_digest=part.rules_digest, reason=part.reason)
        for row in touched:
            _close(visit, row.number, verdict, state="resplit", reason=f"part:{target}")
    filed = _file(visit, filing, scan, verdict, _fields(touched, verdict))
    _close(visit, target, verdict, state="filed", document=filed.document)
    conclude(visit, scan.number)
    return Settled(filed, tuple(waiting))


def conclude(visit: Visit, scan: int) -> None:
    """Take a scan off the review list once no part of it waits any more, nor a signed query form."""
    states = {row.state for row in parts.of_scan(visit.tx, scan)}
    sheets = {sheet.state for sheet in form_sheets.of_scan(visit.tx, scan)}
    if "review" in states or sheets & set(form_sheets.OPEN):
        return
    if scans.get(visit.tx, scan).state == "review":
        kept = "filed" in states or "checked" in sheets
        scans.set_state(visit.tx, scan, "filed" if kept else "dismissed", at=visit.now)


def _touched(visit: Visit, scan: Scan, part: PartRow, verdict: Verdict) -> list[PartRow]:
    """The waiting parts whose pages the verdict takes, the asked one among them."""
    count = _page_count(visit.tx, scan.original)
    if not 1 <= verdict.first_page <= verdict.last_page <= count or not verdict.covers(part.machine):
        raise BadInput(
            "The part {part} has the pages {first} to {last}, its scan {count} page(s).",
            advice="Name a range of pages of this scan that takes in some of the part.",
            part=part.number,
            first=part.machine.first_page,
            last=part.machine.last_page,
            count=count,
        )
    _require_no_sheets(visit.tx, scan.number, verdict)
    covered = [
        row
        for row in parts.of_scan(visit.tx, scan.number)
        if row.number == part.number or _takes_from(verdict, row.machine, part.machine)
    ]
    if any(row.state == "filed" for row in covered):
        raise Conflict(
            "Some of these pages are filed already.",
            advice="Name other pages, or correct the filed document with `dangan document correct`.",
        )
    return [row for row in covered if row.state == "review"]


def _require_no_sheets(tx: Connection, scan: int, verdict: Verdict) -> None:
    """Raises `Conflict` for pages that are a signed query form: readers of the paper would learn who asked
    for what."""
    for sheet in form_sheets.of_scan(tx, scan):
        if sheet.state != "refused" and verdict.first_page <= sheet.page <= verdict.last_page:
            raise Conflict(
                "Page {page} is a signed query form and stays with its form.",
                advice="Name pages on one side of it.",
                page=sheet.page,
            )


def _takes_from(verdict: Verdict, other: Part, own: Part) -> bool:
    """Whether the verdict takes a page of another part that the asked one does not have: pages that two
    papers share, and papers inside a report, were found by the rules and stay as they are."""
    pages = range(max(verdict.first_page, other.first_page), min(verdict.last_page, other.last_page) + 1)
    return any(not own.first_page <= page <= own.last_page for page in pages)


def _page_count(tx: Connection, original: str | None) -> int:
    table = schema.originals
    return tx.execute(select(table.c.pages).where(table.c.sha256 == original)).scalar_one_or_none() or 0


def _rests(part: Part, verdict: Verdict) -> Iterator[Part]:
    if part.first_page < verdict.first_page:
        yield replace(part, last_page=verdict.first_page - 1)
    if part.last_page > verdict.last_page:
        yield replace(part, first_page=verdict.last_page + 1)


def _fields(touched: Sequence[PartRow], verdict: Verdict) -> tuple[Field, ...]:
    """What was read off the verdict's own pages."""
    first, last = _range(verdict)
    return tuple(field for row in touched for field in row.machine.fields if first <= field.page <= last)


def _file(visit: Visit, filing: Filing, scan: Scan, verdict: Verdict, fields: tuple[Field, ...]) -> Filed:
    paper = Paper(
        scan=scan.number,
        original=str(scan.original),
        first_page=verdict.first_page,
        last_page=verdict.last_page,
        kind=verdict.kind,
        customer=verdict.customer,
        fields=fields,
        contract=verdict.contract,
    )
    return filing.file_paper(visit.tx, paper, by=visit.person, warrant=visit.warrant)


def _close(
    visit: Visit,
    part: int,
    verdict: Verdict,
    *,
    state: parts.PartState,
    document: int | None = None,
    reason: str = "",
) -> None:
    settlement = Settlement(
        verdict.first_page, verdict.last_page, verdict.kind, verdict.customer, verdict.contract, reason
    )
    settle(visit.tx, part, settlement, state=state, by=visit.person.number, at=visit.now, document=document)


def _range(verdict: Verdict) -> tuple[int, int]:
    return verdict.first_page, verdict.last_page
