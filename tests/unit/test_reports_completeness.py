"""Every state a requirement can be in, at its boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from archive.holdings import HeldReference
from archive.regulations import Regulations, load_regulations
from archive.settings import CompletenessSettings
from reports.completeness import Assessment, CompletenessReport, Section, completeness
from reports.standing import State, add_months
from tests.shelf import (
    CONTRACT,
    CREDIT,
    CREDIT_BEFORE,
    CUSTOMER,
    NO_CONTRACT,
    OTHER_CONTRACT,
    PROFILE,
    Shelf,
)

TODAY = date(2026, 3, 5)
SOON = 30


@pytest.fixture(scope="module")
def regulations() -> Regulations:
    return load_regulations(Path(__file__).parents[2] / "config" / "regulations", overlay=None)


class Reporter:
    def __init__(self, regulations: Regulations) -> None:
        self.regulations = regulations

    def report(self, shelf: Shelf, *, years: int = 1) -> CompletenessReport:
        settings = CompletenessSettings(soon_days=SOON, statement_years=years)
        return completeness(shelf.holdings(), self.regulations, today=TODAY, settings=settings)

    def section(
        self, shelf: Shelf, regulation: str = "credit", contract: str | None = None, *, years: int = 1
    ) -> Section:
        report = self.report(shelf, years=years)
        [found] = [
            section
            for section in report.customers[0].sections
            if section.regulation.id == regulation
            and (contract is None or section.files[0].contract == contract)
        ]
        return found

    def one(
        self,
        shelf: Shelf,
        category: str,
        regulation: str = "credit",
        contract: str | None = None,
        *,
        years: int = 1,
    ) -> Assessment:
        section = self.section(shelf, regulation, contract, years=years)
        return {one.category.id: one for one in section.assessments}[category]


@pytest.fixture
def ask(regulations: Regulations) -> Reporter:
    return Reporter(regulations)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_a_paper_in_the_file_is_present(ask: Reporter, shelf: Shelf) -> None:
    licence = shelf.put("business_licence")

    one = ask.one(shelf, "business_licence")

    assert (State.PRESENT, [licence]) == (one.state, [paper.document for paper in one.papers])


def test_what_is_always_needed_and_not_there_is_missing(ask: Reporter, shelf: Shelf) -> None:
    assert State.MISSING is ask.one(shelf, "business_licence").state


@pytest.mark.parametrize("category", ["permit", "payment_commitment", "credit_limit", "dunning_call"])
def test_what_never_happened_is_not_missing(ask: Reporter, shelf: Shelf, category: str) -> None:
    one = ask.one(shelf, category)

    assert (State.NONE, False) == (one.state, one.state.required)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-1, State.EXPIRED),
        (0, State.EXPIRING),
        (1, State.EXPIRING),
        (SOON, State.EXPIRING),
        (SOON + 1, State.PRESENT),
    ],
)
def test_a_licence_counts_through_its_last_day(ask: Reporter, shelf: Shelf, days: int, state: State) -> None:
    shelf.put("business_licence", valid_until=TODAY + timedelta(days=days))

    assert state is ask.one(shelf, "business_licence").state


def test_a_long_term_licence_never_expires(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("business_licence", long_term=True, valid_until=date(2020, 1, 1))

    one = ask.one(shelf, "business_licence")

    assert (State.PRESENT, None) == (one.state, one.papers[0].last_day)


def test_printed_validity_counts_only_where_the_regulation_says_so(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("honour", valid_until=date(2020, 1, 1))

    assert State.PRESENT is ask.one(shelf, "honour").state


@pytest.mark.parametrize(
    ("issued_on", "state"),
    [
        (date(2025, 3, 4), State.TOO_OLD),
        (date(2025, 3, 5), State.EXPIRING),
        (date(2025, 4, 4), State.EXPIRING),
        (date(2025, 4, 5), State.PRESENT),
    ],
)
def test_a_credit_report_counts_for_twelve_months(
    ask: Reporter, shelf: Shelf, issued_on: date, state: State
) -> None:
    shelf.put("credit_report", issued_on=issued_on)

    assert state is ask.one(shelf, "credit_report").state


def test_a_paper_without_a_date_ages_from_its_filing(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("credit_report", filed_on=date(2025, 3, 4))

    one = ask.one(shelf, "credit_report")

    assert (State.TOO_OLD, True) == (one.state, one.papers[0].undated)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
    ],
)
def test_months_are_calendar_months(day: date, months: int, expected: date) -> None:
    assert expected == add_months(day, months)


def test_the_newest_paper_decides(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("business_licence", valid_until=date(2025, 1, 1))
    newer = shelf.put("business_licence", valid_until=date(2030, 1, 1))

    one = ask.one(shelf, "business_licence")

    assert (State.PRESENT, [newer]) == (one.state, [paper.document for paper in one.papers])


@pytest.mark.parametrize("state", ["superseded", "disposed"])
def test_what_is_no_longer_current_does_not_count(ask: Reporter, shelf: Shelf, state: str) -> None:
    shelf.put("business_licence", state=state)

    assert State.MISSING is ask.one(shelf, "business_licence").state


@pytest.mark.parametrize(("has_code", "state"), [(True, State.PRESENT), (False, State.MISSING)])
def test_a_licence_with_an_18_digit_code_is_the_tax_registration(
    ask: Reporter, shelf: Shelf, has_code: bool, state: State
) -> None:
    shelf.put("business_licence", has_credit_code=has_code)

    assert state is ask.one(shelf, "tax_registration").state


def test_one_permit_in_force_does_not_make_up_for_another_that_ran_out(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("permit", title="食品经营许可证", valid_until=date(2025, 12, 31))
    shelf.put("permit", title="排污许可证", valid_until=date(2029, 12, 31))

    assert State.EXPIRED is ask.one(shelf, "permit").state


def test_a_renewed_permit_takes_the_place_of_the_old_one(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("permit", title="食品经营许可证", valid_until=date(2025, 12, 31))
    shelf.put("permit", title="食品经营许可证", valid_until=date(2030, 12, 31))

    assert State.PRESENT is ask.one(shelf, "permit").state


def test_last_years_licence_serves_as_long_as_it_is_valid(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("business_licence", CREDIT_BEFORE, valid_until=date(2030, 1, 1))

    one = ask.one(shelf, "business_licence")

    assert (State.PRESENT, CREDIT_BEFORE.id) == (one.state, one.papers[0].document.file)


def test_a_part_in_review_is_waited_for(ask: Reporter, shelf: Shelf) -> None:
    part = shelf.wait("credit_application")

    one = ask.one(shelf, "credit_application")

    assert (State.WAITING, (part,), False) == (one.state, one.waiting, one.state.met)


def test_an_expired_paper_stays_expired_while_another_waits(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("business_licence", valid_until=date(2025, 1, 1))
    shelf.wait("business_licence")

    assert State.EXPIRED is ask.one(shelf, "business_licence").state


def test_parts_of_which_nothing_can_be_told(ask: Reporter, shelf: Shelf) -> None:
    of_the_customer, of_nobody = shelf.wait(None), shelf.wait("permit", customer=None)

    report = ask.report(shelf)

    assert ((of_the_customer,), (of_nobody,)) == (report.customers[0].waiting, report.unassigned)


def test_a_waived_requirement_is_not_applicable(ask: Reporter, shelf: Shelf) -> None:
    waiver = shelf.waive("cash_flow")

    one = ask.one(shelf, "cash_flow")

    assert (State.NOT_APPLICABLE, waiver, False) == (one.state, one.waiver, one.state.required)


def test_a_waiver_does_not_hide_a_paper(ask: Reporter, shelf: Shelf) -> None:
    shelf.waive("cash_flow")
    shelf.put("cash_flow", issued_on=date(2025, 12, 31))

    assert State.PRESENT is ask.one(shelf, "cash_flow").state


def test_a_waiver_for_last_years_file_ends_with_it(ask: Reporter, shelf: Shelf) -> None:
    shelf.files = [CREDIT_BEFORE]
    shelf.waive("cash_flow", CREDIT_BEFORE)
    before = ask.one(shelf, "cash_flow").state
    shelf.files.append(CREDIT)

    assert (State.NOT_APPLICABLE, State.MISSING) == (before, ask.one(shelf, "cash_flow").state)


def test_a_waiver_is_for_its_own_regulation(ask: Reporter, shelf: Shelf) -> None:
    shelf.files = [CREDIT, CONTRACT]
    shelf.waive("credit_application", regulation="contract")

    assert (State.NOT_APPLICABLE, State.MISSING) == (
        ask.one(shelf, "credit_application", "contract").state,
        ask.one(shelf, "credit_application", "credit").state,
    )


@pytest.mark.parametrize(
    ("dates", "state", "found"),
    [
        ([date(2025, 12, 31)], State.MISSING, 1),
        ([date(2025, 12, 31), date(2025, 6, 30)], State.MISSING, 1),
        ([date(2025, 12, 31), date(2024, 12, 31)], State.PRESENT, 2),
        ([date(2025, 12, 31), date(2023, 9, 4)], State.MISSING, 1),
        ([date(2025, 12, 31), date(2023, 9, 5)], State.PRESENT, 2),
    ],
)
def test_statements_of_two_years_where_the_house_wants_two(
    ask: Reporter, shelf: Shelf, dates: list[date], state: State, found: int
) -> None:
    for day in dates:
        shelf.put("balance_sheet", issued_on=day)

    one = ask.one(shelf, "balance_sheet", years=2)

    assert (state, found, 2) == (one.state, one.found, one.wanted)


def test_every_grant_of_a_limit_wants_its_notice(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("credit_limit", issued_on=date(2026, 1, 5))
    shelf.put("credit_limit", issued_on=date(2026, 2, 5))
    shelf.put("limit_notice", issued_on=date(2026, 1, 6))

    sheet, notice = ask.one(shelf, "credit_limit"), ask.one(shelf, "limit_notice")

    assert (State.PRESENT, State.MISSING, 1, 2) == (sheet.state, notice.state, notice.found, notice.wanted)


def test_a_second_scan_of_one_limit_sheet_is_no_second_grant(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("credit_limit", issued_on=date(2026, 1, 5))
    shelf.put("credit_limit", issued_on=date(2026, 1, 5))
    shelf.put("limit_notice", issued_on=date(2026, 1, 6))

    assert State.PRESENT is ask.one(shelf, "limit_notice").state


def test_the_approval_form_and_the_sheet_of_one_limit_are_one_grant(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("credit_approval", CONTRACT, issued_on=date(2026, 1, 4))
    shelf.put("credit_limit", issued_on=date(2026, 1, 5))
    shelf.put("limit_notice", issued_on=date(2026, 1, 6))

    assert State.PRESENT is ask.one(shelf, "limit_notice").state


def test_a_limit_without_any_notice_lacks_it(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("credit_limit")

    assert State.MISSING is ask.one(shelf, "limit_notice").state


@pytest.mark.parametrize(
    ("issued_on", "state"),
    [(None, State.MISSING), (date(2025, 3, 4), State.TOO_OLD), (date(2025, 6, 1), State.PRESENT)],
)
def test_the_satisfaction_survey_must_come_round_every_year(
    ask: Reporter, shelf: Shelf, issued_on: date | None, state: State
) -> None:
    if issued_on:
        shelf.put("satisfaction_form", PROFILE, issued_on=issued_on)

    assert state is ask.one(shelf, "satisfaction_form", "customer").state


def test_without_a_contract_nothing_is_asked_of_contracts(ask: Reporter, shelf: Shelf) -> None:
    assert ["credit", "customer"] == [
        section.regulation.id for section in ask.report(shelf).customers[0].sections
    ]


def test_suppliers_are_not_asked_for_the_customer_file(ask: Reporter, shelf: Shelf) -> None:
    shelf.customers = [replace(CUSTOMER, kind="supplier")]

    assert ["credit"] == [section.regulation.id for section in ask.report(shelf).customers[0].sections]


def test_each_contract_is_asked_for_its_own_papers(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("contract_text", CONTRACT)
    shelf.files.append(OTHER_CONTRACT)

    assert (State.PRESENT, State.MISSING) == (
        ask.one(shelf, "contract_text", "contract", CONTRACT.contract).state,
        ask.one(shelf, "contract_text", "contract", OTHER_CONTRACT.contract).state,
    )


def test_papers_about_the_customer_serve_all_his_contracts(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("banking", CONTRACT)
    shelf.files.append(OTHER_CONTRACT)

    assert State.PRESENT is ask.one(shelf, "banking", "contract", OTHER_CONTRACT.contract).state


def test_the_licence_of_the_credit_file_serves_every_contract(ask: Reporter, shelf: Shelf) -> None:
    licence = shelf.put("business_licence", CREDIT_BEFORE)
    shelf.files.append(CONTRACT)

    one = ask.one(shelf, "counterparty_licence", "contract")

    assert (State.PRESENT, [licence]) == (one.state, [paper.document for paper in one.papers])


def test_a_reference_makes_a_paper_serve(ask: Reporter, shelf: Shelf) -> None:
    document = shelf.put("correspondence", OTHER_CONTRACT)
    shelf.files.append(CONTRACT)
    shelf.references = [HeldReference(document.id, CONTRACT.id, "correspondence")]

    assert State.PRESENT is ask.one(shelf, "correspondence", "contract", CONTRACT.contract).state


def test_a_paper_serves_by_reference_even_where_its_own_file_is_not_shown(
    ask: Reporter, shelf: Shelf
) -> None:
    licence = shelf.put("business_licence", CREDIT)
    shelf.files = [CONTRACT]
    shelf.references = [HeldReference(licence.id, CONTRACT.id, "counterparty_licence")]

    assert State.PRESENT is ask.one(shelf, "counterparty_licence", "contract").state


def test_a_superseded_paper_does_not_serve_by_reference_either(ask: Reporter, shelf: Shelf) -> None:
    licence = shelf.put("business_licence", CREDIT, state="superseded")
    shelf.files = [CONTRACT]
    shelf.references = [HeldReference(licence.id, CONTRACT.id, "counterparty_licence")]

    assert State.MISSING is ask.one(shelf, "counterparty_licence", "contract").state


def test_nothing_is_asked_of_a_regulation_that_the_reader_does_not_watch_over(
    regulations: Regulations, shelf: Shelf
) -> None:
    holdings = replace(shelf.holdings(), regulations=frozenset({"customer"}))

    report = completeness(holdings, regulations, today=TODAY, settings=CompletenessSettings())

    assert ["customer"] == [section.regulation.id for section in report.customers[0].sections]


def test_papers_whose_contract_is_not_told_count_for_none(ask: Reporter, shelf: Shelf) -> None:
    text = shelf.put("contract_text", NO_CONTRACT)
    shelf.put("banking", NO_CONTRACT)
    shelf.files.append(CONTRACT)

    customer = ask.report(shelf).customers[0]

    assert ((text,), [CONTRACT.contract]) == (
        customer.loose,
        [one.files[0].contract for one in customer.sections if one.regulation.id == "contract"],
    )
    assert State.MISSING is ask.one(shelf, "contract_text", "contract").state
    assert State.PRESENT is ask.one(shelf, "banking", "contract").state


@pytest.mark.parametrize(
    ("copy", "state"),
    [
        ("复印件", State.COPY_ONLY),
        ("正本", State.PRESENT),
        ("副本", State.PRESENT),
        ("", State.PRESENT),
    ],
)
def test_a_contract_wants_an_original(ask: Reporter, shelf: Shelf, copy: str, state: State) -> None:
    shelf.put("contract_text", CONTRACT, copy=copy)

    assert state is ask.one(shelf, "contract_text", "contract").state


def test_a_copy_of_the_licence_is_enough(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("business_licence", copy="复印件")

    assert State.PRESENT is ask.one(shelf, "business_licence").state


def test_another_customers_papers_do_not_count(ask: Reporter, shelf: Shelf) -> None:
    other = replace(CUSTOMER, id=2, name="苏州乙木贸易有限公司")
    shelf.customers.append(other)
    shelf.put("business_licence", replace(CREDIT, id=9, number="YH-SC1-X-2026-0009", customer=2))

    states = {one.customer.id: one.sections[0].assessments[0].state for one in ask.report(shelf).customers}

    assert {1: State.MISSING, 2: State.PRESENT} == states


def test_the_summary_counts_what_is_required_and_what_is_there(ask: Reporter, shelf: Shelf) -> None:
    shelf.put("business_licence", has_credit_code=True, valid_until=TODAY)
    shelf.put("permit", valid_until=date(2025, 1, 1))
    shelf.put("credit_limit", issued_on=date(2026, 1, 5))
    shelf.waive("cash_flow")

    section = ask.section(shelf)

    # Always: 8, less the waived cash flow; permit, limit and notice came up. There: licence twice, limit.
    assert (10, 3) == (section.required, section.present)
