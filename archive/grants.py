"""What the gate hands out: leave to read, which everything that returns content asks for.

Only `access/gate.py` may build a `Grant` or a `Scope`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archive.errors import Refused


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave for one person to see the papers of some files, for one reason, until a moment.

    `basis` says why in audit rows: `form:12`, `standing:3` or `duty:settle:45`. `expires_at` is UTC.
    """

    person: int
    basis: str
    files: frozenset[int]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What entitles a person to read some files, as the records have it: the gate mints grants of these.

    `basis` is as in `Grant`; `until` is the moment it ends (UTC or local, with its zone).
    """

    basis: str
    files: frozenset[int]
    until: datetime


@dataclass(frozen=True, slots=True)
class Scope:
    """The files that one search or report may look at: never empty.

    `everything` is set for whoever may see the whole house (an archivist's duty); `files` is then
    still the complete set, so that an engine may use either.
    """

    grants: tuple[Grant, ...]
    files: frozenset[int]
    everything: bool = False

    def __post_init__(self) -> None:
        if not self.files:
            raise Refused("There is nothing here that you may read.")
