"""Companies that papers in review speak of and the register does not know: proposed, accepted, filed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from access.calls import Call
from access.customers import enter_customer
from access.free_words import clean_text
from access.gate import Gate
from access.hints import nearest
from access.places import Places
from access.registers import LONGEST_NAME, CustomerEntry, CustomerIndex, customer_called
from access.settling import Verdict, carry_out
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import customers, parts
from archive.catalogue.customers import Particulars, answers_to, fold_name
from archive.catalogue.parts import PartRow
from archive.catalogue.settlements import proposing, suggest_customer
from archive.decision import Assigned, ProposedCustomer
from archive.errors import Conflict, NotFound
from archive.filing import Filed, Filing
from archive.settings import FilingSettings
from index.engine import SearchEngine


@dataclass(frozen=True, slots=True)
class Proposal:
    """One company that papers propose. `name` is how most of them spell it, `spellings` all ways;
    `codes` are the credit codes on them (more than one: somebody must say which is right)."""

    name: str
    spellings: tuple[str, ...]
    codes: tuple[str, ...]
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting did: the customer, the papers filed, and the parts that still wait for their kind."""

    customer: int
    name: str
    filed: tuple[Filed, ...]
    waiting: tuple[int, ...]


class Proposals:
    """Proposed companies. Accepting one files each of its papers in a transaction of its own, so that it
    can be repeated after an interruption and goes on where it stopped."""

    def __init__(self, gate: Gate, filing: Filing, engine: SearchEngine, defaults: FilingSettings) -> None:
        self._gate = gate
        self._filing = filing
        self._engine = engine
        self._defaults = defaults

    def list(self, speaker: Speaker) -> tuple[Proposal, ...]:
        """All proposed companies; those with the most papers first."""
        with self._gate.visit(speaker, Call.CUSTOMERS_PROPOSED) as visit:
            return proposals(_proposing(visit.tx))

    def accept(self, speaker: Speaker, entry: CustomerEntry) -> Accepted:
        """Make a customer of a proposed company and file its papers whose kind is certain.

        `entry.name` is the proposed name; what else is unsaid comes from the papers. A customer that is
        registered under that name or code by now is taken as it is. Raises NotFound where no paper
        proposes it, Conflict where the papers bear several codes.
        """
        with self._gate.visit(speaker, Call.CUSTOMERS_ACCEPT) as visit:
            index = CustomerIndex.load(visit.tx)
            proposal = _proposal(visit.tx, entry.name)
            number = index.owner(entry.name)
            if number is None:
                if proposal is None:
                    raise _not_proposed(visit.tx, entry.name)
                places = Places(visit.tx, defaults=self._defaults, person=visit.person)
                number = enter_customer(visit, _completed(entry, proposal), places)
            visit.note(subject=f"customer:{number}", parts=list(proposal.parts) if proposal else [])
        return self._file(speaker, Call.CUSTOMERS_ACCEPT, number, proposal)

    def add_alias(self, speaker: Speaker, proposed: str, customer: str) -> Accepted:
        """Say that a proposed name is a registered customer's, and file the papers as `accept` does."""
        with self._gate.visit(speaker, Call.CUSTOMERS_ADD_ALIAS) as visit:
            known = customer_called(visit.tx, customer)
            proposal = _proposal(visit.tx, proposed)
            after = _with_alias(known.particulars, proposal, proposed)
            CustomerIndex.load(visit.tx).refuse_taken(known.number, after)
            customers.revise(visit.tx, known.number, after)
            visit.note(subject=f"customer:{known.number}", parts=list(proposal.parts) if proposal else [])
        return self._file(speaker, Call.CUSTOMERS_ADD_ALIAS, known.number, proposal)

    def _file(self, speaker: Speaker, call: Call, customer: int, proposal: Proposal | None) -> Accepted:
        filed: list[Filed] = []
        waiting: list[int] = []
        for part in proposal.parts if proposal else ():
            with self._gate.visit(speaker, call, subject=f"part:{part}", customer=customer) as visit:
                row = parts.get(visit.tx, part)
                if row.state != "review":
                    continue
                done = self._file_part(visit, row, customer)
            if done is None:
                waiting.append(part)
            else:
                filed.append(done)
        self._engine.drain()
        with self._gate.catalogue.read() as tx:
            name = CustomerIndex.load(tx)[customer].name
        return Accepted(customer, name, tuple(filed), tuple(waiting))

    def _file_part(self, visit: Visit, row: PartRow, customer: int) -> Filed | None:
        """File one paper if its kind is certain; else note whose it is and let it wait."""
        match row.machine.category:
            case Assigned(best=kind):
                verdict = Verdict(row.machine.first_page, row.machine.last_page, kind.value, customer)
                return carry_out(visit, self._filing, row, verdict).filed
            case _:
                suggest_customer(visit.tx, row.number, customer)
                return None


