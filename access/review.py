"""The desk's calls about papers that wait in review: list, look at, settle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from access.aliases import propose_alias
from access.calls import Call
from access.gate import Gate
from access.learning import learn
from access.marking import mark_of
from access.naming import contract_called, kind_called
from access.numbers import bounded
from access.registers import CustomerIndex, customer_called
from access.settling import Settled, Verdict, carry_out
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import pages, parts, scans
from archive.catalogue.parts import PartRow
from archive.content import Content
from archive.decision import Ambiguous, Assigned, Candidate, Decision, Evidence, Field, Unknown, first_choice
from archive.errors import BadInput, NotFound
from archive.filing import Filing
from archive.message import Message
from archive.page import Page
from archive.rendering import page_png
from archive.watermark import Mark
from index.engine import SearchEngine


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer the rules weighed: `value` for the program, `name` for people, and what spoke for it."""

    value: str
    name: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One part that waits. `kinds` and `customers` are what the rules weighed, best first; `proposed`
    is a company the register does not know; `reason` says why it waits."""

    part: int
    scan: int
    scan_name: str
    sub_folder: str
    first_page: int
    last_page: int
    kinds: tuple[Choice, ...]
    customers: tuple[Choice, ...]
    proposed: str | None
    reason: Message | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another part of the same scan, and where it stands."""

    part: int
    first_page: int
    last_page: int
    state: str


