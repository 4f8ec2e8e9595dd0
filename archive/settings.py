"""Settings of one home: `settings.toml`, checked whole at start; `config/settings.toml` explains each key."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from archive.configuration import Strict, load_toml, raise_if_any


class InboxSettings(Strict):
    """Where scans arrive and when one counts as completely written."""

    folders: tuple[Path, ...] = ()
    stable_seconds: float = Field(default=5.0, ge=0, le=3600)
    rescan_seconds: float = Field(default=30.0, gt=0, le=3600)


class LimitSettings(Strict):
    """What one file may cost; enforced on the reading process from outside."""

    megabytes: int = Field(default=500, gt=0)
    pages: int = Field(default=2000, gt=0)
    megapixels: int = Field(default=120, gt=0)
    seconds_per_page: int = Field(default=60, gt=0)
    seconds_per_file: int = Field(default=3600, gt=0)
    memory_megabytes: int = Field(default=1500, ge=500)
    recycle_megabytes: int = Field(default=750, ge=400)
    attempts: int = Field(default=3, gt=0)


class ReadingSettings(Strict):
    """How pages are read."""

    engine: Literal["openvino", "onnxruntime", "tesseract"] = "openvino"
    workers: int = Field(default=0, ge=0, description="0: one for each core")
    resolution: int = Field(default=200, ge=72, le=600)
    limits: LimitSettings = LimitSettings()


class FilingSettings(Strict):
    """What filing assumes where neither paper nor regulation says."""

    company: str = ""
    department: str = ""


class SearchSettings(Strict):
    """Which engine answers queries."""

    engine: Literal["embedded"] = "embedded"


class AccessSettings(Strict):
    """Sessions, grants and passwords."""

    session_hours: float = Field(default=8, gt=0, le=72)
    grant_days: int = Field(default=30, gt=0, le=366)
    password_length: int = Field(default=10, ge=8)


class CompletenessSettings(Strict):
    """Where the regulations are silent."""

    soon_days: int = Field(default=30, ge=0)
    statement_years: int = Field(default=1, ge=1)


class Settings(Strict):
    """All settings of one home."""

    inbox: InboxSettings = InboxSettings()
    reading: ReadingSettings = ReadingSettings()
    filing: FilingSettings = FilingSettings()
    search: SearchSettings = SearchSettings()
    access: AccessSettings = AccessSettings()
    completeness: CompletenessSettings = CompletenessSettings()


def load_settings(path: Path) -> Settings:
    """Read `settings.toml`; raise `Problems` naming every wrong line."""
    loaded = load_toml(path, Settings)
    if isinstance(loaded, list):
        raise_if_any(loaded)
        raise AssertionError
    return loaded
