"""The key that signs checkpoints: made at first use, changed, or replaced when it was lost.

    audit/key.pem      the private key (Ed25519, PKCS #8), readable by its owner only; `[audit] key` may
                       name another place
    audit/keys.json    all public keys so far, each with how it took over

A new key is written beside the old one, then stated, then put in its place; whoever dies in between
finds it there.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from archive.checkpoint import KeyStatement, decode_key, encode_key, public_of, sign
from archive.clock import Clock
from archive.durable import write_durably
from archive.errors import Conflict, HomeError


class KeyRing:
    """The keys of one home. Whoever changes or uses them holds the home's lock for checkpoints."""

    def __init__(self, folder: Path, clock: Clock, *, key: Path | None = None) -> None:
        self.file = key or folder / "key.pem"
        self._next = self.file.with_name(f"{self.file.name}.new")
        self._statements = folder / "keys.json"
        self._clock = clock

    def statements(self) -> tuple[KeyStatement, ...]:
        """All keys so far, the present one last; none before the first was made."""
        try:
            records = json.loads(self._statements.read_text(encoding="utf-8"))
            return tuple(decode_key(record) for record in records)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise HomeError(
                "The list of keys {file} cannot be read: {error}",
                advice="Restore it from a backup.",
                file=self._statements,
                error=error,
            ) from error

    def signing(self) -> tuple[Ed25519PrivateKey, tuple[KeyStatement, ...]]:
        """The present key and all statements; the first is made when there is none.

        Raises HomeError when the key is not there, is not the one stated, or others can read it.
        """
        stated = self.statements()
        if not stated and not self.file.exists():
            made = Ed25519PrivateKey.generate()
            write_durably(self.file, _pem(made))
        key = self._load()
        if not stated:
            stated = self._state(KeyStatement(public_of(key), self._clock(), "first"))
        if public_of(key) != stated[-1].key:
            raise HomeError(
                "The key {file} is not the one that signs the audit log's checkpoints.",
                advice="Put the right one back. If it is lost, `dangan audit key replace` makes a new one.",
                file=self.file,
            )
        return key, stated

    def rotate(self) -> KeyStatement:
        """Put a new key in the place of the present one, which signs for it and is then gone."""
        old, _ = self.signing()
        new = Ed25519PrivateKey.generate()
        statement = KeyStatement(public_of(new), self._clock(), "rotated")
        return self._put_in(new, replace(statement, signature=sign(statement.signed, old)))

    def replace_lost(self, reason: str) -> KeyStatement:
        """Put a new key in the place of one that was lost; nothing but this statement speaks for it.

        Raises Conflict when nothing is lost.
        """
        if not self.statements():
            raise Conflict("There was no key yet.", advice="The first checkpoint makes it.")
        with suppress(HomeError):
            self.signing()
            raise Conflict("The key is there and fits.", advice="Change it with `dangan audit key rotate`.")
        new = Ed25519PrivateKey.generate()
        return self._put_in(new, KeyStatement(public_of(new), self._clock(), "lost", reason))

    def _put_in(self, new: Ed25519PrivateKey, statement: KeyStatement) -> KeyStatement:
        write_durably(self._next, _pem(new))
        self._state(statement)
        self._next.replace(self.file)
        return statement

    def _state(self, statement: KeyStatement) -> tuple[KeyStatement, ...]:
        stated = (*self.statements(), statement)
        records = [encode_key(each) for each in stated]
        write_durably(self._statements, json.dumps(records, ensure_ascii=False, indent=1).encode())
        return stated

    def _load(self) -> Ed25519PrivateKey:
        self._finish()
        try:
            if self.file.stat().st_mode & 0o077:
                raise HomeError(
                    "Other accounts of this machine can read the key {file}.",
                    advice="Take that away with `chmod 600 {file}`, then `dangan audit key rotate`.",
                    file=self.file,
                )
            key = load_pem_private_key(self.file.read_bytes(), password=None)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise self._unreadable(error) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise self._unreadable(type(key).__name__)
        return key

    def _finish(self) -> None:
        """Put in the new key that somebody had stated and not put in when they died."""
        with suppress(OSError, ValueError, TypeError, UnsupportedAlgorithm):
            waiting = load_pem_private_key(self._next.read_bytes(), password=None)
            stated = self.statements()
            if isinstance(waiting, Ed25519PrivateKey) and stated and stated[-1].key == public_of(waiting):
                self._next.replace(self.file)

    def _unreadable(self, error: object) -> HomeError:
        return HomeError(
            "The key {file}, which signs the audit log's checkpoints, cannot be read: {error}",
            advice="Put it back from its copy. If it is lost, `dangan audit key replace` makes a new one.",
            file=self.file,
            error=error,
        )


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
