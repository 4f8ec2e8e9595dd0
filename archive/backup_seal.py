"""The encryption of a backup: a stream of bytes locked with age (age-encryption.org/v1), and opened again.

Locked for keys, a backup is an age file. Locked with a passphrase, it is an age file too, for a key made
for it alone, and that key stands before it: armoured text, itself locked with the passphrase (age derives
a key by scrypt, about a second of work, so that guessing is dear).

The library's own buffers drop what goes wrong when they are emptied for the last time: whatever a stream
of ours runs into is kept by it and raised here.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import pyrage

from archive.backup_keys import Lock, Opener, Recipients, SecretKey
from archive.backup_streams import Incoming, Outgoing, Pieces
from archive.content import CHUNK
from archive.errors import BadInput, StorageError, VerificationFailed

ARMOUR_BEGINS, ARMOUR_ENDS = b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"-----END AGE ENCRYPTED FILE-----\n"
AGE = b"age-encryption.org/v1\n"
_KEY_LINES = 64  # no armoured key has more


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was written: SHA-256 and size (bytes) of the whole file."""

    sha256: str
    size: int


def seal(pieces: Iterator[bytes], sink: BinaryIO, lock: Lock) -> Sealed:
    """Lock what `pieces` yield, and write it to `sink`. Raises StorageError when that cannot be written,
    and whatever `pieces` raise."""
    source, outgoing = Pieces(pieces), Outgoing(sink)
    try:
        pyrage.encrypt_io(source, outgoing, _locks(lock, outgoing))
    except (pyrage.EncryptError, OSError):
        if source.fault is None and outgoing.fault is None:
            raise
    _raise_kept(source, outgoing)
    return Sealed(outgoing.digest.hexdigest(), outgoing.size)


def _raise_kept(source: Pieces, outgoing: Outgoing) -> None:
    if source.fault is not None:
        raise source.fault
    if isinstance(outgoing.fault, OSError):
        raise StorageError(
            "The backup cannot be written: {error}",
            advice="See that its disk is there, has room and may be written.",
            error=outgoing.fault.strerror or outgoing.fault,
        ) from outgoing.fault
    if outgoing.fault is not None:
        raise outgoing.fault


def _locks(lock: Lock, outgoing: Outgoing) -> list[pyrage.x25519.Recipient]:
    """What age locks for; with a passphrase a key made for this backup alone, which goes before it."""
    if isinstance(lock, Recipients):
        return lock.parsed()
    once = pyrage.x25519.Identity.generate()
    outgoing.write(pyrage.passphrase.encrypt(str(once).encode(), lock.words, armored=True))
    return [once.to_public()]


def needs_passphrase(sealed: BinaryIO) -> bool:
    """Whether a backup is opened with a passphrase, not with a key. Raises BadInput when it is none."""
    sealed.seek(0)
    begins = sealed.read(len(ARMOUR_BEGINS))
    if begins != ARMOUR_BEGINS and not begins.startswith(AGE):
        raise BadInput("This file is no backup of dangan.", advice="Name a file that `dangan backup` wrote.")
    sealed.seek(0)
    return begins == ARMOUR_BEGINS


class Opened:
    """A backup being read. Every piece of `plain` was proved to be whole before it is given out; that
    nothing is missing at the end is known when the context of `opened` has closed."""

    def __init__(self, plain: BinaryIO, source: Incoming) -> None:
        self.plain = plain
        self._source = source

    @property
    def read(self) -> int:
        """How many bytes of the file have been read."""
        return self._source.size

    @property
    def sha256(self) -> str:
        """SHA-256 of the whole file, once all was read."""
        return self._source.digest.hexdigest()


@contextmanager
def opened(sealed: BinaryIO, opener: Opener) -> Iterator[Opened]:
    """Open a backup. Raises BadInput when the passphrase or key is another one, VerificationFailed, at the
    latest when the context closes, when the file is damaged or cut off.

    age hands out what it decrypts; archives are read by asking. A thread and a pipe lie between.
    """
    armour = _armour(sealed)
    identities = _identities(armour, opener)
    source = Incoming(sealed, before=armour)
    outlet, inlet = os.pipe()
    failures: list[Exception] = []
    worker = threading.Thread(target=_decrypt, args=(source, inlet, identities, failures))
    plain = os.fdopen(outlet, "rb", CHUNK)
    worker.start()
    try:
        yield Opened(plain, source)
        while plain.read(CHUNK):
            pass  # what follows the last member is proved too
    except BaseException:
        plain.close()
        worker.join()
        _raise_first(source, failures)
        raise
    plain.close()
    worker.join()
    _raise_first(source, failures)


def damaged() -> VerificationFailed:
    """The one error for a backup whose bytes are not those that were written."""
    return VerificationFailed(
        "The backup is damaged or cut off.", advice="Take another copy of it, or an older backup."
    )


def _decrypt(
    source: Incoming, inlet: int, identities: list[pyrage.x25519.Identity], failures: list[Exception]
) -> None:
    with os.fdopen(inlet, "wb", 0) as pipe:
        outgoing = Outgoing(pipe)
        try:
            pyrage.decrypt_io(source, outgoing, identities)
        except (pyrage.DecryptError, OSError) as error:
            if outgoing.fault is None:  # nobody reads any more: the reader knows why
                failures.append(error)


def _raise_first(source: Incoming, failures: list[Exception]) -> None:
    if isinstance(source.fault, OSError):
        raise StorageError(
            "The backup cannot be read: {error}",
            advice="Check the disk it lies on, or take another copy.",
            error=source.fault.strerror or source.fault,
        ) from source.fault
    for failure in failures:
        if isinstance(failure, pyrage.DecryptError):
            raise BadInput(
                "The backup cannot be opened with this key, or its beginning is damaged.",
                advice="Take the key it was made for, or another copy of it.",
            ) from failure
        raise damaged() from failure


def _armour(sealed: BinaryIO) -> bytes:
    """The locked key that stands before a backup with a passphrase; nothing where there is none."""
    if not needs_passphrase(sealed):
        return b""
    lines: list[bytes] = []
    while not lines or lines[-1] not in (b"", ARMOUR_ENDS):
        lines.append(sealed.readline(128))
        if len(lines) > _KEY_LINES:
            raise damaged()
    return b"".join(lines)


def _identities(armour: bytes, opener: Opener) -> list[pyrage.x25519.Identity]:
    if isinstance(opener, SecretKey):
        if armour:
            raise BadInput(
                "This backup is locked with a passphrase, not for a key.", advice="Leave --key out."
            )
        return opener.parsed()
    if not armour:
        raise BadInput(
            "This backup is locked for a key, not with a passphrase.",
            advice="Name the file with the secret key: --key FILE.",
        )
    try:
        key = pyrage.passphrase.decrypt(armour, opener.words)
        return [pyrage.x25519.Identity.from_str(key.decode())]
    except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError) as error:
        raise BadInput(
            "The backup cannot be opened with this passphrase, or its beginning is damaged.",
            advice="Type it again, or take another copy of the backup.",
        ) from error
