"""Scans, review, records, reports and proof, by command; and the likeliest mistakes."""

from __future__ import annotations

import json
from pathlib import Path

from archive.people import Post
from tests.cli.asking import paper, rows, told
from tests.cli.conftest import Terminal
from tests.staffed import CANARY_TEXT, CUSTOMER

ARCHIVIST = Post.ARCHIVIST
ADMINISTRATOR = Post.ADMINISTRATOR
READER = Post.READER
AUDITOR = Post.AUDITOR
MANAGER = Post.CREDIT_MANAGER


def test_status_says_why_a_scan_waits_and_what_to_do(terminal: Terminal) -> None:
    (waiting,) = rows(terminal, "status", post=ARCHIVIST)
    assert (waiting["state"], waiting["reason"], waiting["advice"]) == (
        "review",
        "No rule spoke.",
        "See `dangan review show 1`.",
    )
    assert len(rows(terminal, "status", "--all", post=ARCHIVIST)) == 3
    assert terminal.run("status", post=READER).code == 5


def test_a_scan_is_dismissed_and_tried_again(terminal: Terminal) -> None:
    (waiting,) = rows(terminal, "status", post=ARCHIVIST)
    scan = str(waiting["scan"])
    assert terminal.run("dismiss", scan, post=ARCHIVIST).code == 2  # no reason
    terminal.do("dismiss", scan, "--reason", "不是我们的", post=ARCHIVIST)
    assert rows(terminal, "review", "list", post=ARCHIVIST) == []
    terminal.do("retry", scan, post=ARCHIVIST)
    assert rows(terminal, "status", post=ARCHIVIST)[0]["state"] == "pending"
    assert terminal.run("retry", "1", post=ARCHIVIST).code == 8
    assert terminal.run("retry", "99", post=ARCHIVIST).code == 7


def test_a_paper_in_review_is_looked_at_and_settled(terminal: Terminal, tmp_path: Path) -> None:
    shown = terminal.do("review", "show", "1", post=ARCHIVIST)
    assert CANARY_TEXT in shown
    terminal.do("review", "show", "1", "--image", str(tmp_path / "page.png"), post=ARCHIVIST)
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    settle = ("review", "settle", "1", "--category", "许可证书")
    assert terminal.run(*settle, "--customer", "没有", post=ARCHIVIST).code == 7
    assert terminal.run(*settle, "--customer", "1", "--pages", "2-x", post=ARCHIVIST).code == 2
    nothing = ("review", "settle", "1", "--category", "没有", "--customer", "1")
    assert terminal.run(*nothing, post=ARCHIVIST).code == 9
    out = terminal.do(*settle, "--customer", "甲木", "--pages", "1", post=ARCHIVIST)
    assert out.splitlines() == [
        "Filed as YH-SC1-X-2026-0001-002.",
        "The pages left over wait as part 2.",
        "No form is learnt from it: it bears 0 printed label(s), too few to know it again by.",
    ]
    assert terminal.run(*settle, "--customer", "1", post=ARCHIVIST).code == 5


def test_a_proposed_company_that_nobody_proposed(terminal: Terminal) -> None:
    assert terminal.run("customer", "accept", "没有提议", post=ARCHIVIST).code == 7
    assert terminal.run("customer", "alias", "没有提议", "9", post=ARCHIVIST).code == 7


def test_a_record_is_corrected_with_its_history(terminal: Terminal) -> None:
    number = paper(terminal)
    correct = ("document", "correct", number, "--issued-on", "2020-01-02", "--category", "通知函")
    assert terminal.run(*correct, post=ARCHIVIST).code == 2  # no reason
    terminal.do(*correct, "--reason", "看错", post=ARCHIVIST)
    out = terminal.do("document", "show", number, post=ARCHIVIST, COLUMNS="200")
    assert "date of the paper: 1987-06-05 → 2020-01-02；category: 资信调查报告 → 通知函" in out
    wrong = ("document", "correct", number, "--issued-on", "2020-02-30", "--reason", "看错")
    assert terminal.run(*wrong, post=ARCHIVIST).code == 9
    assert terminal.run("document", "show", "999", post=ARCHIVIST).code == 7


def test_a_record_is_superseded(terminal: Terminal) -> None:
    supersede = ("document", "supersede", "1", "--reason", "换新", "--by")
    assert terminal.run(*supersede, "999", post=ARCHIVIST).code == 7
    assert terminal.run(*supersede, "1", post=ARCHIVIST).code == 8
    foreign = terminal.run(*supersede, "2", post=ARCHIVIST)
    number = paper(terminal)
    newer = "YH-SC1-X-2026-0002-001"
    assert (foreign.code, told(foreign)) == (8, f"Error: {number} and {newer} belong to two customers.")
    terminal.do("document", "correct", "2", "--customer", "甲木", "--reason", "看错", post=ARCHIVIST)
    assert terminal.do(*supersede, "2", post=ARCHIVIST) == f"{number} is superseded.\n"
    assert terminal.run(*supersede, "2", post=ARCHIVIST).code == 8


