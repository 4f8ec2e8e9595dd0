"""What keeps a cluster from answering, in words.

A server's own explanations quote what they were sent, which may be text of papers or a reader's query;
so only the kind of error is ever repeated, and the exception behind it is not passed on.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping
from typing import Any

from elastic_transport import ApiError, ConnectionTimeout, TlsError, TransportError
from elastic_transport import ConnectionError as NoConnection
from urllib3.exceptions import NameResolutionError

from archive.errors import EngineUnavailable, StorageError


class IndexLost(EngineUnavailable):
    """The index is not on the cluster."""


def worded(error: Exception, host: str) -> StorageError | EngineUnavailable:
    """An error of the client as one of ours."""
    if isinstance(error, ApiError):
        return _refusal(error, host)
    if isinstance(error, TlsError):
        return _without_trust(error, host)
    if isinstance(error, ConnectionTimeout):
        return EngineUnavailable(
            "Elasticsearch at {host} did not answer in time.",
            advice="Look after the cluster's load, or raise timeout_seconds in settings.toml.",
            host=host,
        )
    if isinstance(error, NoConnection):
        return _unreached(error, host)
    return not_understood(host)


def not_understood(host: str) -> EngineUnavailable:
    """Something answers, but not as Elasticsearch would."""
    return EngineUnavailable(
        "What answers at {host} is not an Elasticsearch that this program understands.",
        advice="Check the address in settings.toml; 8.18 and later, and 9.x, are understood.",
        host=host,
    )


def partial(host: str) -> EngineUnavailable:
    """Not every shard has answered; a part is no answer."""
    return EngineUnavailable(
        "Elasticsearch at {host} could search only a part of the index, so nothing is shown.",
        advice="See with `dangan doctor` what the cluster lacks, then search again.",
        host=host,
    )


def refused(kind: str, status: int, host: str) -> StorageError | EngineUnavailable:
    """A kind of error that the server names (`index_not_found_exception`), with its HTTP status."""
    if status == 413:
        return StorageError(
            "A document is too large for Elasticsearch at {host}.",
            advice="Raise http.max_content_length on the cluster.",
            host=host,
        )
    if status in (404, 400) and kind == "index_not_found_exception":
        return IndexLost(
            "The index is not on the Elasticsearch cluster at {host}.",
            advice="Make it anew with `dangan index build`; papers are taken in meanwhile.",
            host=host,
        )
    if status == 401:
        return _wrong_credentials(host)
    if status == 403:
        return EngineUnavailable(
            "Elasticsearch at {host} does not allow this user to work with the index.",
            advice="Give the user the role of config/elasticsearch/role.yml.",
            host=host,
        )
    if status in (429, 502, 503, 504):
        return EngineUnavailable(
            "Elasticsearch at {host} cannot do it now: {kind}",
            advice="It is overloaded or lacks nodes: see `dangan doctor`. What waits is taken over later.",
            host=host,
            kind=kind or status,
        )
    return EngineUnavailable(
        "Elasticsearch at {host} refused a request of this program: {kind}",
        advice="Check that its version is 8.18 or later, or 9.x.",
        host=host,
        kind=kind or status,
    )


def blocked(reason: str, host: str) -> StorageError:
    """The index takes nothing more in. `reason` is the server's sentence about a cluster block."""
    if "flood-stage" in reason or "/12/" in reason:
        return StorageError(
            "A disk of the Elasticsearch cluster at {host} is nearly full; it takes nothing more in.",
            advice="Make room on its disks; what waits is then taken over by itself.",
            host=host,
        )
    return StorageError(
        "The index on Elasticsearch at {host} is blocked for writing.",
        advice="Take the block off the index (index.blocks.*); what waits is then taken over by itself.",
        host=host,
    )


def kind_of(error: ApiError) -> str:
    """The kind of a refusal, "" where the answer names none."""
    found = _error(error.body).get("type")
    return found if isinstance(found, str) and re.fullmatch(r"[a-z_]{1,80}", found) else ""


def is_ours(error: ApiError) -> bool:
    """Whether Elasticsearch said this, and not something that stands before it.

    What its security refuses lacks the product's header, but still has the media type of its own.
    """
    headers = error.meta.headers
    ours = headers.get("x-elastic-product") == "Elasticsearch"
    return ours or "vnd.elasticsearch+json" in (headers.get("content-type") or "")


def is_block(kind: str) -> bool:
    """Whether an index, or the whole cluster, is closed for what was asked."""
    return kind == "cluster_block_exception"


def _refusal(error: ApiError, host: str) -> StorageError | EngineUnavailable:
    if not is_ours(error):
        return _stranger(error.meta.status, host)
    kind = kind_of(error)
    if is_block(kind) and error.meta.status in (403, 429):
        return blocked(str(_error(error.body).get("reason")), host)
    return refused(kind, error.meta.status, host)


def _wrong_credentials(host: str) -> EngineUnavailable:
    return EngineUnavailable(
        "Elasticsearch at {host} does not accept the user and password, or the API key.",
        advice="Check [search.elastic] in settings.toml and the secret that belongs to it.",
        host=host,
    )


def _stranger(status: int, host: str) -> EngineUnavailable:
    if status < 300:
        return not_understood(host)
    if status in (401, 407):
        return _wrong_credentials(host)  # a proxy may ask for them too
    return EngineUnavailable(
        "What answers at {host} is not Elasticsearch: it says {status}.",
        advice="Check the address in settings.toml, and what stands between here and there.",
        host=host,
        status=status,
    )


def _error(body: Any) -> Mapping[str, Any]:
    error = body.get("error") if isinstance(body, Mapping) else None
    return error if isinstance(error, Mapping) else {}


def _unreached(error: NoConnection, host: str) -> EngineUnavailable:
    causes = list(_causes(error))
    if any(isinstance(cause, NameResolutionError) for cause in causes):
        return EngineUnavailable(
            "The name in {host} is not known to this machine's network.",
            advice="Check hosts in settings.toml, and the network.",
            host=host,
        )
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return EngineUnavailable(
            "Nothing answers at {host}.",
            advice="Start Elasticsearch, or check hosts in settings.toml.",
            host=host,
        )
    return EngineUnavailable(
        "The connection to {host} breaks off.",
        advice="Check whether Elasticsearch runs there, and whether it expects https:// or http://.",
        host=host,
    )


def _without_trust(error: TlsError, host: str) -> EngineUnavailable:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return EngineUnavailable(
                "The certificate of {host} is not trusted: {reason}",
                advice="Name the authority's PEM file as ca in settings.toml; check name and dates.",
                host=host,
                reason=cause.verify_message,
            )
    return EngineUnavailable(
        "No TLS connection to {host} comes about.",
        advice="Check whether Elasticsearch there expects https:// or http://.",
        host=host,
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and whatever lies behind it."""
    waiting, seen = [error], set[int]()
    while waiting:
        cause = waiting.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__, *getattr(cause, "errors", ())]
        waiting += [inner for inner in cause.args if isinstance(inner, BaseException)]


CLIENT_ERRORS = (ApiError, TransportError, RecursionError)
"""Whatever the client raises; the last is an answer nested too deep."""
