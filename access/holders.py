"""Who holds a paper: whoever has borrowed it, else who put its file on the shelf, else its keeper by post."""

from __future__ import annotations

from sqlalchemy import Connection, select

from archive.catalogue import people
from archive.people import Person, Post
from archive.schema import documents, files, loans, person_posts, persons, shelf_marks

_KEEPERS = {"archive_room": Post.ARCHIVIST, "credit_office": Post.CREDIT_MANAGER}
"""The post that keeps the files of each custody state; in a department nobody does by post."""


def borrower(tx: Connection, document: int) -> Person | None:
    """Who has the paper original on loan."""
    lent = select(loans.c.borrower).where(loans.c.document == document, loans.c.returned_at.is_(None))
    return _person(tx, tx.execute(lent.order_by(loans.c.id.desc())).scalars().first())


def borrowers(tx: Connection) -> dict[int, int]:
    """Who has which document on loan now, by number."""
    lent = select(loans.c.document, loans.c.borrower).where(loans.c.returned_at.is_(None))
    return {row.document: row.borrower for row in tx.execute(lent.order_by(loans.c.id)).all()}


def holder(tx: Connection, document: int) -> Person | None:
    """Against whom the loss of a paper is held; none where nobody is on record."""
    return borrower(tx, document) or _shelved(tx, document) or _keeper(tx, document)


def _shelved(tx: Connection, document: int) -> Person | None:
    wanted = select(shelf_marks.c.put_by).join(documents, documents.c.file == shelf_marks.c.file)
    return _person(tx, tx.execute(wanted.where(documents.c.id == document)).scalar_one_or_none())


def _keeper(tx: Connection, document: int) -> Person | None:
    """The one active person of the file's company with the keeping post; none where there are several."""
    wanted = select(files.c.custody, files.c.company).join(documents, documents.c.file == files.c.id)
    lies = tx.execute(wanted.where(documents.c.id == document)).one()
    post = _KEEPERS.get(lies.custody)
    if post is None:
        return None
    holding = select(persons.c.id).join(person_posts, person_posts.c.person == persons.c.id)
    found = tx.execute(
        holding.where(persons.c.active, persons.c.company == lies.company, person_posts.c.post == post.value)
    ).scalars()
    numbers = tuple(found)
    return _person(tx, numbers[0]) if len(numbers) == 1 else None


def _person(tx: Connection, number: int | None) -> Person | None:
    return people.find(tx, number) if number is not None else None
