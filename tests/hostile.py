"""Servers that are not what they should be, on real sockets of this machine."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

Pieces = Iterator[bytes]
Reply = Callable[[bytes], Pieces]
"""Asked for the answer to a request, in the pieces that are sent one by one."""

OURS = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/vnd.elasticsearch+json"}
PIECE_SECONDS = 0.05
_HELLO = b"\x16"  # of TLS, where none is spoken


class Hostile:
    """Answers every request as `reply` says, until it is closed."""

    def __init__(self, reply: Reply, *, tls: ssl.SSLContext | None = None) -> None:
        self._reply = reply
        self._tls = tls
        self._over = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.asked: list[bytes] = []
        Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Let go of the port; whoever is being answered is left alone."""
        self._over.set()
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        with suppress(OSError, ValueError), self._talking(caller) as talk:
            while request := _request(talk):
                self.asked.append(request)
                piece = b""
                for piece in self._reply(request):
                    if self._over.is_set():
                        return
                    talk.sendall(piece)
                if b"content-length:" not in piece.lower():
                    return  # whoever is answered without a length waits for the end

    @contextmanager
    def _talking(self, caller: socket.socket) -> Iterator[socket.socket]:
        with caller:
            if self._tls is None:
                yield caller
            else:
                with self._tls.wrap_socket(caller, server_side=True) as talk:
                    yield talk


@contextmanager
def hostile(reply: Reply, *, tls: ssl.SSLContext | None = None) -> Iterator[Hostile]:
    server = Hostile(reply, tls=tls)
    try:
        yield server
    finally:
        server.close()


def answer(body: Any, *, status: int = 200, headers: Mapping[str, str] = OURS) -> bytes:
    """A whole answer; what is not bytes is sent as JSON."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*head, f"Content-Length: {len(sent)}", "", ""]).encode() + sent


def always(said: bytes) -> Reply:
    return lambda _: iter((said,))


def slowly(said: bytes) -> Reply:
    """One byte after the other, for ever."""

    def reply(_: bytes) -> Pieces:
        for number in range(10**6):
            time.sleep(PIECE_SECONDS)
            yield said[number % len(said) :][:1]

    return reply


def endlessly(head: bytes, more: bytes) -> Reply:
    """A head, and then more and more."""

    def reply(_: bytes) -> Pieces:
        yield head
        while True:
            yield more

    return reply


def _request(talk: socket.socket) -> bytes:
    """One request with its body; nothing when the caller has gone."""
    said = b""
    while b"\r\n\r\n" not in said and said[:1] != _HELLO:
        piece = talk.recv(65_536)
        if not piece:
            return b""
        said += piece
    head, _, body = said.partition(b"\r\n\r\n")
    length = next(
        (int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length")),
        0,
    )
    while len(body) < length:
        body += talk.recv(65_536)
    return head + b"\r\n\r\n" + body
