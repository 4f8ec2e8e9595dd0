"""Whatever is missing or altered in a home, `verify` says so; and nothing when all is well."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from archive.clock import utc_now
from archive.content import Content
from archive.home import Home, create_home, open_home
from archive.verification import verify
from index.opening import open_engine
from ingest.bell import Bell
from ingest.delivery import ingest
from ingest.inbox import Inbox
from ingest.testing import ProgressList, furnish, made_up_workshop
from ingest.work import begin

PAPERS = (
    "# business_licence 1\n营业执照\f# credit_report 1\n资信",
    "# credit_report 1\n又一份",
    "# permit 2\n许可证",
    "# ? 2\n什么",
    "!file",
    "# permit 2\n许可证",
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with papers filed, in review, quarantined and doubled."""
    folder = tmp_path_factory.mktemp("template")
    home = create_home(folder / "home", clock=utc_now)
    furnish(home, customers=("甲公司", "乙公司"))
    for number, paper in enumerate(PAPERS):
        path = folder / "desk" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(paper, encoding="utf-8")
    with (
        closing(open_engine(home)) as engine,
        begin(made_up_workshop(home, engine=engine)) as work,
    ):
        ingest(work, [folder / "desk"], progress=ProgressList())
    home.close()
    return home.path


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Iterator[Home]:
    """A copy of the template to tamper with."""
    shutil.copytree(template, tmp_path / "home")
    home = open_home(tmp_path / "home")
    yield home
    home.close()


def told(home: Home) -> list[str]:
    with closing(open_engine(home)) as engine:
        return [str(fault.what) for fault in verify(home, engine)]


def tamper(home: Home, *statements: str) -> None:
    """Change the catalogue behind dangan's back."""
    with home.catalogue.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN")
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()


def test_nothing_is_wrong_with_a_home_in_order(filled: Home) -> None:
    advanced: list[tuple[int, int]] = []
    with closing(open_engine(filled)) as engine:
        found = verify(filled, engine, advance=lambda done, of: advanced.append((done, of)))

    assert () == found
    assert [(done, 5) for done in range(1, 6)] == advanced


STOWAWAY = """
    INSERT INTO scans SELECT 7, name, sub_folder, 'c', inbox, original, state, attempts, faults, reason,
    advice, duplicate_of, received_at, finished_at FROM scans WHERE id = 5
"""
TAMPERINGS = (
    ("DELETE FROM scans WHERE id = 5", "scan:5 arrived 1 times and is there 0 times."),
    (
        STOWAWAY,
        "scan:7 arrived 0 times and is there 1 times.",
    ),
    ("UPDATE scans SET state = 'filed' WHERE id = 4", "Scan 4 is said to be filed, but is not."),
    ("UPDATE scans SET state = 'review' WHERE id = 1", "Scan 1 is said to be in review, but is not."),
    ("UPDATE scans SET duplicate_of = NULL WHERE id = 6", "Scan 6 is said to be duplicate, but is not."),
    (
        "UPDATE scans SET state = 'pending', original = NULL WHERE id = 5",
        "The file of scan 5 is nowhere.",
    ),
    (
        "UPDATE documents SET item = 9 WHERE id = 1",
        "Document HX-SC1-X-2026-0001-001 does not hold its own number.",
    ),
    (
        "UPDATE documents SET last_page = 3 WHERE id = 1",
        "Document HX-SC1-X-2026-0001-001 lies on pages that its scan does not have.",
    ),
    (
        "UPDATE documents SET revision = 2 WHERE id = 1",
        "The history of document HX-SC1-X-2026-0001-001 has gaps.",
    ),
    (
        "DELETE FROM archive_numbers WHERE item = 2",
        "The numbers in file HX-SC1-X-2026-0001 have a gap before HX-SC1-X-2026-0001-003.",
    ),
    (
        "UPDATE archive_numbers SET document = 99 WHERE item = 3",
        "Number HX-SC1-X-2026-0001-003 was given, but no document bears it.",
    ),
    ("UPDATE files SET serial = 3 WHERE serial = 2", "Files are missing before HX-SC1-X-2026-0002."),
    ("UPDATE audit SET who = 'nobody' WHERE sequence = 3", "Audit row 3 was altered."),
    ("DELETE FROM audit WHERE sequence = 3", "Audit rows 3 to 3 are missing."),
    ("DELETE FROM files WHERE id = 2", "Row 4 of table documents refers to a row that is not there."),
)


@pytest.mark.parametrize(("statement", "words"), TAMPERINGS)
def test_a_catalogue_changed_by_a_foreign_hand_is_told(filled: Home, statement: str, words: str) -> None:
    tamper(filled, statement)

    assert words in told(filled)


def test_a_document_that_the_index_has_lost_is_told(filled: Home) -> None:
    tamper(filled, "UPDATE documents SET revision = revision + 1 WHERE id = 1")

    with closing(open_engine(filled)) as engine:
        advice = [str(fault.advice) for fault in verify(filled, engine)]

    assert any("dangan index verify" in said for said in advice)


def test_originals_that_are_missing_altered_or_unknown_are_told(filled: Home) -> None:
    content = Content(filled.originals)
    missing, altered, *_ = content.digests()
    content.path(missing).unlink()
    content.path(altered).chmod(0o600)
    content.path(altered).write_bytes(b"x")
    content.path(altered).chmod(0o400)
    stray = filled.path / "stray.txt"
    stray.write_bytes(b"stray")
    unknown = content.store(stray).sha256

    found = told(filled)

    assert f"The original {missing} is missing." in found
    assert f"The original {altered} was altered." in found
    assert f"The original {unknown} is unknown to the catalogue." in found


def test_a_claimed_file_that_no_scan_knows_is_told_unless_a_pipeline_is_at_work(filled: Home) -> None:
    inbox = Inbox(filled.path / "incoming", owner=filled.identity)
    source = filled.path / "paper.txt"
    source.write_text("# permit 1\n另一份许可证", encoding="utf-8")
    claim = inbox.bring(source, sub_folder="")
    folder = claim.path.parent

    assert [f"The claimed file in {folder} was not let go."] == told(filled)
    with filled.lock("pipeline"):
        assert [] == told(filled)

    with (
        closing(open_engine(filled)) as engine,
        begin(made_up_workshop(filled, engine=engine)) as work,
    ):
        work.work_off(progress=ProgressList(), stop=Bell().rung_out)
    assert [] == told(filled)
