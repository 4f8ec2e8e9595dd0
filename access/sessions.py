"""Sessions: log in, speak for a while, log out."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.admission import not_logged_in
from access.calls import Call
from access.free_words import legible
from access.gate import Gate
from access.passwords import Passwords, wrong_password
from access.remarks import remarks
from access.speaker import Speaker
from archive import audit
from archive.audit import Entry
from archive.catalogue import notices, people, sessions
from archive.catalogue.people import Credentials
from archive.catalogue.sessions import Session
from archive.clock import local_date
from archive.errors import BadInput, NotLoggedIn
from archive.message import message
from archive.people import Person
from archive.settings import AccessSettings

SHOWN_LOGIN = 64  # characters of a wrong log-in name that the audit log keeps


@dataclass(frozen=True, slots=True)
class SessionView:
    """An open session of one's own; `here` is the one that asks."""

    origin: str
    opened_at: datetime
    used_at: datetime
    expires_at: datetime
    here: bool


class Sessions:
    """Opens and ends sessions. Of a token only its SHA-256 is kept."""

    def __init__(self, gate: Gate, passwords: Passwords, settings: AccessSettings) -> None:
        self._gate = gate
        self._passwords = passwords
        self._lasts = timedelta(hours=settings.session_hours)

    def login(self, login: str, password: str, *, origin: str = "") -> str:
        """Open a session and return its token, which speaks only from `origin` where that is given. Raises
        `Refused` with the same words for a wrong name, a wrong password and a locked account."""
        known, token = self._passwords.owner(login, password), secrets.token_urlsafe(32)
        if known is None or not self._open(known, token, origin):
            self._refuse_login(login, origin)
            raise wrong_password()
        return token

    def speaker(self, token: str, *, origin: str = "") -> Speaker:
        """Who speaks with this token. Raises `NotLoggedIn`; a session used from elsewhere than where it was
        opened is ended, and its owner is told."""
        hashed, now = _sha256(token), self._gate.clock()
        with self._gate.catalogue.read() as tx:
            session = sessions.find(tx, hashed)
            person = people.find(tx, session.person) if session else None
            told = tuple(remarks(tx, person, today=local_date(now))) if person else ()
        if session is None or person is None or not session.is_open(now) or not person.active:
            raise not_logged_in()
        if not session.speaks_for(origin):
            raise self._end_stolen(session, person, origin)
        return Speaker(person, hashed, origin, told)

    def list(self, speaker: Speaker) -> tuple[SessionView, ...]:
        """One's own open sessions, the newest first."""
        with self._gate.visit(speaker, Call.SESSIONS_LIST) as visit:
            held = sessions.open_sessions(visit.tx, visit.person.number, at=visit.now)
            return tuple(
                SessionView(
                    one.origin, one.opened_at, one.used_at, one.expires_at, one.token == speaker.session
                )
                for one in held
            )

    def logout(self, speaker: Speaker) -> None:
        """End this session."""
        with self._gate.visit(speaker, Call.SESSIONS_LOGOUT) as visit:
            sessions.end(visit.tx, speaker.session, at=visit.now)

    def logout_everywhere(self, speaker: Speaker) -> None:
        """End this session and every other of the same person."""
        with self._gate.visit(speaker, Call.SESSIONS_LOGOUT_EVERYWHERE) as visit:
            sessions.end_all(visit.tx, visit.person.number, at=visit.now)

    def change_password(self, speaker: Speaker, old: str, new: str) -> None:
        """Change one's own password; every other session of this person ends. Raises `Refused` when the old
        one is wrong, `BadInput` when the new one is the old one, too short or too long."""
        call = Call.SESSIONS_CHANGE_PASSWORD
        self._gate.confirm(speaker, call, self._passwords, old)
        if new == old:
            raise BadInput("The new password is the old one.", advice="Choose another one.")
        hashed = self._passwords.hashed(new)
        with self._gate.visit(speaker, call) as visit:
            people.set_password(visit.tx, visit.person.number, hashed, given=False)
            sessions.end_all(visit.tx, visit.person.number, at=visit.now, keep=speaker.session)

    def _open(self, known: Credentials, token: str, origin: str) -> bool:
        """Begin a session, unless the password was changed or the person deactivated while it was checked:
        what ends sessions must not miss one that is about to begin."""
        now, person = self._gate.clock(), known.person
        session = Session(_sha256(token), person.number, origin, now, now, now + self._lasts)
        record = Entry(Call.SESSIONS_LOGIN.value, "done", person.who, person.number, "own", origin=origin)
        with self._gate.catalogue.write() as tx:
            still = people.credentials(tx, person.login)
            if still is None or not still.person.active or still.password != known.password:
                return False
            sessions.begin(tx, session)
            audit.append(tx, record, at=now)
        return True

    def _refuse_login(self, login: str, origin: str) -> None:
        typed = legible(login, longest=SHOWN_LOGIN)
        with self._gate.catalogue.write() as tx:
            person = people.find_by_login(tx, typed)
            number = person.number if person else None
            record = Entry(Call.SESSIONS_LOGIN.value, "refused", typed, number, "own", origin=origin)
            audit.append(tx, record, at=self._gate.clock())

    def _end_stolen(self, session: Session, owner: Person, origin: str) -> NotLoggedIn:
        """What to say to whoever brought a session from elsewhere, once it is ended, recorded and told."""
        now = self._gate.clock()
        refusal = NotLoggedIn(
            "This session was opened elsewhere, and has been ended.", advice="Log in with `dangan login`."
        )
        told = {"error": refusal.message, "opened_from": session.origin}
        record = Entry(
            *(Call.SESSIONS_LOGIN.value, "refused", owner.who, owner.number, "own"),
            details=told,
            origin=origin,
        )
        warning = message(
            "Your session of {opened} was used from {origin} and has been ended. If that was not you, change "
            "your password (`dangan password`) and tell the auditor.",
            opened=session.opened_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            origin=origin or "?",
        )
        with self._gate.catalogue.write() as tx:
            sessions.end(tx, session.token, at=now)
            notices.tell(tx, owner.number, warning, subject=f"person:{owner.number}", at=now)
            audit.append(tx, record, at=now)
        return refusal


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
