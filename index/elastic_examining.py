"""What is wrong with a cluster, in words (`dangan doctor`). Changes nothing there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import RootModel

from archive.errors import EngineUnavailable, StorageError
from archive.message import Message, message
from archive.settings import ElasticSettings
from index.elastic import family_of
from index.elastic_answers import Aliased, Broadcast, Configured, Counted, Health, Mapped, Nodes
from index.elastic_cluster import Cluster
from index.elastic_faults import IndexLost
from index.elastic_mapping import stamp
from index.elastic_secrets import read_credentials

SLOW_SECONDS = 1.0
OLDEST = (8, 18)
NOTHING = message("")

_FLOOD = "index.blocks.read_only_allow_delete"
_BLOCKS = (
    _FLOOD,
    "index.blocks.read_only",
    "index.blocks.write",
    "index.blocks.read",
    "index.blocks.metadata",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing looked at. `poor` works but could be better; `bad` keeps searching from working."""

    what: Message
    state: Literal["good", "poor", "bad"]
    found: Message
    advice: Message = NOTHING


def examine_elastic(
    settings: ElasticSettings,
    environment: Mapping[str, str],
    *,
    home: str,
    name: str | None,
    seconds: Callable[[], float] = time.monotonic,
) -> Iterator[Seen]:
    """Each node, then the cluster, then the index `name` that serves (none: there is none yet)."""
    answering: list[str] = []
    for host in settings.hosts:
        alone = settings.model_copy(update={"hosts": (host,)})
        seen = _node(Cluster(alone, lambda: read_credentials(settings, environment)), seconds)
        answering += [host] if seen.state != "bad" else []
        yield seen
    if not answering:
        return
    reached = settings.model_copy(update={"hosts": tuple(answering)})
    cluster = Cluster(reached, lambda: read_credentials(settings, environment))
    try:
        yield _versions(cluster)
        if name is not None:
            yield from _index(cluster, family_of(settings, home), name, home)
    except (StorageError, EngineUnavailable) as error:
        yield _bad(message("Elasticsearch"), error)
    finally:
        cluster.close()


def _node(cluster: Cluster, seconds: Callable[[], float]) -> Seen:
    what = message("Elasticsearch at {host}", host=cluster.hosts)
    began = seconds()
    try:
        health = cluster.ask(Health, lambda client: client.cluster.health())
    except (StorageError, EngineUnavailable) as error:
        return _bad(what, error)
    finally:
        cluster.close()
    took = seconds() - began
    if took > SLOW_SECONDS:
        found = message("answers after {seconds} s", seconds=f"{took:.1f}")
        return Seen(what, "poor", found, message("Look after the cluster's load and the network."))
    return Seen(what, "good", message("answers; {count} node(s)", count=health.number_of_nodes))


def _versions(cluster: Cluster) -> Seen:
    what = message("Version of Elasticsearch")
    found = cluster.ask(Nodes, lambda client: client.nodes.info(filter_path="nodes.*.version"))
    versions = sorted({node.version for node in found.nodes.values()}, key=_numbers)
    said = message("{versions}", versions=", ".join(versions))
    if not versions or _numbers(versions[0]) < OLDEST:
        return Seen(what, "bad", said, message("Use 8.18 or later, or 9.x."))
    return Seen(what, "good", said)


def _index(cluster: Cluster, family: str, name: str, home: str) -> Iterator[Seen]:
    index = f"{family}-{name}"
    what = message("Index {index}", index=index)
    anew = message("Make it anew with `dangan index build`; papers are taken in meanwhile.")
    try:
        mapped = cluster.ask(
            RootModel[Mapping[str, Mapped]], lambda client: client.indices.get_mapping(index=index)
        ).root
    except IndexLost:
        yield Seen(what, "bad", message("is not on the cluster"), anew)
        return
    if index not in mapped or mapped[index].mappings.meta != stamp(home):
        yield Seen(
            what, "bad", message("was made by another version of this program, or for another home"), anew
        )
        return
    yield _copies(cluster, index, what)
    yield _open_for_writing(cluster, index)
    yield _alias(cluster, family, index)
    yield _allowed(cluster, index)


def _copies(cluster: Cluster, index: str, what: Message) -> Seen:
    health = cluster.ask(Health, lambda client: client.cluster.health(index=index))
    missing = health.unassigned_shards
    if health.status == "red":
        advice = message("Bring the missing nodes back, or make the index anew with `dangan index build`.")
        return Seen(what, "bad", message("parts of it are on no node that is there"), advice)
    if health.status == "yellow":
        found = message(
            "{count} copies of its parts are on no node: a lost node could lose it", count=missing
        )
        advice = message("Add nodes, or set replicas to what the nodes can hold; the index can be made anew.")
        return Seen(what, "poor", found, advice)
    return Seen(what, "good", message("whole, with all its copies"))


def _open_for_writing(cluster: Cluster, index: str) -> Seen:
    what = message("Writing to the index")
    found = cluster.ask(
        RootModel[Mapping[str, Configured]],
        lambda client: client.indices.get_settings(index=index, flat_settings=True),
    ).root
    settings = found[index].settings if index in found else {}
    blocks = [block for block in _BLOCKS if str(settings.get(block, "false")) == "true"]
    if _FLOOD in blocks:
        advice = message("Make room on its disks; what waits is then taken over by itself.")
        return Seen(
            what, "bad", message("a disk of the cluster is nearly full; it takes nothing more in"), advice
        )
    if blocks:
        advice = message("Take the block off the index; what waits is then taken over by itself.")
        return Seen(what, "bad", message("blocked: {blocks}", blocks=", ".join(blocks)), advice)
    return Seen(what, "good", message("open"))


def _alias(cluster: Cluster, family: str, index: str) -> Seen:
    """Searching does without the alias; people and other tools do not."""
    what = message("Alias {alias}", alias=family)
    found = cluster.ask(
        RootModel[Mapping[str, Aliased]], lambda client: client.indices.get_alias(index=f"{family}-*")
    ).root
    named = sorted(one for one, aliased in found.items() if family in aliased.aliases)
    if named == [index]:
        return Seen(what, "good", message("on the index that serves"))
    said = message("missing") if not named else message("on {indices}", indices=", ".join(named))
    advice = message(
        "It is set when an index begins to serve: `dangan index build`, then `dangan index switch`."
    )
    return Seen(what, "poor", said, advice)


def _allowed(cluster: Cluster, index: str) -> Seen:
    """Whether this user may search and refresh."""
    what = message("Rights on the index")
    try:
        cluster.ask(Counted, lambda client: client.count(index=index))
        cluster.ask(Broadcast, lambda client: client.indices.refresh(index=index))
    except (StorageError, EngineUnavailable) as error:
        return _bad(what, error)
    return Seen(what, "good", message("enough"))


def _bad(what: Message, error: StorageError | EngineUnavailable) -> Seen:
    advice = message(error.advice, **error.values) if error.advice else NOTHING
    return Seen(what, "bad", message(error.message, **error.values), advice)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])
