"""One node of a cluster, over HTTP, with a patience that nothing it sends can stretch.

The client's own node waits anew for every piece that arrives, follows whatever length is sent, and shows
a server's warnings to whoever runs the program. This one gives an answer a time and a size as a whole.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer
from typing import Any

import urllib3
from elastic_transport import (
    ApiResponseMeta,
    ConnectionTimeout,
    HttpHeaders,
    NodeConfig,
    TlsError,
    Urllib3HttpNode,
)
from elastic_transport import (
    ConnectionError as NoConnection,
)
from elastic_transport._node import NodeApiResponse  # what a node must return; exported nowhere else
from elastic_transport.client_utils import DEFAULT, DefaultType
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as TimedOut
from urllib3.response import BaseHTTPResponse

CONNECT_SECONDS = 3.0
"""A node that does not take a connection within this time is not waited for."""

LONGEST_SECONDS = 60.0
"""Where a request does not say how long."""

MOST_BYTES = 128 * 2**20
"""No answer of ours is longer: fifty texts of the longest documents."""

_KEPT_HEADERS = ("content-type", "x-elastic-product")


class ImpatientNode(Urllib3HttpNode):
    """A node whose whole answer must be there within the request's time."""

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        self.pool.ConnectionCls = type("Watched", (_Watched, self.pool.ConnectionCls), {})

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> NodeApiResponse:
        """Ask; raises the transport's errors."""
        seconds = request_timeout if isinstance(request_timeout, float | int) else LONGEST_SECONDS
        sent = self._headers.copy()
        sent.update(headers or {})
        began = time.monotonic()
        with _transport_errors():
            response = self.pool.urlopen(
                method,
                f"{self.path_prefix}{target}",
                body=body,
                headers=sent,
                retries=False,
                redirect=False,  # credentials go nowhere else
                timeout=urllib3.Timeout(connect=min(seconds, CONNECT_SECONDS), read=seconds),
                preload_content=False,
            )
            try:
                data = _read(response, began + seconds)
            except BaseException:
                response.close()
                raise
            response.release_conn()
        kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        took = time.monotonic() - began
        meta = ApiResponseMeta(
            node=self.config,
            duration=took,
            http_version="1.1",
            status=response.status,
            headers=HttpHeaders(kept),
        )
        return NodeApiResponse(meta, data)


class _Watched(HTTPConnection):
    """A connection that is broken off when the head of an answer is not there in time."""

    def getresponse(self) -> Any:
        sock = self.sock
        seconds = self.timeout  # of reading by now; the socket still has that of connecting
        if sock is None or not isinstance(seconds, float | int):
            return super().getresponse()
        late = Event()

        def break_off() -> None:
            late.set()
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)  # TLS has a shutdown that would wait

        timer = Timer(seconds, break_off)
        timer.daemon = True
        timer.start()
        try:
            response = super().getresponse()
        except Exception as error:
            if late.is_set():
                raise TimeoutError from error
            raise
        finally:
            timer.cancel()
        if late.is_set():  # a head that was broken off may pass for a short one
            response.close()
            raise TimeoutError
        return response


def _read(response: BaseHTTPResponse, until: float) -> bytes:
    """The body as it came; an unpacked one could be any length."""
    data = bytearray()
    while piece := response.read1(2**16, decode_content=False):
        data += piece
        if time.monotonic() > until:
            raise TimeoutError
        if len(data) > MOST_BYTES:
            raise HTTPError("the answer is too long")
    return bytes(data)


@contextmanager
def _transport_errors() -> Iterator[None]:
    try:
        yield
    except NewConnectionError as error:
        raise NoConnection("no connection", errors=(error,)) from error
    except (TimedOut, TimeoutError) as error:
        raise ConnectionTimeout("no answer in time", errors=(error,)) from error
    except SSLError as error:
        raise TlsError("no TLS", errors=(error,)) from error
    except (HTTPError, OSError, ValueError) as error:
        raise NoConnection("the connection broke off", errors=(error,)) from error
