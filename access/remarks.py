"""What a person should know of the own account when logging in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from access.deputising import standing_in
from access.qualification import at_work, not_qualified
from archive.catalogue import deputies, people
from archive.message import Message, message
from archive.people import Person


def remarks(tx: Connection, person: Person, *, today: date) -> Iterator[Message]:
    """A password that two know, a post that does not count yet, and whom the person signs for today."""
    known = people.credentials(tx, person.login)
    if known is not None and known.given:
        yield message(
            "The administrator gave you this password and knows it: nothing can be signed with it. Change it "
            "with `dangan password`."
        )
    if at_work(tx, person) != person:
        yield Message(not_qualified().message)
    signing = {principal.number: principal for principal in standing_in(tx, person, today=today).values()}
    for one in deputies.of_deputy(tx, person.number, today=today):
        if one.principal in signing:
            yield message(
                "You sign for {principal} until {last}.",
                principal=signing[one.principal].who,
                last=one.last_day.isoformat(),
            )
