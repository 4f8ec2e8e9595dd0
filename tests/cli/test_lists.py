"""Every list for scripts: it parses, and has the columns that docs/lists.md promises."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import click
import pytest

from archive.clock import utc_now
from archive.people import Post
from search_cli.main import dangan
from tests.cli.conftest import Terminal
from tests.cli.test_secrets import every_command
from tests.staffed import PASSWORD

ROOT = Path(__file__).parents[2]

# The words to call it with, and as whom; the command's name is what docs/lists.md lists it by.
CALLS: dict[str, tuple[Post, tuple[str, ...]]] = {
    "company list": (Post.ADMINISTRATOR, ()),
    "person list": (Post.ADMINISTRATOR, ()),
    "person qualifications": (Post.ADMINISTRATOR, ()),
    "whoami": (Post.READER, ()),
    "sessions": (Post.READER, ()),
    "deputy list": (Post.READER, ()),
    "customer list": (Post.ARCHIVIST, ()),
    "customer show": (Post.ARCHIVIST, ("1",)),
    "customer proposed": (Post.ARCHIVIST, ()),
    "customer import": (Post.ARCHIVIST, ("FILE", "--dry-run")),
    "customer aliases": (Post.ARCHIVIST, ()),
    "contract list": (Post.ARCHIVIST, ()),
    "contract import": (Post.ARCHIVIST, ("FILE", "--dry-run")),
    "status": (Post.ARCHIVIST, ("--all",)),
    "review list": (Post.ARCHIVIST, ()),
    "review show": (Post.ARCHIVIST, ("1",)),
    "learnt list": (Post.ARCHIVIST, ()),
    "rules explain": (Post.ARCHIVIST, ("--part", "1")),
    "document show": (Post.ARCHIVIST, ("1",)),
    "request list": (Post.READER, ()),
    "request show": (Post.READER, ("FORM",)),
    "request sheets": (Post.ARCHIVIST, ()),
    "lending list": (Post.READER, ()),
    "shelf list": (Post.ARCHIVIST, ()),
    "standing list": (Post.CREDIT_OFFICE_DIRECTOR, ()),
    "declared list": (Post.AUDITOR, ()),
    "urgent list": (Post.AUDITOR, ()),
    "urgent reads": (Post.CREDIT_OFFICE_DIRECTOR, ("URGENT",)),
    "notices": (Post.SALES_DIRECTOR, ()),
    "show": (Post.READER, ("1",)),
    "files": (Post.CREDIT_MANAGER, ()),
    "stocktake list": (Post.ARCHIVIST, ()),
    "stocktake show": (Post.ARCHIVIST, ("盘点-YEAR-0001",)),
    "loss list": (Post.AUDITOR, ()),
    "disposal list": (Post.AUDITOR, ()),
    "disposal show": (Post.ARCHIVIST, ("销毁-YEAR-0001",)),
    "audit list": (Post.AUDITOR, ()),
    "audit key show": (Post.AUDITOR, ()),
    "index status": (Post.ADMINISTRATOR, ()),
    "doctor": (Post.ADMINISTRATOR, ()),
}
EMPTY = {
    "request sheets",
    "deputy list",
    "customer proposed",
    "customer aliases",
    "contract list",
    "learnt list",
    "rules explain",
    "audit key show",
}
OF_THEIR_OWN = {"report completeness", "evaluate", "learnt show", "search"}  # their JSON is no list of rows


def documented() -> dict[str, list[str]]:
    """Commands and their columns as docs/lists.md has them."""
    rows = re.findall(
        r"^\| `dangan ([a-z ]+)` \| (.+) \|$", (ROOT / "docs/lists.md").read_text("utf-8"), re.MULTILINE
    )
    return {command: re.findall(r"`(\w+)`", columns) for command, columns in rows}


def formats(command: click.Command) -> tuple[str, ...]:
    kinds = [one.type for one in command.params if one.name == "form"]
    return tuple(kinds[0].choices) if kinds and isinstance(kinds[0], click.Choice) else ()


def test_every_list_is_called_here_and_documented() -> None:
    lists = {" ".join(path) for path, command in every_command(dangan) if formats(command)}
    assert lists - OF_THEIR_OWN == set(CALLS) == set(documented())


WITH_CSV = sorted(
    set(CALLS) & {" ".join(path) for path, one in every_command(dangan) if "csv" in formats(one)}
)


@pytest.fixture
def reading(terminal: Terminal, tmp_path: Path) -> Terminal:
    """The reader's form is approved, and there is a list to import."""
    (number,) = terminal.run("request", "list", "--format", "json", post=Post.READER).json["rows"]
    director = Post.CREDIT_OFFICE_DIRECTOR
    terminal.do("request", "approve", number["number"], post=director, DANGAN_PASSWORD=PASSWORD)
    terminal.do("request", "issue", number["number"], post=Post.ARCHIVIST)
    open_otherwise(terminal)
    take_stock(terminal)
    (tmp_path / "register.csv").write_text("名称\n新客户有限公司\n", encoding="utf-8")
    (tmp_path / "contracts.csv").write_text("合同编号,客户\nHT-1,江阴甲木工业有限公司\n", encoding="utf-8")
    return terminal


