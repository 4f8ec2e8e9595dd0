"""What commands print, how they end and which files they make tells nothing that the desk would not."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path

import pytest

from archive.people import Post
from tests.cli.asking import approve, rows
from tests.cli.conftest import Said, Terminal
from tests.staffed import CANARIES, CANARY_NAME, CANARY_TEXT

READER = Post.READER
NAMING = (
    ("show", "NAMED"),
    ("show", "NAMED", "--page", "9"),
    ("show", "NAMED", "--format", "json"),
    ("show", "NAMED", "--image", "OUT"),
    ("export", "NAMED", "OUT"),
    ("export", "NAMED", "OUT", "--original"),
    ("search", "密语", "--after", "NAMED"),
)
KEEPERS_LISTS = (("status",), ("review", "list"), ("customer", "list"), ("files",), ("customer", "proposed"))
NOT_KEEPERS = sorted(set(Post) - {Post.ARCHIVIST, Post.CREDIT_MANAGER})


def filled(words: tuple[str, ...], named: str, out: Path) -> list[str]:
    return [{"NAMED": named, "OUT": str(out)}.get(word, word) for word in words]


@pytest.mark.parametrize("words", NAMING)
def test_forbidden_and_not_there_end_alike(
    words: tuple[str, ...], terminal: Terminal, tmp_path: Path
) -> None:
    approve(terminal)
    theirs = str(rows(terminal, "document", "show", "2", post=Post.ARCHIVIST)[0]["value"])
    out = tmp_path / "out"
    pairs = ((theirs, "YH-SC1-X-2026-0077-001"), ("2", "999"))
    for forbidden, absent in pairs:
        said = [
            _without(terminal.run(*filled(words, name, out), post=READER), name)
            for name in (forbidden, absent)
        ]
        assert said[0] == said[1]
        assert said[0].code in (5, 9)
        assert [word for word in CANARIES if word in said[0].out + said[0].err] == []
    assert not out.exists()


def _without(said: Said, name: str) -> Said:
    """What was said, but for the word that the reader typed himself."""
    return Said(said.code, said.out.replace(name, "…"), said.err.replace(name, "…"))


@pytest.mark.parametrize("post", NOT_KEEPERS)
def test_names_of_files_that_came_in_are_for_keepers(post: Post, terminal: Terminal) -> None:
    for words in (("status",), ("review", "list"), ("review", "show", "1")):
        said = terminal.run(*words, post=post)
        assert said.code == 5
        assert CANARY_NAME not in said.out + said.err


@pytest.mark.parametrize("words", KEEPERS_LISTS)
def test_a_list_that_is_refused_is_not_even_begun(words: tuple[str, ...], terminal: Terminal) -> None:
    """Neither its head nor how many rows it would have."""
    said = terminal.run(*words, "--format", "json", post=READER)
    assert (said.code, said.out) == (5, "")
    assert not re.search(r"\d", said.err)


def test_tokens_that_do_not_hold_are_told_alike(terminal: Terminal) -> None:
    """Tokens that were made up, in another form than ours or in the right one, and one that ended."""
    terminal.do("logout", post=READER)
    tokens = ("made-up", "x" * 43)
    said = [terminal.run("show", "1", DANGAN_TOKEN=token) for token in tokens]
    said.append(terminal.run("show", "1", post=READER))
    assert len({(one.code, one.out, one.err) for one in said}) == 1


WORKBOOKS = (("report", "completeness"), ("files",))


@pytest.mark.parametrize("words", WORKBOOKS)
def test_a_workbook_hides_nothing(words: tuple[str, ...], terminal: Terminal, tmp_path: Path) -> None:
    """No hidden sheet, row or column, no remark, no link, no name of who or what made it."""
    out = tmp_path / "out.xlsx"
    said = terminal.run(*words, "--format", "xlsx", "--output", str(out), post=Post.ARCHIVIST)
    assert said.code == 0, said.err
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as book:
        parts = {name: book.read(name).decode("utf-8") for name in book.namelist()}
    everything = "".join(parts.values())
    hiding = re.findall(r'<[^<>]*(?:hidden="(?:1|true)"|state="(?:very)?[hH]idden")[^<>]*>', everything)
    assert [
        one for one in hiding if "_xlnm._FilterDatabase" not in one
    ] == []  # how Excel keeps a filter's place
    odd = [name for name in parts if re.search(r"comment|external|embed|custom|vba|drawing", name)]
    assert odd == []
    core = parts["docProps/core.xml"]
    assert re.findall(r"<dc:creator>(.*?)</dc:creator>", core) in ([], ["openpyxl"])
    assert "lastModifiedBy" not in core
    assert [
        word for word in (CANARY_TEXT, str(terminal.home), os.uname().nodename) if word in everything
    ] == []


@pytest.mark.parametrize("words", WORKBOOKS)
def test_a_page_to_print_hides_nothing(words: tuple[str, ...], terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    said = terminal.run(*words, "--format", "html", "--output", str(out), post=Post.ARCHIVIST)
    assert said.code == 0, said.err
    page = out.read_text(encoding="utf-8")
    assert not re.search(r"<!--|<script|display:\s*none|visibility:\s*hidden|\shidden[\s>=]|data-", page)
    assert not re.search(r"(src|href)\s*=", page)
    assert [word for word in (CANARY_TEXT, str(terminal.home)) if word in page] == []


def test_reports_are_made_for_the_regulations_that_a_post_watches_over(terminal: Terminal) -> None:
    """The general manager approves customer files; what credit files hold is not in his report."""
    for form in ("text", "json", "csv", "html"):
        whole = terminal.run("files", "--format", form, post=Post.ARCHIVIST)
        own = terminal.run("files", "--format", form, post=Post.GENERAL_MANAGER)
        assert (whole.code, own.code) == (0, 0)
        assert "YH-SC1-X-2026-0001" in whole.out
        assert "YH-SC1-X" not in own.out


@pytest.mark.parametrize("post", [Post.AUDITOR, Post.ADMINISTRATOR])
def test_what_auditors_and_administrators_list_holds_no_paper(
    post: Post, terminal: Terminal, tmp_path: Path
) -> None:
    approve(terminal)
    terminal.do("show", "1", post=READER)
    terminal.do("search", "密语", post=READER)
    commands = [("person", "list"), ("index", "status"), ("verify",)]
    if post is Post.AUDITOR:
        commands += [("audit", "list"), ("audit", "export", str(tmp_path / "log.jsonl")), ("audit", "verify")]
    said = "".join(terminal.run(*words, post=post).out for words in commands)
    said += "".join(path.read_text(encoding="utf-8-sig") for path in tmp_path.glob("log.*"))
    assert len(said) > 200
    assert [word for word in (CANARY_TEXT, CANARY_NAME, "朱鹮题名", "1987") if word in said] == []
