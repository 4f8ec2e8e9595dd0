"""How the indexes of a home stand: how large, how full, how far behind, and what is wrong with each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.errors import EngineUnavailable, StorageError
from archive.message import Message
from index import outbox, papers
from index.building import said
from index.engine import Behind
from index.followers import Followers
from index.generations import Generation
from index.soundness import not_made
from index.store import Size


@dataclass(frozen=True, slots=True)
class Standing:
    """One index. `size` is none where it cannot be asked; `share` of the documents was filled in, 0 to 1."""

    generation: Generation
    size: Size | None
    share: float
    behind: Behind

    @property
    def sound(self) -> bool:
        """Whether it can be asked and written to."""
        return self.behind.fault is None


def standings(followers: Followers) -> tuple[Standing, ...]:
    """Every index, the oldest first; also those that could not be deleted yet."""
    return tuple(_standing(followers, generation) for generation in followers.every())


def _standing(followers: Followers, generation: Generation) -> Standing:
    with followers.catalogue.read() as tx:
        behind = outbox.waiting(tx, generation.position)
        every, filled = papers.count(tx), papers.count(tx, until=generation.filled)
    if generation.state == "retired":
        return Standing(generation, None, 1.0, Behind(0, None))
    share = filled / every if generation.state == "building" and every else 1.0
    size, fault = _size(followers, generation)
    return Standing(generation, size, share, replace(behind, fault=fault))


def _size(followers: Followers, generation: Generation) -> tuple[Size | None, Message | None]:
    store = followers.follower(generation).store
    try:
        if not store.ready():
            return None, not_made().what
        return store.size(), None
    except (StorageError, EngineUnavailable) as error:
        return None, said(error)
