"""The desk's calls about contracts: enter, import, list."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from access.calls import Call
from access.contract_sheet import COLUMNS, ContractEntry, ContractStep, plan, step_of, terms_of
from access.gate import Gate
from access.importing import read_listing
from access.places import Places
from access.registers import CustomerIndex, customer_called
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import contracts as rows
from archive.catalogue.contracts import Contract
from archive.errors import BadInput
from archive.settings import FilingSettings


@dataclass(frozen=True, slots=True)
class ContractShown:
    """One contract as the register has it; customer, company and department by name, `amount` in yuan."""

    id: int
    number: str
    customer: str
    company: str
    department: str
    subject: str
    amount: Decimal | None
    signed_on: date | None
    ends_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class ImportedContract:
    """What one row did: `outcome` is added, updated or unchanged."""

    row: int
    number: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ImportedContracts:
    """What a file did, or (`dry_run`) would do; `ignored` are headings that mean nothing to us."""

    rows: tuple[ImportedContract, ...]
    ignored: tuple[str, ...]
    dry_run: bool


class Contracts:
    """The register of contracts."""

    def __init__(self, gate: Gate, defaults: FilingSettings) -> None:
        self._gate = gate
        self._defaults = defaults

    def add(self, speaker: Speaker, entry: ContractEntry) -> ContractShown:
        """Enter a contract. Raises BadInput where its company has that number already."""
        with self._gate.visit(speaker, Call.CONTRACTS_ADD) as visit:
            index, places = CustomerIndex.load(visit.tx), self._places(visit)
            step = step_of(visit.tx, 0, terms_of(entry, index, places))
            if step.contract is not None:
                raise BadInput(
                    "The contract {number} is registered already.",
                    advice="`dangan contract import` with a file updates it.",
                    number=step.terms.number,
                )
            number = rows.add(visit.tx, step.terms, at=visit.now)
            visit.note(subject=f"contract:{number}")
            return _shown(Contract(number, step.terms, "open"), index, places)

    def list(self, speaker: Speaker, *, customer: str = "") -> tuple[ContractShown, ...]:
        """All contracts, or one customer's, in the order of entry."""
        with self._gate.visit(speaker, Call.CONTRACTS_LIST) as visit:
            of = customer_called(visit.tx, customer).number if customer else None
            index, places = CustomerIndex.load(visit.tx), self._places(visit)
            found = rows.select_contracts(visit.tx, customer=of)
            return tuple(_shown(contract, index, places) for contract in found)

    def import_file(
        self, speaker: Speaker, name: str, content: bytes, *, dry_run: bool = False
    ) -> ImportedContracts:
        """Take over a spreadsheet: contracts whose company has the number are updated, others added.

        All rows or none: `RowProblems` tells every wrong row. `name` is the file's name.
        """
        listing = read_listing(name, content, COLUMNS)
        digest = hashlib.sha256(content).hexdigest()
        with self._gate.visit(speaker, Call.CONTRACTS_IMPORT, file_sha256=digest, dry_run=dry_run) as visit:
            steps = plan(visit.tx, listing, CustomerIndex.load(visit.tx), self._places(visit))
            for step in () if dry_run else steps:
                _take(visit, step)
            visit.note(rows=len(steps), added=sum(step.outcome == "added" for step in steps))
        said = tuple(ImportedContract(step.row, step.terms.number, step.outcome) for step in steps)
        return ImportedContracts(said, listing.ignored, dry_run)

    def _places(self, visit: Visit) -> Places:
        return Places(visit.tx, defaults=self._defaults, person=visit.person)


def _take(visit: Visit, step: ContractStep) -> None:
    if step.contract is None:
        rows.add(visit.tx, step.terms, at=visit.now)
    elif step.outcome == "updated":
        rows.revise(visit.tx, step.contract.id, step.terms)


def _shown(contract: Contract, index: CustomerIndex, places: Places) -> ContractShown:
    terms, place = contract.terms, places[contract.terms.department]
    return ContractShown(
        id=contract.id,
        number=terms.number,
        customer=index[terms.customer].name,
        company=place.company.name,
        department=place.department.name,
        subject=terms.subject,
        amount=terms.amount,
        signed_on=terms.signed_on,
        ends_on=terms.ends_on,
        state=contract.state,
    )
