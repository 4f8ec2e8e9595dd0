"""The embedded engine keeps the engine contract, and what only its file can break."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import NoReturn

import apsw
import pytest

from archive.catalogue.database import Catalogue
from archive.errors import StorageError
from index.embedded import EmbeddedStore
from index.indexfile import LAST_PLACE
from index.testing.contract import EngineContract
from index.testing.library import Library, exact, follow, found, scope_of
from index.testing.made_up import Draft, Shelf, draw_papers


def open_library(folder: Path) -> Library:
    shelf = Shelf(folder)
    return Library(shelf, follow(shelf.catalogue, folder))


@contextmanager
def opened(folder: Path) -> Iterator[Library]:
    library = open_library(folder)
    yield library
    library.engine.close()
    library.shelf.catalogue.close()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with opened(tmp_path_factory.mktemp("library")) as library:
        draw_papers(library.shelf, seed=3, count=150)
        library.engine.drain()
        yield library


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Library]:
    with opened(tmp_path) as library:
        yield library


class TestEmbeddedEngine(EngineContract):
    """The contract, on SQLite FTS5."""


class DyingCatalogue(Catalogue):
    """A catalogue whose owner is killed before it can strike off what the index has taken over."""

    def write(self) -> NoReturn:
        raise KeyboardInterrupt


def index_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("index-*.db*"))


def raw_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in index_files(folder))


def test_killed_between_index_and_outbox_nothing_is_lost_or_doubled(bench: Library, tmp_path: Path) -> None:
    bench.shelf.file(["煤炭"])
    bench.shelf.file(["煤炭"])
    dying = follow(DyingCatalogue(bench.shelf.catalogue.path), tmp_path)
    with pytest.raises(KeyboardInterrupt):
        dying.drain()
    dying.close()
    assert bench.engine.pending().changes == 2
    assert exact(found(bench.engine, "煤炭", scope_of(1))) == [2, 1]
    bench.engine.drain()
    assert exact(found(bench.engine, "煤炭", scope_of(1))) == [2, 1]
    assert (bench.engine.pending().changes, bench.engine.verify()) == (0, ())


def test_two_drainers_at_once_take_everything_over_once(bench: Library, tmp_path: Path) -> None:
    bench.shelf.file_all([Draft(("煤炭",))] * 900)
    second = follow(Catalogue(bench.shelf.catalogue.path), tmp_path)
    threads = [Thread(target=engine.drain) for engine in (bench.engine, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.close()
    assert len(found(bench.engine, "煤炭", scope_of(1))) == 900
    assert (bench.engine.pending().changes, bench.engine.verify()) == (0, ())


def test_readers_are_answered_while_papers_arrive_and_the_index_is_rebuilt(bench: Library) -> None:
    for _ in range(40):
        bench.shelf.file(["煤炭合同"])
    bench.engine.drain()
    done, counts = Event(), list[int]()

    def read() -> None:
        while not done.is_set():
            counts.append(len(found(bench.engine, "炭合", scope_of(1))))

    reader = Thread(target=read)
    reader.start()
    for _ in range(20):
        bench.shelf.file(["煤炭合同"])
        bench.engine.drain()
        bench.engine.rebuild()
    done.set()
    reader.join()
    assert counts == sorted(counts)
    assert (min(counts) >= 40, max(counts) <= 60) == (True, True)


def test_only_the_owner_can_read_the_file(bench: Library, tmp_path: Path) -> None:
    bench.shelf.file(["煤炭"])
    bench.engine.drain()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in index_files(tmp_path)}
    assert modes == {0o600}


def test_an_index_of_another_version_is_made_anew(bench: Library, tmp_path: Path) -> None:
    bench.shelf.file(["煤炭"])
    bench.engine.drain()
    with closing(apsw.Connection(str(tmp_path / "index-1.db"))) as connection:
        connection.execute("DELETE FROM terms; PRAGMA user_version = 7")
    said = "The search index was not made yet, or by another version of this program."
    assert [str(fault.what) for fault in bench.engine.verify()] == [said]
    assert exact(found(bench.engine, "煤炭", scope_of(1))) == [1]
    assert bench.engine.verify() == ()


def test_a_deleted_index_is_made_anew(bench: Library, tmp_path: Path) -> None:
    bench.shelf.file(["煤炭"])
    bench.engine.drain()
    bench.engine.close()
    for path in index_files(tmp_path):
        path.unlink()
    assert exact(found(bench.engine, "煤炭", scope_of(1))) == [1]


def test_a_damaged_index_is_said_to_be_one_and_can_be_rebuilt(bench: Library, tmp_path: Path) -> None:
    bench.shelf.file(["煤炭"])
    bench.engine.drain()
    bench.engine.close()
    (tmp_path / "index-1.db").write_bytes(b"no database at all" * 500)
    said = [str(fault.what) for fault in bench.engine.verify()]
    assert said == ["The search index's file is damaged."]
    with pytest.raises(StorageError, match="damaged"):
        found(bench.engine, "煤炭", scope_of(1))
    assert bench.engine.rebuild() == 1
    assert exact(found(bench.engine, "煤炭", scope_of(1))) == [1]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("DELETE FROM documents WHERE document = 1", [(1, "missing"), (0, "no document")]),
        (f"DELETE FROM terms WHERE rowid = {LAST_PLACE - 1}", [(1, "only a part")]),
        ("DELETE FROM texts WHERE sequence = 1", [(1, "only a part")]),
        ("UPDATE documents SET revision = 9 WHERE document = 2", [(2, "revision 9")]),
        ("UPDATE documents SET document = 77 WHERE document = 2", [(2, "missing"), (77, "gone")]),
    ],
)
def test_verify_finds(harm: str, said: list[tuple[int, str]], bench: Library, tmp_path: Path) -> None:
    bench.shelf.file(["煤炭"])
    bench.shelf.file(["煤炭"])
    bench.engine.drain()
    with closing(apsw.Connection(str(tmp_path / "index-1.db"))) as connection:
        connection.execute(harm)
    faults = bench.engine.verify()
    assert [fault.document for fault in faults] == [document for document, _ in said]
    assert [word in str(fault.what) for fault, (_, word) in zip(faults, said, strict=True)] == [True] * len(
        said
    )


def test_after_a_rebuild_nothing_of_a_disposed_paper_is_in_the_file(bench: Library, tmp_path: Path) -> None:
    bench.shelf.file(["普通文件"])
    bench.shelf.file(["饕餮魍魉"])
    bench.engine.drain()
    kept, gone = (one.digest.encode() for one in EmbeddedStore(tmp_path / "index-1.db").held())
    assert [digest in raw_bytes(tmp_path) for digest in (kept, gone)] == [True, True]
    bench.shelf.dispose(2)
    bench.engine.drain()
    bench.engine.rebuild()
    assert [digest in raw_bytes(tmp_path) for digest in (kept, gone)] == [True, False]
    with closing(apsw.Connection(str(tmp_path / "index-2.db"))) as index:
        index.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, terms, row)")
        assert index.execute("SELECT term FROM vocabulary WHERE term LIKE '%饕%'").fetchall() == []


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    engine = follow(shelf.catalogue, tmp_path, lambda one: EmbeddedStore(tmp_path / "nowhere" / one.name))
    with pytest.raises(StorageError, match="cannot be opened"):
        found(engine, "煤炭", scope_of(1))
    assert (engine.drain(), engine.pending().fault) == (0, None)
    shelf.file(["煤炭"])
    assert (engine.drain(), "cannot be opened" in str(engine.pending().fault)) == (0, True)
    shelf.catalogue.close()
