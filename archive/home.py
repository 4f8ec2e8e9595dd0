"""The home folder: where one archive lives on disk.

    dangan-home.json   the mark that this folder is ours: identity and format
    settings.toml      explained in place
    catalogue.db       the catalogue (SQLite)
    index-1.db …       the embedded search index, one file for each time it was made
    originals/         the papers, by digest
    regulations/       the house's own regulations, laid over the shipped ones
    rules/             the house's own rules, laid over the shipped ones
    locks/             one file for each thing that only one process may do
    audit/             signed checkpoints of the audit log, and the key that signs them

The folder is readable by its owner only: whoever owns it holds the papers themselves.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import select

from archive import schema
from archive.catalogue.database import Catalogue
from archive.clock import Clock
from archive.errors import HomeError, StorageError
from archive.locking import locked
from archive.migrating import migrate
from archive.regulations import Regulations, load_regulations
from archive.settings import Settings, load_settings

MARK = "dangan-home.json"
FORMAT = 1
CASES = "cases"
"""The folder of rule cases in a folder of rules: each holds words of a paper (`dangan rules case`)."""

PROGRAM = Path(__file__).resolve().parent.parent
SHIPPED = next(
    folder
    for folder in (PROGRAM / "config", PROGRAM / "archive" / "_config")
    if (folder / "settings.toml").exists()
)
"""The shipped configuration: beside the rooms in a checkout, inside `archive/` in a wheel."""


@dataclass(frozen=True)
class Home:
    """One opened home. Not slotted: what it loads is cached on first use."""

    path: Path
    identity: str
    catalogue: Catalogue

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self.path / "settings.toml")

    @cached_property
    def regulations(self) -> Regulations:
        return load_regulations(SHIPPED / "regulations", overlay=self.path / "regulations")

    @property
    def originals(self) -> Path:
        return self.path / "originals"

    @property
    def audit(self) -> Path:
        return self.path / "audit"

    @property
    def locks(self) -> Path:
        return self.path / "locks"

    @property
    def rules(self) -> tuple[Path, Path]:
        """The shipped rules and the house's own, laid over them."""
        return SHIPPED / "rules", self.path / "rules"

    @contextmanager
    def lock(self, name: str, *, wait: float = 0) -> Iterator[None]:
        """Hold a lock that only one process can hold, waiting for it for so many seconds; the system lets go
        of it when we die."""
        with locked(self.locks / f"{name}.lock", wait=wait) as ours:
            if not ours:
                raise HomeError(
                    "Another dangan is already doing this work ({name}) in {home}.",
                    advice="Wait until it has finished, or stop it, then run the command again.",
                    name=name,
                    home=self.path,
                )
            yield

    def close(self) -> None:
        """Let go of the catalogue."""
        self.catalogue.close()


def create_home(path: Path, *, clock: Clock) -> Home:
    """Make a new home in an empty or absent folder."""
    path = path.expanduser().absolute()
    refuse_program_folder(path)
    refuse_occupied(path)
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    for name in ("originals", "regulations", "rules", "locks"):
        (path / name).mkdir(mode=0o700)
    shutil.copyfile(SHIPPED / "settings.toml", path / "settings.toml")
    (path / "settings.toml").chmod(0o600)
    identity = secrets.token_hex(16)
    catalogue = _open_catalogue(path)
    migrate(catalogue)
    with catalogue.write() as tx:
        tx.execute(schema.house.insert().values(identity=identity, created_at=clock()))
    (path / MARK).write_text(json.dumps({"identity": identity, "format": FORMAT}) + "\n", encoding="utf-8")
    return Home(path, identity, catalogue)


def open_home(path: Path) -> Home:
    """Open a home; bring its catalogue to the present schema where it is older."""
    path = path.expanduser().absolute()
    identity = _read_mark(path)
    _refuse_open_door(path)
    catalogue = _open_catalogue(path)
    home = Home(path, identity, catalogue)
    migrate(catalogue)
    with catalogue.read() as tx:
        found = tx.execute(select(schema.house.c.identity)).scalar_one_or_none()
    if found != identity:
        raise HomeError(
            "The catalogue in {home} belongs to another home.",
            advice="Restore catalogue.db and dangan-home.json from the same backup.",
            home=path,
        )
    return home


def refuse_occupied(path: Path) -> None:
    """A home is made in an empty or absent folder."""
    if path.exists() and any(path.iterdir()):
        ours = (path / MARK).exists()
        raise HomeError(
            "{home} is already a home of dangan."
            if ours
            else "{home} is not empty and not a home of dangan.",
            advice="Work with it as it is, or name another folder with --home."
            if ours
            else "Name an empty folder.",
            home=path,
        )


def refuse_program_folder(path: Path) -> None:
    """A home inside the program (or round it) would be lost at the next update."""
    resolved = path.resolve()
    if resolved == PROGRAM or resolved in PROGRAM.parents or PROGRAM in resolved.parents:
        raise HomeError(
            "{home} overlaps the folder of the program itself.",
            advice="Name a folder outside of it with --home or DANGAN_HOME.",
            home=path,
        )


def _refuse_open_door(path: Path) -> None:
    """Whoever can enter holds the papers; whoever can write says who approves and what is taken in."""
    if path.stat().st_mode & 0o077:
        raise HomeError(
            "Other accounts of this machine can enter the home {home}.",
            advice="Take that away with `chmod 700 {home}`, and see whether anything in it was changed.",
            home=path,
        )


def _read_mark(path: Path) -> str:
    try:
        mark = json.loads((path / MARK).read_text(encoding="utf-8"))
        identity, version = str(mark["identity"]), int(mark["format"])
    except FileNotFoundError:
        raise HomeError(
            "{home} is not a home of dangan.",
            advice="Make one with `dangan init`, or name yours with --home or DANGAN_HOME.",
            home=path,
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HomeError(
            "The mark of the home {home} cannot be read: {error}",
            advice="Restore dangan-home.json from a backup.",
            home=path,
            error=error,
        ) from error
    if version > FORMAT:
        raise HomeError(
            "This home has format {found}; this program knows format {known}.",
            advice="Install the newer dangan again.",
            found=version,
            known=FORMAT,
        )
    return identity


def _open_catalogue(path: Path) -> Catalogue:
    file = path / "catalogue.db"
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageError(
            "The catalogue cannot be written.",
            advice="Check who owns the home folder and whether its disk is mounted read-only.",
        ) from error
    return Catalogue(file)
