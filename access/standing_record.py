"""Standing authorisations held against the audit log: what was altered, forged, opened again or removed."""

from __future__ import annotations

from sqlalchemy import Connection, select

from access.calls import Call
from archive import audit, schema
from archive.catalogue import standings
from archive.message import Message, message


def altered_standings(tx: Connection) -> tuple[Message, ...]:
    """Standing authorisations that are not what the log says was signed and revoked."""
    signed, revoked = _recorded(tx)
    faults: list[Message] = []
    for one in standings.all_standings(tx):
        if not one.is_sound or signed.pop(one.number, None) != one.sha256:
            faults.append(
                message("The standing authorisation {number} is not what was signed.", number=one.number)
            )
        elif one.number in revoked and one.revoked_at is None:
            faults.append(
                message(
                    "The standing authorisation {number} was revoked, and is open again.", number=one.number
                )
            )
    faults += [message("The standing authorisation {number} is missing.", number=number) for number in signed]
    return tuple(faults)


def _recorded(tx: Connection) -> tuple[dict[str, str], set[str]]:
    """As recorded: the SHA-256 that each was signed with, by number, and the numbers of those revoked."""
    signed: dict[str, str] = {}
    revoked: set[str] = set()
    table = schema.audit
    acts = (Call.STANDING_SIGN, Call.STANDING_REVOKE)
    for row in tx.execute(select(table).where(table.c.act.in_(acts), table.c.outcome == "done")):
        entry = audit.audit_row(row).entry
        if entry.act == Call.STANDING_SIGN:
            signed[entry.details["number"]] = entry.details["sha256"]
        else:
            revoked.add(entry.details["number"])
    return signed, revoked
