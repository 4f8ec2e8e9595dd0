"""Filing a paper, and putting right what was filed: always inside the caller's one transaction.

Document, archive number, references, history, outbox row and audit row are written together or not
at all. Used by the pipeline, and by the desk when a person settles, corrects or supersedes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from archive import schema
from archive.catalogue import documents as rows
from archive.catalogue.decisions import encode_fields
from archive.catalogue.files import (
    FileKey,
    FileRow,
    find_file,
    item_number,
    next_item,
    open_file,
    record_number,
    void_number,
)
from archive.clock import Clock, local_date
from archive.decision import Field
from archive.errors import Conflict
from archive.facts import LONG_TERM, day, facts_of, issued_on, year_borne
from archive.people import Person
from archive.referring import refer_document, refer_file
from archive.regulations import Regulations
from archive.traces import UNSAID, Trace, Warrant, leave

_THE_FILES_OWN = frozenset({"contract", "year"})
_KEPT_BY_THE_FILE = _THE_FILES_OWN | {"kind", "customer"}


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be filed: a page range of an original, decided by rules or by a person.

    `contract` is a contract's number in the catalogue; where it is none, the contract number read
    off the paper is looked up. `year` overrides the year of the file.
    """

    scan: int
    original: str
    first_page: int
    last_page: int
    kind: str
    customer: int
    fields: tuple[Field, ...] = ()
    contract: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """A filed document: its number in the catalogue, its 档号 and the file it lies in."""

    document: int
    number: str
    file: int
    file_number: str


class Filing:
    """Files papers by the regulations of the house."""

    def __init__(self, regulations: Regulations, clock: Clock) -> None:
        self._regulations = regulations
        self._clock = clock

    def file_paper(
        self, tx: Connection, paper: Paper, *, by: Person | None, warrant: Warrant = UNSAID
    ) -> Filed:
        """File one paper and return where it went."""
        now = self._clock()
        facts = facts_of(paper.fields)
        file = self._file_for(tx, paper, facts)
        item = next_item(tx, file.id)
        regulation = self._regulations[file.key.regulation]
        values = {
            "scan": paper.scan,
            "original": paper.original,
            "first_page": paper.first_page,
            "last_page": paper.last_page,
            "kind": paper.kind,
            "customer": paper.customer,
            "file": file.id,
            "item": item,
            "number": item_number(file, item),
            "title": self._title(tx, paper, facts),
            "author": str(facts.get("author", "")),
            "issued_on": issued_on(facts),
            "valid_until": day(facts.get("valid_until")),
            "long_term": facts.get("valid_until") == LONG_TERM,
            "copy": str(facts.get("copy_kind", "")),
            "secrecy": regulation.secrecy,
            "retention": regulation.retention,
            "fields": encode_fields(paper.fields),
            "filed_at": now,
        }
        document = rows.insert_document(tx, values)
        record_number(tx, file, item, document=document, at=now)
        refer_document(tx, self._regulations, document)
        filed = Filed(document, item_number(file, item), file.id, file.number)
        what = {"filed": [None, filed.number]}
        self._record(tx, filed, Trace("document.file", by, warrant), what=what, revision=1)
        return filed

    def correct(
        self,
        tx: Connection,
        document: rows.Document,
        changes: Mapping[str, Any],
        *,
        by: Person,
        reason: str,
        warrant: Warrant = UNSAID,
    ) -> Filed:
        """Change what is recorded of a document.

        `changes` holds columns of the documents table (title, author, issued_on, valid_until,
        long_term, copy, secrecy, retention, kind, customer) and `contract` or `year`. Where the file
        changes with it, the document gets a new number and the old one stays behind as void. Raises
        `Conflict` where nothing would change.
        """
        values = {
            name: value
            for name, value in changes.items()
            if name not in _THE_FILES_OWN and value != getattr(document, name)
        }
        if "customer" in values and "title" not in changes:
            values["title"] = self._retitled(tx, document, values["customer"])
        what = {name: [getattr(document, name), value] for name, value in values.items()}
        if _KEPT_BY_THE_FILE & changes.keys() and (moved := self._move(tx, document, changes, reason=reason)):
            values |= moved
            what |= _moves(tx, document, moved)
        if not values:
            raise Conflict("Nothing would change.", advice="`dangan document show` shows what is recorded.")
        revision = rows.update_document(tx, document.id, values)
        refer_document(tx, self._regulations, document.id)
        filed = self._filed(tx, document.id)
        trace = Trace("document.correct", by, warrant, reason)
        self._record(tx, filed, trace, what=what, revision=revision)
        return filed

    def supersede(
        self,
        tx: Connection,
        document: rows.Document,
        *,
        newer: rows.Document,
        by: Person,
        reason: str,
        warrant: Warrant = UNSAID,
    ) -> Filed:
        """Note that a newer paper has taken a document's place; the old one is kept and still findable."""
        revision = rows.update_document(tx, document.id, {"state": "superseded", "superseded_by": newer.id})
        filed = self._filed(tx, document.id)
        what = {"superseded_by": [None, newer.number]}
        trace = Trace("document.supersede", by, warrant, reason)
        self._record(tx, filed, trace, what=what, revision=revision)
        return filed

    def _move(
        self, tx: Connection, document: rows.Document, changes: Mapping[str, Any], *, reason: str
    ) -> Mapping[str, Any] | None:
        """Give the document a number in the file it now belongs to, if that is another one; the columns
        that say so. What was said of its file before holds, unless said otherwise now: the contract
        while the customer stays, the year while the kind stays."""
        lies = _file_of(tx, document.file)
        kind, customer = changes.get("kind", document.kind), changes.get("customer", document.customer)
        paper = Paper(
            scan=document.scan,
            original=document.original,
            first_page=document.first_page,
            last_page=document.last_page,
            kind=kind,
            customer=customer,
            fields=document.fields,
            contract=changes.get("contract", lies.contract if customer == document.customer else None),
            year=changes.get("year", lies.year if kind == document.kind else None),
        )
        facts = facts_of(document.fields)
        if "issued_on" in changes:
            facts = {**facts, "issue_date": changes["issued_on"], "period": ""}
        file = self._file_for(tx, paper, facts)
        if file.id == document.file:
            return None
        void_number(tx, document.number, reason=reason)
        item = next_item(tx, file.id)
        record_number(tx, file, item, document=document.id, at=self._clock())
        return {"file": file.id, "item": item, "number": item_number(file, item)}

    def _file_for(self, tx: Connection, paper: Paper, facts: Mapping[str, Any]) -> FileRow:
        """Find or open the file that a paper of this kind and customer is kept in."""
        now = self._clock()
        place = self._regulations.places(paper.kind)[0]
        regulation = self._regulations[place.regulation]
        owner = tx.execute(select(schema.customers).where(schema.customers.c.id == paper.customer)).one()
        lasting = regulation.category(place.category).on_paper
        year = paper.year or (None if lasting else year_borne(facts)) or local_date(now).year
        contract = None
        if regulation.unit == "contract":
            contract = paper.contract or _contract_of(tx, paper.customer, facts)
        key = FileKey(owner.company, owner.department, place.regulation, paper.customer, contract, year)
        if contract is not None:
            key = _key_of_contract(tx, contract, key)
        found = find_file(tx, key)
        if found:
            return found
        file = open_file(tx, key, letter=regulation.class_letter, at=now)
        refer_file(tx, self._regulations, file)
        return file

    def _title(self, tx: Connection, paper: Paper, facts: Mapping[str, Any]) -> str:
        """The title (题名): whose paper, and what it calls itself."""
        name = _name_of(tx, paper.customer)
        headline = str(facts.get("title", "")) or self._regulations.kind_name(paper.kind)
        return headline if name in headline else f"{name}{headline}"

    def _retitled(self, tx: Connection, document: rows.Document, customer: int) -> str:
        """The title with the new customer's name where the old one's stood."""
        return document.title.replace(_name_of(tx, document.customer), _name_of(tx, customer))

    def _filed(self, tx: Connection, document: int) -> Filed:
        documents, files = schema.documents, schema.files
        row = tx.execute(
            select(documents.c.number, documents.c.file, files.c.number.label("file_number"))
            .join(files, files.c.id == documents.c.file)
            .where(documents.c.id == document)
        ).one()
        return Filed(document, row.number, row.file, row.file_number)

    def _record(
        self, tx: Connection, filed: Filed, trace: Trace, *, what: Mapping[str, Any], revision: int
    ) -> None:
        document = (filed.document, filed.number)
        leave(tx, document, trace, what=what, revision=revision, at=self._clock())


