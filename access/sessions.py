"""Sessions: log in, speak for a while, log out."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from access.calls import Call
from access.free_words import legible
from access.gate import Gate, not_logged_in
from access.passwords import Passwords, wrong_password
from access.speaker import Speaker
from archive import audit
from archive.audit import Entry
from archive.catalogue import people
from archive.people import Person
from archive.settings import AccessSettings

SHOWN_LOGIN = 64  # characters of a wrong log-in name that the audit log keeps


class Sessions:
    """Opens and ends sessions. Of a token only its SHA-256 is kept."""

    def __init__(self, gate: Gate, passwords: Passwords, settings: AccessSettings) -> None:
        self._gate = gate
        self._passwords = passwords
        self._lasts = timedelta(hours=settings.session_hours)

    def login(self, login: str, password: str, *, origin: str = "") -> str:
        """Open a session and return its token. Raises `Refused` with the same words for a wrong name,
        a wrong password and a locked account."""
        owner = self._passwords.owner(login, password)
        if owner is None:
            self._refuse_login(login, origin)
        else:
            token = secrets.token_urlsafe(32)
            self._open(owner, token, origin)
            return token
        raise wrong_password()

    def speaker(self, token: str, *, origin: str = "") -> Speaker:
        """Who speaks with this token. Raises `NotLoggedIn`."""
        hashed = _sha256(token)
        with self._gate.catalogue.read() as tx:
            person = people.session_person(tx, hashed, at=self._gate.clock())
        if person is None:
            raise not_logged_in()
        return Speaker(person, hashed, origin)

    def logout(self, speaker: Speaker) -> None:
        """End this session."""
        with self._gate.visit(speaker, Call.SESSIONS_LOGOUT) as visit:
            people.end_session(visit.tx, speaker.session, at=visit.now)

    def change_password(self, speaker: Speaker, old: str, new: str) -> None:
        """Change one's own password; every other session of this person ends."""
        call = Call.SESSIONS_CHANGE_PASSWORD
        self._gate.confirm(speaker, call, self._passwords, old)
        hashed = self._passwords.hashed(new)
        with self._gate.visit(speaker, call) as visit:
            people.set_password(visit.tx, visit.person.number, hashed)
            people.end_sessions(visit.tx, visit.person.number, at=visit.now, keep=speaker.session)

    def _open(self, person: Person, token: str, origin: str) -> None:
        now = self._gate.clock()
        speaker = Speaker(person, _sha256(token), origin)
        record = Entry(Call.SESSIONS_LOGIN.value, "done", speaker.who, person.number, "own", origin=origin)
        with self._gate.catalogue.write() as tx:
            people.open_session(tx, person.number, speaker.session, at=now, until=now + self._lasts)
            audit.append(tx, record, at=now)

    def _refuse_login(self, login: str, origin: str) -> None:
        typed = legible(login, longest=SHOWN_LOGIN)
        with self._gate.catalogue.write() as tx:
            person = people.find_by_login(tx, typed)
            number = person.number if person else None
            record = Entry(Call.SESSIONS_LOGIN.value, "refused", typed, number, "own", origin=origin)
            audit.append(tx, record, at=self._gate.clock())


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
