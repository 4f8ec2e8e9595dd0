"""Handing out what an approved query form opens, and having it back: the borrowing and the return date."""

from __future__ import annotations

from access.borrowings import require_nothing_out
from access.form_sight import FormSight
from access.form_signing import require_sound
from access.form_steps import check_step
from archive.catalogue import forms
from archive.catalogue.forms import Form
from archive.errors import Refused


def issue(sight: FormSight, form: Form) -> None:
    """Hand it out: from now on its reader may read. Raises `Refused` (one's own form, not this visitor's to
    issue, altered) or `Conflict` (not approved, run out)."""
    visit = sight.visit
    _require_issuer(sight, form)
    check_step(form, "issue", now=visit.now, given=forms.signatures_of(visit.tx, form))
    require_sound(visit, form)
    forms.issue(visit.tx, form, by=visit.person.number, at=visit.now)
    visit.note(state="issued")


def give_back(sight: FormSight, form: Form, *, to: int | None) -> None:
    """Nothing more is read under it. `to` is the archivist who took it back, none when the reader gave it
    back himself. Raises `Refused` or `Conflict`, also while paper originals are out under it."""
    visit = sight.visit
    if to is not None:
        _require_issuer(sight, form)
    check_step(form, "return", now=visit.now, given=forms.signatures_of(visit.tx, form))
    require_nothing_out(visit.tx, form)
    forms.give_back(visit.tx, form, to=to, at=visit.now)
    visit.note(state="returned")


def _require_issuer(sight: FormSight, form: Form) -> None:
    if form.reader == sight.visit.person.number:
        raise Refused(
            "Nobody issues a form of his own, nor takes it back.",
            advice="Another archivist does; where there is none, the credit manager. Your own form you give "
            "back with `dangan request return`.",
        )
    if not sight.issues(form):
        raise Refused("Forms are issued and taken back by the archivist.", advice="Ask the archivist.")
