"""A signed checkpoint: what the audit log was at one moment, to be kept where nobody can take it back.

It says how many rows there were, the hash of the last one and the root of the tree over all of them
(`archive.merkle`), signed with Ed25519 (RFC 8032). Whoever holds one can tell a log whose end was cut off
or that was written anew. It shows nothing of what the rows say.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from archive.clock import decode_moment, encode_moment
from archive.errors import BadInput
from archive.merkle import Tree
from archive.message import Message, message

VERSION = 1
_CHECKPOINT = b"dangan audit checkpoint 1\n"
_KEY = b"dangan audit key 1\n"
"""What stands before the signed bytes, so that a signature of one thing is none of the other."""

Why = Literal["first", "rotated", "lost"]
_WHYS: Mapping[str, Why] = {"first": "first", "rotated": "rotated", "lost": "lost"}


@dataclass(frozen=True, slots=True)
class KeyStatement:
    """Since when a key signs, and why it took over: the first, put in by the one before it (`signature`
    is that key's), or in place of a lost one, for which nothing speaks but `reason`. `key` and
    `signature` are hexadecimal."""

    key: str
    since: datetime
    why: Why
    reason: str = ""
    signature: str = ""

    @property
    def signed(self) -> bytes:
        return _KEY + _canonical(_statement(self))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The first `rows` rows of the log of the home `home`: hash of the last one, root and peaks of the tree.

    Numbered from 1 within its home. `keys` are all keys so far, the signing one last; `note` says why
    the log goes on from an earlier state, where the home was put back from a copy.
    """

    home: str
    number: int
    at: datetime
    rows: int
    last: str
    last_at: str
    root: str
    peaks: tuple[str, ...]
    keys: tuple[KeyStatement, ...]
    note: str = ""
    signature: str = ""

    @property
    def key(self) -> str:
        """The public key that it is signed with, hexadecimal."""
        return self.keys[-1].key

    @property
    def signed(self) -> bytes:
        return _CHECKPOINT + _canonical(_record(self))

    @property
    def tree(self) -> Tree:
        """The tree over its rows, to be grown on."""
        return Tree(self.rows, self.peaks)


def encode(checkpoint: Checkpoint) -> bytes:
    """A checkpoint as the text of a file: JSON that people can read."""
    return (json.dumps(_record(checkpoint), ensure_ascii=False, indent=1) + "\n").encode()


def decode(content: bytes, *, name: str) -> Checkpoint:
    """The checkpoint in a file. Raises BadInput when it is none; whether it is genuine is not looked at."""
    try:
        record = json.loads(content)
        if record.pop("dangan") != "audit checkpoint" or record.pop("version") != VERSION:
            raise ValueError
        keys = tuple(decode_key(key) for key in record.pop("keys"))
        at = decode_moment(record.pop("at"))
        found = Checkpoint(**{**record, "at": at, "keys": keys, "peaks": tuple(record["peaks"])})
        if not keys or found.tree.root() != found.root:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput(
            "{file} is no checkpoint of an audit log.",
            advice="Name a file that `dangan audit checkpoint` wrote, unaltered.",
            file=name,
        ) from error
    return found


def encode_key(statement: KeyStatement) -> dict[str, str]:
    """A key statement as plain data."""
    return _statement(statement)


def decode_key(record: Mapping[str, str]) -> KeyStatement:
    """What `encode_key` made. Raises KeyError, TypeError or ValueError."""
    why = _WHYS[record["why"]]
    fields = {name: str(record[name]) for name in ("key", "reason", "signature")}
    return KeyStatement(since=decode_moment(record["since"]), why=why, **fields)


def sign(signed: bytes, key: Ed25519PrivateKey) -> str:
    """The signature over a statement, hexadecimal."""
    return key.sign(signed).hex()


def public_of(key: Ed25519PrivateKey) -> str:
    """The public half of a key, hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def fingerprint(key: str) -> str:
    """What people write down of a public key: 128 bits of its SHA-256 in groups of four digits."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def fits(written: str, key: str) -> bool:
    """Whether a fingerprint that a person wrote down is this key's; blanks and case do not count."""
    return "".join(written.split()).lower() == fingerprint(key).replace(" ", "")


def is_signed_by(signed: bytes, signature: str, key: str) -> bool:
    """Whether the signature over these bytes is this key's."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def signature_faults(checkpoint: Checkpoint, *, trusted: Sequence[str] = ()) -> tuple[Message, ...]:
    """What is wrong with the signatures of a checkpoint: its own, and those by which each key put in the
    next. `trusted` are fingerprints that somebody wrote down: one of these keys, or one that it led to,
    must have signed."""
    number = checkpoint.number
    if not is_signed_by(checkpoint.signed, checkpoint.signature, checkpoint.key):
        return (message("The signature of checkpoint {number} is not genuine.", number=number),)
    for before, after in pairwise(checkpoint.keys):
        if after.why == "rotated" and not is_signed_by(after.signed, after.signature, before.key):
            return (
                message("A key in checkpoint {number} was not put in by the one before it.", number=number),
            )
    spoken_for = any(fits(written, key) for key in vouching(checkpoint) for written in trusted)
    if trusted and not spoken_for:
        return (message("No key that you named speaks for checkpoint {number}.", number=number),)
    return ()


def vouching(checkpoint: Checkpoint) -> tuple[str, ...]:
    """The keys that speak for the signing one, itself included: back to the first, or to one lost."""
    found: list[str] = []
    for statement in reversed(checkpoint.keys):
        found.append(statement.key)
        if statement.why != "rotated":
            break
    return tuple(found)


def _record(checkpoint: Checkpoint) -> dict[str, Any]:
    return {
        "dangan": "audit checkpoint",
        "version": VERSION,
        "home": checkpoint.home,
        "number": checkpoint.number,
        "at": encode_moment(checkpoint.at),
        "rows": checkpoint.rows,
        "last": checkpoint.last,
        "last_at": checkpoint.last_at,
        "root": checkpoint.root,
        "peaks": list(checkpoint.peaks),
        "note": checkpoint.note,
        "keys": [_statement(key) for key in checkpoint.keys],
        "signature": checkpoint.signature,
    }


def _statement(statement: KeyStatement) -> dict[str, str]:
    return {
        "key": statement.key,
        "since": encode_moment(statement.since),
        "why": statement.why,
        "reason": statement.reason,
        "signature": statement.signature,
    }


def _canonical(record: Mapping[str, Any]) -> bytes:
    """Canonical JSON of what is signed: keys sorted, no blanks, the signature left out."""
    kept = {name: value for name, value in record.items() if name != "signature"}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