@dataclass(frozen=True, slots=True)
class WaitingShown:
    """One part to look at: the text of its pages and what was read off them."""

    waiting: Waiting
    fields: tuple[Field, ...]
    siblings: tuple[Sibling, ...]
    pages: tuple[Page, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a person settles a part, in words. Unsaid category or customer: the rules' first choice;
    unsaid pages: the part's own (others cut or join it); `contract` is the number on it."""

    category: str = ""
    customer: str = ""
    pages: tuple[int, int] | None = None
    contract: str = ""


class Review:
    """The review list of one home."""

    def __init__(self, gate: Gate, filing: Filing, content: Content, engine: SearchEngine) -> None:
        self._gate = gate
        self._filing = filing
        self._content = content
        self._engine = engine

    def list(self, speaker: Speaker) -> tuple[Waiting, ...]:
        """Every part that waits, in the order the scans came in."""
        with self._gate.visit(speaker, Call.REVIEW_LIST) as visit:
            names = self._names(visit.tx)
            rows = parts.select_parts(visit.tx, states=("review",))
            visit.note(parts=len(rows))
            return tuple(_waiting(visit.tx, row, names) for row in rows)

    def show(self, speaker: Speaker, part: int) -> WaitingShown:
        """One part with the text of its pages. Raises `Refused` when it does not wait (any more)."""
        with self._gate.visit(speaker, Call.REVIEW_SHOW, subject=f"part:{part}") as visit:
            row = self._open(visit, part)
            original = scans.get(visit.tx, row.scan).original
            waiting = _waiting(visit.tx, row, self._names(visit.tx))
            siblings = tuple(
                Sibling(other.number, other.machine.first_page, other.machine.last_page, other.state)
                for other in parts.of_scan(visit.tx, row.scan)
                if other.number != part
            )
            mark = mark_of(visit)
        with self._gate.catalogue.read() as tx:
            text = pages.load(tx, str(original), first=waiting.first_page, last=waiting.last_page)
        return WaitingShown(waiting, row.machine.fields, siblings, text, mark)

    def image(self, speaker: Speaker, part: int, *, page: int) -> bytes:
        """One page of a waiting part as PNG, upright and marked; `page` counts from 1 within the original."""
        call = Call.REVIEW_IMAGE
        with self._gate.visit(speaker, call, subject=f"part:{part}", page=page) as visit:
            row = self._open(visit, part)
            if not row.machine.first_page <= page <= row.machine.last_page:
                raise NotFound(
                    "The part {part} has the pages {first} to {last}.",
                    part=part,
                    first=row.machine.first_page,
                    last=row.machine.last_page,
                )
            original = str(scans.get(visit.tx, row.scan).original)
            read = pages.load(visit.tx, original, first=page, last=page)
            mark = mark_of(visit)
        return page_png(self._content.path(original), read[0], mark)

    def settle(self, speaker: Speaker, part: int, ruling: Ruling) -> Settled:
        """File a part as a person decides. Other pages than its own cut it, or join others to it: what
        is left over waits anew. Raises `Refused` when it does not wait, `Conflict` for pages filed."""
        with self._gate.visit(speaker, Call.REVIEW_SETTLE, subject=f"part:{part}") as visit:
            row = self._open(visit, part)
            verdict = self._verdict(visit.tx, row, ruling)
            settled = _taught(visit, row, verdict, carry_out(visit, self._filing, row, verdict))
            visit.note(
                document=settled.filed.document,
                number=settled.filed.number,
                machine=[row.kind, row.customer],
                person=[verdict.kind, verdict.customer],
            )
        self._engine.drain()
        return settled

    def _open(self, visit: Visit, part: int) -> PartRow:
        self._gate.part_grant(visit, bounded(part))
        return parts.get(visit.tx, part)

    def _verdict(self, tx: Connection, row: PartRow, ruling: Ruling) -> Verdict:
        kind = kind_called(self._gate.regulations, ruling.category) if ruling.category else row.kind
        customer = customer_called(tx, ruling.customer).number if ruling.customer else row.customer
        if kind is None or customer is None:
            raise BadInput(
                "The category must be said." if kind is None else "The customer must be said.",
                advice="The rules have no suggestion for this paper.",
            )
        first, last = ruling.pages or (row.machine.first_page, row.machine.last_page)
        contract = contract_called(tx, ruling.contract, customer=customer) if ruling.contract else None
        return Verdict(first, last, kind, customer, contract)

    def _names(self, tx: Connection) -> _Names:
        index = CustomerIndex.load(tx)
        kinds = set(self._gate.regulations.kinds)
        return _Names(
            kind=lambda kind: self._gate.regulations.kind_name(kind) if kind in kinds else kind,
            customer=lambda number: index[int(number)].name,
        )


def _taught(visit: Visit, row: PartRow, verdict: Verdict, settled: Settled) -> Settled:
    """Learn from what a person has settled: the paper's form, and what it calls its customer."""
    same_head = verdict.first_page == row.machine.first_page
    learnt = learn(visit, settled.filed.document, row.machine.category if same_head else None)
    alias = propose_alias(visit, row, verdict.customer)
    return replace(settled, learnt=learnt, alias=alias)


@dataclass(frozen=True, slots=True)
class _Names:
    kind: Callable[[str], str]
    customer: Callable[[str], str]


def _waiting(tx: Connection, row: PartRow, names: _Names) -> Waiting:
    scan, machine = scans.get(tx, row.scan), row.machine
    accepted = _accepted(row, names)
    return Waiting(
        part=row.number,
        scan=scan.number,
        scan_name=scan.name,
        sub_folder=scan.sub_folder,
        first_page=machine.first_page,
        last_page=machine.last_page,
        kinds=_choices(machine.category, names.kind),
        customers=accepted + _choices(machine.customer, names.customer),
        proposed=machine.proposed.name if machine.proposed and not accepted else None,
        reason=row.reason,
        received_at=scan.received_at,
    )


def _accepted(row: PartRow, names: _Names) -> tuple[Choice, ...]:
    """The customer that a person gave the part meanwhile, if the rules did not think of it first."""
    if row.customer is None or first_choice(row.machine.customer) == str(row.customer):
        return ()
    return (Choice(str(row.customer), names.customer(str(row.customer)), 1.0, ()),)


def _choices(decision: Decision, name: Callable[[str], str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(found.value, name(found.value), found.score, found.evidence) for found in _candidates(decision)
    )


def _candidates(decision: Decision) -> tuple[Candidate, ...]:
    match decision:
        case Assigned(best, None):
            return (best,)
        case Assigned(best, runner_up):
            return (best, runner_up) if runner_up else (best,)
        case Ambiguous(candidates=found) | Unknown(candidates=found):
            return found
