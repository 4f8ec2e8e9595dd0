"""Searching by command: what is shown, the options, the likeliest mistakes."""

from __future__ import annotations

import csv
import io

import pytest

from archive.people import Post
from tests.cli.asking import approve, told
from tests.cli.conftest import Terminal
from tests.staffed import CANARY_DATE, CANARY_TEXT, CANARY_TITLE, CUSTOMER

ARCHIVIST = Post.ARCHIVIST
READER = Post.READER
NUMBER = "YH-SC1-X-2026-0001-001"
TITLE = CUSTOMER + CANARY_TITLE


@pytest.fixture
def reading(terminal: Terminal) -> Terminal:
    """The reader's form is approved."""
    approve(terminal)
    return terminal


def test_hits_are_emphasised_on_a_terminal_only(reading: Terminal) -> None:
    assert "\x1b[" not in reading.do("search", "密语", post=READER)


@pytest.mark.parametrize(
    "query", ["", "(密语", "category:nothing", "from:2026-13-01", "-密语", "密\udce4语", "(" * 10_000, "OR"]
)
def test_queries_that_cannot_be_understood(reading: Terminal, query: str) -> None:
    assert reading.run("search", "--", query, post=READER).code == 9


def test_a_mistake_is_pointed_at(reading: Terminal) -> None:
    said = reading.run("search", "煤炭 金额：10..20万", post=READER)
    assert said.err.splitlines() == [
        "Error: The amounts 10..20万 can be read in two ways: at character 7.",
        "    煤炭 金额：10..20万",
        "               ^",
        "What to do: Write the unit behind both: 10万..20万, or 10元..20万.",
    ]


def test_a_mistake_in_an_option_names_it(reading: Terminal) -> None:
    said = reading.run("search", "煤炭", "--field", "legal_representive=李青", post=READER)
    assert (said.code, said.err.splitlines()[1:]) == (
        9,
        [
            "    --field legal_representive=李青",
            "            ^",
            "What to do: Did you mean legal_representative?",
        ],
    )


def test_an_answer_goes_on_page_by_page(reading: Terminal) -> None:
    reading.do("review", "settle", "1", "--category", "permit", "--customer", "1", post=ARCHIVIST)
    seen: list[str] = []
    after: tuple[str, ...] = ()
    for _ in range(2):
        lines = reading.do("search", "密语", "--limit", "1", *after, post=READER).splitlines()
        seen += [line.split()[0] for line in lines if line.startswith("YH-")]
        if lines[-1].startswith("There are more: add --after "):
            after = ("--after", lines[-1].rsplit(" ", 1)[1])
    assert len(set(seen)) == 2


def test_words_that_are_only_nearly_there_are_marked(reading: Terminal) -> None:
    out = reading.do("search", "第1页鹭鸶密语鸬", post=READER)
    assert "(similar, not the exact words)" in out


def test_a_hit_in_the_title_alone_says_so(reading: Terminal) -> None:
    lines = reading.do("search", CANARY_TITLE, post=READER).splitlines()
    assert ("not on its pages" in lines[3], lines[4]) == (True, f"  title │ {TITLE}")


def test_nothing_found_tells_how_to_look_into_it(reading: Terminal) -> None:
    assert reading.do("search", "没有这样的字", post=READER).splitlines() == [
        "0 document(s)",
        "--explain shows how the query is understood.",
    ]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--category", "资信调查报告"), 1),
        (("--category", "许可证书"), 0),
        (("--category", "许可证书", "--category", "资信调查报告"), 1),
        (("--customer", "甲木"), 1),
        (("--customer", "甲木", "密语"), 1),
        (("--customer", "乙木"), 0),
        (("--since", "1987-06", "--until", "1987"), 1),
        (("--since", "1988"), 0),
        (("--field", f"题名={CANARY_TITLE}"), 1),
        (("--field", f"title={CANARY_TITLE}", "--field", "文件日期=1987年6月5日"), 1),
        (("--field", "法定代表人=李青"), 0),
        (("--code", "YH SC1 X 2026 0001"), 1),
        (("--code", "91310000"), 0),
        (("--amount", "1.."), 0),
    ],
)
def test_options_say_what_keys_say(reading: Terminal, options: tuple[str, ...], count: int) -> None:
    out = reading.do("search", *options, post=READER)
    assert out.splitlines()[0] == f"{count} document(s)"


