"""Fixtures every kind of test may use: a home in a temporary folder, a stopped clock, a small house."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from access.desk import Desk
from access.speaker import Speaker
from archive import schema
from archive.home import Home, create_home, open_home
from archive.people import Post
from tests.clock import MORNING, StoppedClock
from tests.staffed import Staffed, staff

pytest_plugins = ["tests.servers.fixtures"]


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests compare with the sentences as the code has them, whatever the machine's locale says."""
    monkeypatch.setenv("DANGAN_LANG", "en")


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MORNING)


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new, empty home to copy: making one runs every migration, which takes a while."""
    path = tmp_path_factory.mktemp("template") / "home"
    create_home(path, clock=StoppedClock(MORNING)).close()
    return path


@pytest.fixture
def home(tmp_path: Path, empty_home: Path) -> Iterator[Home]:
    """A new, empty home."""
    shutil.copytree(empty_home, tmp_path / "home")
    made = open_home(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def house(home: Home, clock: StoppedClock) -> Home:
    """The home of a small house: company 1 with departments 1 and 2, customers 1 and 2, person 1."""
    with home.catalogue.write() as tx:
        tx.execute(schema.companies.insert().values(short="YH", name="云禾股份有限公司"))
        tx.execute(schema.departments.insert().values(company=1, short="SC1", name="市场一部"))
        tx.execute(schema.departments.insert().values(company=1, short="SC2", name="市场二部"))
        for name in ("江阴甲木工业有限公司", "苏州乙木贸易有限公司"):
            tx.execute(
                schema.customers.insert().values(
                    name=name, kind="customer", company=1, department=1, created_at=clock()
                )
            )
        tx.execute(
            schema.persons.insert().values(
                login="zhao", name="赵一", company=1, department=1, password="-", created_at=clock()
            )
        )
        tx.execute(schema.originals.insert().values(sha256="a" * 64, bytes=1, stored_at=clock()))
        tx.execute(
            schema.scans.insert().values(
                name="x.jpg",
                claim="c1",
                inbox="inbox",
                original="a" * 64,
                state="pending",
                received_at=clock(),
            )
        )
    return home


@pytest.fixture
def staffed(tmp_path: Path, clock: StoppedClock) -> Iterator[Staffed]:
    """A house with somebody in every post and papers on its shelves."""
    made = staff(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def desk(staffed: Staffed) -> Desk:
    return staffed.desk


@pytest.fixture
def archivist(staffed: Staffed) -> Speaker:
    return staffed.speakers[Post.ARCHIVIST]
