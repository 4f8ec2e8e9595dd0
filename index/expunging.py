"""Documents that were disposed of leave every living index, down to the bytes.

The catalogue has forgotten them already and staged their removal; here each index takes that over, is
asked whether it still holds them, and lets go of what its files keep of deleted entries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from archive.errors import EngineUnavailable, StorageError
from archive.message import Message, message
from index.building import said
from index.followers import Followers
from index.generations import EngineName, Generation, GenerationGone

STILL_HELD = message("It still holds a document that was disposed of.")


@dataclass(frozen=True, slots=True)
class Expunged:
    """One index: `fault` says why it may still hold something; none when nothing of the documents is left.

    On a cluster deleted entries stay on its disks for up to half a day (`index.elastic`), found by nobody.
    """

    engine: EngineName
    name: str
    fault: Message | None


def expunge(followers: Followers, documents: Collection[int]) -> tuple[Expunged, ...]:
    """Take the documents out of all indexes that follow the catalogue; what came of it for each."""
    return tuple(_expunge_all(followers, frozenset(documents)))


def _expunge_all(followers: Followers, documents: frozenset[int]) -> Iterator[Expunged]:
    for generation in followers.live():
        try:
            fault = _expunge(followers, generation, documents)
        except GenerationGone:
            continue  # replaced meanwhile, and its file deleted
        except (StorageError, EngineUnavailable) as error:
            fault = said(error)
        yield Expunged(generation.engine, generation.name, fault)


def _expunge(followers: Followers, generation: Generation, documents: frozenset[int]) -> Message | None:
    follower = followers.follower(generation)
    if not follower.store.ready():
        return None
    follower.drain()
    if any(held.document in documents for held in follower.store.held()):
        return STILL_HELD
    follower.store.compact()
    return None
