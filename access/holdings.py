"""What reports are computed from: the records that the speaker's duty shows, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, select

from access.calls import Call
from access.gate import Gate
from access.registers import customer_called
from access.speaker import Speaker
from access.visits import Visit
from archive import schema
from archive.catalogue import parts
from archive.catalogue.decisions import decode_fields
from archive.catalogue.waivers import standing
from archive.clock import local_date
from archive.holdings import (
    HeldCustomer,
    HeldDocument,
    HeldFile,
    HeldReference,
    Holdings,
    VoidNumber,
    WaitingPart,
    Waiver,
)

_customers, _companies, _departments = schema.customers, schema.companies, schema.departments
_files, _documents, _contracts = schema.files, schema.documents, schema.contracts


class Inventory:
    """The holdings of one home, as far as a speaker's posts watch over them."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def read(self, speaker: Speaker, *, customers: Sequence[str] = ()) -> Holdings:
        """Everything a report may speak of, of these customers (number, name or code) or of all.

        Files are those of the regulations the speaker watches over. Documents are those kept in them, and
        those kept elsewhere that are referred to in them (互见), which the file's own list names too.
        """
        with self._gate.visit(speaker, Call.HOLDINGS_READ) as visit:
            overseen = self._gate.overseen(visit)
            chosen = frozenset(customer_called(visit.tx, word).number for word in customers)
            scope = self._gate.duty_scope(visit)
            everything = overseen == {regulation.id for regulation in self._gate.regulations}
            view = _View(visit.tx, overseen, chosen, everything)
            held = view.holdings(scope.files if scope else frozenset(), waiting=self._waiting(visit, view))
            visit.note(customers=sorted(chosen), files=len(held.files), documents=len(held.documents))
            return held

    def _waiting(self, visit: Visit, view: _View) -> Iterator[WaitingPart]:
        """Parts in review whose kind belongs to an overseen regulation; unknown ones for who sees all."""
        names = _scans(visit.tx)
        regulations = self._gate.regulations
        for row in parts.select_parts(visit.tx, states=("review",)):
            places = regulations.places(row.kind) if row.kind in regulations.kinds else ()
            mine = view.everything or any(place.regulation in view.overseen for place in places)
            if mine and (not view.chosen or row.customer in view.chosen):
                scan = names[row.scan]
                count = row.machine.last_page - row.machine.first_page + 1
                yield WaitingPart(row.number, scan.name, count, row.customer, row.kind, scan.received_at)


@dataclass(frozen=True, slots=True)
class _View:
    """Some regulations (`everything`: all there are) and (empty: all) customers, read from the catalogue
    in one transaction."""

    tx: Connection
    overseen: frozenset[str]
    chosen: frozenset[int]
    everything: bool

    def holdings(self, files: Collection[int], *, waiting: Iterator[WaitingPart]) -> Holdings:
        return Holdings(
            customers=tuple(self._customers()),
            files=tuple(file for file in self._files() if file.id in files),
            documents=tuple(self._documents(files)),
            references=tuple(found for found in self._references() if found.file in files),
            voids=tuple(found for found in self._voids() if found.file in files),
            waiting=tuple(waiting),
            waivers=tuple(self._waivers()),
            regulations=None if self.everything else self.overseen,
        )

    def _within(self, files: Any = _files) -> ColumnElement[bool]:
        """The files of the view: by condition, so that no list of thousands of numbers travels."""
        mine = files.c.regulation.in_(sorted(self.overseen))
        return and_(mine, files.c.customer.in_(sorted(self.chosen))) if self.chosen else mine

    def _customers(self) -> Iterator[HeldCustomer]:
        wanted = (
            select(_customers, _companies.c.name.label("house"), _departments.c.name.label("desk"))
            .join(_companies, _companies.c.id == _customers.c.company)
            .join(_departments, _departments.c.id == _customers.c.department)
            .order_by(_customers.c.id)
        )
        for row in self.tx.execute(wanted):
            if not self.chosen or row.id in self.chosen:
                yield HeldCustomer(row.id, row.name, row.kind, row.house, row.desk)

    def _files(self) -> Iterator[HeldFile]:
        wanted = (
            select(
                _files,
                _companies.c.name.label("house"),
                _departments.c.name.label("desk"),
                _contracts.c.number.label("contract_number"),
            )
            .join(_companies, _companies.c.id == _files.c.company)
            .join(_departments, _departments.c.id == _files.c.department)
            .outerjoin(_contracts, _contracts.c.id == _files.c.contract)
            .where(self._within())
            .order_by(_files.c.number)
        )
        for row in self.tx.execute(wanted):
            yield HeldFile(
                id=row.id,
                number=row.number,
                company=row.house,
                department=row.desk,
                regulation=row.regulation,
                customer=row.customer,
                contract=row.contract_number,
                year=row.year,
                custody=row.custody,
            )

    def _documents(self, files: Collection[int]) -> Iterator[HeldDocument]:
        """Documents kept in the files, then those only referred to."""
        kept = select(_documents).join(_files, _files.c.id == _documents.c.file)
        references = schema.document_references
        referred = (
            select(_documents)
            .join(references, references.c.document == _documents.c.id)
            .join(_files, _files.c.id == references.c.file)
            .distinct()
        )
        seen: set[int] = set()
        for wanted in (kept, referred):
            within = wanted.where(self._within(), _documents.c.state != "disposed")
            for row in self.tx.execute(within.order_by(_documents.c.file, _documents.c.item)):
                if row.id not in seen and (wanted is referred or row.file in files):
                    seen.add(row.id)
                    yield _document(row)

    def _references(self) -> Iterator[HeldReference]:
        table = schema.document_references
        wanted = select(table).join(_files, _files.c.id == table.c.file).where(self._within())
        for row in self.tx.execute(wanted.order_by(table.c.file, table.c.document)):
            yield HeldReference(row.document, row.file, row.category)

    def _voids(self) -> Iterator[VoidNumber]:
        table = schema.archive_numbers
        wanted = select(table).join(_files, _files.c.id == table.c.file).where(self._within(), table.c.void)
        for row in self.tx.execute(wanted.order_by(table.c.file, table.c.item)):
            yield VoidNumber(row.file, row.item, row.number, row.reason)

    def _waivers(self) -> Iterator[Waiver]:
        people = {row.id: row.name for row in self.tx.execute(select(schema.persons))}
        for found in standing(self.tx):
            if found.regulation in self.overseen and (not self.chosen or found.customer in self.chosen):
                yield Waiver(
                    customer=found.customer,
                    regulation=found.regulation,
                    category=found.category,
                    file=found.file,
                    reason=found.reason,
                    person=people[found.person],
                    at=found.at,
                )


def _scans(tx: Connection) -> dict[int, Any]:
    table = schema.scans
    wanted = select(table.c.id, table.c.name, table.c.received_at).where(table.c.state == "review")
    return {row.id: row for row in tx.execute(wanted)}


def _document(row: Row[Any]) -> HeldDocument:
    return HeldDocument(
        id=row.id,
        number=row.number,
        item=row.item,
        file=row.file,
        kind=row.kind,
        title=row.title,
        author=row.author,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        long_term=row.long_term,
        copy=row.copy,
        pages=row.last_page - row.first_page + 1,
        secrecy=row.secrecy,
        retention=row.retention,
        filed_on=local_date(row.filed_at),
        has_credit_code=_has_credit_code(row.fields),
        state=row.state,
    )


def _has_credit_code(fields: str) -> bool:
    if '"code"' not in fields:  # decoding every field of every document takes long
        return False
    return any(field.name == "code" and len(str(field.value)) == 18 for field in decode_fields(fields))
