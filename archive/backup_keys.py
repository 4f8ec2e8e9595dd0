"""What a backup is locked with and opened with: a passphrase, or a pair of age keys (X25519)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyrage

from archive.errors import BadInput

PASSPHRASE_LENGTH = 12
"""The shortest passphrase: whoever has the file may guess as long as he likes."""


@dataclass(frozen=True, slots=True)
class Passphrase:
    """Locks and opens. Whoever knows it has everything."""

    words: str = field(repr=False)

    def check(self) -> None:
        """Raise BadInput when it is too short to lock with."""
        if len(self.words) < PASSPHRASE_LENGTH:
            raise BadInput(
                "The passphrase is too short: it needs {length} characters.",
                advice="Take several words that nobody else would put together.",
                length=PASSPHRASE_LENGTH,
            )


@dataclass(frozen=True, slots=True)
class Recipients:
    """Public keys (`age1…`) to lock for: any one of their secret keys opens."""

    keys: tuple[str, ...]

    def check(self) -> None:
        """Raise BadInput when one of them is no public key."""
        self.parsed()

    def parsed(self) -> list[pyrage.x25519.Recipient]:
        """The keys as age knows them. Raises BadInput."""
        parsed = []
        for key in self.keys:
            try:
                parsed.append(pyrage.x25519.Recipient.from_str(key))
            except pyrage.RecipientError as error:
                raise BadInput(
                    "{key} is no public key for backups.",
                    advice="It begins with age1; `dangan backup --new-key FILE` makes one.",
                    key=key,
                ) from error
        return parsed


@dataclass(frozen=True, slots=True)
class SecretKey:
    """The text of a key file: lines `AGE-SECRET-KEY-1…` beside comments."""

    text: str = field(repr=False)

    def parsed(self) -> list[pyrage.x25519.Identity]:
        """The keys as age knows them. Raises BadInput when there is none."""
        lines = [line.strip() for line in self.text.splitlines()]
        try:
            parsed = [pyrage.x25519.Identity.from_str(line) for line in lines if line and line[0] != "#"]
        except pyrage.IdentityError:
            parsed = []
        if not parsed:
            raise BadInput(
                "The key file holds no secret key.", advice="Name the file that `--new-key` wrote, unaltered."
            )
        return parsed


Lock = Passphrase | Recipients
Opener = Passphrase | SecretKey


@dataclass(frozen=True, slots=True)
class NewKey:
    """A pair of keys: the public one goes on the command line or into the settings, the text into a safe."""

    public: str
    text: str = field(repr=False)


def new_key() -> NewKey:
    """Make a pair of keys."""
    made = pyrage.x25519.Identity.generate()
    public = str(made.to_public())
    return NewKey(public, f"# public key: {public}\n{made}\n")
