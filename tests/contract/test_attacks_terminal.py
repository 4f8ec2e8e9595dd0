"""Attacks through words: what papers, file names and spreadsheets say must not command a terminal."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import openpyxl
import pytest

import tests.staffed
from access.searching import Query
from access.sheets import read_sheets
from archive.decision import Field
from archive.errors import BadInput
from archive.filing import Filing, Paper
from archive.home import Home
from archive.people import Post
from ingest.inbox import Left
from ingest.outcome import PartOutcome, ScanOutcome
from reports.table import Column, Table
from reports.text import table_text
from search_cli.answers import answer_text
from search_cli.main import complain
from search_cli.telling import Teller
from search_cli.workplace import Workplace
from tests.staffed import CANARY_NAME, CANARY_TEXT, Staffed

TRICK = "\x1b]0;mine\x07\x1b[2J\u202e\x9b31m"
OURS = re.compile(r"\x1b\[\d*(;\d+)*m")  # the colours that the program itself sets


@dataclass(frozen=True, slots=True)
class AtHome:
    """As much of a workplace as a teller needs."""

    home: Home


def teller(staffed: Staffed, stream: io.TextIOBase, *, discreet: bool = False) -> Teller:
    work = cast("Workplace", AtHome(staffed.home))
    return Teller(work, cast("io.TextIOWrapper", stream), progress=False, discreet=discreet)


def tricks(said: str) -> list[str]:
    """What of the trick's letters a terminal would get."""
    return sorted(set(OURS.sub("", said)) & set("\x1b\x07\u202e\x9b\r"))


def test_a_papers_title_cannot_command_the_terminal_of_who_finds_it(staffed: Staffed, tmp_path: Path) -> None:
    """A PDF's text layer can hold any character, and its first line becomes the title."""
    filed = staffed.file_paper(tmp_path)
    with staffed.home.catalogue.write() as tx:
        known = tx.exec_driver_sql("SELECT scan, original FROM documents").one()
        fields = tuple(Field(name, f"报告{TRICK}", "", 1, None, 1.0, "t") for name in ("title", "author"))
        paper = Paper(known[0], known[1], 2, 2, "credit_report", 1, fields, year=2026)
        Filing(staffed.home.regulations, staffed.clock).file_paper(tx, paper, by=None)
    staffed.engine.drain()
    staffed.approve(staffed.ask())
    found = staffed.desk.reading.search(staffed.speakers[Post.READER], Query(CANARY_TEXT))
    assert (2, []) == (len(found.found), tricks(answer_text(found, width=80)))
    assert filed.document == found.found[-1].paper.document


def test_file_names_and_papers_cannot_command_the_terminal_of_who_brings_them(staffed: Staffed) -> None:
    said = io.StringIO()
    part = PartOutcome(
        1, 1, "review", None, f"某{TRICK}公司", None, None, (f"字{TRICK}",), (f"名{TRICK}",), None
    )
    teller(staffed, said).finished(
        ScanOutcome(1, f"a{TRICK}.pdf", f"b{TRICK}", "review", None, None, None, 1, 0, (part,))
    )
    teller(staffed, said).left(Left(Path(f"/x/{TRICK}.pdf"), BadInput("{file}", file=TRICK)))
    assert [] == tricks(said.getvalue())


def test_a_file_name_cannot_forge_a_line(staffed: Staffed) -> None:
    said = io.StringIO()
    outcome = ScanOutcome(1, "a.pdf\n✓ b.pdf", "", "quarantined", None, None, None, 0, 0, ())
    teller(staffed, said).finished(outcome)
    assert 1 == len(said.getvalue().splitlines())


def test_a_name_in_foreign_bytes_does_not_stop_the_watch(staffed: Staffed) -> None:
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    teller(staffed, said).left(Left(Path("/x/\udcb2\udce2.pdf"), BadInput("It cannot be opened.")))
    said.seek(0)
    assert "!" in said.read()


def test_the_watch_names_no_paper_it_cannot_take(staffed: Staffed) -> None:
    """Its output is a service's log: whoever may read that may not know what papers came."""
    said = io.StringIO()
    teller(staffed, said, discreet=True).left(
        Left(Path("/inbox") / CANARY_NAME, BadInput("{path} cannot be taken.", path=f"/inbox/{CANARY_NAME}"))
    )
    assert CANARY_NAME not in said.getvalue()


def test_an_errors_values_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    complain(BadInput("{word} is no word.", advice="Not {word}.", word=TRICK))
    assert [] == tricks(capsys.readouterr().err)


def test_a_tables_title_cannot_command_the_terminal() -> None:
    """`dangan document show` and the lists of one file have a paper's words in their title."""
    table = Table(f"题{TRICK}", (Column("a", f"栏{TRICK}"),), ((f"格{TRICK}",),), (f"注{TRICK}",))
    assert [] == tricks(table_text(table, width=80))


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["名称", "信用代码"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_member(content: bytes, name: str, body: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        for known in before.namelist():
            after.writestr(known, body if known == name else before.read(known))
    return stream.getvalue()


OLD = (Path(tests.staffed.__file__).parent / "unit" / "test_registers_contracts.xls").read_bytes()
DAMAGED = {
    "xlsx sheet": with_member(workbook(), "xl/worksheets/sheet1.xml", b"<worksheet><row"),
    "xlsx book": with_member(workbook(), "xl/workbook.xml", b""),
    "xlsx styles": with_member(workbook(), "xl/styles.xml", b"<styleSheet><fonts/>"),
    "xls cut": OLD[:3000],
    "xls head only": OLD[:40],
    "xls overwritten": OLD[:600] + b"\xff" * 400 + OLD[1000:],
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_spreadsheet_is_refused_in_words(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadInput, match="spreadsheet"):
        read_sheets("登记.xls", DAMAGED[what])
    assert "" == capsys.readouterr().out  # nothing stray in front of a script's JSON
