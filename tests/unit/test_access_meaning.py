"""What a form's words mean is settled when it is handed in: shown, signed and used alike."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from access.form_views import FormView
from access.forms import Signing
from access.registers import CustomerEntry
from access.resolution import Resolution
from archive import schema
from archive.errors import Conflict
from archive.people import Post
from tests.staffed import CUSTOMER, OTHER, PASSWORD, Staffed


def show(staffed: Staffed, form: FormView, post: Post) -> tuple[Resolution, ...] | None:
    return staffed.desk.forms.show(staffed.speakers[post], form.number).resolved


def move_the_alias(staffed: Staffed) -> None:
    """甲木, which was the first customer's, becomes the other one's."""
    names = schema.customer_names
    with staffed.home.catalogue.write() as tx:
        tx.execute(update(names).where(names.c.name == "甲木").values(customer=2))


def test_every_approver_sees_the_customers_that_the_form_was_bound_to(staffed: Staffed) -> None:
    form = staffed.ask("甲木", regulations=("credit", "customer"))
    move_the_alias(staffed)
    bound = (Resolution("甲木", (CUSTOMER,)),)
    assert bound == show(staffed, form, Post.CREDIT_OFFICE_DIRECTOR)
    staffed.approve(form)
    assert bound == show(staffed, form, Post.GENERAL_MANAGER)
    assert "approved" == staffed.sign(form, Post.GENERAL_MANAGER).state
    assert bound == show(staffed, form, Post.GENERAL_MANAGER)
    assert show(staffed, form, Post.READER) is None


def test_several_words_are_bound_together(staffed: Staffed) -> None:
    form = staffed.ask(OTHER, "甲木", CUSTOMER)
    meant = Resolution(f"{OTHER}、甲木、{CUSTOMER}", (CUSTOMER, OTHER))
    assert (meant,) == show(staffed, form, Post.CREDIT_OFFICE_DIRECTOR)


def test_a_form_that_was_unclear_stays_so_and_a_new_one_is_not(staffed: Staffed) -> None:
    form = staffed.ask("丙木")
    keeper, director = (staffed.speakers[post] for post in (Post.CREDIT_MANAGER, Post.CREDIT_OFFICE_DIRECTOR))
    staffed.desk.customers.update(keeper, OTHER, CustomerEntry("", aliases=("丙木",)))
    with pytest.raises(Conflict, match="丙木"):
        staffed.approve(form)
    rejected = staffed.desk.forms.reject(director, Signing(form.number, form.sha256, PASSWORD, "请重填"))
    assert ("rejected", "approved") == (rejected.state, staffed.sign(staffed.ask("丙木")).state)


def test_a_binding_altered_before_it_is_signed_is_found(staffed: Staffed) -> None:
    form = staffed.ask("甲木")
    with staffed.home.catalogue.write() as tx:
        tx.execute(delete(schema.form_customers))
        tx.execute(schema.form_customers.insert().values(form=1, customer=2))
    faults = staffed.desk.audit.verify(staffed.speakers[Post.AUDITOR]).faults
    assert [f"The form {form.number} was altered after it was handed in."] == [str(fault) for fault in faults]