def open_otherwise(terminal: Terminal) -> None:
    """What opens papers without a query form: one of each, and something was read urgently."""
    director, archivist = Post.CREDIT_OFFICE_DIRECTOR, Post.ARCHIVIST
    asked = ("--customer", "甲木", "--regulation", "credit")
    person, until = ("--person", "sales-director"), ("--until", utc_now().date().isoformat())
    standing = ("standing", "sign", "credit", *person, *until, "--purpose", "签约前查阅")
    declared = ("declared", "new", *asked, "--purpose", "复核授信")
    urgent = ("urgent", "new", *asked, "--reason", "今日开庭", "--second", "sales-director")
    for words, post in ((standing, director), (declared, director), (urgent, archivist)):
        terminal.do(*words, post=post, DANGAN_PASSWORD=PASSWORD)
    terminal.do("show", "1", post=archivist)


def take_stock(terminal: Terminal) -> None:
    """A paper is looked for, missed, and proposed for disposal."""
    terminal.do("stocktake", "begin", post=Post.ARCHIVIST)
    terminal.do("loss", "report", "2", "--circumstances", "盘点时未见", post=Post.ARCHIVIST)
    lost = ("--ground", "lost", "--explanation", "遗失")
    terminal.do("disposal", "propose", "2", *lost, post=Post.ARCHIVIST)


def words(command: str, tmp_path: Path, terminal: Terminal) -> list[str]:
    file = tmp_path / ("contracts.csv" if command.startswith("contract") else "register.csv")
    (form,) = terminal.run("request", "list", "--format", "json", post=Post.READER).json["rows"]
    (urgent,) = terminal.run("urgent", "list", "--format", "json", post=Post.AUDITOR).json["rows"]
    known = {"FILE": str(file), "FORM": form["number"], "URGENT": urgent["number"]}
    year = str(utc_now().astimezone().year)
    return [*command.split(), *(known.get(word, word).replace("YEAR", year) for word in CALLS[command][1])]


@pytest.mark.parametrize("command", CALLS)
def test_json_has_the_documented_columns(reading: Terminal, tmp_path: Path, command: str) -> None:
    said = reading.run(*words(command, tmp_path, reading), "--format", "json", post=CALLS[command][0])
    told = said.json if isinstance(said.json, list) else [said.json]
    assert {frozenset(row) for row in told[0]["rows"]} <= {frozenset(documented()[command])}
    if command not in EMPTY:
        assert told[0]["rows"]


@pytest.mark.parametrize("command", WITH_CSV)
def test_csv_opens_in_a_spreadsheet(reading: Terminal, tmp_path: Path, command: str) -> None:
    said = reading.run(*words(command, tmp_path, reading), "--format", "csv", post=CALLS[command][0])
    assert (said.code, said.out[0]) == (0, "\ufeff")
    assert len({len(row) for row in csv.reader(io.StringIO(said.out[1:]))}) == 1
