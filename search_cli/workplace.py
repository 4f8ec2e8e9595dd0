"""What commands work with: the home, its desk, and who is speaking; each opened when first asked for."""

from __future__ import annotations

import os
import pwd
import socket
from functools import cached_property
from pathlib import Path

import platformdirs

from access.desk import Desk, open_desk
from access.speaker import Speaker
from archive.errors import BadInput, NotLoggedIn
from archive.home import Home, open_home
from index.following import FollowingEngine
from index.opening import open_engine

TOKEN_VARIABLE = "DANGAN_TOKEN"  # noqa: S105 - a variable's name


class Workplace:
    """One run of the command line."""

    def __init__(self, home: Path | None) -> None:
        self.home_folder = home or Path(platformdirs.user_data_dir("dangan", appauthor=False))

    @cached_property
    def home(self) -> Home:
        return open_home(self.home_folder)

    @cached_property
    def engine(self) -> FollowingEngine:
        return open_engine(self.home)

    @cached_property
    def desk(self) -> Desk:
        return open_desk(self.home, self.engine)

    @cached_property
    def speaker(self) -> Speaker:
        """Who is logged in, by DANGAN_TOKEN or the token file of `dangan login`."""
        return self.desk.sessions.speaker(self._token(), origin=origin())

    @property
    def spoken(self) -> bool:
        """Whether the command asked who is speaking."""
        return "speaker" in self.__dict__

    @property
    def token_file(self) -> Path:
        """Where `dangan login` keeps the token: one for each home, readable by its owner only."""
        folder = Path(platformdirs.user_state_dir("dangan", appauthor=False))
        return folder / f"session-{self.home.identity}"

    def keep_token(self, token: str) -> None:
        """Keep a session's token for the next commands."""
        self.token_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.forget_token()
        handle = os.open(self.token_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(token)

    def forget_token(self) -> None:
        """Remove the kept token, if there is one."""
        self.token_file.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of whatever was opened."""
        for name in ("engine", "home"):
            opened = self.__dict__.get(name)
            if opened is not None:
                opened.close()

    def _token(self) -> str:
        given = os.environ.get(TOKEN_VARIABLE)
        if given:
            return given.strip()
        try:
            return self.token_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise NotLoggedIn(
                "Nobody is logged in.", advice="Log in with `dangan login`, or set DANGAN_TOKEN."
            ) from None
        except OSError as error:
            raise BadInput(
                "The session file {file} cannot be read: {error}",
                advice="Check whom it belongs to, or log in again.",
                file=self.token_file,
                error=error.strerror,
            ) from error


def origin() -> str:
    """Where a call comes from, for the audit log: machine and system account, as the system knows it."""
    number = os.getuid()
    try:
        account = pwd.getpwuid(number).pw_name
    except KeyError:  # a container may run under a number that nobody named
        account = str(number)
    return f"{socket.gethostname()}/{account}"
