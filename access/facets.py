"""How the hits of a search part: by category, customer and year, with names, of what a reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from archive.regulations import Regulations
from archive.schema import customers
from index.engine import Facets

MOST_CUSTOMERS = 50


@dataclass(frozen=True, slots=True)
class Share:
    """So many of the hits. `value` is what a query may say behind category:, customer: or from: to have
    just these; `name` what people call it. Both are empty for papers without a date."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class FacetView:
    """The shares of the exact hits, the largest first; `more_customers` are left out. `capped`: only the
    newest `index.engine.FACET_CAP` hits were counted."""

    kinds: tuple[Share, ...]
    customers: tuple[Share, ...]
    years: tuple[Share, ...]
    more_customers: int
    capped: bool


def named(tx: Connection, counted: Facets, *, regulations: Regulations) -> FacetView:
    """What an engine counted, with names."""
    shown = counted.customers[:MOST_CUSTOMERS]
    names = _names(tx, [customer for customer, _ in shown])
    return FacetView(
        kinds=tuple(Share(kind, regulations.kind_name(kind), count) for kind, count in counted.kinds),
        customers=tuple(Share(names[customer], names[customer], count) for customer, count in shown),
        years=tuple(_year(year, count) for year, count in counted.years),
        more_customers=len(counted.customers) - len(shown),
        capped=counted.capped,
    )


def recorded(counted: Facets) -> dict[str, Any]:
    """What the audit row says of them: everything that was shown."""
    return {
        "facet_kinds": [kind for kind, _ in counted.kinds],
        "facet_customers": [customer for customer, _ in counted.customers[:MOST_CUSTOMERS]],
        "facet_years": [year for year, _ in counted.years],
    }


def _year(year: int, count: int) -> Share:
    written = str(year) if year else ""
    return Share(written, written, count)


def _names(tx: Connection, numbers: list[int]) -> Mapping[int, str]:
    rows = tx.execute(select(customers.c.id, customers.c.name).where(customers.c.id.in_(numbers)))
    return {row.id: row.name for row in rows}
