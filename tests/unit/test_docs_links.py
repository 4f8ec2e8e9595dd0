"""Links in the pages lead somewhere, and no tracked text names this or any other machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
# Neither pattern matches itself as it is written here.
MACHINE = re.compile(r"(?<![\w.])/(?:home/[a-z]|Users/[A-Za-z]|root/|work/|workspace/)")
INDEX = re.compile(r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.org|conda\.anaconda\.org)")


def tracked() -> list[Path]:
    """The files that are or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    found = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8", "replace")
    return found


def test_every_relative_link_leads_to_a_file() -> None:
    broken = []
    for name, text in texts().items():
        if not name.endswith(".md"):
            continue
        for target in LINK.findall(FENCE.sub("", text)):
            path = target.partition("#")[0]
            if "://" in target or target.startswith("mailto:") or not path:
                continue
            if not ((ROOT / name).parent / path).exists():
                broken.append((name, target))
    assert broken == []


def test_no_text_names_a_machine() -> None:
    assert [(name, found[0]) for name, text in texts().items() if (found := MACHINE.search(text))] == []


def test_no_text_names_a_package_index() -> None:
    assert [(name, found[0]) for name, text in texts().items() if (found := INDEX.search(text))] == []
