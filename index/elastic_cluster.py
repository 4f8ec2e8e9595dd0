"""A cluster of Elasticsearch, asked with bounded patience.

Our own repeating of requests, not the client's: it must end with the whole call's time. The client
neither looks for other nodes than those in the settings, nor reports anything to anybody.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random
from ssl import SSLContext, SSLError, create_default_context
from typing import Any, TypeVar

from elastic_transport import ApiError, ConnectionTimeout, TlsError
from elastic_transport import ConnectionError as NoConnection
from elasticsearch import Elasticsearch
from pydantic import BaseModel, ValidationError

from archive.errors import EngineUnavailable
from archive.settings import ElasticSettings
from index.elastic_faults import CLIENT_ERRORS, is_block, kind_of, not_understood, worded
from index.elastic_node import ImpatientNode
from index.elastic_secrets import Credentials

# What the transport says of dead nodes would stand among our sentences, and its closest look shows bodies.
logging.getLogger("elastic_transport").setLevel(logging.CRITICAL)

_PASSING = frozenset({429, 502, 503, 504})
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0  # seconds

Answer = TypeVar("Answer", bound=BaseModel)
Call = Callable[[Elasticsearch], Any]


class Cluster:
    """The nodes that the settings name.

    `credentials` are asked for when they are first needed; `seconds` is a clock that only goes forward.
    """

    def __init__(
        self,
        settings: ElasticSettings,
        credentials: Callable[[], Credentials],
        *,
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self.hosts = ", ".join(settings.hosts)
        self._credentials = credentials
        self._seconds = seconds
        self._sleep = sleep
        self._jitter = Random()  # noqa: S311 - parts programs that wait, nothing secret
        self._client: Elasticsearch | None = None

    def ask(
        self,
        form: type[Answer],
        call: Call,
        *,
        seconds: float | None = None,
        patience: float | None = None,
        once: bool = False,
    ) -> Answer:
        """The answer to one request, in this form.

        One request takes `seconds` at most, all repetitions together `patience`; without, the settings'
        time and twice that, and each node is tried once and one of them again. `once` is for what must not
        be done twice. Raises `StorageError`, `EngineUnavailable`.
        """
        longest = seconds or self.settings.timeout_seconds
        until = self._seconds() + (patience or 2 * longest)
        tries = len(self.settings.hosts) + 1
        for attempt in count(1):
            try:
                return self._once(form, call, min(longest, max(0.1, until - self._seconds())))
            except CLIENT_ERRORS as error:
                pause = self.pause(attempt)
                # Only who answers that he is busy is asked for as long as the patience lasts.
                enough = attempt >= tries and (patience is None or not isinstance(error, ApiError))
                over = enough or self._seconds() + pause >= until
                if over or once or not _may_pass(error):
                    # "from None": what lies behind holds the request and the answer.
                    raise worded(error, self.hosts) from None
            self._sleep(pause)
        raise AssertionError

    def pause(self, attempt: int) -> float:
        """Seconds to wait behind the first, second … attempt: longer each time, never quite the same."""
        return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**attempt) * (0.5 + self._jitter.random())

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _once(self, form: type[Answer], call: Call, seconds: float) -> Answer:
        response = call(self._opened().options(request_timeout=seconds))
        if response.meta.headers.get("x-elastic-product") != "Elasticsearch":
            raise not_understood(self.hosts)  # the client looks only at the first answer
        try:
            return form.model_validate(response.body)
        except (ValidationError, RecursionError):
            raise not_understood(self.hosts) from None

    def _opened(self) -> Elasticsearch:
        if self._client is None:
            secret = self._credentials()
            self._client = Elasticsearch(
                list(self.settings.hosts),
                node_class=ImpatientNode,
                basic_auth=(secret.user, secret.password) if secret.user else None,
                api_key=_spelled(secret.api_key) if secret.api_key else None,
                ssl_context=self._trust(),
                max_retries=0,
                retry_on_timeout=False,
                request_timeout=self.settings.timeout_seconds,
                meta_header=False,
            )
        return self._client

    def _trust(self) -> SSLContext | None:
        if not any(host.startswith("https:") for host in self.settings.hosts):
            return None
        try:
            return create_default_context(cafile=self.settings.ca or None)
        except (OSError, SSLError, ValueError):
            raise EngineUnavailable(
                "The file with the certificate authority of Elasticsearch cannot be used: {path}",
                advice="Name a PEM file as ca in settings.toml: the cluster's http_ca.crt.",
                path=Path(self.settings.ca),
            ) from None


def _spelled(api_key: str) -> str | tuple[str, str]:
    """Keys are given as `id:key` or already encoded."""
    name, colon, key = api_key.partition(":")
    return (name, key) if colon else api_key


def _may_pass(error: Exception) -> bool:
    """Whether the same request may be answered a moment later, or by another node."""
    if isinstance(error, ApiError):
        return error.meta.status in _PASSING and not is_block(kind_of(error))
    return isinstance(error, NoConnection | ConnectionTimeout) and not isinstance(error, TlsError)
