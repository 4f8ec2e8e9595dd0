"""A template home with papers in its inbox, and copies of it to break."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.clock import utc_now
from archive.home import create_home
from ingest.testing import furnish
from tests.faults.ground import BROUGHT, PAPERS, Place, finish, outcome, write_papers


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    home = create_home(folder / "home", clock=utc_now)
    furnish(home, customers=("甲公司", "乙公司"))
    inbox = folder / "inbox"
    settings = home.path / "settings.toml"
    words = settings.read_text(encoding="utf-8").replace("attempts = 3", "attempts = 1000")
    words = words.replace("stable_seconds = 5.0", "stable_seconds = 0.1")
    settings.write_text(words.replace("folders = []", f'folders = ["{inbox}"]'), encoding="utf-8")
    home.close()
    write_papers(inbox, PAPERS)
    write_papers(folder / "brought", BROUGHT)
    return folder


@pytest.fixture
def place(template: Path) -> Iterator[Place]:
    """A fresh copy of the template, put where its settings say that it is."""
    place = copy_of(template, template.with_name("place"))
    yield place
    shutil.rmtree(place.home.parent)


@pytest.fixture(scope="session")
def undisturbed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What comes of the same papers when nobody is killed."""
    home = finish(copy_of(template, tmp_path_factory.mktemp("undisturbed") / "place"))
    found = outcome(home)
    home.close()
    return found


def copy_of(template: Path, folder: Path) -> Place:
    shutil.copytree(template, folder)
    settings = folder / "home" / "settings.toml"
    words = settings.read_text(encoding="utf-8").replace(str(template), str(folder))
    settings.write_text(words, encoding="utf-8")
    return Place(folder / "home", folder / "inbox", folder / "brought")
