"""Retention (保管期限): until when a paper must be kept.

Counted in full calendar years from the end of the last year that the paper has to do with, as 会计档案
管理办法 (财政部、国家档案局令第79号) article 14 counts accounting files.
"""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import Connection, select

from archive.clock import local_date
from archive.errors import Conflict
from archive.schema import contracts, documents, files

_YEARS = re.compile(r"(\d+)年")


def retention_ends(tx: Connection, document: int) -> date | None:
    """The last day on which a document must be kept; none for one kept for ever (永久).

    The years begin after the latest of: its file's year, its filing, the end of its validity, the end of
    its contract.
    """
    wanted = (
        select(
            documents.c.retention,
            documents.c.filed_at,
            documents.c.valid_until,
            files.c.year,
            contracts.c.ends_on,
        )
        .join(files, files.c.id == documents.c.file)
        .outerjoin(contracts, contracts.c.id == files.c.contract)
    )
    row = tx.execute(wanted.where(documents.c.id == document)).one()
    years = _YEARS.fullmatch(row.retention)
    if years is None:
        return None
    days = [local_date(row.filed_at), *filter(None, (row.valid_until, row.ends_on))]
    last_year = max(row.year, *(day.year for day in days))
    return date(last_year + int(years[1]), 12, 31)


def require_ended(tx: Connection, document: int, number: str, *, today: date) -> date:
    """The last day of a document's retention, which must be over. Raises `Conflict`."""
    ends = retention_ends(tx, document)
    if ends is None:
        raise Conflict(
            "{number} is kept for ever (永久).",
            advice="If its retention was recorded wrongly, put it right with `dangan document correct`.",
            number=number,
        )
    if today <= ends:
        raise Conflict(
            "{number} must be kept until {last}.",
            advice="It can be proposed for disposal from the day after.",
            number=number,
            last=ends,
        )
    return ends
