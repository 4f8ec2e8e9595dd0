"""Putting papers away: what belongs to a contract goes with the contract it was scanned with."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from archive import schema
from archive.catalogue import parts
from archive.clock import Clock
from archive.decision import Assigned, Candidate, Field, Part, Sorting
from archive.filing import Filing
from archive.home import Home
from ingest.papers import put_away


def paper(page: int, kind: str, *numbers: str, customer: int = 1) -> Part:
    fields = tuple(Field("contract_number", number, number, page, None, 1.0, "label") for number in numbers)
    return Part(page, page, Assigned(Candidate(kind, 9.0)), Assigned(Candidate(str(customer), 9.0)), fields)


@pytest.fixture
def contracted(house: Home, clock: Clock) -> Home:
    """Customer 1 has the contracts A-1 and A-2."""
    with house.catalogue.write() as tx:
        for number in ("A-1", "A-2"):
            tx.execute(
                schema.contracts.insert().values(
                    number=number, customer=1, company=1, department=1, created_at=clock()
                )
            )
    return house


def contracts_of(home: Home, clock: Clock, *papers: Part) -> list[int | None]:
    """The contract of the file that each paper was put in."""
    with home.catalogue.write() as tx:
        filing = Filing(home.regulations, clock)
        put_away(tx, 1, "a" * 64, Sorting(papers, (), "0" * 64), filing=filing, regulations=home.regulations)
        files, documents = schema.files, schema.documents
        wanted = select(files.c.contract).join(documents, documents.c.file == files.c.id)
        return list(tx.execute(wanted.order_by(documents.c.first_page)).scalars())


def test_a_paper_without_a_number_goes_with_its_scans_contract(contracted: Home, clock: Clock) -> None:
    papers = paper(1, "contract_text", "A-2"), paper(2, "power_of_attorney")
    assert [2, 2] == contracts_of(contracted, clock, *papers)


def test_two_contracts_in_one_scan_lend_no_number(contracted: Home, clock: Clock) -> None:
    papers = paper(1, "contract_text", "A-1"), paper(2, "contract_text", "A-2"), paper(3, "acceptance")
    assert [1, 2, None] == contracts_of(contracted, clock, *papers)


def test_a_number_lends_nothing_to_another_customer(contracted: Home, clock: Clock) -> None:
    papers = paper(1, "contract_text", "A-1"), paper(2, "acceptance", customer=2)
    assert [1, None] == contracts_of(contracted, clock, *papers)


def test_a_licence_scanned_with_a_contract_stays_in_the_credit_file(contracted: Home, clock: Clock) -> None:
    papers = paper(1, "contract_text", "A-1"), paper(2, "business_licence")
    assert [1, None] == contracts_of(contracted, clock, *papers)


def standings(home: Home, clock: Clock, *papers: Part) -> list[tuple[str, str | None]]:
    """How each paper stands, and why it waits."""
    with home.catalogue.write() as tx:
        filing = Filing(home.regulations, clock)
        put_away(tx, 1, "a" * 64, Sorting(papers, (), "0" * 64), filing=filing, regulations=home.regulations)
        return [(row.state, row.reason.text if row.reason else None) for row in parts.of_scan(tx, 1)]


def spread(first: int, last: int, kind: str, *, customer: int = 1) -> Part:
    return Part(first, last, Assigned(Candidate(kind, 9.0)), Assigned(Candidate(str(customer), 9.0)), ())


def test_papers_that_share_a_page_are_both_filed(house: Home, clock: Clock) -> None:
    papers = spread(1, 9, "credit_report"), spread(3, 4, "balance_sheet"), spread(4, 5, "cash_flow")
    assert [("filed", None)] * 3 == standings(house, clock, *papers)


def test_two_customers_on_one_page_wait_for_a_person(house: Home, clock: Clock) -> None:
    why = "It shares a page with a paper of another customer."
    papers = spread(1, 2, "credit_report"), spread(2, 3, "balance_sheet", customer=2), spread(4, 4, "permit")
    expected = [("review", why), ("review", why), ("filed", None)]
    assert expected == standings(house, clock, *papers)


def test_a_category_that_is_no_more_waits_for_a_person(house: Home, clock: Clock) -> None:
    expected = [("review", "The regulations have no such category any more.")]
    assert expected == standings(house, clock, spread(1, 1, "parchment"))
