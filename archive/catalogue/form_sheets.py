"""Printed query forms that came back signed by hand, in the catalogue, and who vouched for each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, select, update

from archive.message import Message, decode_message, encode_message
from archive.schema import form_sheets, scans

SheetState = Literal["waiting", "attested", "checked", "refused"]

OPEN: tuple[SheetState, ...] = ("waiting", "attested", "refused")
"""States in which somebody still has to do something about a sheet."""


@dataclass(frozen=True, slots=True)
class HandSignature:
    """A signature as it stands on the sheet: by whom (a person's number), for which regulation, on which
    day; `represented` is whom a deputy signed for."""

    person: int
    regulation: str
    on: date
    represented: int | None = None


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet. `page` counts within the scan, from 1; `said` is what its code says; `form` none where no
    form is called so; `fault` why it cannot be used; `attestation` what an archivist read on it."""

    id: int
    scan: int
    page: int
    said: str
    form: int | None
    state: SheetState
    fault: Message | None
    attestation: tuple[HandSignature, ...]
    attested_by: int | None
    attested_at: datetime | None
    checked_by: int | None
    checked_at: datetime | None


def add(tx: Connection, scan: int, page: int, said: str, *, form: int | None, fault: Message | None) -> int:
    """Keep a sheet that came in: it waits, or is refused where there is a fault; its number."""
    values = {
        "scan": scan,
        "page": page,
        "said": said,
        "form": form,
        "state": "refused" if fault else "waiting",
        "fault": encode_message(fault) if fault else None,
    }
    return int(tx.execute(form_sheets.insert().values(values).returning(form_sheets.c.id)).scalar_one())


def find(tx: Connection, number: int) -> FormSheet | None:
    """The sheet with this number."""
    row = tx.execute(select(form_sheets).where(form_sheets.c.id == number)).one_or_none()
    return _sheet(row) if row else None


def select_sheets(tx: Connection, *, everything: bool = False) -> tuple[FormSheet, ...]:
    """The sheets that somebody still has to do something about, or all there ever were; oldest first."""
    wanted = select(form_sheets).join(scans, scans.c.id == form_sheets.c.scan).order_by(form_sheets.c.id)
    if not everything:
        wanted = wanted.where(form_sheets.c.state.in_(OPEN), scans.c.state == "review")
    return tuple(_sheet(row) for row in tx.execute(wanted))


def of_scan(tx: Connection, scan: int) -> tuple[FormSheet, ...]:
    """The sheets among the pages of a scan."""
    rows = tx.execute(select(form_sheets).where(form_sheets.c.scan == scan).order_by(form_sheets.c.page))
    return tuple(_sheet(row) for row in rows)


def checked_of(tx: Connection, form: int) -> tuple[FormSheet, ...]:
    """The sheets that stand with a form as its signatures, oldest first."""
    wanted = select(form_sheets).where(form_sheets.c.form == form, form_sheets.c.state == "checked")
    return tuple(_sheet(row) for row in tx.execute(wanted.order_by(form_sheets.c.id)))


def attest(tx: Connection, sheet: int, read: Sequence[HandSignature], *, by: int, at: datetime) -> None:
    """Keep what an archivist read on a sheet, in place of what was read before."""
    told = json.dumps([_told(one) for one in read])
    values = {"state": "attested", "attestation": told, "attested_by": by, "attested_at": at}
    tx.execute(update(form_sheets).where(form_sheets.c.id == sheet).values(values))


def check(tx: Connection, sheet: int, *, by: int, at: datetime) -> None:
    """Keep that a second person found it so."""
    values = {"state": "checked", "checked_by": by, "checked_at": at}
    tx.execute(update(form_sheets).where(form_sheets.c.id == sheet).values(values))


def refuse(tx: Connection, sheet: int, fault: Message) -> None:
    """Say why a sheet cannot be used."""
    values = {"state": "refused", "fault": encode_message(fault)}
    tx.execute(update(form_sheets).where(form_sheets.c.id == sheet).values(values))


def forget_open(tx: Connection, scan: int) -> None:
    """Take back what was kept of a scan's sheets, before it is read anew; checked ones stay."""
    tx.execute(delete(form_sheets).where(form_sheets.c.scan == scan, form_sheets.c.state.in_(OPEN)))


def renumber(tx: Connection, scan: int, pages: Mapping[int, int]) -> None:
    """The sheets of a scan lie on other pages now: old number to new."""
    for sheet in of_scan(tx, scan):
        moved = update(form_sheets).where(form_sheets.c.id == sheet.id)
        tx.execute(moved.values(page=pages[sheet.page]))


def _told(signature: HandSignature) -> dict[str, Any]:
    return {
        "person": signature.person,
        "regulation": signature.regulation,
        "on": signature.on.isoformat(),
        "represented": signature.represented,
    }


def _sheet(row: Row[Any]) -> FormSheet:
    values = dict(row._mapping)
    read = json.loads(row.attestation) if row.attestation else []
    signatures = tuple(HandSignature(**{**one, "on": date.fromisoformat(one["on"])}) for one in read)
    fault = decode_message(row.fault) if row.fault else None
    return FormSheet(**{**values, "fault": fault, "attestation": signatures})
