"""The completeness report in every format, against files that were looked at and kept.

After a wanted change, write the new text to the golden file by hand: no test does it.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook

from archive.regulations import load_regulations
from archive.settings import CompletenessSettings
from reports.completeness import CompletenessReport, completeness
from reports.completeness_view import render_completeness
from reports.rendering import Format
from reports.table import Imprint
from reports.text import display_width
from tests.shelf import CONTRACT, CUSTOMER, NO_CONTRACT, PROFILE, Shelf

HERE = Path(__file__).parent
WIDTH = 90
IMPRINT = Imprint("周敏", datetime(2026, 3, 5, 4, tzinfo=UTC))


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGAN_LANG", "en")


@pytest.fixture(scope="module")
def report() -> CompletenessReport:
    """Every state once."""
    shelf = Shelf(customers=[CUSTOMER, replace(CUSTOMER, id=2, name="苏州乙木贸易有限公司", kind="supplier")])
    shelf.put("business_licence", title="营业执照", long_term=True, has_credit_code=True)
    shelf.put("permit", title="食品经营许可证", valid_until=date(2026, 1, 31))
    shelf.put("permit", title="排污许可证", valid_until=date(2026, 3, 20))
    shelf.put("credit_report", title="资信调查报告", issued_on=date(2024, 12, 1))
    shelf.put("credit_limit", title="授信额度批准表", issued_on=date(2026, 1, 5))
    shelf.put("credit_limit", title="授信额度批准表", issued_on=date(2026, 2, 5))
    shelf.put("limit_notice", title="授信额度通知函", issued_on=date(2026, 1, 6))
    shelf.put("site_survey", title="<现场>调查表", filed_on=date(2026, 2, 1))
    shelf.put("contract_text", CONTRACT, title="=购销合同", copy="复印件", issued_on=date(2026, 2, 2))
    shelf.put("amendment", NO_CONTRACT, title="补充协议")
    shelf.put("visit_record", PROFILE, title="拜访记录", issued_on=date(2026, 2, 20))
    shelf.waive("negotiation", CONTRACT, "contract")
    shelf.wait("credit_application")
    shelf.wait(None)
    shelf.wait("permit", customer=None)
    regulations = load_regulations(HERE.parents[1] / "config" / "regulations", overlay=None)
    settings = CompletenessSettings(soon_days=30, statement_years=1)
    return completeness(shelf.holdings(), regulations, today=date(2026, 3, 5), settings=settings)


def test_text(report: CompletenessReport) -> None:
    kept = (HERE / "completeness.txt").read_text(encoding="utf-8")

    assert kept == render_completeness(report, "text", width=WIDTH).decode()


def test_no_line_of_text_is_wider_than_the_terminal(report: CompletenessReport) -> None:
    lines = render_completeness(report, "text", width=60).decode().splitlines()

    assert [] == [line for line in lines[12:] if display_width(line) > 60]


@pytest.mark.parametrize("form", ["text", "html", "csv", "json"])
def test_names_and_titles_command_no_terminal_and_forge_no_line(form: Format) -> None:
    trick = "\x1b\x9b\u202e\n✓ 已齐"
    shelf = Shelf(customers=[replace(CUSTOMER, name=f"甲{trick}")])
    shelf.put("business_licence", title=f"照{trick}")
    shelf.put("amendment", NO_CONTRACT, title=f"补{trick}")
    shelf.put("contract_text", replace(CONTRACT, contract=f"号{trick}"))
    regulations = load_regulations(HERE.parents[1] / "config" / "regulations", overlay=None)
    settings = CompletenessSettings(soon_days=30, statement_years=1)
    made = completeness(shelf.holdings(), regulations, today=date(2026, 3, 5), settings=settings)

    shown = render_completeness(made, form, width=WIDTH).decode()

    assert set() == set(shown) & set("\x1b\x9b\u202e")
    if form == "text":
        _, _, below = shown.partition("━")  # the overview's cells may have several lines
        assert [] == [line for line in below.splitlines() if line.strip().startswith("✓ 已齐")]


def test_json(report: CompletenessReport) -> None:
    kept = json.loads((HERE / "completeness.json").read_text(encoding="utf-8"))

    assert kept == json.loads(render_completeness(report, "json"))


def test_csv_has_a_row_for_each_requirement(report: CompletenessReport) -> None:
    content = render_completeness(report, "csv").decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(content, newline="")))

    wanted = [one for customer in report.customers for part in customer.sections for one in part.assessments]
    assert [one.category.name for one in wanted] == [row["Category"] for row in rows]
    assert ["YH-2026-018"] * 28 == [row["Contract"] for row in rows if row["Contract"]]


def test_the_workbook_has_an_overview_and_every_requirement(report: CompletenessReport) -> None:
    book = load_workbook(io.BytesIO(render_completeness(report, "xlsx", imprint=IMPRINT)))
    overview, requirements = book.worksheets

    assert [
        ("江阴甲木工业有限公司", "customer", "市场一部", 13, 29, 10, 4, 2, 0),
        ("苏州乙木贸易有限公司", "supplier", "市场一部", 0, 8, 8, 0, 0, 0),
    ] == list(overview.iter_rows(min_row=4, max_row=5, values_only=True))
    states = {
        row[4].value: (row[7].value, row[7].font.color)
        for row in requirements.iter_rows(min_row=4, max_row=8)
    }
    assert "✓ present" == states["营业执照"][0]
    assert ("✗ expired", "00A31621") == (states["许可证书"][0], states["许可证书"][1].rgb)


class Page(HTMLParser):
    """The text of a page by the class of the element it stands in."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.classes: list[str] = []
        self.states: list[str] = []
        self.text = ""
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = dict(attrs).get("class") or ""
        self.classes.append(words)
        if tag == "td" and words.startswith("state "):
            self.states.append(words.removeprefix("state "))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_shows_each_state_in_its_place(report: CompletenessReport) -> None:
    page = Page(render_completeness(report, "html", imprint=IMPRINT).decode())

    told = [
        one.state.value
        for customer in report.customers
        for section in customer.sections
        for one in section.assessments
        if one.state.value != "none"
    ]
    assert told == page.states
    assert 2 == page.classes.count("customer")


def test_html_says_who_printed_it_and_explains_its_signs(report: CompletenessReport) -> None:
    page = Page(render_completeness(report, "html", imprint=IMPRINT).decode())

    missing = [
        words
        for words in (
            "Printed by 周敏",
            "only a copy",
            "waiting in review",
            "1 of 2 are there",
            "周敏, 2026-02-03: 无此资料",
            "<现场>调查表",
            "Counts for no contract until its contract is named",
            "1 paper(s) wait in review whose customer cannot be told yet.",
        )
        if words not in page.text
    ]
    assert [] == missing
