"""Holdings sorted for looking up what serves a requirement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from archive.holdings import HeldCustomer, HeldDocument, HeldFile, Holdings, WaitingPart, Waiver
from archive.regulation import Category, Group, Regulation
from archive.regulations import Regulations
from archive.settings import CompletenessSettings
from reports.standing import Paper, paper


@dataclass(frozen=True, slots=True)
class Demand:
    """One requirement put to one customer. `files`: his yearly files, or the one of a contract."""

    customer: HeldCustomer
    regulation: Regulation
    files: tuple[HeldFile, ...]
    group: Group
    category: Category


class Shelves:
    """What lies where, on one day. Superseded and disposed documents are not on the shelves."""

    def __init__(
        self, holdings: Holdings, regulations: Regulations, *, today: date, settings: CompletenessSettings
    ) -> None:
        self.today = today
        self.settings = settings
        self._regulations = regulations
        self._waivers: dict[tuple[int, str, str], list[Waiver]] = defaultdict(list)
        for waiver in holdings.waivers:
            self._waivers[waiver.customer, waiver.regulation, waiver.category].append(waiver)
        self.files_of: dict[int, list[HeldFile]] = defaultdict(list)
        for file in sorted(holdings.files, key=lambda file: file.number):
            self.files_of[file.customer].append(file)
        self.waiting_of: dict[int | None, list[WaitingPart]] = defaultdict(list)
        for part in holdings.waiting:
            self.waiting_of[part.customer].append(part)
        current = [document for document in holdings.documents if document.state == "current"]
        self._kept: dict[int, list[HeldDocument]] = defaultdict(list)
        for document in current:
            self._kept[document.file].append(document)
        self._referred: dict[tuple[int, str], list[HeldDocument]] = defaultdict(list)
        by_id = {document.id: document for document in current}
        for reference in holdings.references:
            if reference.document in by_id:
                self._referred[reference.file, reference.category].append(by_id[reference.document])

    def papers(self, demand: Demand) -> list[Paper]:
        """The customer's documents that serve, judged, by archive number."""
        serving = {
            document.number: document
            for file in self.files_of[demand.customer.id]
            if self._within_reach(file, demand)
            for document in self._kept[file.id]
            if _serves(document, demand.category)
        }
        for file in demand.files:
            for document in self._referred[file.id, demand.category.id]:
                serving[document.number] = document
        return [
            paper(document, demand.category, today=self.today, soon_days=self.settings.soon_days)
            for _, document in sorted(serving.items())
        ]

    def loose(self, customer: HeldCustomer) -> tuple[HeldDocument, ...]:
        """Papers about a contract of which nobody could tell the contract: they serve none yet."""
        return tuple(
            document
            for file in self.files_of[customer.id]
            if file.contract is None and self._regulations[file.regulation].unit == "contract"
            for document in self._kept[file.id]
            if document.kind in _about_the_contract(self._regulations[file.regulation])
        )

    def waiting(self, demand: Demand) -> list[WaitingPart]:
        """Parts in review that would probably serve: machine and person may yet decide otherwise."""
        category = demand.category
        kinds = {category.id, *(other.kind for other in category.satisfied_by if not other.with_code)}
        return [part for part in self.waiting_of[demand.customer.id] if part.kind in kinds]

    def waiver(self, demand: Demand) -> Waiver | None:
        """The "not applicable" in force; one given for a yearly file ends with that year's file."""
        latest = max((file.year for file in demand.files), default=0)
        in_force = {None, *(file.id for file in demand.files if file.year == latest)}
        wanted = (demand.customer.id, demand.regulation.id, demand.category.id)
        return next((one for one in self._waivers[wanted] if one.file in in_force), None)

    def _within_reach(self, kept_in: HeldFile, demand: Demand) -> bool:
        """A paper of one contract says nothing of another, unless it is about the customer."""
        return (
            demand.regulation.unit == "year"
            or kept_in in demand.files
            or self._regulations[kept_in.regulation].unit == "year"
            or demand.group.about == "customer"
        )


def _about_the_contract(regulation: Regulation) -> set[str]:
    groups = (group for group in regulation.groups if group.about == "file")
    return {category.id for group in groups for category in group.categories}


def _serves(document: HeldDocument, category: Category) -> bool:
    return document.kind == category.id or any(
        document.kind == other.kind and (document.has_credit_code or not other.with_code)
        for other in category.satisfied_by
    )
