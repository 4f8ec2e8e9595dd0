"""How lists show a form that its own reader signed."""

from __future__ import annotations

from collections.abc import Sequence

from access.self_signed import SelfSignedView
from archive.language import translate
from reports.table import Cell, Column, Table
from search_cli.workplace import Workplace


def self_signed_columns() -> tuple[Column, ...]:
    """The columns of one."""
    return (
        Column("number", translate("Form"), "code"),
        Column("state", translate("State")),
        Column("reader", translate("Reader")),
        Column("customers", translate("Customers")),
        Column("regulations", translate("Files of")),
        Column("purpose", translate("Purpose")),
        Column("begun_at", translate("Begun"), "date"),
        Column("ends_at", translate("Open until"), "date"),
    )


def self_signed_cells(work: Workplace, one: SelfSignedView, *, codes: bool = False) -> tuple[Cell, ...]:
    """Its cells; with `codes` the state as scripts know it."""
    return (
        one.number,
        one.state if codes else _state(one),
        one.reader,
        "、".join(one.customers),
        regulation_names(work, one.regulations),
        one.purpose,
        one.begun_at,
        one.ends_at,
    )


def transposed(title: str, columns: Sequence[Column], cells: Sequence[Cell]) -> Table:
    """One row of a list as a sheet of two columns, which a terminal has room for."""
    (_, called), *rest = zip(columns, cells, strict=True)
    rows = tuple((column.header, cell) for column, cell in rest if cell not in (None, ""))
    return Table(title, (Column("field", columns[0].header), Column("value", str(called))), rows)


def regulation_names(work: Workplace, names: tuple[str, ...]) -> str:
    """Regulations by their Chinese names, one that the house has no more by its id."""
    known = work.home.regulations
    return "、".join(known[name].name if name in known else name for name in names)


def _state(one: SelfSignedView) -> str:
    return {
        "open": translate("open for reading"),
        "ended": translate("ended"),
        "revoked": translate("revoked"),
        "altered": translate("altered"),
    }[one.state]