def test_a_waiver_is_recorded_and_withdrawn(terminal: Terminal) -> None:
    add = ("waiver", "add", "甲木", "credit", "荣誉证书", "--reason", "无")
    assert terminal.do(*add, post=ARCHIVIST) == "Waiver 1 was recorded.\n"
    assert terminal.do("waiver", "withdraw", "1", post=ARCHIVIST) == "Waiver 1 was withdrawn.\n"
    assert terminal.run("waiver", "withdraw", "9", post=ARCHIVIST).code == 7
    nothing = ("waiver", "add", "甲木", "credit", "没有", "--reason", "无")
    assert terminal.run(*nothing, post=ARCHIVIST).code == 9


def test_reports_come_in_every_format(terminal: Terminal, tmp_path: Path) -> None:
    assert CUSTOMER in terminal.do("report", "completeness", "--customer", "甲木", post=MANAGER)
    starts = {"html": b"<!DOCTYPE html>", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}
    for form, start in starts.items():
        file = tmp_path / f"report.{form}"
        said = terminal.run("report", "completeness", "--format", form, "--output", str(file), post=MANAGER)
        assert (said.code, said.out, said.err) == (0, "", f"Written: {file}\n")
        assert file.read_bytes().startswith(start)
    assert terminal.run("report", "completeness", "--customer", "没有", post=MANAGER).code == 7
    assert terminal.run("report", "completeness", post=READER).code == 5


def test_the_lists_of_files_and_of_the_papers_in_one(terminal: Terminal) -> None:
    listed = rows(terminal, "files", post=MANAGER)
    number = str(listed[0]["number"])
    assert number in paper(terminal)
    (held,) = rows(terminal, "files", number, post=MANAGER)
    assert held["number"] == paper(terminal)
    assert terminal.run("files", "YH-XX", post=MANAGER).code == 7


def test_the_audit_log_speaks_to_people_and_keeps_codes_for_scripts(terminal: Terminal) -> None:
    terminal.run("search", "密语", post=READER)
    out = terminal.do("audit", "list", "--outcome", "refused", "--limit", "1", post=AUDITOR)
    assert "searched (reading.search)  refused" in out
    assert "error: There is nothing here that you may read；" in out
    (row,) = rows(terminal, "audit", "list", "--outcome", "refused", "--limit", "1", post=AUDITOR)
    assert (row["act"], row["outcome"]) == ("reading.search", "refused")
    assert json.loads(str(row["details"]))["query"] == "密语"
    assert terminal.run("audit", "list", "--since", "yesterday", post=AUDITOR).code == 2
    assert terminal.run("audit", "list", post=ARCHIVIST).code == 5


def test_the_log_is_proven_whole(terminal: Terminal) -> None:
    assert terminal.do("audit", "verify", post=AUDITOR).endswith("audit rows, one unbroken chain.\n")


def test_the_index_is_made_anew(terminal: Terminal) -> None:
    said = terminal.do("index", "rebuild", post=ADMINISTRATOR).splitlines()
    catalogue, index = (line.split(":", 1)[1] for line in said[1:3])
    assert (catalogue, "2 document(s)" in index) == (index, True)
    assert said[-1] == "✓ Index 2 (embedded) answers now."
    assert terminal.run("index", "rebuild", post=READER).code == 5


def test_verify_tells_a_loss_and_what_to_do(terminal: Terminal) -> None:
    lost = next(path for path in sorted((terminal.home / "originals").rglob("*")) if path.is_file())
    lost.unlink()
    said = terminal.run("verify", post=AUDITOR)
    assert said.code == 11
    assert [line[:2] for line in said.out.splitlines()[:2]] == ["✗ ", "  "]


def test_the_doctor_needs_nobody_logged_in(terminal: Terminal) -> None:
    out = terminal.do("doctor", COLUMNS="300")
    assert str(terminal.home) in out


# Words


def test_the_wrong_word_is_told_with_the_way_to_help(terminal: Terminal) -> None:
    said = terminal.run("serach", post=READER)
    assert (said.code, "serach" in said.err, "--help" in said.err) == (2, True, True)


def test_nobody_is_logged_in(terminal: Terminal) -> None:
    said = terminal.run("status")
    assert (said.code, told(said)) == (6, "Error: Nobody is logged in.")
