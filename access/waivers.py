"""The desk's calls about requirements that do not apply: mark them, take that back, list them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from access.calls import Call
from access.free_words import clean_reason, legible
from access.gate import Gate
from access.hints import nearest
from access.naming import kind_called
from access.numbers import bounded
from access.registers import customer_called
from access.speaker import Speaker
from access.visits import Visit
from archive import schema
from archive.catalogue import customers, people, waivers
from archive.catalogue.waivers import Waiver
from archive.errors import BadInput, Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Exemption:
    """What shall not apply: a category of a regulation, for a customer or (`file`, its 案卷号) one file.

    `customer` is a number, name or code; `regulation` an id or name; `category` an id or name.
    """

    customer: str
    regulation: str
    category: str
    reason: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class WaiverShown:
    """One requirement marked "not applicable"."""

    number: int
    customer: str
    file: str | None
    regulation: str
    category: str
    reason: str
    person: str
    at: datetime
    withdrawn_at: datetime | None


class Waivers:
    """Requirements marked "not applicable" in one home."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def add(self, speaker: Speaker, exemption: Exemption) -> WaiverShown:
        """Mark a requirement. Raises `Conflict` when it is marked already."""
        with self._gate.visit(speaker, Call.WAIVERS_ADD) as visit:
            number = self._enter(visit, exemption)
            visit.note(subject=f"waiver:{number}")
            return self._shown(visit.tx, number)

    def withdraw(self, speaker: Speaker, number: int) -> WaiverShown:
        """Say that the requirement applies after all; the waiver stays on record."""
        with self._gate.visit(speaker, Call.WAIVERS_WITHDRAW, subject=f"waiver:{number}") as visit:
            found = waivers.get(visit.tx, bounded(number))
            if found is None:
                raise NotFound("There is no waiver {number}.", number=number)
            if found.withdrawn_at is not None:
                raise Conflict("The waiver {number} was withdrawn already.", number=number)
            waivers.withdraw(visit.tx, number, at=visit.now)
            return self._shown(visit.tx, number)

    def _enter(self, visit: Visit, exemption: Exemption) -> int:
        reason = clean_reason(exemption.reason)
        customer = customer_called(visit.tx, exemption.customer).number
        regulation = self._regulation(exemption.regulation)
        category = kind_called(self._gate.regulations, exemption.category)
        if category not in [known.id for known in self._gate.regulations[regulation].categories]:
            raise BadInput(
                "{category} is no category of {regulation}.",
                advice="`dangan report completeness` shows the categories of each regulation.",
                category=self._gate.regulations.kind_name(category),
                regulation=self._gate.regulations[regulation].name,
            )
        file = _file(visit.tx, exemption.file, customer, regulation) if exemption.file else None
        same = (customer, file, regulation, category)
        for known in waivers.standing(visit.tx, customer=customer):
            if (known.customer, known.file, known.regulation, known.category) == same:
                raise Conflict("That is marked as not applicable already.", advice="Nothing is to be done.")
        return waivers.add(
            visit.tx,
            customer,
            file=file,
            regulation=regulation,
            category=category,
            reason=reason,
            person=visit.person.number,
            at=visit.now,
        )

    def _regulation(self, word: str) -> str:
        known = {name: found.id for found in self._gate.regulations for name in (found.id, found.name)}
        if word not in known:
            raise BadInput(
                "There is no regulation {word}{hint}.",
                advice="Name one of these: {known}.",
                word=word,
                hint=nearest(word, list(known)),
                known="、".join(known),
            )
        return known[word]

    def _shown(self, tx: Connection, number: int) -> WaiverShown:
        found = waivers.get(tx, number)
        if found is None:
            raise NotFound("There is no waiver {number}.", number=number)
        return _in_words(tx, found)


def _in_words(tx: Connection, waiver: Waiver) -> WaiverShown:
    files = schema.files
    customer, person = customers.get(tx, waiver.customer), people.find(tx, waiver.person)
    file = select(files.c.number).where(files.c.id == waiver.file)
    return WaiverShown(
        number=waiver.number,
        customer=customer.name if customer else "",
        file=tx.execute(file).scalar_one_or_none() if waiver.file else None,
        regulation=waiver.regulation,
        category=waiver.category,
        reason=waiver.reason,
        person=person.name if person else "",
        at=waiver.at,
        withdrawn_at=waiver.withdrawn_at,
    )


def _file(tx: Connection, number: str, customer: int, regulation: str) -> int:
    files, asked = schema.files, legible(number.strip())
    wanted = select(files.c.id).where(
        files.c.number == asked, files.c.customer == customer, files.c.regulation == regulation
    )
    found: int | None = tx.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound(
            "This customer has no file {number} under that regulation.",
            advice="`dangan files` lists the files.",
            number=asked,
        )
    return found
