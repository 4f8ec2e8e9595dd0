"""Learnt forms, proposed aliases and the rules, by command."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from archive.catalogue import pages, parts, scans
from archive.decision import Evidence, ProposedCustomer
from archive.home import Home
from archive.message import message
from archive.people import Post
from search_cli.terms import evidence_words
from tests.cli.asking import approve, paper, rows, told
from tests.cli.conftest import Terminal
from tests.printed import TALK, filled
from tests.staffed import CUSTOMER
from tests.waiting import FIRST, NO_KIND, part

ARCHIVIST = Post.ARCHIVIST
READER = Post.READER
RULE = "rules:\n- id: house.talk\n  kind: {kind}\n  where: title\n  any: [沟通登记表]\n  weight: 40\n"
SETTLE = ("review", "settle", "1", "--category", "call_record", "--customer", "1")


@pytest.fixture
def waiting(terminal: Terminal, opened: Home) -> Terminal:
    """Part 1 waits, and reads as a filled-in form."""
    with opened.catalogue.write() as tx:
        original = str(scans.get(tx, parts.get(tx, 1).scan).original)
        page = filled(TALK, {"客户名称": CUSTOMER, "联系电话": "13912345678"})
        pages.store(tx, original, pages.pack([page, filled(TALK, number=2)]), media_type="image/tiff")
    return terminal


def test_a_form_is_learnt_listed_shown_and_forgotten(waiting: Terminal) -> None:
    out = waiting.do(*SETTLE, post=ARCHIVIST)
    assert out.splitlines() == ["Filed as YH-SC1-X-2026-0001-002.", "Learnt as form 1: 10 printed labels."]
    (listed,) = rows(waiting, "learnt", "list", post=ARCHIVIST)
    assert (listed["number"], listed["category"], listed["title"], listed["papers"]) == (
        1,
        "call_record",
        TALK[0],
        1,
    )
    assert "联系电话" in str(listed["labels"])
    assert "13912345678" not in waiting.do("learnt", "list", "--format", "csv", post=ARCHIVIST)
    assert "沟通方式" in waiting.do("learnt", "show", "1", post=ARCHIVIST)
    assert waiting.do("learnt", "forget", "1", post=ARCHIVIST) == "Learnt form 1 counts no longer.\n"
    assert waiting.run("learnt", "forget", "1", post=ARCHIVIST).code == 7
    assert waiting.run("learnt", "list", post=READER).code == 5


def test_an_alias_is_proposed_and_accepted_or_rejected(waiting: Terminal, opened: Home) -> None:
    with opened.catalogue.write() as tx:
        scan = parts.get(tx, 1).scan
        for name in ("江阴甲木重工有限公司", "江阴木甲工业有限公司"):
            paper = part(1, 2, kind=NO_KIND, customer=FIRST, proposed=ProposedCustomer(name, None))
            parts.add(tx, scan, paper, rules_digest="-", reason=message("No rule spoke."))
        parts.close(tx, 1, "resplit")
    settle = ("review", "settle", "2", "--category", "call_record", "--customer", "1", "--pages", "1")
    assert "江阴甲木重工有限公司 is proposed as an alias" in waiting.do(*settle, post=ARCHIVIST)
    (listed,) = rows(waiting, "customer", "aliases", post=ARCHIVIST)
    assert (listed["name"], listed["customer"], listed["part"]) == ("江阴甲木重工有限公司", CUSTOMER, 2)
    out = waiting.do("customer", "accept-alias", "1", post=ARCHIVIST)
    assert out == f"江阴甲木重工有限公司 is an alias of {CUSTOMER} now.\n"
    assert waiting.run("customer", "reject-alias", "1", post=ARCHIVIST).code == 7
    assert rows(waiting, "customer", "aliases", post=ARCHIVIST) == []


def test_rules_are_checked_with_the_house_s_own(waiting: Terminal, tmp_path: Path) -> None:
    assert "rules are in force." in waiting.do("rules", "check")
    own = tmp_path / "own.yaml"
    own.write_text(
        "rules:\n- id: house.talk\n  kind: cal_record\n  where: title\n  any: [沟通]\n  weight: 9\n"
    )
    said = waiting.run("rules", "check", str(own))
    assert (said.code, f"{own}:2: house.talk: no kind 'cal_record'" in said.err) == (3, True)
    own.write_text(
        "rules:\n- id: house.talk\n  kind: call_record\n  where: title\n  any: [沟通]\n  weight: 9\n"
    )
    assert waiting.run("rules", "check", str(own)).code == 0


def test_a_correction_becomes_a_case_that_fails_until_the_rules_know_it(waiting: Terminal) -> None:
    out = waiting.do(*SETTLE, "--case", post=ARCHIVIST)
    file = waiting.home / "rules" / "cases" / "part-1.yaml"
    assert f"Written: {file}" in out.splitlines()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written = file.read_text(encoding="utf-8")
    assert [word for word in (CUSTOMER, "13912345678", TALK[0]) if word in written] == [TALK[0]]
    own = waiting.home / "rules" / "own.yaml"
    own.write_text(RULE.format(kind="permit"), encoding="utf-8")
    said = waiting.run("rules", "check")
    assert (said.code, told(said)) == (3, "Error: 1 of 1 rule cases fail.")
    assert "part 1" in said.out
    own.write_text(RULE.format(kind="call_record"), encoding="utf-8")
    assert waiting.do("rules", "check").splitlines()[-1] == "1 rule cases pass."


def test_a_case_needs_its_category_or_a_query_form(waiting: Terminal) -> None:
    assert waiting.run("rules", "case", "1", post=ARCHIVIST).code == 2
    assert waiting.run("rules", "case", "1", "--category", "unknown", post=READER).code == 5
    assert waiting.run("rules", "case", "YH-SC1-X-2026-0001-001", post=ARCHIVIST).code == 5
    assert waiting.run(*SETTLE[:3], "--case", post=ARCHIVIST).code == 2
    assert waiting.run("rules", "case", "1", "--category", "unknown", post=ARCHIVIST).code == 0


def test_the_rules_are_explained_on_a_part(waiting: Terminal) -> None:
    out = waiting.do("rules", "explain", "--part", "1", post=ARCHIVIST)
    assert "Pages 1" in out
    assert "A category needs 4 points and must lead the next by 2." in out
    tables = waiting.run(
        "rules", "explain", "--part", "1", "--page", "1", "--format", "json", post=ARCHIVIST
    ).json
    customers = [row for table in tables for row in table["rows"] if row["answer"] == CUSTOMER]
    assert (customers[0]["page"], customers[0]["says"]) == (1, "The customer's registered name")


def test_rules_are_explained_in_the_readers_language(waiting: Terminal) -> None:
    words = ("rules", "explain", "--part", "1", "--page", "1", "--format", "json")
    tables = waiting.run(*words, post=ARCHIVIST, DANGAN_LANG="zh").json
    said = {row["says"] for table in tables for row in table["rows"]}
    assert {one for one in said if not one or one.isascii()} == set()
    assert "客户的登记名称" in said


def test_evidence_of_a_learnt_form_is_shown_as_a_sentence() -> None:
    words = "YH-1-001 · 王丽 · 2026-03-09 · 23/25"
    told = "same form as YH-1-001, settled by 王丽 on 2026-03-09; 23 of 25 labels agree"
    assert evidence_words(Evidence("learnt_form.3", words, 1, None, 8.0)) == told
    assert evidence_words(Evidence("permit.title", "许可\x1b证", 1, None, 8.0)) == "许可 证"


def test_evidence_of_a_separator_sheet_is_shown_as_a_sentence() -> None:
    """Its code holds the category's id."""
    kind = Evidence("separator_sheet.category", "permit", 2, None, 20.0)
    assert evidence_words(kind) == "named on the separator sheet of page 2"


def test_a_page_that_is_not_there_is_not_explained(waiting: Terminal) -> None:
    assert waiting.run("rules", "explain", "--part", "1", "--page", "9", post=ARCHIVIST).code == 7


def test_one_paper_is_named_to_be_explained(waiting: Terminal) -> None:
    assert waiting.run("rules", "explain", post=ARCHIVIST).code == 2
    assert waiting.run("rules", "explain", "--part", "1", "--document", "1", post=ARCHIVIST).code == 2
    assert waiting.run("rules", "explain", "--document", paper(waiting), post=ARCHIVIST).code == 5
    approve(waiting)
    assert waiting.run("rules", "explain", "--document", paper(waiting), post=READER).code == 5
