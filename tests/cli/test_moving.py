"""The index moved between the home and a real Elasticsearch, while searching goes on."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from archive.people import Post
from tests.cli.asking import approve, rows
from tests.cli.conftest import Terminal
from tests.servers.server import Server

ADMINISTRATOR = Post.ADMINISTRATOR
_PREFIXES = count(1)


@pytest.fixture
def prefix(terminal: Terminal, elastic: Server) -> str:
    """The settings name the server; what index names on it begin with in this test."""
    prefix = f"dangan-moving{next(_PREFIXES)}".replace("-", "")
    settings = terminal.home / "settings.toml"
    words = settings.read_text(encoding="utf-8")
    hosts = ", ".join(f'"{host}"' for host in elastic.hosts)
    changes = {
        'hosts = ["http://127.0.0.1:9200"]': f"hosts = [{hosts}]",
        'prefix = "dangan"': f'prefix = "{prefix}"',
        "replicas = 1": "replicas = 0",
        "timeout_seconds = 10": "timeout_seconds = 3",
    }
    for before, after in changes.items():
        assert words.count(before) == 1, before
        words = words.replace(before, after)
    settings.write_text(words, encoding="utf-8")
    return prefix


def lines(terminal: Terminal, *words: str) -> list[str]:
    return terminal.do(*words, post=ADMINISTRATOR).splitlines()


def stand(terminal: Terminal) -> list[tuple[object, object, object, object]]:
    found = rows(terminal, "index", "status", post=ADMINISTRATOR)
    return [(row["number"], row["engine"], row["state"], row["documents"]) for row in found]


def hits(terminal: Terminal) -> Any:
    return terminal.run("search", "密语", "--format", "json", post=Post.READER).json["hits"]


def names(elastic: Server, prefix: str) -> list[str]:
    with elastic.client() as client:
        return sorted(client.indices.get(index=f"{prefix}-*"))


def test_an_index_moves_to_a_cluster_and_back(terminal: Terminal, elastic: Server, prefix: str) -> None:
    approve(terminal)
    before = hits(terminal)
    said = lines(terminal, "index", "move", "--to", "elastic", "--keep")
    assert said[0] == "✓ Index 2 (elastic) is as the catalogue says:"
    assert len({line.split()[-1] for line in said[1:3]}) == 1
    assert said[3] == "✓ Index 2 (elastic) answers now."
    assert stand(terminal) == [(1, "embedded", "complete", 2), (2, "elastic", "serving", 2)]
    assert (hits(terminal), len(before)) == (before, 1)

    assert lines(terminal, "index", "move", "--to", "embedded")[-1] == "✓ Index 1 (embedded) answers now."

    assert stand(terminal) == [(1, "embedded", "serving", 2)]
    assert (hits(terminal), names(elastic, prefix)) == (before, [])


def test_an_index_on_a_cluster_is_mended(terminal: Terminal, elastic: Server, prefix: str) -> None:
    lines(terminal, "index", "move", "--to", "elastic")
    (index,) = names(elastic, prefix)
    with elastic.client() as client:
        same: dict[str, Any] = {"index": index, "version": 1, "version_type": "external_gte", "refresh": True}
        client.delete(id="1", **same)
        other = {"document": 2, "revision": 1, "removed": False, "digest": "0" * 16, "sequence": 2}
        client.index(id="2", document=other, **same)
    said = terminal.do("index", "verify", "--thoroughly", post=ADMINISTRATOR).splitlines()
    assert said[:4] == [
        "Index 2 (elastic): 2 fault(s)",
        "  ✗ document 1: The document is missing from the search index.",
        "  ✗ document 2: The search index holds something else of the document.",
        "  mended: 2",
    ]
    assert lines(terminal, "index", "verify", "--thoroughly")[0].startswith("✓ Index 2 (elastic)")
    lines(terminal, "index", "rebuild")
    assert stand(terminal) == [(3, "elastic", "serving", 2)]


def test_doctor_tells_of_the_cluster(terminal: Terminal, prefix: str) -> None:
    lines(terminal, "index", "move", "--to", "elastic")
    told = terminal.run("doctor", "--format", "json").json
    found = (told[0] if isinstance(told, list) else told)["rows"]
    states = {row["what"]: (row["state"], row["found"]) for row in found}
    assert states["Search index 2 (elastic)"] == ("good", "answers; 2 document(s)")
    assert states["Writing to the index"] == ("good", "open")
    assert [what for what in states if what.startswith(f"Alias {prefix}-")] != []


def test_an_index_moves_back_from_a_cluster_that_is_gone(
    terminal: Terminal, breakable: Server, prefix: str
) -> None:
    del prefix
    approve(terminal)
    lines(terminal, "index", "move", "--to", "elastic")
    before = hits(terminal)
    breakable.nodes[0].kill()
    assert terminal.run("search", "密语", post=Post.READER).code == 13
    told = terminal.run("doctor", "--format", "json").json
    found = (told[0] if isinstance(told, list) else told)["rows"]
    states = {row["what"]: row["state"] for row in found}
    assert states["Search index 2 (elastic)"] == "bad"

    said = lines(terminal, "index", "move", "--to", "embedded")

    assert "✓ Index 3 (embedded) answers now." in said
    assert said[-1].startswith("! Not tidied up yet: ")
    assert stand(terminal) == [(2, "elastic", "retired", None), (3, "embedded", "serving", 2)]
    assert hits(terminal) == before
    assert terminal.run("index", "abandon", "2", post=ADMINISTRATOR).code == 13
    assert lines(terminal, "index", "abandon", "2", "--forget") == ["Index 2 is gone."]
    assert stand(terminal) == [(3, "embedded", "serving", 2)]
