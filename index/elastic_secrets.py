"""What proves to a cluster who we are: never in the settings, in no error, log or `repr`."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import EngineUnavailable
from archive.settings import ElasticSettings

PASSWORD, API_KEY = "DANGAN_ELASTIC_PASSWORD", "DANGAN_ELASTIC_API_KEY"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or an API key, or neither."""

    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)


def read_credentials(settings: ElasticSettings, environment: Mapping[str, str]) -> Credentials:
    """From the environment, else from the files that the settings name.

    Raises `EngineUnavailable`: without its secret a cluster is out of reach, and nothing else is.
    """
    api_key = environment.get(API_KEY, "") or _read(settings.api_key_file)
    password = environment.get(PASSWORD, "") or _read(settings.password_file)
    if api_key and password:
        raise EngineUnavailable(
            "Elasticsearch is given both a password and an API key.",
            advice="Leave one of them out of the settings and of the environment.",
        )
    if bool(settings.user) != bool(password):
        raise EngineUnavailable(
            "Elasticsearch needs a user and a password together; one of them is missing.",
            advice="Set user, and password_file or DANGAN_ELASTIC_PASSWORD; or leave both out.",
        )
    return Credentials(settings.user, password, api_key)


def _read(named: str) -> str:
    """The first line of a file that nobody but its owner may read; "" where none is named."""
    if not named:
        return ""
    path = Path(named)
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise EngineUnavailable(
            "The file with the secret for Elasticsearch cannot be read: {path}",
            advice="Check that it exists, holds one line of text and belongs to you.",
            path=path,
        ) from None
    if stat.S_IMODE(mode) & 0o077:
        raise EngineUnavailable(
            "The file with the secret for Elasticsearch can be read by others: {path}",
            advice="Make it yours alone: chmod 600.",
            path=path,
        )
    secret = text.strip()
    if not secret or len(secret.splitlines()) > 1 or not secret.isprintable():
        raise EngineUnavailable(
            "The file with the secret for Elasticsearch does not hold one line of text: {path}",
            advice="Write the password or the API key into it, and nothing else.",
            path=path,
        )
    return secret
