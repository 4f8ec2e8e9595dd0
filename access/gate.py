"""The gate: lets calls in by the table, mints grants and scopes, and records both yes and no.

Nothing else in the program builds a `Grant` or a `Scope` (a test looks). Deny by default; every
answer is checked again in the transaction that records it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from access import form_grants, standing_grants
from access.admission import admit
from access.calls import Call
from access.form_grants import File
from access.numbers import number_in
from access.passwords import Passwords
from access.speaker import Speaker
from access.visits import Visit, default_basis, entry
from archive import audit, schema
from archive.audit import Outcome
from archive.catalogue import form_sheets, parts, scans
from archive.catalogue.database import Catalogue
from archive.catalogue.form_sheets import FormSheet
from archive.clock import Clock
from archive.errors import Conflict, DanganError, NotLoggedIn, Refused
from archive.grants import Grant, Scope
from archive.people import Post
from archive.regulations import Regulations

DUTY_MINUTES = 15
"""How long a grant for an open task holds: it is minted anew by every call."""


def nothing_here() -> Refused:
    """The one refusal for what is forbidden and for what is not there."""
    return Refused(
        "There is nothing here that you may read.",
        advice="Ask for it with a query form: `dangan request new`.",
    )


class Gate:
    """Who may do what in one home, now."""

    def __init__(self, catalogue: Catalogue, regulations: Regulations, clock: Clock) -> None:
        self.catalogue = catalogue
        self.regulations = regulations
        self.clock = clock

    @contextmanager
    def visit(self, speaker: Speaker, call: Call, *, subject: str = "", **details: object) -> Iterator[Visit]:
        """Let one call in: a writing transaction that ends with its audit row.

        What the caller read inside must leave the desk only after this context has closed: if the row
        cannot be written, closing raises and there is no answer. Raises `Refused` or `NotLoggedIn`;
        refusals and failures are recorded in a transaction of their own, also faults of the program.
        """
        seen: dict[str, Any] = {"subject": subject, "details": dict(details)}
        try:
            with self.catalogue.write() as tx:
                visit = self._admit(tx, speaker, call, subject=subject, details=seen["details"])
                try:
                    yield visit
                finally:
                    seen = {"subject": visit.subject, "details": visit.details, "basis": visit.basis}
                audit.append(tx, entry(speaker, call, "done", **seen), at=visit.now)
        except (Refused, NotLoggedIn) as refusal:
            self._record(speaker, call, "refused", refusal.message, **seen)
            raise
        except DanganError as failure:
            self._record(speaker, call, "failed", failure.message, **seen)
            raise
        except Exception as fault:  # its words may hold anything, a paper's text too: only its type is kept
            self._record(speaker, call, "failed", type(fault).__name__, **seen)
            raise

    def reading_grants(self, visit: Visit, *, file: File | None = None) -> tuple[Grant, ...]:
        """Everything that entitles the visitor to read archived papers at this moment: own forms and
        standing authorisations, each proved anew. `file`: only whether they open this one is asked."""
        by_form = form_grants.held(visit, self.regulations, file=file)
        held = (*by_form, *standing_grants.held(visit, file=file))
        return tuple(Grant(visit.person.number, one.basis, one.files, one.until) for one in held)

    def reading_scope(self, visit: Visit) -> Scope:
        """Everything that the visitor may read. Raises `Refused` when that is nothing."""
        return self._scope(self.reading_grants(visit))

    def document_grant(self, visit: Visit, called: str) -> tuple[int, Grant]:
        """A document, by its 档号 (also one left behind) or its number in the catalogue, and the grant
        that opens it. Raises the same `Refused` when it is not there.

        "Forbidden" and "not there" run the same statements and find the same rows: the document is looked
        up only within what opens it.
        """
        table = schema.documents
        named = and_(_is_called(called), table.c.state != "disposed")
        file = select(table.c.file).where(named).limit(1).scalar_subquery()
        for grant in self.reading_grants(visit, file=file):
            if grant.files:
                visit.basis = grant.basis
                wanted = select(table.c.id).where(named, table.c.file.in_(grant.files))
                return visit.tx.execute(wanted).scalar_one(), grant
        form_grants.note_altered(visit, self.regulations)
        raise nothing_here()

    def part_grant(self, visit: Visit, part: int, *, task: str = "settle") -> Grant:
        """The duty to see one part that waits in review. Raises `Refused` when it does not wait."""
        table = schema.parts
        waits = select(table.c.id).where(table.c.id == part, table.c.state == "review")
        if visit.tx.execute(waits).first() is None:
            raise nothing_here()
        return self._duty(visit, task, part, frozenset())

    def scan_grant(self, visit: Visit, scan: int, *, task: str = "describe") -> Grant:
        """The duty to describe by hand a scan that waits without any paper in it. Raises NotFound, and
        `Conflict` when it does not: where scans stand is no secret to those who may."""
        state = scans.get(visit.tx, scan).state
        papers = any(row.state in ("review", "filed") for row in parts.of_scan(visit.tx, scan))
        papers = papers or bool(form_sheets.of_scan(visit.tx, scan))
        if state not in ("review", "quarantined") or papers:
            raise Conflict(
                "Scan {number} is not one to be described by hand.",
                advice="Quarantined files and blank pages are; papers in review are settled there.",
                number=scan,
            )
        return self._duty(visit, task, scan, frozenset())

    def sheet_grant(self, visit: Visit, sheet: FormSheet) -> Grant:
        """The duty to look at one signed query form: while somebody still has to attest it, check it or put
        it aside, and after that as what its form stands on."""
        task = "attest" if sheet.state in form_sheets.OPEN else "sheet"
        return self._duty(visit, task, sheet.id, frozenset())

    def task_grant(self, visit: Visit, document: int, *, task: str = "correct") -> Grant:
        """The archivist's duty to put one filed document right. Raises `Refused` when there is none."""
        table = schema.documents
        file = visit.tx.execute(select(table.c.file).where(table.c.id == document)).scalar_one_or_none()
        if file is None:
            raise nothing_here()
        return self._duty(visit, task, document, frozenset({file}))

    def overseen(self, visit: Visit) -> frozenset[str]:
        """The regulations whose files the visitor watches over by post: an archivist and a credit
        manager all of them, a director those that name the post. Raises `Refused` when there is none."""
        posts = visit.person.posts
        if posts & {Post.ARCHIVIST, Post.CREDIT_MANAGER}:
            return frozenset(regulation.id for regulation in self.regulations)
        overseen = frozenset(
            regulation.id
            for regulation in self.regulations
            if regulation.approver in posts or regulation.confirmed_by in posts
        )
        if not overseen:
            raise nothing_here()
        return overseen

    def duty_scope(self, visit: Visit) -> Scope | None:
        """The files under the visitor's watch; none while the house has no such file yet."""
        overseen = self.overseen(visit)
        table = schema.files
        found = frozenset(
            visit.tx.execute(select(table.c.id).where(table.c.regulation.in_(sorted(overseen)))).scalars()
        )
        if not found:
            return None
        grant = self._duty(visit, visit.call.value, None, found)
        return Scope((grant,), found, everything=len(overseen) == len(tuple(self.regulations)))

    def confirm(
        self, speaker: Speaker, call: Call, passwords: Passwords, password: str, *, subject: str = ""
    ) -> None:
        """Ask for the password again before something is signed. Raises `Refused`, recorded; also when the
        password is still the one that an administrator gave, which only changing it accepts."""
        check = passwords.recognise if call is Call.SESSIONS_CHANGE_PASSWORD else passwords.confirm
        try:
            check(speaker, password)
        except Refused as refusal:
            self._record(speaker, call, "refused", refusal.message, subject=subject)
            raise

    def _admit(
        self, tx: Connection, speaker: Speaker, call: Call, *, subject: str, details: dict[str, Any]
    ) -> Visit:
        now = self.clock()
        person = admit(tx, speaker, call, now=now)
        return Visit(tx, speaker, person, call, now, subject, default_basis(call), details)

    def _duty(self, visit: Visit, task: str, subject: int | None, files: frozenset[int]) -> Grant:
        visit.basis = f"duty:{task}" if subject is None else f"duty:{task}:{subject}"
        until = visit.now + timedelta(minutes=DUTY_MINUTES)
        return Grant(visit.person.number, visit.basis, files, until)

    def _scope(self, grants: tuple[Grant, ...]) -> Scope:
        files = frozenset().union(*(grant.files for grant in grants))
        if not files:
            raise nothing_here()
        return Scope(grants, files)

    def _record(self, speaker: Speaker, call: Call, outcome: Outcome, error: str, **seen: Any) -> None:
        seen = {**seen, "details": {**seen.get("details", {}), "error": error}}
        with self.catalogue.write() as tx:
            audit.append(tx, entry(speaker, call, outcome, **seen), at=self.clock())


def _is_called(word: str) -> ColumnElement[bool]:
    table, numbers = schema.documents, schema.archive_numbers
    numbered = table.c.id.in_(select(numbers.c.document).where(numbers.c.number == word))
    number = number_in(word)
    return numbered if number is None else or_(numbered, table.c.id == number)
