"""Numbers of what the archive keeps a register of: a word, the year, and a serial number in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Table, func, select


def next_number(tx: Connection, table: Table, word: str, *, at: datetime) -> str:
    """The next number of a register whose rows are never deleted: `盘点-2026-0001`."""
    prefix = f"{word}-{at.astimezone().year}-"
    numbers = table.c.number
    taken = select(func.count()).select_from(table).where(numbers.startswith(prefix, autoescape=True))
    return f"{prefix}{tx.execute(taken).scalar_one() + 1:04d}"
