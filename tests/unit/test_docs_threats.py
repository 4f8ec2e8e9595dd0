"""Every test that the list of threats names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:unit|contract|cli|faults|property)/\w+)(?:::(\w+))?`")
CONTINUED = re.compile(r"`…::(\w+)`")


def test_every_test_that_the_threats_name_is_there() -> None:
    missing: list[str] = []
    rows = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8").splitlines()
    for row in filter(lambda line: line.startswith("| ") and "`" in line.rpartition("|")[0], rows):
        shown = row.split("|")[3]
        named = NAMED.findall(shown)
        assert named, row
        for place, test in named:
            folder, name = place.split("/")
            file = ROOT / "tests" / folder / f"test_{name}.py"
            text = file.read_text(encoding="utf-8") if file.exists() else ""
            if not text or (test and f"def test_{test}(" not in text):
                missing.append(f"{place}::{test}")
        last = ROOT / "tests" / named[-1][0].split("/")[0] / f"test_{named[-1][0].split('/')[1]}.py"
        missing += [
            test for test in CONTINUED.findall(shown) if f"def test_{test}(" not in last.read_text("utf-8")
        ]
    assert missing == []
