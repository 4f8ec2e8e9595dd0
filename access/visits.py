"""One visit to the desk: a call that was let in, its transaction, and what the audit log will say of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from access.calls import TABLE, Basis, Call
from access.speaker import Speaker
from archive.audit import Entry, Outcome
from archive.people import Person
from archive.traces import Warrant


@dataclass(slots=True)
class Visit:
    """A call in progress. `tx` is its writing transaction, `now` its one moment (UTC), `person` the
    speaker as the catalogue knows them in this transaction.

    The audit row is written from `basis`, `subject` and `details` when the call ends, in the same
    transaction. It is the one record here that is filled while the work goes on.
    """

    tx: Connection
    speaker: Speaker
    person: Person
    call: Call
    now: datetime
    subject: str = ""
    basis: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def warrant(self) -> Warrant:
        """What a change made in this visit rests on, and where it comes from."""
        return Warrant(self.basis, self.speaker.origin)

    def note(self, *, subject: str | None = None, **details: object) -> None:
        """Say what the audit row shall name: `subject` (`customer:12`) and further details."""
        self.subject = self.subject if subject is None else subject
        self.details.update(details)


def entry(speaker: Speaker, call: Call, outcome: Outcome, **rest: Any) -> Entry:
    """An audit entry for what this speaker did, or tried."""
    return Entry(
        act=call.value,
        outcome=outcome,
        who=speaker.who,
        person=speaker.person.number,
        origin=speaker.origin,
        **rest,
    )


def default_basis(call: Call) -> str:
    """What a call rests on before it is bound to one task or one form: `duty:review.list`."""
    basis = TABLE[call].basis
    return f"duty:{call.value}" if basis is Basis.DUTY else basis.value
