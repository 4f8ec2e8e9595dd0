"""Generations of the index: one row of the catalogue for each index that was made, and where it stands.

    building → complete → serving → retired

One generation serves; another may be filled beside it from the catalogue while both follow the outbox,
each from its own `position` on. Rows of the outbox are kept until all of them have passed. One that has
served may go back to `complete` and follow on, ready to serve again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, select, update

from archive import schema
from archive.errors import StorageError

EngineName = Literal["embedded", "elastic"]
GenerationState = Literal["building", "complete", "serving", "retired"]

_generations, _outbox = schema.index_generations, schema.outbox
_LIVE = ("building", "complete", "serving")


@dataclass(frozen=True, slots=True)
class Generation:
    """One index. `position`: the last outbox row taken over; `filled`: the last filing sequence filled in
    while it was built; moments are UTC."""

    id: int
    engine: EngineName
    name: str
    state: GenerationState
    position: int
    filled: int
    started_at: datetime
    switched_at: datetime | None


class GenerationGone(StorageError):
    """The generation was replaced and forgotten by another process."""


def add(tx: Connection, engine: EngineName, name: str, *, at: datetime) -> Generation:
    """Begin an index: `name` may have `{id}` in it. It is to be filled with what the catalogue has now,
    and follows from the next outbox row on."""
    values = {"engine": engine, "name": name, "state": "building", "position": _last(tx), "filled": 0}
    made = _generations.insert().values(**values, started_at=at).returning(_generations.c.id)
    number = tx.execute(made).scalar_one()
    _set(tx, number, name=name.format(id=number))
    return get(tx, number)


def get(tx: Connection, number: int) -> Generation:
    """The generation with this number; raises `GenerationGone`."""
    row = tx.execute(select(_generations).where(_generations.c.id == number)).one_or_none()
    if row is None:
        raise GenerationGone("The search index was replaced meanwhile.", advice="Run the command again.")
    return _generation(row)


def every(tx: Connection) -> tuple[Generation, ...]:
    """All there are, the oldest first."""
    return tuple(_generation(row) for row in tx.execute(select(_generations).order_by(_generations.c.id)))


def serving(tx: Connection) -> Generation | None:
    """The generation that answers; none before the first was made."""
    row = tx.execute(select(_generations).where(_generations.c.state == "serving")).one_or_none()
    return _generation(row) if row else None


def live(tx: Connection) -> tuple[Generation, ...]:
    """Those that follow the outbox: first the serving one."""
    rows = tx.execute(
        select(_generations)
        .where(_generations.c.state.in_(_LIVE))
        .order_by(_generations.c.state != "serving", _generations.c.id)
    )
    return tuple(_generation(row) for row in rows)


def retired(tx: Connection) -> tuple[Generation, ...]:
    """Those that answer no more, the newest first."""
    rows = tx.execute(
        select(_generations).where(_generations.c.state == "retired").order_by(_generations.c.id.desc())
    )
    return tuple(_generation(row) for row in rows)


def passed(tx: Connection, number: int, position: int) -> None:
    """The generation has taken over the outbox up to `position`; what all have passed is struck off."""
    _set(tx, number, position=position)
    strike(tx)


def strike(tx: Connection) -> None:
    """Strike off what every live generation has taken over."""
    least = select(func.min(_generations.c.position)).where(_generations.c.state.in_(_LIVE))
    tx.execute(delete(_outbox).where(_outbox.c.sequence <= least.scalar_subquery()))


def filled(tx: Connection, number: int, sequence: int) -> None:
    """The generation holds everything filed up to this filing sequence."""
    _set(tx, number, filled=sequence)


def complete(tx: Connection, number: int) -> None:
    """The generation holds everything, and may serve."""
    _set(tx, number, state="complete")


def begin_anew(tx: Connection, number: int) -> None:
    """The generation's index is about to be emptied, and is to be filled from the beginning."""
    _set(tx, number, state="building", filled=0, position=_last(tx))


def switch(tx: Connection, number: int, *, at: datetime, keep: bool) -> Generation | None:
    """Let this generation answer from now on; return the one that did, which follows on with `keep`."""
    before = serving(tx)
    if before is not None:
        _set(tx, before.id, state="complete" if keep else "retired")
    _set(tx, number, state="serving", switched_at=at)
    strike(tx)
    return before


def retire(tx: Connection, number: int) -> None:
    """The generation follows no more."""
    _set(tx, number, state="retired")
    strike(tx)


def forget(tx: Connection, number: int) -> None:
    """A retired one whose index was deleted needs no row."""
    tx.execute(delete(_generations).where(_generations.c.id == number, _generations.c.state == "retired"))


def _last(tx: Connection) -> int:
    return int(tx.execute(select(func.coalesce(func.max(_outbox.c.sequence), 0))).scalar_one())


def _set(tx: Connection, number: int, **values: Any) -> None:
    tx.execute(update(_generations).where(_generations.c.id == number).values(**values))


def _generation(row: Row[Any]) -> Generation:
    return Generation(**row._mapping)
