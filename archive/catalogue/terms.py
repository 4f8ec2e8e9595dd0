"""How much narrower than asked an approver signs a query form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Terms:
    """What is left of what was asked: none of each means as asked. `customers` are numbers out of those
    the form is bound to, the years those of the files (both included), `until` the last day."""

    customers: frozenset[int] | None = None
    first_year: int | None = None
    last_year: int | None = None
    until: date | None = None

    @property
    def record(self) -> dict[str, Any]:
        """The terms as JSON can hold them, for keeping and for hashing: only what they narrow."""
        said = {
            "customers": sorted(self.customers) if self.customers is not None else None,
            "first_year": self.first_year,
            "last_year": self.last_year,
            "until": self.until.isoformat() if self.until else None,
        }
        return {name: value for name, value in said.items() if value is not None}


AS_ASKED = Terms()


def terms_of(record: Mapping[str, Any]) -> Terms:
    """The terms that `Terms.record` wrote down."""
    customers, until = record.get("customers"), record.get("until")
    return Terms(
        customers=None if customers is None else frozenset(customers),
        first_year=record.get("first_year"),
        last_year=record.get("last_year"),
        until=date.fromisoformat(until) if until else None,
    )