def proposals(rows: Iterable[PartRow]) -> tuple[Proposal, ...]:
    """Waiting parts grouped by the company they propose: one name or one code makes one company."""
    groups: dict[str, list[PartRow]] = {}
    for row in rows:
        akin = {id(group): group for word in _words(row) if (group := groups.get(word))}
        largest, *others = sorted(akin.values(), key=len, reverse=True) or [[]]
        joined = [*(other for group in others for other in group), row]
        largest.extend(joined)
        groups |= {word: largest for other in joined for word in _words(other)}
    distinct = {id(group): group for group in groups.values()}.values()
    found = [_grouped(sorted(group, key=lambda row: row.number)) for group in distinct]
    return tuple(sorted(found, key=lambda proposal: (-len(proposal.parts), proposal.parts[0])))


def _proposing(tx: Connection) -> tuple[PartRow, ...]:
    waiting = proposing(tx)
    return tuple(row for row in parts.select_parts(tx, states=("review",)) if row.number in waiting)


def _proposal(tx: Connection, name: str) -> Proposal | None:
    wanted = fold_name(name)
    for proposal in proposals(_proposing(tx)):
        if wanted in map(fold_name, proposal.spellings):
            return proposal
    return None


def _grouped(rows: Sequence[PartRow]) -> Proposal:
    names = Counter(_proposed(row).name for row in rows)
    codes = dict.fromkeys(code for row in rows if (code := _proposed(row).code))
    return Proposal(
        name=names.most_common(1)[0][0],
        spellings=tuple(names),
        codes=tuple(codes),
        parts=tuple(row.number for row in rows),
    )


def _words(row: PartRow) -> frozenset[str]:
    proposed = _proposed(row)
    return frozenset(filter(None, (fold_name(proposed.name), proposed.code)))


def _proposed(row: PartRow) -> ProposedCustomer:
    return row.machine.proposed or ProposedCustomer("", None)


def _completed(entry: CustomerEntry, proposal: Proposal) -> CustomerEntry:
    """The entry with the code that the papers bear."""
    if not entry.code and len(proposal.codes) > 1:
        raise Conflict(
            "The papers of {name} bear several credit codes: {codes}.",
            advice="Look at the papers and name the right one with --code.",
            name=proposal.name,
            codes="、".join(proposal.codes),
        )
    return replace(entry, code=entry.code or "".join(proposal.codes[:1]))


def _with_alias(known: Particulars, proposal: Proposal | None, alias: str) -> Particulars:
    if proposal and known.code and proposal.codes and known.code not in proposal.codes:
        raise Conflict(
            "The papers of {name} bear another code than {customer}: {codes}.",
            advice="They are two companies: accept the proposed one, or settle each paper in review.",
            name=proposal.name,
            customer=known.name,
            codes="、".join(proposal.codes),
        )
    if fold_name(alias) in answers_to(known):
        return known
    return replace(known, aliases=(*known.aliases, clean_text(alias, longest=LONGEST_NAME)))


def _not_proposed(tx: Connection, name: str) -> NotFound:
    known = [spelling for proposal in proposals(_proposing(tx)) for spelling in proposal.spellings]
    return NotFound(
        "No paper in review proposes the company {name}{hint}.",
        advice="`dangan customer accept` without a name lists the proposed companies.",
        name=name,
        hint=nearest(name, known),
    )
