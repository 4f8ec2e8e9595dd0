"""Signatures under query forms: what may be signed, what a signature covers, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from access import form_grants
from access.form_sight import FormSight
from access.form_steps import check_step, move
from access.visits import Visit
from archive.catalogue import forms
from archive.catalogue.forms import Form, Signature
from archive.errors import Conflict, Refused


def find_to_sign(sight: FormSight, number: str, *, shown: str) -> tuple[Form, dict[str, int | None]]:
    """The form, unaltered and as it was `shown` (its SHA-256), and for which regulations the visitor may sign
    it in whose stead. Raises `Refused`."""
    form = sight.find(number)
    signed_for = sight.required_signs(form)
    if form.sha256 != shown:
        raise altered(form)
    require_unaltered(form)
    return form, signed_for


def approve(visit: Visit, form: Form, given: Sequence[Signature]) -> None:
    """Put approving signatures under a form, those of regulations that are signed already left out; with the
    last missing one it is approved.

    The signatures' SHA-256 is worked out here. Raises `Conflict`: not open to signatures, run out, signed
    already, or customers that cannot be told.
    """
    before = forms.signatures_of(visit.tx, form)
    check_step(form, "approve", now=visit.now, given=before)
    if not forms.bound_customers(visit.tx, form):
        raise _unclear(form)
    missing = set(unsigned(form, before))
    wanted = [one for one in given if one.regulation in missing]
    if not wanted:
        raise Conflict("This form is signed already where you could sign it.")
    put(visit, form, wanted)
    if missing == {one.regulation for one in wanted}:
        move(visit, form, "approved")
    else:
        visit.note(state=form.state)


def put(visit: Visit, form: Form, given: Sequence[Signature]) -> None:
    """Keep signatures and name them in the audit row; each one's SHA-256 is worked out here, over the form,
    the customers it is bound to and what else the signature says."""
    bound = forms.bound_customers(visit.tx, form)
    sealed = [replace(one, sha256=forms.hash_of(form, one, bound)) for one in given]
    for signature in sealed:
        forms.sign(visit.tx, form, signature)
    visit.note(
        subject=f"form:{form.id}",
        number=form.number,
        signed={one.regulation: one.sha256 for one in sealed},
        signers={one.regulation: one.person for one in sealed},
        customers=sorted(bound),
    )


def unsigned(form: Form, given: Sequence[Signature]) -> tuple[str, ...]:
    """The regulations of a form whose approver has not signed it."""
    signed = {one.regulation for one in given if one.meaning == "approved"}
    return tuple(name for name in form.regulations if name not in signed)


def require_unaltered(form: Form) -> None:
    """Raises `Refused` when a form is not what was handed in."""
    if form.sha256 != forms.canonical_sha256(form):
        raise altered(form)


def require_sound(visit: Visit, form: Form) -> None:
    """Raises `Refused` when a form is not what was signed: its words, customers or signatures were altered,
    or stem from another form."""
    if not form_grants.sound(visit.tx, [form]):
        raise altered(form)


def altered(form: Form) -> Refused:
    """The form is not the one that was shown or signed."""
    return Refused(
        "The form {number} is not what was shown to you, or was altered after it was handed in.",
        advice="Look at it again; if it stays so, tell the auditor: `dangan audit verify`.",
        number=form.number,
    )


def _unclear(form: Form) -> Conflict:
    """A form whose words did not mean one customer each is bound to nobody, and stays so."""
    return Conflict(
        "It could not be told which customers were meant when the form was handed in: {words}.",
        advice="Reject the form with a remark; the reader can hand in a new one once the names are known.",
        words="、".join(form.customers),
    )
