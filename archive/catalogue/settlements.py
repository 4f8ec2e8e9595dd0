"""What a person decided of a part that waited in review; the machine's word stays beside it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from archive import schema
from archive.catalogue.parts import PartState


@dataclass(frozen=True, slots=True)
class Settlement:
    """A person's word on pages `first_page` to `last_page` of an original.

    `kind` is a category id, `customer` and `contract` numbers in the catalogue. `reason` says why where
    the part was not filed as it stood: dismissed, or cut and joined anew.
    """

    first_page: int
    last_page: int
    kind: str | None = None
    customer: int | None = None
    contract: int | None = None
    reason: str = ""


def encode_settlement(settlement: Settlement) -> str:
    """Pack a settlement for the catalogue."""
    return json.dumps(asdict(settlement), ensure_ascii=False, sort_keys=True)


def decode_settlement(packed: str) -> Settlement:
    """Unpack what `encode_settlement` packed."""
    return Settlement(**json.loads(packed))


def settle(
    tx: Connection,
    part: int,
    settlement: Settlement,
    *,
    state: PartState,
    by: int,
    at: datetime,
    document: int | None = None,
) -> None:
    """Take a part off the review list with a person's word; `document` is what it was filed as."""
    table = schema.parts
    tx.execute(
        update(table)
        .where(table.c.id == part)
        .values(
            state=state,
            document=document,
            settled_by=by,
            settled_at=at,
            settlement=encode_settlement(settlement),
        )
    )


def suggest_customer(tx: Connection, part: int, customer: int) -> None:
    """Note whose paper a part is while its kind is still open; it goes on waiting."""
    table = schema.parts
    tx.execute(
        update(table)
        .where(table.c.id == part)
        .values(customer=customer, proposed_name=None, proposed_code=None)
    )


def proposing(tx: Connection) -> frozenset[int]:
    """The waiting parts whose company nobody has accepted yet."""
    table = schema.parts
    wanted = select(table.c.id).where(table.c.state == "review", table.c.proposed_name.is_not(None))
    return frozenset(tx.execute(wanted).scalars())
