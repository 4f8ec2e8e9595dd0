"""The house's own structure: companies and departments, whose short names make archive numbers."""

from __future__ import annotations

from collections.abc import Sequence

from access.calls import Call
from access.free_words import clean_text
from access.gate import Gate
from access.people import LONGEST_NAME, checked_code, checked_short
from access.speaker import Speaker
from archive.catalogue import house
from archive.catalogue.house import Company
from archive.errors import Conflict, NotFound


class House:
    """Companies and departments of one home."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def add_company(
        self, speaker: Speaker, short: str, name: str, *, code: str | None = None, aliases: Sequence[str] = ()
    ) -> int:
        """Add an own company and return its number."""
        with self._gate.visit(speaker, Call.HOUSE_ADD_COMPANY) as visit:
            kept, called = checked_short(short), clean_text(name, longest=LONGEST_NAME)
            if house.find_company(visit.tx, kept) or house.find_company(visit.tx, called):
                raise Conflict("There is already a company {name}.", name=f"{kept} {called}")
            names = [clean_text(alias, longest=LONGEST_NAME) for alias in aliases]
            number = house.add_company(visit.tx, kept, called, code=checked_code(code), aliases=names)
            visit.note(subject=f"company:{number}", short=kept, name=called)
            return number

    def add_department(self, speaker: Speaker, company: str, short: str, name: str) -> int:
        """Add a department to a company (by short name or name) and return its number."""
        with self._gate.visit(speaker, Call.HOUSE_ADD_DEPARTMENT) as visit:
            owner = house.find_company(visit.tx, company)
            if owner is None:
                raise NotFound("There is no company {company}.", company=company)
            kept, called = checked_short(short), clean_text(name, longest=LONGEST_NAME)
            if house.find_department(owner, kept) or house.find_department(owner, called):
                raise Conflict("There is already a department {name}.", name=f"{kept} {called}")
            number = house.add_department(visit.tx, owner.number, kept, called)
            visit.note(subject=f"department:{number}", short=kept, name=called)
            return number

    def list(self, speaker: Speaker) -> tuple[Company, ...]:
        """Every own company with its departments."""
        with self._gate.visit(speaker, Call.HOUSE_LIST) as visit:
            return house.all_companies(visit.tx)
