"""Who speaks at the desk."""

from __future__ import annotations

from dataclasses import dataclass

from archive.message import Message
from archive.people import Person


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person with an open session.

    `session` is the SHA-256 of the session's token, `origin` where the call came from (a terminal,
    an address), `remarks` what the person should know of the own account. The record proves nothing by
    itself: the gate looks session and person up again in the transaction of every call, so that an ended
    session or a deactivated account acts at once.
    """

    person: Person
    session: str
    origin: str = ""
    remarks: tuple[Message, ...] = ()

    @property
    def who(self) -> str:
        """How audit rows name this person."""
        return self.person.who
