"""Files that a person names, brought in once: copied, so that the person's own stay as they lie."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.errors import BadInput, DanganError, UsageError
from archive.message import readable
from ingest.inbox import Inbox, Left
from ingest.inboxes import overlaps
from ingest.pipeline import Stop, never
from ingest.progress import Progress
from ingest.work import Work


def ingest(
    work: Work, paths: Sequence[Path], *, progress: Progress, move: bool = False, stop: Stop = never
) -> None:
    """Bring files, and all files below folders, into the archive and work them off.

    The sub-folder below a named folder is kept as a hint of the customer. With `move` a file is removed
    from where it lay once it is safe in the home. Raises `UsageError` for paths that are missing or
    overlap the home or an inbox (whose files are taken by `watch`).
    """
    _refuse(work, paths)
    for path in paths:
        for file, sub_folder in _files(path, work, progress):
            if stop():
                return
            _bring(work, file, sub_folder, move=move, progress=progress)
    work.work_off(progress=progress, stop=stop)


def _files(path: Path, work: Work, progress: Progress) -> Iterator[tuple[Path, str]]:
    """The files that a named path stands for, each with its sub-folder below that path."""
    if not path.is_dir():
        yield path, ""
        return
    arrivals, left = Inbox(path, owner=work.home.identity).look()
    for trouble in left:
        progress.left(trouble)
    for arrival in arrivals:
        yield arrival.path, arrival.sub_folder


def _bring(work: Work, file: Path, sub_folder: str, *, move: bool, progress: Progress) -> None:
    try:
        _refuse_odd(file)
        _refuse_large(file, megabytes=work.home.settings.reading.limits.megabytes)
        claim = work.incoming.bring(file, sub_folder=sub_folder)
    except BadInput as error:
        progress.left(Left(file, error))
        return
    work.pipeline.receive(claim, work.incoming)
    if move:
        try:
            file.unlink()
        except OSError as error:
            progress.left(Left(file, _cannot_remove(file, error)))


def _refuse(work: Work, paths: Sequence[Path]) -> None:
    inboxes = tuple(folder.expanduser() for folder in work.home.settings.inbox.folders)
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110 - a path that is too long is not there, no fault
            raise UsageError("{path} is not there.", advice="Check how it is spelled.", path=path)
        for taken in (work.home.path, *inboxes):
            if overlaps(path, taken):
                raise UsageError(
                    "{path} overlaps {taken}.",
                    advice="Files in an inbox are taken by `dangan watch`; a home is not scanned.",
                    path=path,
                    taken=taken,
                )


def _refuse_odd(file: Path) -> None:
    """Links, pipes and devices are not what they seem, and a link may point at anything."""
    try:
        ordinary = stat.S_ISREG(os.lstat(file).st_mode) and os.access(file, os.R_OK)
    except OSError:
        ordinary = False
    if not ordinary:
        raise BadInput(
            "{file} is no ordinary file that can be read.",
            advice="Name the file itself, and check who owns it.",
            file=readable(str(file)),
        )


def _refuse_large(file: Path, *, megabytes: int) -> None:
    """What would not be read anyway must not fill the home's disk first."""
    if file.lstat().st_size > megabytes << 20:
        raise BadInput(
            "The file is larger than {limit} MB.",
            advice="Raise reading.limits.megabytes in settings.toml, then try it again.",
            limit=megabytes,
        )


def _cannot_remove(file: Path, error: OSError) -> DanganError:
    return BadInput(
        "{file} is in the archive but cannot be removed here: {error}",
        advice="Remove it by hand.",
        file=readable(str(file)),
        error=error.strerror or error,
    )