def _file_of(tx: Connection, file: int) -> Row[Any]:
    return tx.execute(select(schema.files).where(schema.files.c.id == file)).one()


def _moves(tx: Connection, document: rows.Document, moved: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What a move changed, for the history: the number, and the contract or year of the file."""
    before, after = (_file_of(tx, file)._mapping for file in (document.file, moved["file"]))
    changed = {
        name: [before[name], after[name]] for name in sorted(_THE_FILES_OWN) if before[name] != after[name]
    }
    return {**changed, "number": [document.number, moved["number"]]}


def _name_of(tx: Connection, customer: int) -> str:
    names = select(schema.customers.c.name).where(schema.customers.c.id == customer)
    return str(tx.execute(names).scalar_one())


def _contract_of(tx: Connection, customer: int, facts: Mapping[str, Any]) -> int | None:
    """The registered contract whose number the paper bears, if it is this customer's."""
    number = facts.get("contract_number")
    if not number:
        return None
    contracts = schema.contracts
    return tx.execute(
        select(contracts.c.id).where(contracts.c.number == str(number), contracts.c.customer == customer)
    ).scalar_one_or_none()


def _key_of_contract(tx: Connection, contract: int, key: FileKey) -> FileKey:
    """One contract is one file, whoever's paper it is and whenever it came."""
    contracts = schema.contracts
    row = tx.execute(select(contracts).where(contracts.c.id == contract)).one()
    year = row.signed_on.year if row.signed_on else row.created_at.year
    return FileKey(row.company, row.department, key.regulation, row.customer, contract, year)