def test_facets_count_what_the_reader_may_see(reading: Terminal) -> None:
    out = reading.do("search", "第1页 OR 普通", "--facets", post=READER)
    name = len(CUSTOMER)
    assert out.splitlines()[2:14] == [
        "Category      Documents",
        "────────────  ─────────",
        "资信调查报告          1",
        "",
        f"Customer{' ' * (2 * name - 8)}  Documents",
        f"{'──' * name}  ─────────",
        f"{CUSTOMER}          1",
        "",
        "Year  Documents",
        "────  ─────────",
        "1987          1",
        "",
    ]


def test_json_has_the_keys_that_the_page_promises(reading: Terminal) -> None:
    told = reading.run("search", "密语", "--facets", "--format", "json", post=READER).json
    line = {"page": 1, "line": 1, "text": f"第1页{CANARY_TEXT}", "spans": [[5, 7]]}
    assert told == {
        "total": 1,
        "capped": False,
        "next": None,
        "behind": {"changes": 0, "since": None, "why": None},
        "facets": {
            "categories": [{"value": "credit_report", "name": "资信调查报告", "count": 1}],
            "customers": [{"value": CUSTOMER, "name": CUSTOMER, "count": 1}],
            "years": [{"value": "1987", "name": "1987", "count": 1}],
            "more_customers": 0,
            "capped": False,
        },
        "hits": [
            {
                "number": NUMBER,
                "title": TITLE,
                "category": "credit_report",
                "category_name": "资信调查报告",
                "customer": CUSTOMER,
                "date": CANARY_DATE.isoformat(),
                "tolerant": False,
                "pages_in_all": 2,
                "pages": [1, 2],
                "lines": [line, {**line, "page": 2, "text": f"第2页{CANARY_TEXT}"}],
                "head": [],
            }
        ],
    }


def test_csv_opens_in_a_spreadsheet(reading: Terminal) -> None:
    out = reading.do("search", "密语", "--format", "csv", post=READER)
    head, row = csv.reader(io.StringIO(out.removeprefix("\ufeff")))
    assert (out[0], len(head), row[:2]) == ("\ufeff", len(row), [NUMBER, TITLE])


def test_csv_has_no_room_for_shares(reading: Terminal) -> None:
    said = reading.run("search", "密语", "--facets", "--format", "csv", post=READER)
    assert (said.code, told(said)) == (2, "Error: CSV has room for the hits alone.")


def test_a_query_is_explained_to_whoever_may_search_at_all(terminal: Terminal) -> None:
    query = "(煤炭 OR 青禾云岭煤业公司) -类别:许可证 法人:李青 code:HT-1 自:2024 金额:..10万"
    out = terminal.do("search", query, "--customer", "甲", "--explain", post=READER)
    assert out.splitlines()[1:] == [
        "  all of these:",
        "    at least one of these:",
        "      the text has “煤炭”, exactly",
        "      the text has “青禾云岭煤业公司”; behind the exact hits also nearly so",
        "    the field 法定代表人 has “李青”, exactly",
        "    a code or number has “ht1”, exactly, however it is parted",
        "    the customer's name or code has “甲”, exactly",
        "  and none of these:",
        "    the category is one of: 许可证书",
        "  the paper's own date is known and lies in 2024-01-01 – …",
        "  an amount read off the paper lies in … – 100,000.00 yuan",
    ]
    assert terminal.run("search", "煤炭", "--explain", post=Post.AUDITOR).code == 5


def test_an_explanation_for_scripts(terminal: Terminal) -> None:
    told = terminal.run("search", "甲 OR 乙", "--explain", "--format", "json", post=READER).json
    assert [line["depth"] for line in told["understood"]] == [0, 1, 1]


def test_what_was_asked_with_options_is_recorded(reading: Terminal) -> None:
    reading.do("search", "--customer", "甲木", "--facets", post=READER)
    out = reading.do("audit", "list", "--act", "reading.search", post=Post.AUDITOR)
    assert "conditions: --customer 甲木" in out
    assert "categories counted: credit_report" in out
