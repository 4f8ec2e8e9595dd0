"""Exit codes are a table: docs/exit-codes.md, archive/errors.py and the real program say the same."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from _pytest.capture import CaptureFixture
from _pytest.monkeypatch import MonkeyPatch

from archive import errors
from archive.errors import DanganError
from search_cli import main
from search_cli.main import BROKEN_PIPE, INTERRUPTED, UNEXPECTED

PAGE = Path(__file__).parents[2] / "docs" / "exit-codes.md"
CLASSES = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DanganError)]


def documented() -> dict[str, int]:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: int(code) for code, name in rows}


def test_the_page_lists_every_error_with_its_code() -> None:
    assert documented() == {kind.__name__: kind.exit_code for kind in CLASSES}


def test_no_two_errors_share_a_code() -> None:
    codes = [kind.exit_code for kind in CLASSES]
    assert sorted(codes) == sorted(set(codes))


def test_the_page_lists_the_codes_that_no_error_owns() -> None:
    others = re.findall(r"^\| (\d+) \| +\| ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(map(int, others)) == {0, UNEXPECTED, INTERRUPTED, BROKEN_PIPE}


@pytest.fixture
def failing(monkeypatch: MonkeyPatch) -> list[BaseException]:
    """A command `fail` that raises what is put in here."""
    raised: list[BaseException] = []

    @click.command()
    def fail() -> None:
        raise raised[0]

    monkeypatch.setitem(main.dangan.commands, "fail", fail)
    return raised


@pytest.mark.parametrize("kind", CLASSES)
def test_each_error_ends_the_program_with_its_code(
    failing: list[BaseException], capsys: CaptureFixture[str], kind: type[DanganError]
) -> None:
    failing.append(kind("Something {what}.", advice="Do {what}.", what="odd"))
    assert main.run(["fail"]) == kind.exit_code
    assert capsys.readouterr().err == "Error: Something odd.\nWhat to do: Do odd.\n"


@pytest.mark.parametrize(
    ("raised", "code", "told"),
    [
        (KeyboardInterrupt(), INTERRUPTED, "Stopped.\n"),
        (click.Abort(), INTERRUPTED, "Stopped.\n"),
        (click.UsageError("no"), 2, "Error: no\n"),
    ],
)
def test_what_the_user_did(
    failing: list[BaseException], capsys: CaptureFixture[str], raised: BaseException, code: int, told: str
) -> None:
    failing.append(raised)
    assert main.run(["fail"]) == code
    assert capsys.readouterr().err.endswith(told)


def test_a_fault_of_the_program_names_its_place_and_no_content(
    failing: list[BaseException], capsys: CaptureFixture[str]
) -> None:
    failing.append(ValueError("某公司的秘密"))
    assert main.run(["fail"]) == UNEXPECTED
    told = capsys.readouterr().err
    assert re.match(r"A fault of the program: ValueError at test_exit_codes\.py:\d+\.\n", told)
    assert "秘密" not in told
    assert "Traceback" not in told


def test_a_fault_shows_more_on_demand(failing: list[BaseException], monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("DANGAN_DEBUG", "1")
    failing.append(ValueError("more"))
    with pytest.raises(ValueError, match="more"):
        main.run(["fail"])
