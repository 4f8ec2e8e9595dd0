"""Opening and making homes: what is not ours, newer or overlapping is refused in words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from archive.clock import Clock
from archive.errors import HomeError
from archive.home import PROGRAM, Home, create_home, open_home


def test_a_home_opens_again(home: Home) -> None:
    again = open_home(home.path)
    assert again.identity == home.identity
    again.close()


def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="is not a home of dangan"):
        open_home(tmp_path)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(HomeError, match="is not empty"):
        create_home(tmp_path, clock=clock)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_existing_home_is_not_made_anew(home: Home, clock: Clock) -> None:
    with pytest.raises(HomeError, match="already a home"):
        create_home(home.path, clock=clock)


@pytest.mark.parametrize("place", [PROGRAM, PROGRAM / "new-home", PROGRAM.parent])
def test_a_home_inside_or_around_the_program_is_refused(place: Path, clock: Clock) -> None:
    with pytest.raises(HomeError, match="overlaps"):
        create_home(place, clock=clock)


def test_a_newer_schema_is_refused(home: Home) -> None:
    with home.catalogue.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(HomeError, match="newer dangan"):
        open_home(home.path)


def test_a_newer_format_is_refused(home: Home) -> None:
    mark = home.path / "dangan-home.json"
    mark.write_text(json.dumps({"identity": home.identity, "format": 99}))
    with pytest.raises(HomeError, match="format 99"):
        open_home(home.path)


def test_a_catalogue_of_another_home_is_refused(home: Home) -> None:
    (home.path / "dangan-home.json").write_text(json.dumps({"identity": "0" * 32, "format": 1}))
    with pytest.raises(HomeError, match="belongs to another home"):
        open_home(home.path)


def test_a_lock_is_held_by_one_process_only(home: Home) -> None:
    script = """
import sys
from pathlib import Path

from archive.errors import HomeError
from archive.home import open_home

try:
    with open_home(Path(sys.argv[1])).lock("pipeline"):
        print("got it")
except HomeError as error:
    print(error)
"""
    with home.lock("pipeline"):
        other = subprocess.run(
            [sys.executable, "-c", script, str(home.path)],
            capture_output=True,
            text=True,
            check=True,
            cwd=PROGRAM,
        )
    assert "already doing this work (pipeline)" in other.stdout
