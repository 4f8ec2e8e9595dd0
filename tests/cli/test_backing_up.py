"""Backups by command: made, looked through, put back; and everything that may be wrong with one."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from archive.backup_keys import new_key
from archive.people import Post
from tests.cli.asking import rows, told
from tests.cli.conftest import Said, Terminal
from tests.staffed import CANARY_TEXT, CUSTOMER, PASSWORD

ADMINISTRATOR, AUDITOR = Post.ADMINISTRATOR, Post.AUDITOR
PASSPHRASE = "鹤立鸡群 correct horse battery"
PAIR = new_key()


def backed_up(terminal: Terminal, file: Path, *words: str, **environment: str) -> Said:
    """Made by the administrator, for a key where nothing else is said: a passphrase takes a second."""
    locked = words if words or environment else ("--recipient", PAIR.public)
    return terminal.run("backup", str(file), *locked, post=ADMINISTRATOR, **environment)


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, str]:
    """The words that name the file with the secret key."""
    (tmp_path / "key").write_text(PAIR.text, encoding="utf-8")
    return "--key", str(tmp_path / "key")


def test_an_archive_is_backed_up_looked_through_and_put_back(bare: Terminal, tmp_path: Path) -> None:
    founder = ("--company", "甲", "--short", "JA", "--login", "root", "--name", "管")
    bare.do("init", *founder, DANGAN_PASSWORD=PASSWORD)
    token = bare.do("login", "root", "--print-token", DANGAN_PASSWORD=PASSWORD).strip()
    file = tmp_path / "夜.dangan"
    made = bare.do("backup", str(file), DANGAN_TOKEN=token, DANGAN_PASSPHRASE=PASSPHRASE).splitlines()
    assert made[0] == f"Written: {file}"
    assert made[1].startswith("The archive as of ")
    assert made[1].endswith(": 0 document(s), 0 original(s) of 0 MB, 3 audit rows.")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    seen = bare.do("backup", "--verify", str(file), DANGAN_PASSPHRASE=PASSPHRASE).splitlines()
    assert seen == [f"✓ {file} opens and is whole.", *made[1:]]
    there = tmp_path / "there"
    back = ("restore", str(file), "--home", str(there))
    assert bare.do(*back, DANGAN_PASSPHRASE=PASSPHRASE).splitlines() == [
        f"The home was restored: {there}",
        made[1],
        "The search index was made anew: 0 document(s).",
        "All sessions were ended: log in again.",
        "The audit log goes on from there. Say so, and why: `dangan audit checkpoint --restored REASON`.",
    ]
    bare.home = there
    assert bare.run("company", "list", DANGAN_TOKEN=token).code == 6
    bare.do("login", "root", DANGAN_PASSWORD=PASSWORD)
    assert "甲" in bare.do("company", "list")
    assert "✓" in bare.do("verify")


def test_a_damaged_archive_is_backed_up_as_it_is_and_says_so(
    terminal: Terminal, tmp_path: Path, key: tuple[str, str]
) -> None:
    """The papers of this house never came in by the inbox, and one more is taken away here."""
    file, there = tmp_path / "b", tmp_path / "there"
    lost = next(path for path in (terminal.home / "originals").rglob("*") if path.is_file())
    lost.unlink()
    gone = f"✗ The original {lost.parent.name}{lost.name} is missing."
    made = backed_up(terminal, file)
    assert (made.code, gone in made.out.splitlines()) == (11, True)
    assert "thing(s) are wrong with the archive itself." in made.err
    seen = terminal.run("backup", "--verify", str(file), *key)
    assert (seen.code, "1 original(s) were missing when the backup was made." in seen.out) == (11, True)
    back = terminal.run("restore", str(file), "--home", str(there), *key)
    assert (back.code, gone in back.out.splitlines()) == (11, True)
    assert (there / "dangan-home.json").exists()


def test_only_an_administrator_makes_one_and_nothing_is_left_of_the_refused(
    terminal: Terminal, tmp_path: Path
) -> None:
    locked = ("--recipient", PAIR.public)
    for post in set(Post) - {ADMINISTRATOR}:
        assert terminal.run("backup", str(tmp_path / "b"), *locked, post=post).code == 5
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_who_made_it_when_under_what_name_and_digest_is_in_the_log(
    terminal: Terminal, tmp_path: Path
) -> None:
    digest = backed_up(terminal, tmp_path / "b").out.splitlines()[2].rpartition(" ")[2]
    listed = rows(terminal, "audit", "list", "--act", "backups.make", post=AUDITOR)
    asked, done = sorted((str(row["details"]) for row in listed), key=len)
    assert ("asked" in asked, PAIR.public in asked) == (True, True)
    assert digest in done


def test_a_backup_shows_nothing_to_whoever_cannot_open_it(terminal: Terminal, tmp_path: Path) -> None:
    backed_up(terminal, tmp_path / "b")
    content = (tmp_path / "b").read_bytes()
    for word in (CANARY_TEXT, CUSTOMER, "SQLite format", "originals/"):
        assert word.encode() not in content


def test_a_wrong_passphrase_opens_nothing(terminal: Terminal, tmp_path: Path) -> None:
    backed_up(terminal, tmp_path / "b", DANGAN_PASSPHRASE=PASSPHRASE)
    back = ("restore", str(tmp_path / "b"), "--home", str(tmp_path / "there"))
    said = terminal.run(*back, DANGAN_PASSPHRASE="another passphrase")
    assert (said.code, told(said)) == (
        9,
        "Error: The backup cannot be opened with this passphrase, or its beginning is damaged.",
    )
    assert not (tmp_path / "there").exists()


def test_a_short_passphrase_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    said = backed_up(terminal, tmp_path / "b", DANGAN_PASSPHRASE="short")
    assert (said.code, "it needs 12 characters" in said.err) == (9, True)
    assert not (tmp_path / "b").exists()


def test_a_backup_is_locked_for_keys(terminal: Terminal, tmp_path: Path, key: tuple[str, str]) -> None:
    other = terminal.do("backup", "--new-key", str(tmp_path / "other")).splitlines()[-1]
    assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == 0o600
    backed_up(terminal, tmp_path / "b")
    look, others = ("backup", "--verify", str(tmp_path / "b")), ("--key", str(tmp_path / "other"))
    assert "opens and is whole" in terminal.do(*look, *key)
    assert told(terminal.run(*look, DANGAN_PASSPHRASE=PASSPHRASE)) == (
        "Error: This backup is locked for a key, not with a passphrase."
    )
    assert told(terminal.run(*look, *others)).startswith("Error: The backup cannot be opened with this key")
    assert terminal.run(*look, "--key", str(tmp_path / "b")).code == 9
    backed_up(terminal, tmp_path / "both", "--recipient", PAIR.public, "--recipient", other)
    for words in (key, others):
        assert "opens and is whole" in terminal.do("backup", "--verify", str(tmp_path / "both"), *words)
    assert backed_up(terminal, tmp_path / "c", "--recipient", "age1nonsense").code == 9
    assert terminal.run("backup", "--new-key", str(tmp_path / "key")).code == 9


def test_settings_that_name_keys_leave_the_administrator_no_choice(
    terminal: Terminal, tmp_path: Path, key: tuple[str, str]
) -> None:
    settings = terminal.home / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("recipients = []", f'recipients = ["{PAIR.public}"]'), encoding="utf-8")
    (tmp_path / "words").write_text(PASSPHRASE, encoding="utf-8")
    for words in (("--recipient", PAIR.public), ("--passphrase-file", str(tmp_path / "words"))):
        assert backed_up(terminal, tmp_path / "b", *words).code == 2
    assert "Written" in terminal.run("backup", str(tmp_path / "b"), post=ADMINISTRATOR).out
    assert "opens and is whole" in terminal.do("backup", "--verify", str(tmp_path / "b"), *key)


def test_files_and_folders_that_are_there_are_left_alone(
    terminal: Terminal, tmp_path: Path, key: tuple[str, str]
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    assert backed_up(terminal, taken).code == 9
    assert taken.read_text(encoding="utf-8") == "mine"
    assert backed_up(terminal, terminal.home / "b").code == 9
    assert backed_up(terminal, tmp_path / "no" / "b").code == 10
    backed_up(terminal, tmp_path / "b")
    assert told(terminal.run("restore", str(tmp_path / "b"), *key)) == (
        f"Error: {terminal.home} is already a home of dangan."
    )
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").touch()
    full = terminal.run("restore", str(tmp_path / "b"), "--home", str(tmp_path / "full"), *key)
    assert (full.code, [path.name for path in (tmp_path / "full").iterdir()]) == (4, ["letter"])
    assert terminal.run("backup", "--verify", str(taken), *key).code == 9
    assert terminal.run("backup", "--verify", str(tmp_path / "none"), *key).code == 9
    assert terminal.run("backup").code == 2


@pytest.mark.parametrize("keep", [1, 100, 70_000, -1])
def test_a_backup_that_was_cut_off_or_altered_leaves_nothing(
    terminal: Terminal, tmp_path: Path, key: tuple[str, str], keep: int
) -> None:
    backed_up(terminal, tmp_path / "b")
    content = (tmp_path / "b").read_bytes()
    flipped = bytearray(content)
    flipped[keep] ^= 1
    for spoilt in (content[:keep], bytes(flipped)):
        (tmp_path / "c").write_bytes(spoilt)
        said = terminal.run("restore", str(tmp_path / "c"), "--home", str(tmp_path / "there"), *key)
        assert (said.code in (9, 11), said.out) == (True, "")
        assert not (tmp_path / "there").exists()
        assert terminal.run("backup", "--verify", str(tmp_path / "c"), *key).code == said.code


def test_an_archive_that_was_rolled_back_is_found_by_a_checkpoint(
    terminal: Terminal, tmp_path: Path, key: tuple[str, str]
) -> None:
    terminal.do("audit", "checkpoint", post=AUDITOR)
    backed_up(terminal, tmp_path / "b")
    terminal.do("audit", "checkpoint", "--to", str(tmp_path / "c.json"), post=AUDITOR)
    shutil.rmtree(terminal.home)
    terminal.run("restore", str(tmp_path / "b"), *key)
    token = terminal.do("login", "auditor", "--print-token", DANGAN_PASSWORD=PASSWORD).strip()
    assert terminal.run("audit", "verify", DANGAN_TOKEN=token).code == 0
    said = terminal.run("audit", "verify", "--checkpoint", str(tmp_path / "c.json"), DANGAN_TOKEN=token)
    rolled_back = "the log was written anew from there on or from before."
    assert (said.code, said.out.splitlines()[0].endswith(rolled_back)) == (11, True)
