"""Who learns of an urgent reading at once, and who of its review."""

from __future__ import annotations

from collections.abc import Collection

from access.urgent_reviews import REVIEWED_WITHIN
from access.visits import Visit
from archive.catalogue import deputies, notices
from archive.catalogue.forms import Form
from archive.clock import local_date
from archive.message import message
from archive.people import Post


def alert(visit: Visit, form: Form, *, approvers: Collection[Post]) -> None:
    """Tell the second person, who holds or stands in for the approvers' posts, and every auditor."""
    subject = f"form:{form.id}"
    if form.witness is not None:
        named = message(
            "{reader} reads urgently under {number} ({reason}) and names you as the second person.",
            reader=visit.speaker.who,
            number=form.number,
            reason=form.purpose,
        )
        notices.tell(visit.tx, form.witness, named, subject=subject, at=visit.now)
    said = message(
        "{reader} reads urgently under {number} ({reason}). Review it by {day}: `dangan urgent list`.",
        reader=visit.speaker.who,
        number=form.number,
        reason=form.purpose,
        day=local_date(form.created_at + REVIEWED_WITHIN),
    )
    reviewers = notices.holders(visit.tx, approvers)
    told = reviewers | _standing_in(visit, reviewers) | notices.holders(visit.tx, [Post.AUDITOR])
    notices.tell_each(visit.tx, told - {form.reader, form.witness}, said, subject=subject, at=visit.now)


def tell_reader(visit: Visit, form: Form, remark: str) -> None:
    """Tell the reader what a review found."""
    said = message(
        "Your urgent reading {number} was reviewed by {name}: {remark}",
        number=form.number,
        name=visit.speaker.who,
        remark=remark,
    )
    notices.tell(visit.tx, form.reader, said, subject=f"form:{form.id}", at=visit.now)


def _standing_in(visit: Visit, principals: Collection[int]) -> frozenset[int]:
    """Who signs for one of these people today."""
    today = local_date(visit.now)
    return frozenset(
        one.deputy
        for one in deputies.all_deputies(visit.tx)
        if one.principal in principals and one.in_force(today)
    )
