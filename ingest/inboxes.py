"""Which folders may be inboxes: checked before anything is taken."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from archive.content import Milestone, sync_folder, unwatched
from archive.errors import HomeError, UsageError
from archive.home import PROGRAM, Home
from ingest.inbox import Inbox

INCOMING = "incoming"
"""The folder of the home where files brought from elsewhere wait, claimed like those of an inbox."""

_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def open_inboxes(home: Home, *, at: Milestone = unwatched) -> tuple[Inbox, ...]:
    """The inboxes that the settings name. Raises `UsageError` or `HomeError` where that is not safe.

    Refused: folders that are missing, that lie in the home or round it, in the program or round it,
    or in one another; and settings that others may write, for they say what is taken into the archive.
    """
    _refuse_open_settings(home.path / "settings.toml")
    folders = tuple(folder.expanduser().absolute() for folder in home.settings.inbox.folders)
    if not folders:
        raise UsageError(
            "The settings name no inbox.",
            advice="Add its folder to [inbox] folders in {settings}.",
            settings=home.path / "settings.toml",
        )
    for folder in folders:
        _refuse_missing(folder)
        _refuse_overlap(folder, (home.path, PROGRAM, *(other for other in folders if other != folder)))
    return tuple(Inbox(folder, owner=home.identity, at=at) for folder in folders)


def reachable_inboxes(home: Home, *, at: Milestone = unwatched) -> tuple[Inbox, ...]:
    """The inboxes that are there now: enough to finish what was claimed in them earlier."""
    folders = (folder.expanduser().absolute() for folder in home.settings.inbox.folders)
    return tuple(Inbox(folder, owner=home.identity, at=at) for folder in folders if folder.is_dir())


def incoming(home: Home, *, at: Milestone = unwatched) -> Inbox:
    """The home's own inbox, for files brought from elsewhere."""
    folder = home.path / INCOMING
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        sync_folder(home.path)
    return Inbox(folder, owner=home.identity, at=at)


def overlaps(one: Path, other: Path) -> bool:
    """Whether one folder is the other or lies in it, links followed."""
    one, other = one.resolve(), other.resolve()
    return one == other or one in other.parents or other in one.parents


def _refuse_open_settings(settings: Path) -> None:
    if stat.S_IMODE(settings.stat().st_mode) & _OTHERS_MAY_WRITE:
        raise HomeError(
            "{settings} can be written by others than its owner.",
            advice="Take that right away: chmod go-w {settings}",
            settings=settings,
        )


def _refuse_missing(folder: Path) -> None:
    if not folder.is_dir():
        raise UsageError(
            "The inbox {folder} is not there.",
            advice="Make the folder, mount its disk, or correct [inbox] folders in settings.toml.",
            folder=folder,
        )


def _refuse_overlap(folder: Path, others: Iterable[Path]) -> None:
    for other in others:
        if overlaps(folder, other):
            raise UsageError(
                "The inbox {folder} overlaps {other}.",
                advice="Choose an inbox that is a folder of its own, and correct settings.toml.",
                folder=folder,
                other=other,
            )
