"""The departments of the own companies, found by the words people use for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from access.hints import nearest
from archive.catalogue.customers import fold_name
from archive.catalogue.house import Company, Department, all_companies
from archive.errors import BadInput
from archive.people import Person
from archive.settings import FilingSettings


@dataclass(frozen=True, slots=True)
class Place:
    """A department and the own company it belongs to."""

    company: Company
    department: Department

    @property
    def label(self) -> str:
        """How lists and messages name it."""
        return f"{self.company.short}/{self.department.short} {self.department.name}"

    def answers_to(self, company: str, department: str) -> bool:
        """Whether these words, short names or names, mean this department; an empty word means any."""
        return _is(company, self.company.short, self.company.name, *self.company.aliases) and _is(
            department, self.department.short, self.department.name
        )


class Places:
    """The departments that customers and contracts can belong to."""

    def __init__(self, tx: Connection, *, defaults: FilingSettings, person: Person) -> None:
        self._places = tuple(
            Place(company, department) for company in all_companies(tx) for department in company.departments
        )
        self._defaults = defaults
        self._person = person

    def __getitem__(self, department: int) -> Place:
        """The department with this number in the catalogue."""
        return next(place for place in self._places if place.department.number == department)

    def find(self, company: str, department: str) -> Place:
        """The department meant by short name or name; unsaid, the house's setting, then the speaker's own.

        Raises BadInput where that leaves none or several.
        """
        company = company or self._defaults.company
        department = department or self._defaults.department
        found = [place for place in self._places if place.answers_to(company, department)]
        if len(found) > 1 and not department:
            found = [place for place in found if place.department.number == self._person.department] or found
        if len(found) == 1:
            return found[0]
        raise self._unclear(company, department, found)

    def _unclear(self, company: str, department: str, found: list[Place]) -> BadInput:
        wanted = " ".join(filter(None, (company, department)))
        labels = "、".join(place.label for place in found or self._places) or "—"
        if not department:
            return BadInput("The department is missing.", advice="Name one of these: {known}.", known=labels)
        if found:
            return BadInput(
                "There are several departments {wanted}.",
                advice="Name its company too: {known}.",
                wanted=wanted,
                known=labels,
            )
        known = [word for place in self._places for word in (place.department.name, place.department.short)]
        return BadInput(
            "There is no department {wanted}{hint}.",
            advice="Name one of these: {known}.",
            wanted=wanted,
            hint=nearest(department, known),
            known=labels,
        )


def _is(word: str, *names: str) -> bool:
    return not word or fold_name(word) in map(fold_name, names)
