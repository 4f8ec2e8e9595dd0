"""What standing authorisations open: for a person or a post, by the custody of the files, until a date."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from access.form_grants import File
from access.visits import Visit
from archive.catalogue import standings
from archive.catalogue.forms import end_of
from archive.catalogue.standings import Standing
from archive.clock import local_date
from archive.grants import Entitlement
from archive.schema import deputies, files


def held(visit: Visit, *, file: File | None = None) -> tuple[Entitlement, ...]:
    """What is open to the visitor at this moment by standing authorisations, or which of them open one
    `file`; those that were tampered with open nothing and are noted in the audit row.

    Only files of the visitor's own company: the regulations hold for the company and its subsidiaries, and
    each keeps its own files; who needs another one's hands in a query form.
    """
    said = standings.granting(visit.tx, visit.person, today=local_date(visit.now))
    if altered := [one.number for one in said if not one.is_sound]:
        visit.note(altered_standings=altered)
    sound = [one for one in said if one.is_sound and not _through_own_deputy(visit, one)]
    opened = _opened(visit, sound, file=file)
    return tuple(Entitlement(f"standing:{one.id}", opened[one.id], end_of(one.until)) for one in sound)


def _through_own_deputy(visit: Visit, standing: Standing) -> bool:
    """Whether it was signed by a deputy whom the visitor had appointed."""
    if standing.represented is None:
        return False
    appointed = select(deputies.c.id).where(
        deputies.c.deputy == standing.signed_by,
        deputies.c.principal == standing.represented,
        deputies.c.appointed_by == visit.person.number,
    )
    return visit.tx.execute(appointed.limit(1)).first() is not None


def _opened(visit: Visit, sound: Sequence[Standing], *, file: File | None) -> dict[int, frozenset[int]]:
    """The files that each one opens, by its id; of one file alone, whether it is among them."""
    if not sound:
        return {}
    wanted = select(files.c.id, files.c.regulation, files.c.department, files.c.custody).where(
        files.c.company == visit.person.company,
        files.c.regulation.in_(sorted({one.regulation for one in sound})),
        files.c.custody.in_(sorted({custody for one in sound for custody in one.custody})),
    )
    rows = visit.tx.execute(wanted if file is None else wanted.where(files.c.id == file)).all()
    return {
        one.id: frozenset(
            number
            for number, regulation, department, custody in rows
            if regulation == one.regulation
            and custody in one.custody
            and one.department in (None, department)
        )
        for one in sound
    }
