"""Filing: files, gapless numbers, references, void lines, the three traces of every change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from archive import audit, schema
from archive.catalogue.documents import get_document, history_of
from archive.clock import Clock
from archive.decision import Field
from archive.filing import Filed, Filing, Paper
from archive.home import Home
from archive.people import Person

ZHAO = Person(1, "zhao", "赵一", 1, 1, frozenset(), active=True)


def paper(kind: str, *, customer: int = 1, contract: int | None = None, **facts: str | date) -> Paper:
    fields = tuple(Field(name, value, str(value), 1, None, 1.0, "test") for name, value in facts.items())
    return Paper(1, "a" * 64, 1, 1, kind, customer, fields, contract)


def file_all(house: Home, clock: Clock, *papers: Paper) -> list[Filed]:
    filing = Filing(house.regulations, clock)
    with house.catalogue.write() as tx:
        return [filing.file_paper(tx, one, by=None) for one in papers]


def test_numbers_follow_each_other_within_a_file(house: Home, clock: Clock) -> None:
    filed = file_all(house, clock, paper("business_licence"), paper("permit"), paper("brochure"))
    assert [one.number for one in filed] == [f"YH-SC1-X-2026-0001-00{item}" for item in (1, 2, 3)]


def test_each_customer_and_regulation_has_its_own_file(house: Home, clock: Clock) -> None:
    filed = file_all(
        house,
        clock,
        paper("business_licence"),
        paper("business_licence", customer=2),
        paper("visit_record"),
        paper("contract_text"),
    )
    letters = {regulation.id: regulation.class_letter for regulation in house.regulations}
    assert [one.file_number for one in filed] == [
        f"YH-SC1-{letters['credit']}-2026-0001",
        f"YH-SC1-{letters['credit']}-2026-0002",
        f"YH-SC1-{letters['customer']}-2026-0001",
        f"YH-SC1-{letters['contract']}-2026-0001",
    ]


@pytest.mark.parametrize(
    ("kind", "year"),
    [("dunning_call", 2024), ("business_licence", 2026)],
    ids=["an event belongs to its own year", "a lasting paper to the year it came"],
)
def test_year_of_the_file(house: Home, clock: Clock, kind: str, year: int) -> None:
    filed = file_all(house, clock, paper(kind, issue_date=date(2024, 5, 6)))
    assert f"-{year}-" in filed[0].number


def test_a_statement_belongs_to_the_year_it_reports_on(house: Home, clock: Clock) -> None:
    filed = file_all(house, clock, paper("income_statement", period="2024年度", issue_date=date(2025, 4, 28)))
    assert "-2024-" in filed[0].number


def test_a_contract_keeps_its_file_when_its_particulars_change(house: Home, clock: Clock) -> None:
    with house.catalogue.write() as tx:
        values = {"number": "XS-1", "customer": 1, "company": 1, "department": 1, "created_at": clock()}
        tx.execute(schema.contracts.insert().values(**values, signed_on=date(2023, 4, 1)))
    (first,) = file_all(house, clock, paper("contract_text", contract=1))
    with house.catalogue.write() as tx:
        tx.execute(schema.contracts.update().values(signed_on=date(2024, 1, 2), department=2))
    (second,) = file_all(house, clock, paper("acceptance", contract=1))
    assert first.file_number == second.file_number


def test_a_licence_is_referred_to_by_the_contract_file_opened_later(house: Home, clock: Clock) -> None:
    licence, contract = file_all(house, clock, paper("business_licence"), paper("contract_text"))
    with house.catalogue.read() as tx:
        found = tx.execute(select(schema.document_references)).all()
    assert [tuple(row) for row in found] == [(licence.document, contract.file, "counterparty_licence")]


def test_a_licence_is_referred_to_by_the_contract_file_opened_before(house: Home, clock: Clock) -> None:
    contract, licence = file_all(house, clock, paper("contract_text"), paper("business_licence"))
    with house.catalogue.read() as tx:
        found = tx.execute(select(schema.document_references)).all()
    assert [tuple(row) for row in found] == [(licence.document, contract.file, "counterparty_licence")]


def test_a_contract_is_one_file_in_the_year_it_was_signed(house: Home, clock: Clock) -> None:
    with house.catalogue.write() as tx:
        tx.execute(
            schema.contracts.insert().values(
                number="XS-2023-7",
                customer=1,
                company=1,
                department=2,
                signed_on=date(2023, 4, 1),
                created_at=clock(),
            )
        )
    filed = file_all(
        house,
        clock,
        paper("contract_text", contract_number="XS-2023-7", issue_date=date(2023, 4, 1)),
        paper("acceptance", contract_number="XS-2023-7", issue_date=date(2025, 4, 1)),
        paper("acceptance", contract_number="XS-2023-8", issue_date=date(2025, 4, 1)),
    )
    letter = house.regulations["contract"].class_letter
    assert [one.number for one in filed] == [
        f"YH-SC2-{letter}-2023-0001-001",
        f"YH-SC2-{letter}-2023-0001-002",
        f"YH-SC1-{letter}-2025-0001-001",
    ]


def test_correcting_the_customer_gives_a_new_number_and_leaves_a_void_one(house: Home, clock: Clock) -> None:
    (first,) = file_all(house, clock, paper("business_licence"))
    with house.catalogue.write() as tx:
        document = get_document(tx, first.document)
        assert document is not None
        moved = Filing(house.regulations, clock).correct(
            tx, document, {"customer": 2}, by=ZHAO, reason="看错了"
        )
        void = tx.execute(
            select(schema.archive_numbers.c.void, schema.archive_numbers.c.reason).where(
                schema.archive_numbers.c.number == first.number
            )
        ).one()
        after = get_document(tx, first.document)
    assert moved.number == "YH-SC1-X-2026-0002-001"
    assert tuple(void) == (True, "看错了")
    assert after is not None
    assert (after.title, after.revision) == ("苏州乙木贸易有限公司营业执照", 2)


def test_a_void_number_is_not_given_again(house: Home, clock: Clock) -> None:
    (first,) = file_all(house, clock, paper("business_licence"))
    with house.catalogue.write() as tx:
        document = get_document(tx, first.document)
        assert document is not None
        Filing(house.regulations, clock).correct(tx, document, {"customer": 2}, by=ZHAO, reason="看错了")
    (second,) = file_all(house, clock, paper("permit"))
    assert second.number == "YH-SC1-X-2026-0001-002"


def test_every_change_leaves_history_outbox_and_audit(house: Home, clock: Clock) -> None:
    (first,) = file_all(house, clock, paper("business_licence"))
    with house.catalogue.write() as tx:
        document = get_document(tx, first.document)
        assert document is not None
        Filing(house.regulations, clock).correct(tx, document, {"title": "新题名"}, by=ZHAO, reason="更正")
        history = history_of(tx, first.document)
        staged = tx.execute(select(schema.outbox.c.document, schema.outbox.c.revision)).all()
        acts = [(row.entry.act, row.entry.who) for row in audit.rows(tx)]
    assert [change.what for change in history] == [
        {"filed": [None, first.number]},
        {"title": ["江阴甲木工业有限公司营业执照", "新题名"]},
    ]
    assert [tuple(row) for row in staged] == [(first.document, 1), (first.document, 2)]
    assert acts == [("document.file", "dangan"), ("document.correct", "zhao")]


def test_nothing_stays_when_the_transaction_fails(house: Home, clock: Clock) -> None:
    filing = Filing(house.regulations, clock)

    def file_and_fail() -> None:
        with house.catalogue.write() as tx:
            filing.file_paper(tx, paper("permit"), by=None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        file_and_fail()
    with house.catalogue.read() as tx:
        left = [
            tx.execute(select(table)).all()
            for table in (schema.files, schema.documents, schema.archive_numbers, schema.outbox, schema.audit)
        ]
    assert left == [[], [], [], [], []]


def test_home_folder_is_its_owners_only(home: Home, tmp_path: Path) -> None:
    modes = [path.stat().st_mode & 0o077 for path in (home.path, home.path / "catalogue.db")]
    assert modes == [0, 0]
