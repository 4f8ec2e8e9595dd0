"""Forms whose rows were altered behind the desk's back: neither signed, issued nor used; recorded; found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, delete, select, update

from access.form_views import FormView
from access.forms import Signing
from archive import audit, schema
from archive.audit import Entry
from archive.errors import Refused
from archive.people import Post
from tests.staffed import CUSTOMER, OTHER, PASSWORD, Staffed

READER, ARCHIVIST = Post.READER, Post.ARCHIVIST


def copy_rows(tx: Connection, table: Table, of: int, to: int) -> None:
    """Let a form have the rows of another one instead of its own."""
    tx.execute(delete(table).where(table.c.form == to))
    for row in tx.execute(select(table).where(table.c.form == of)).all():
        values: dict[str, Any] = {**row._asdict(), "form": to}
        values.pop("id", None)
        tx.execute(table.insert().values(values))


def faults(staffed: Staffed) -> list[str]:
    return [str(one) for one in staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults]


def last(staffed: Staffed) -> Entry:
    with staffed.home.catalogue.read() as tx:
        return [row.entry for row in audit.rows(tx)][-1]


def issue(staffed: Staffed, form: FormView) -> FormView:
    return staffed.desk.forms.issue(staffed.speakers[ARCHIVIST], form.number)


def read(staffed: Staffed, document: int) -> None:
    staffed.desk.reading.show(staffed.speakers[READER], str(document))


def test_a_form_edited_between_showing_and_signing_is_not_signed(staffed: Staffed) -> None:
    form = staffed.ask()
    seen = staffed.desk.forms.show(staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR], form.number)
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.forms).values(purpose="另一用途"))
    with pytest.raises(Refused, match="altered"):
        staffed.sign(seen)
    recorded = last(staffed)
    assert (recorded.act, recorded.outcome, recorded.details["number"]) == (
        "forms.approve",
        "refused",
        form.number,
    )


EDITS: dict[str, Callable[[Connection], object]] = {
    "purpose": lambda tx: tx.execute(update(schema.forms).values(purpose="另一用途")),
    "reader": lambda tx: tx.execute(update(schema.forms).values(reader=1)),
    "customers": lambda tx: tx.execute(update(schema.form_customers).values(customer=2)),
    "signature": lambda tx: tx.execute(update(schema.signatures).values(represented=2)),
    "signer": lambda tx: tx.execute(
        update(schema.signatures).values(person=select(schema.forms.c.reader).scalar_subquery())
    ),
    "no signature": lambda tx: tx.execute(delete(schema.signatures)),
}


@pytest.mark.parametrize("what", EDITS)
def test_a_form_edited_between_signing_and_issuing_is_not_issued(staffed: Staffed, what: str) -> None:
    form = staffed.sign(staffed.ask())
    with staffed.home.catalogue.write() as tx:
        EDITS[what](tx)
    with pytest.raises(Refused, match="altered"):
        issue(staffed, form)
    recorded = last(staffed)
    assert (recorded.act, recorded.outcome) == ("forms.issue", "refused")
    assert faults(staffed)[0].startswith(f"The form {form.number} ")


def test_an_approval_replayed_for_another_customer_opens_nothing(staffed: Staffed, tmp_path: Path) -> None:
    mine = staffed.file_paper(tmp_path).document
    others = staffed.file_paper(tmp_path, customer=2, text="二").document
    first = staffed.approve(staffed.ask(CUSTOMER))
    second = staffed.ask(OTHER)
    with staffed.home.catalogue.write() as tx:
        copy_rows(tx, schema.signatures, of=1, to=2)
        tx.execute(update(schema.forms).where(schema.forms.c.id == 2).values(state="approved"))
    with pytest.raises(Refused, match="altered"):
        issue(staffed, second)
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.forms).where(schema.forms.c.id == 2).values(state="issued"))
    read(staffed, mine)
    with pytest.raises(Refused):
        read(staffed, others)
    assert last(staffed).details["altered_forms"] == [second.number]
    assert faults(staffed) == [f"The form {second.number} is not what was signed."]
    assert first.state == "issued"


def test_a_form_that_was_bound_to_another_customer_afterwards_opens_nothing(
    staffed: Staffed, tmp_path: Path
) -> None:
    mine = staffed.file_paper(tmp_path).document
    others = staffed.file_paper(tmp_path, customer=2, text="二").document
    form = staffed.approve(staffed.ask(CUSTOMER))
    staffed.ask(OTHER)
    with staffed.home.catalogue.write() as tx:
        copy_rows(tx, schema.form_customers, of=2, to=1)
    for document in (mine, others):
        with pytest.raises(Refused):
            read(staffed, document)
        assert last(staffed).details["altered_forms"] == [form.number]


@pytest.mark.parametrize("step", ["give_back", "take_back"])
def test_a_form_that_was_given_back_and_is_issued_again_by_hand_is_found(staffed: Staffed, step: str) -> None:
    form = staffed.approve(staffed.ask())
    post = READER if step == "give_back" else ARCHIVIST
    getattr(staffed.desk.forms, step)(staffed.speakers[post], form.number)
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.forms).values(state="issued", returned_at=None, closed_at=None))
    assert faults(staffed) == [f"The state of the form {form.number} is not what was done with it."]


def test_a_form_that_nobody_issued_is_found(staffed: Staffed) -> None:
    form = staffed.sign(staffed.ask())
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.forms).values(state="issued"))
    assert faults(staffed) == [f"The state of the form {form.number} is not what was done with it."]


@pytest.mark.parametrize("column", ["person", "at"])
def test_a_signature_put_into_another_name_or_time_is_found(staffed: Staffed, column: str) -> None:
    form = staffed.sign(staffed.ask())
    other: dict[str, object] = {"person": 1, "at": datetime(2026, 3, 1, tzinfo=UTC)}
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.signatures).values({column: other[column]}))
    assert faults(staffed) == [f"The form {form.number} is not what was signed."]


def test_a_form_that_was_revoked_opens_nothing_whatever_its_state_says(
    staffed: Staffed, tmp_path: Path
) -> None:
    document = staffed.file_paper(tmp_path).document
    form = staffed.approve(staffed.ask())
    signing = Signing(form.number, form.sha256, PASSWORD)
    staffed.desk.forms.revoke(staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR], signing)
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(schema.forms).values(state="issued", closed_at=None))
    with pytest.raises(Refused):
        read(staffed, document)
