"""Settings of one home: `settings.toml`, checked whole at start; `config/settings.toml` explains each key."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, field_validator

from archive.configuration import Strict, load_toml, raise_if_any
from archive.language import translate


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


class ElasticSettings(Strict):
    """Where an Elasticsearch cluster is, and how large an index is made on it.

    Paths and `user` may be empty. Passwords and keys are never in the settings (`index.elastic_secrets`).
    """

    hosts: tuple[str, ...] = Field(default=("http://127.0.0.1:9200",), min_length=1)
    ca: str = ""
    user: str = ""
    password_file: str = ""
    api_key_file: str = ""
    prefix: str = Field(default="dangan", pattern="^[a-z][a-z0-9]{0,30}$")
    shards: int = Field(default=1, ge=1, le=64)
    replicas: int = Field(default=1, ge=0, le=8)
    timeout_seconds: float = Field(default=10, ge=0.5, le=120)

    @field_validator("hosts")
    @classmethod
    def _are_addresses(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            _check_address(host)
        return hosts

    @field_validator("ca", "password_file", "api_key_file")
    @classmethod
    def _is_absolute(cls, path: str) -> str:
        if path and not Path(path).is_absolute():
            raise ValueError(translate("must be an absolute path"))
        return path


def _check_address(host: str) -> None:
    """Raise `ValueError` in words that do not repeat the address: it may hold a password."""
    try:
        parts = urlsplit(host)
        complete = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port is not None
    except ValueError:
        raise ValueError(translate("must be addresses like https://search.example:9200")) from None
    if parts.username is not None or parts.password is not None:
        raise ValueError(translate("must not hold a user or a password: use user and password_file"))
    if not complete or parts.query or parts.fragment:
        raise ValueError(translate("must be addresses like https://search.example:9200"))
    if parts.scheme == "http" and not _is_loopback(parts):
        raise ValueError(translate("must use https:// for any machine but this one"))


def _is_loopback(parts: SplitResult) -> bool:
    if parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


class SearchSettings(Strict):
    """Which engine answers queries."""

    engine: Literal["embedded", "elastic"] = "embedded"
    elastic: ElasticSettings = ElasticSettings()


class AccessSettings(Strict):
    """Sessions, grants and passwords."""

    session_hours: float = Field(default=8, gt=0, le=72)
    grant_days: int = Field(default=30, gt=0, le=366)
    deputy_days: int = Field(default=60, gt=0, le=366)
    standing_days: int = Field(default=366, gt=0, le=1830)
    password_length: int = Field(default=10, ge=8)


class AuditSettings(Strict):
    """Checkpoints of the audit log: where they are carried, how often they are made, what signs them."""

    folders: tuple[Path, ...] = ()
    mail_folder: str = ""
    mail_to: str = ""
    mail_from: str = ""
    every_rows: int = Field(default=1000, ge=1)
    every_hours: float = Field(default=24, gt=0, le=8784)
    key: str = ""


class BackupSettings(Strict):
    """For whose public keys every backup is locked; none: whoever makes one says how it is locked."""

    recipients: tuple[str, ...] = ()


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
    audit: AuditSettings = AuditSettings()
    backup: BackupSettings = BackupSettings()
    completeness: CompletenessSettings = CompletenessSettings()


def load_settings(path: Path) -> Settings:
    """Read `settings.toml`; raise `Problems` naming every wrong line."""
    loaded = load_toml(path, Settings)
    if isinstance(loaded, list):
        raise_if_any(loaded)
        raise AssertionError
    return loaded
