"""What all tables share: names of constraints, moments, keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from archive.clock import decode_moment, encode_moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A UTC moment, kept as text of fixed width so that every database sorts it alike."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else encode_moment(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else decode_moment(value)


def key() -> Column[int]:
    """A row's own number, given by the database."""
    return Column("id", Integer, primary_key=True, autoincrement=True)


def to(target: Column[int], name: str, *, optional: bool = False) -> Column[int]:
    """A column that points at another table's row."""
    return Column(name, Integer, ForeignKey(target), nullable=optional, index=True)
