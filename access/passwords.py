"""Passwords: argon2id hashes, attempts counted before the try, accounts locked for a while."""

from __future__ import annotations

from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from access.free_words import legible
from access.speaker import Speaker
from archive.catalogue import people
from archive.catalogue.database import Catalogue
from archive.catalogue.people import Attempts, Credentials
from archive.clock import Clock
from archive.errors import BadInput, Refused
from archive.settings import AccessSettings

ATTEMPTS = 5
LOCK_MINUTES = 15
LONGEST = 1024  # characters: hashing an unbounded text would be a way to keep the machine busy


class Passwords:
    """Checks and makes the passwords of one home."""

    def __init__(
        self, catalogue: Catalogue, clock: Clock, settings: AccessSettings, *, hasher: PasswordHasher
    ) -> None:
        self._catalogue = catalogue
        self._clock = clock
        self._shortest = settings.password_length
        self._hasher = hasher

    def hashed(self, password: str) -> str:
        """The argon2id hash of a new password. Raises `BadInput` when it is too short or too long."""
        if not self._shortest <= len(password) <= LONGEST:
            raise BadInput(
                "A password has at least {shortest} and at most {longest} characters.",
                advice="Choose another one; a sentence you can remember is a good password.",
                shortest=self._shortest,
                longest=LONGEST,
            )
        return self._hasher.hash(password.encode(errors="surrogatepass"))

    def owner(self, login: str, password: str) -> Credentials | None:
        """The active person whose log-in name and password these are, and the hash that said so.

        None for a wrong name, a wrong password, a locked and a deactivated account alike, after the
        same work. Every attempt is committed before it is tried, so that trying in parallel gains
        nothing; the fifth failure in a row locks the account for a quarter of an hour.
        """
        known, locked = self._count(login)
        right = self._matches(known, password)
        if known is None or locked or not right or not known.person.active:
            return None
        with self._catalogue.write() as tx:
            people.forget_attempts(tx, legible(login))
        return known

    def recognise(self, speaker: Speaker, password: str) -> None:
        """Make sure that it is the speaker who sits there. Raises `Refused`."""
        owner = self.owner(speaker.person.login, password)
        if owner is None or owner.person.number != speaker.person.number:
            raise wrong_password()

    def confirm(self, speaker: Speaker, password: str) -> None:
        """Make sure that it is the speaker who signs, with a password that nobody else knows. Raises
        `Refused`."""
        self.recognise(speaker, password)
        with self._catalogue.read() as tx:
            known = people.credentials(tx, speaker.person.login)
        if known is None or known.given:
            raise Refused(
                "Your password was given to you by the administrator, who knows it too: nothing can be "
                "signed with it.",
                advice="Change it first: `dangan password`.",
            )

    def _count(self, login: str) -> tuple[Credentials | None, bool]:
        """Alike for names that there are and that there are not, so that the time taken tells nothing."""
        now, name = self._clock(), legible(login)
        with self._catalogue.write() as tx:
            known, before = people.credentials(tx, name), people.attempts(tx, name)
            locked = before.locked_until is not None and before.locked_until > now
            if not locked:
                last = before.failures + 1 >= ATTEMPTS
                until = now + timedelta(minutes=LOCK_MINUTES) if last else None
                people.count_attempt(tx, name, Attempts(before.failures + 1, until), at=now)
        return known, locked

    def _matches(self, known: Credentials | None, password: str) -> bool:
        # A shell makes halves of characters of foreign bytes; they cannot be encoded otherwise.
        tried = password[:LONGEST].encode(errors="surrogatepass")
        if known is None:
            self._hasher.hash(tried)  # as long as a check takes: an unknown name must not answer faster
            return False
        try:
            return self._hasher.verify(known.password, tried) and len(password) <= LONGEST
        except VerificationError:
            return False


def wrong_password() -> Refused:
    """One answer for a wrong name, a wrong password and a locked account."""
    return Refused(
        "The name or the password is wrong, or the account is locked for a while.",
        advice="After {attempts} failures an account is locked for {minutes} minutes; "
        "the administrator can set a new password.",
        attempts=ATTEMPTS,
        minutes=LOCK_MINUTES,
    )
