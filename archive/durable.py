"""Small files that are there whole or not at all, and survive a power cut."""

from __future__ import annotations

import os
from pathlib import Path

from archive.content import sync_folder
from archive.errors import StorageError


def write_durably(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write or replace a file; its folder is made for its owner only. Raises StorageError."""
    half = path.with_name(f"{path.name}.half")
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.chmod(mode)
        half.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise StorageError(
            "{file} cannot be written: {error}",
            advice="Check that its disk is there, has room and may be written.",
            file=path,
            error=error.strerror or error,
        ) from error
