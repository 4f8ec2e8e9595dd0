"""Reports as one self-contained HTML page, fit to be printed: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from archive.language import chosen
from reports.table import Imprint, Table, readable, shown

MOST_UPRIGHT = 7  # columns on an upright A4 page
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters["shown"] = shown


def printout(template: str, *, imprint: Imprint | None, **values: object) -> str:
    """Fill one of `reports/templates`. Templates hold no words: all are given, translated."""
    language = "zh-CN" if chosen() == "zh" else "en"
    return readable(TEMPLATES.get_template(template).render(imprint=imprint, language=language, **values))


def tables_html(tables: Sequence[Table], *, imprint: Imprint | None) -> str:
    """The tables under each other; on the broad side of the paper where one has many columns."""
    wide = any(len(table.columns) > MOST_UPRIGHT for table in tables)
    return printout("tables.html", imprint=imprint, tables=tables, wide=wide)
