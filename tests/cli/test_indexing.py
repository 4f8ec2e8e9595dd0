"""`dangan index`, and what `doctor`, `verify` and `watch` say of the index."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw
import pytest
from sqlalchemy import delete, update

from archive import schema
from archive.catalogue import outbox
from archive.home import Home, open_home
from archive.people import Post
from tests.cli.asking import rows, told
from tests.cli.conftest import Terminal
from tests.clock import MORNING
from tests.staffed import Staffed

ADMINISTRATOR = Post.ADMINISTRATOR


def lines(terminal: Terminal, *words: str) -> list[str]:
    return terminal.do(*words, post=ADMINISTRATOR).splitlines()


def stand(terminal: Terminal) -> list[tuple[object, object, object, object]]:
    found = rows(terminal, "index", "status", post=ADMINISTRATOR)
    return [(row["number"], row["engine"], row["state"], row["documents"]) for row in found]


def findings(terminal: Terminal) -> list[tuple[object, object, object]]:
    told = terminal.run("doctor", "--format", "json").json
    found = (told[0] if isinstance(told, list) else told)["rows"]
    return [
        (row["what"], row["state"], row["found"]) for row in found if row["what"].startswith("Search index")
    ]


def harm(terminal: Terminal, number: int, statement: str) -> None:
    with closing(apsw.Connection(str(terminal.home / f"index-{number}.db"))) as connection:
        connection.execute(statement)


@pytest.fixture
def terminal(terminal: Terminal) -> Terminal:
    """A house with two papers, and an index that serves."""
    assert stand(terminal) == [(1, "embedded", "serving", 2)]
    return terminal


def test_an_index_is_built_beside_and_switched_to(terminal: Terminal) -> None:
    said = lines(terminal, "index", "build")
    checksums = {line.split()[-1] for line in said if "checksum" in line}
    assert said[0] == "✓ Index 2 (embedded) is as the catalogue says:"
    assert (len(said), len(checksums)) == (4, 1)
    assert said[-1] == "Index 2 is complete. Let it answer with `dangan index switch`."
    assert stand(terminal) == [(1, "embedded", "serving", 2), (2, "embedded", "complete", 2)]
    assert lines(terminal, "index", "switch") == ["✓ Index 2 (embedded) answers now."]
    assert stand(terminal) == [(2, "embedded", "serving", 2)]


def test_an_index_is_kept_to_go_back_to(terminal: Terminal) -> None:
    lines(terminal, "index", "build")
    assert lines(terminal, "index", "switch", "--keep") == [
        "✓ Index 2 (embedded) answers now.",
        "Index 1 follows on: `dangan index switch 1` goes back to it.",
    ]
    assert lines(terminal, "index", "switch", "1") == ["✓ Index 1 (embedded) answers now."]
    assert stand(terminal) == [(1, "embedded", "serving", 2)]


def test_an_index_is_made_anew_at_one_go(terminal: Terminal) -> None:
    assert lines(terminal, "index", "rebuild")[-1] == "✓ Index 2 (embedded) answers now."
    assert terminal.run("index", "rebuild", post=Post.ARCHIVIST).code == 0
    assert stand(terminal) == [(3, "embedded", "serving", 2)]


def test_an_index_is_not_moved_to_where_it_is(terminal: Terminal) -> None:
    refused = terminal.run("index", "move", "--to", "embedded", post=ADMINISTRATOR)
    assert (refused.code, told(refused)) == (8, "Error: The index that answers is on embedded already.")


def test_an_index_that_nobody_wants_is_abandoned(terminal: Terminal) -> None:
    lines(terminal, "index", "build")
    assert lines(terminal, "index", "abandon", "2") == ["Index 2 is gone."]
    assert terminal.run("index", "abandon", "1", post=ADMINISTRATOR).code == 8
    assert terminal.run("index", "abandon", "2", post=ADMINISTRATOR).code == 7


def test_verifying_says_what_it_found_and_mended(terminal: Terminal) -> None:
    harm(terminal, 1, "UPDATE documents SET document = 77 WHERE document = 1")
    assert "index verify" in terminal.run("verify", post=ADMINISTRATOR).out
    said = lines(terminal, "index", "verify")
    assert said[:4] == [
        "Index 1 (embedded): 2 fault(s)",
        "  ✗ document 1: The document is missing from the search index.",
        "  ✗ document 77: The search index still holds a document that is gone.",
        "  mended: 2",
    ]
    assert (
        lines(terminal, "index", "verify", "--thoroughly")[0]
        == "✓ Index 1 (embedded) is as the catalogue says:"
    )
    assert "index verify" not in terminal.run("verify", post=ADMINISTRATOR).out


def test_verifying_says_what_cannot_be_mended(terminal: Terminal) -> None:
    (terminal.home / "index-1.db").write_bytes(b"no database" * 999)
    said = terminal.run("index", "verify", post=ADMINISTRATOR)
    assert (said.code, said.out.splitlines()[-1]) == (11, "  ✗ The search index's file is damaged.")
    assert ("Search index 1 (embedded)", "bad", "The search index's file is damaged.") in findings(terminal)
    assert lines(terminal, "index", "rebuild")[-1] == "✓ Index 2 (embedded) answers now."


def test_only_some_of_many_faults_are_told_one_by_one(terminal: Terminal) -> None:
    rows = ", ".join(f"({n}, {n}, 1, 1, 'permit', 1, NULL, '')" for n in range(100, 150))
    harm(terminal, 1, f"INSERT INTO documents VALUES {rows}")
    said = terminal.run("verify", post=ADMINISTRATOR)
    assert said.out.count("still holds a document that is gone") == 20
    assert "The search index has 30 more faults like these." in said.out
    said = terminal.run("index", "verify", post=ADMINISTRATOR)
    assert (said.code, "  … and 30 more" in said.out.splitlines()) == (0, True)


def test_doctor_tells_of_every_index(terminal: Terminal) -> None:
    assert findings(terminal) == [("Search index 1 (embedded)", "good", "answers; 2 document(s)")]
    lines(terminal, "index", "build")
    with closing(open_home(terminal.home)) as home:
        fall_behind(home)
    (terminal.home / "index-9.db").write_bytes(b"left over")
    behind = f"1 change(s) behind since {MORNING.astimezone():%Y-%m-%d %H:%M}"
    assert findings(terminal) == [
        ("Search index 1 (embedded)", "poor", behind),
        ("Search index 2 (embedded)", "poor", behind),
        ("Search index", "poor", "left over, of no index: index-9.db"),
    ]
    lines(terminal, "index", "verify")
    assert [state for _, state, _ in findings(terminal)] == ["good", "good"]


def fall_behind(home: Home) -> None:
    with home.catalogue.write() as tx:
        outbox.stage(tx, 1, revision=1, removed=False, at=MORNING)


def test_doctor_tells_of_an_index_half_made_or_to_be_deleted(terminal: Terminal) -> None:
    table = schema.index_generations
    with closing(open_home(terminal.home)) as home, home.catalogue.write() as tx:
        half = {"engine": "embedded", "name": "x.db", "position": 0, "filled": 0, "started_at": MORNING}
        tx.execute(table.insert().values(state="building", **half))
        tx.execute(table.insert().values(state="retired", **half))
    assert [found for _, _, found in findings(terminal)[1:]] == ["being filled: 0 %", "waits to be deleted"]
    with closing(open_home(terminal.home)) as home, home.catalogue.write() as tx:
        tx.execute(delete(table).where(table.c.state == "building"))
        tx.execute(update(table).where(table.c.state == "serving").values(state="retired"))
    assert findings(terminal)[-1] == ("Search index", "good", "none yet: the first paper or search makes it")


def test_doctor_tells_when_the_settings_name_another_engine(terminal: Terminal) -> None:
    settings = terminal.home / "settings.toml"
    words = settings.read_text(encoding="utf-8")
    assert 'engine = "embedded"' in words
    settings.write_text(words.replace('engine = "embedded"', 'engine = "elastic"'), encoding="utf-8")
    said = ("Search index", "poor", "settings.toml names elastic, but embedded answers")
    assert said in findings(terminal)


def test_a_home_without_papers_has_no_index(staffed: Staffed, tmp_path: Path) -> None:
    del tmp_path
    assert staffed.desk.index.status(staffed.speakers[ADMINISTRATOR]) == ()
