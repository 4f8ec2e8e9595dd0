"""The desk's calls about customers and suppliers: enter, change, import, list, show."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from access.calls import Call
from access.customer_sheet import COLUMNS, Imported, Step, changes, imported, plan
from access.gate import Gate
from access.importing import read_listing
from access.places import Places
from access.registers import CustomerEntry, CustomerIndex, check_entry, customer_called, particulars_of
from access.speaker import Speaker
from access.visits import Visit
from archive import schema
from archive.catalogue import customers as rows
from archive.catalogue.customers import Kind
from archive.settings import FilingSettings


@dataclass(frozen=True, slots=True)
class CustomerShown:
    """One customer as the register has it; `papers` is how many of it are filed."""

    number: int
    name: str
    kind: Kind
    company: str
    department: str
    code: str | None
    registration_number: str | None
    aliases: tuple[str, ...]
    former_names: tuple[str, ...]
    papers: int


class Customers:
    """The register of customers and suppliers."""

    def __init__(self, gate: Gate, defaults: FilingSettings) -> None:
        self._gate = gate
        self._defaults = defaults

    def add(self, speaker: Speaker, entry: CustomerEntry) -> CustomerShown:
        """Enter a customer. Raises BadInput where the register has it already, or the words are off."""
        with self._gate.visit(speaker, Call.CUSTOMERS_ADD) as visit:
            number = enter_customer(visit, entry, self._places(visit))
            visit.note(subject=f"customer:{number}")
            return _shown(visit.tx, self._places(visit), [number])[0]

    def update(self, speaker: Speaker, customer: str, entry: CustomerEntry) -> CustomerShown:
        """Change what is recorded of a customer; empty words change nothing."""
        with self._gate.visit(speaker, Call.CUSTOMERS_UPDATE) as visit:
            known = customer_called(visit.tx, customer)
            visit.note(subject=f"customer:{known.number}")
            places = self._places(visit)
            named = check_entry(replace(entry, name=entry.name or known.name))
            after = particulars_of(named, known.particulars, places)
            CustomerIndex.load(visit.tx).refuse_taken(known.number, after)
            rows.revise(visit.tx, known.number, after)
            visit.note(changed=[name for name, _ in changes(known.particulars, after, places)])
            return _shown(visit.tx, places, [known.number])[0]

    def list(self, speaker: Speaker) -> tuple[CustomerShown, ...]:
        """The whole register, in the order of entry."""
        with self._gate.visit(speaker, Call.CUSTOMERS_LIST) as visit:
            return _shown(visit.tx, self._places(visit), None)

    def show(self, speaker: Speaker, customer: str) -> CustomerShown:
        """One customer, by number, any of its names, or code."""
        with self._gate.visit(speaker, Call.CUSTOMERS_SHOW) as visit:
            number = customer_called(visit.tx, customer).number
            visit.note(subject=f"customer:{number}")
            return _shown(visit.tx, self._places(visit), [number])[0]

    def import_file(self, speaker: Speaker, name: str, content: bytes, *, dry_run: bool = False) -> Imported:
        """Take over a spreadsheet: customers known by code or name are updated, others added.

        All rows or none: `RowProblems` tells every wrong row. `name` is the file's name.
        """
        listing = read_listing(name, content, COLUMNS)
        digest = hashlib.sha256(content).hexdigest()
        with self._gate.visit(speaker, Call.CUSTOMERS_IMPORT, file_sha256=digest, dry_run=dry_run) as visit:
            places = self._places(visit)
            steps = plan(CustomerIndex.load(visit.tx), listing, places)
            for step in () if dry_run else steps:
                _take(visit, step)
            visit.note(rows=len(steps), added=sum(step.outcome == "added" for step in steps))
        return Imported(tuple(imported(step, places) for step in steps), listing.ignored, dry_run)

    def _places(self, visit: Visit) -> Places:
        return Places(visit.tx, defaults=self._defaults, person=visit.person)


def enter_customer(visit: Visit, entry: CustomerEntry, places: Places) -> int:
    """Enter a customer that the register must not have yet; its number."""
    after = particulars_of(check_entry(entry), None, places)
    CustomerIndex.load(visit.tx).refuse_taken(None, after)
    return rows.add(visit.tx, after, at=visit.now)


def _take(visit: Visit, step: Step) -> None:
    if step.number is None:
        rows.add(visit.tx, step.after, at=visit.now)
    elif step.outcome == "updated":
        rows.revise(visit.tx, step.number, step.after)


def _shown(tx: Connection, places: Places, numbers: Collection[int] | None) -> tuple[CustomerShown, ...]:
    papers = _papers(tx)
    return tuple(
        CustomerShown(
            number=customer.number,
            name=customer.name,
            kind=customer.particulars.kind,
            company=places[customer.particulars.department].company.name,
            department=places[customer.particulars.department].department.name,
            code=customer.particulars.code,
            registration_number=customer.particulars.registration_number,
            aliases=customer.particulars.aliases,
            former_names=customer.particulars.former_names,
            papers=papers.get(customer.number, 0),
        )
        for customer in rows.select_customers(tx, numbers=numbers)
    )


def _papers(tx: Connection) -> dict[int, int]:
    table = schema.documents
    counted = select(table.c.customer, func.count()).where(table.c.state != "disposed")
    return {row[0]: row[1] for row in tx.execute(counted.group_by(table.c.customer))}
