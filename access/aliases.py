"""The desk's calls about proposed aliases: what papers called a customer, adopted only by a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from access.calls import Call
from access.gate import Gate
from access.numbers import bounded
from access.registers import LONGEST_NAME, CustomerIndex
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import aliases, customers
from archive.catalogue.aliases import AliasProposal
from archive.catalogue.parts import PartRow
from archive.errors import NotFound


@dataclass(frozen=True, slots=True)
class AliasShown:
    """A proposed alias: papers said `name`, a person settled them to `customer`."""

    number: int
    name: str
    customer: str
    part: int
    person: str
    at: datetime


class Aliases:
    """The names that papers used for customers."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def list(self, speaker: Speaker) -> tuple[AliasShown, ...]:
        """The proposals that wait for a decision, oldest first."""
        with self._gate.visit(speaker, Call.ALIASES_LIST) as visit:
            return tuple(_shown(visit.tx, proposal) for proposal in aliases.proposed(visit.tx))

    def accept(self, speaker: Speaker, number: int) -> AliasShown:
        """Enter a proposed name as an alias. Raises NotFound, BadInput where it has become another's."""
        with self._gate.visit(speaker, Call.ALIASES_ACCEPT, subject=f"alias:{number}") as visit:
            proposal = _open(visit.tx, number)
            index = CustomerIndex.load(visit.tx)
            known = index[proposal.customer]
            after = replace(known, aliases=tuple(dict.fromkeys((*known.aliases, proposal.name))))
            index.refuse_taken(proposal.customer, after)
            customers.revise(visit.tx, proposal.customer, after)
            aliases.decide(visit.tx, number, "accepted", by=visit.person.number, at=visit.now)
            visit.note(customer=proposal.customer)
            return _shown(visit.tx, proposal)

    def reject(self, speaker: Speaker, number: int) -> AliasShown:
        """Say that a proposed name is not this customer's; it is not proposed again. Raises NotFound."""
        with self._gate.visit(speaker, Call.ALIASES_REJECT, subject=f"alias:{number}") as visit:
            proposal = _open(visit.tx, number)
            aliases.decide(visit.tx, number, "rejected", by=visit.person.number, at=visit.now)
            visit.note(customer=proposal.customer)
            return _shown(visit.tx, proposal)


def propose_alias(visit: Visit, part: PartRow, customer: int) -> str | None:
    """Propose the unregistered company that a settled paper names as an alias of the customer it was
    settled to; the name, or none where there is nothing to propose.

    A paper that bears another company's code names another company, whosever file it lies in.
    """
    named = part.machine.proposed
    if named is None or len(named.name) > LONGEST_NAME:
        return None
    index = CustomerIndex.load(visit.tx)
    known = index[customer]
    if index.owner(named.name) is not None or (named.code and named.code != known.code):
        return None
    number = aliases.propose(
        visit.tx, customer, named.name, part=part.number, by=visit.person.number, at=visit.now
    )
    return None if number is None else named.name


def _open(tx: Connection, number: int) -> AliasProposal:
    found = aliases.proposed(tx, bounded(number))
    if not found:
        raise NotFound(
            "There is no proposed alias {number}, or it has been decided.",
            advice="`dangan customer aliases` lists what is proposed.",
            number=number,
        )
    return found[0]


def _shown(tx: Connection, proposal: AliasProposal) -> AliasShown:
    return AliasShown(
        number=proposal.number,
        name=proposal.name,
        customer=CustomerIndex.load(tx)[proposal.customer].name,
        part=proposal.part,
        person=proposal.person,
        at=proposal.at,
    )
