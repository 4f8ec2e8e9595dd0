"""One tree of errors. Each class owns an exit code; each error says what to do next.

DanganError                 1
├── UsageError              2   the call's words are off
├── ConfigurationError      3   settings, rules or regulations are broken
├── HomeError               4   the home folder is missing, foreign, newer, locked
├── Refused                 5   not allowed, or not there: the same words for both
├── NotLoggedIn             6   no session, or it ended
├── NotFound                7   something the caller may know of does not exist
├── Conflict                8   the step does not fit the present state
├── BadInput                9   a file or value cannot be used
├── StorageError           10   disk full, read-only, cannot be written
├── VerificationFailed     11   verify found something wrong
├── UnfinishedWork         12   some files ended in quarantine or review
└── EngineUnavailable      13   a reading or search engine is missing or down
"""

from __future__ import annotations

from typing import ClassVar


class DanganError(Exception):
    """Something went wrong that a person can act on.

    `message` and `advice` are English message ids; `values` fill their braces. The command line
    translates the ids first and fills the values after.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, /, *, advice: str = "", **values: object) -> None:
        self.message = message
        self.advice = advice
        self.values = values
        super().__init__(message.format(**values) if values else message)


class UsageError(DanganError):
    """The call's words are off."""

    exit_code = 2


class ConfigurationError(DanganError):
    """Settings, rules or regulations are broken; `archive.configuration.Problems` lists all at once."""

    exit_code = 3


class HomeError(DanganError):
    """The home folder is missing, is not ours, is newer than this program, or is locked."""

    exit_code = 4


class Refused(DanganError):
    """Not allowed, or not there: an answer that does not tell which."""

    exit_code = 5


class NotLoggedIn(DanganError):
    """No session, or it has ended."""

    exit_code = 6


class NotFound(DanganError):
    """Something that the caller may know of does not exist."""

    exit_code = 7


class Conflict(DanganError):
    """The step does not fit the present state (an approved form cannot be approved again)."""

    exit_code = 8


class BadInput(DanganError):
    """A file or value given by a person cannot be used."""

    exit_code = 9


class StorageError(DanganError):
    """The disk is full, read-only or failing."""

    exit_code = 10


class VerificationFailed(DanganError):
    """`verify` found something missing, altered or inconsistent."""

    exit_code = 11


class UnfinishedWork(DanganError):
    """The command did its work, but some files ended in quarantine or wait in review."""

    exit_code = 12


class EngineUnavailable(DanganError):
    """A reading or search engine is not installed or does not answer."""

    exit_code = 13
