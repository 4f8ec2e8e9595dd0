"""Accounts of the house's people: made and changed by the administrator, who reads no papers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from access.calls import STANDS_ALONE, Call
from access.free_words import clean_text, legible
from access.gate import Gate
from access.lookalikes import mixes_scripts, skeleton, stranger
from access.passwords import Passwords
from access.speaker import Speaker
from archive import audit
from archive.audit import Entry
from archive.catalogue import house, notices, people, sessions
from archive.catalogue.people import NewPerson
from archive.errors import BadInput, Conflict, NotFound, Refused
from archive.message import message
from archive.people import Person, Post

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
LONGEST_NAME = 60
LONGEST_CODE = 18


@dataclass(frozen=True, slots=True)
class Account:
    """An account to be made. `company` and `department` are short names or names; the password is
    handed over beside it, never in it."""

    login: str
    name: str
    company: str
    department: str | None
    posts: frozenset[Post]


class People:
    """The accounts of one home."""

    def __init__(self, gate: Gate, passwords: Passwords) -> None:
        self._gate = gate
        self._passwords = passwords

    def found(
        self,
        login: str,
        name: str,
        password: str,
        *,
        company: str,
        short: str,
        code: str | None = None,
        aliases: Sequence[str] = (),
    ) -> None:
        """Make the first account, an administrator, and the company it belongs to (`short` is the
        company's part of archive numbers). Raises `Conflict` once there is any account."""
        hashed = self._passwords.hashed(password)
        now = self._gate.clock()
        with self._gate.catalogue.write() as tx:
            if people.anybody(tx):
                raise Conflict("This home already has accounts.", advice="Ask the administrator for one.")
            names = [clean_text(alias, longest=LONGEST_NAME) for alias in aliases]
            called = clean_text(company, longest=LONGEST_NAME)
            at_home = house.add_company(
                tx, checked_short(short), called, code=checked_code(code), aliases=names
            )
            posts = frozenset({Post.ADMINISTRATOR})
            first = NewPerson(_checked_login(login), checked_name(name), at_home, None, posts, hashed)
            number = people.add(tx, first, at=now)
            subject = f"person:{number}"
            record = Entry(Call.PEOPLE_FOUND.value, "done", first.name, number, "office", subject=subject)
            audit.append(tx, record, at=now)

    def add(self, speaker: Speaker, account: Account, password: str) -> Person:
        """Make an account."""
        hashed = self._passwords.hashed(password)  # takes a while: not while others wait to write
        with self._gate.visit(speaker, Call.PEOPLE_ADD) as visit:
            new = _checked(visit.tx, account, hashed)
            number = people.add(visit.tx, new, at=visit.now)
            visit.note(subject=f"person:{number}", login=new.login, posts=sorted(new.posts))
            return _get(visit.tx, new.login)

    def list(self, speaker: Speaker) -> tuple[Person, ...]:
        """Every account, also deactivated ones."""
        with self._gate.visit(speaker, Call.PEOPLE_LIST) as visit:
            return people.all_persons(visit.tx)

    def set_posts(self, speaker: Speaker, login: str, posts: frozenset[Post]) -> Person:
        """Give a person these posts and no others. Raises `Refused` for one's own."""
        with self._gate.visit(speaker, Call.PEOPLE_SET_POSTS) as visit:
            person = _get(visit.tx, login)
            visit.note(subject=f"person:{person.number}", before=sorted(person.posts), posts=sorted(posts))
            if person.number == visit.person.number:
                raise Refused("Nobody changes his own posts.", advice="Another administrator must do it.")
            people.set_posts(visit.tx, person.number, checked_posts(posts))
            _keep_an_administrator(visit.tx)
            _check_namesakes(visit.tx, _get(visit.tx, login))
            return _get(visit.tx, login)

    def set_password(self, speaker: Speaker, login: str, password: str) -> None:
        """Give a person a new password, which also unlocks the account; the person's sessions end."""
        hashed = self._passwords.hashed(password)
        with self._gate.visit(speaker, Call.PEOPLE_SET_PASSWORD) as visit:
            person = _get(visit.tx, login)
            visit.note(subject=f"person:{person.number}")
            people.set_password(visit.tx, person.number, hashed, given=True)
            told = message("The administrator {name} gave you a new password.", name=speaker.who)
            notices.tell(visit.tx, person.number, told, subject=f"person:{person.number}", at=visit.now)
            sessions.end_all(visit.tx, person.number, at=visit.now)

    def deactivate(self, speaker: Speaker, login: str) -> None:
        """Let a person in no longer; acts on the person's next call."""
        self._let(speaker, Call.PEOPLE_DEACTIVATE, login, active=False)

    def activate(self, speaker: Speaker, login: str) -> None:
        """Let a person in again."""
        self._let(speaker, Call.PEOPLE_ACTIVATE, login, active=True)

    def _let(self, speaker: Speaker, call: Call, login: str, *, active: bool) -> None:
        with self._gate.visit(speaker, call) as visit:
            person = _get(visit.tx, login)
            visit.note(subject=f"person:{person.number}")
            people.set_active(visit.tx, person.number, active=active)
            sessions.end_all(visit.tx, person.number, at=visit.now)
            _keep_an_administrator(visit.tx)
            _check_namesakes(visit.tx, _get(visit.tx, login))


def checked_short(short: str) -> str:
    """A short name as archive numbers hold it: 1 to 8 letters or digits, capitals."""
    kept = unicodedata.normalize("NFKC", short).strip().upper()
    if not kept.isalnum() or len(kept) > 8:
        raise BadInput(
            "{short} cannot be part of an archive number.",
            advice="Use 1 to 8 letters or digits, for example HX or SC1.",
            short=ascii(short[:LONGEST_NAME]),
        )
    return kept


def checked_code(code: str | None) -> str | None:
    """An own company's credit code, spelled as papers bear it."""
    return clean_text(code, longest=LONGEST_CODE).upper() if code else None


def checked_posts(posts: frozenset[Post]) -> frozenset[Post]:
    """Posts that one person may hold together: whoever administers people or audits reads nothing."""
    if not posts:
        raise BadInput("A person holds at least one post.", advice="Deactivate the account instead.")
    alone = posts & STANDS_ALONE
    if alone and len(posts) > 1:
        raise Conflict(
            "The post {post} cannot be held together with another one.",
            advice="Give the person a second account: who administers people or audits reads no papers.",
            post=min(alone).label,
        )
    return posts


def _checked(tx: Connection, account: Account, hashed: str) -> NewPerson:
    login, name = _checked_login(account.login), checked_name(account.name)
    if people.find_by_login(tx, login):
        raise Conflict("There is already an account {login}.", login=login)
    company = house.find_company(tx, account.company)
    if company is None:
        raise NotFound("There is no company {company}.", company=account.company)
    department = house.find_department(company, account.department) if account.department else None
    if account.department and department is None:
        raise NotFound("There is no department {department}.", department=account.department)
    new = NewPerson(
        login=login,
        name=name,
        company=company.number,
        department=department.number if department else None,
        posts=checked_posts(account.posts),
        password=hashed,
        given=True,
    )
    _check_alike(tx, new)
    _check_namesakes(tx, new)
    return new


def _check_alike(tx: Connection, new: NewPerson) -> None:
    """Refuse a login that looks like another one, and a name that looks like another one without being it."""
    for known in people.all_persons(tx):
        if skeleton(known.login) == skeleton(new.login):
            raise Conflict(
                "{login} looks like the account {known}: people would take one for the other.",
                advice="Choose a log-in name that differs more.",
                login=new.login,
                known=known.login,
            )
        if known.name != new.name and skeleton(known.name) == skeleton(new.name):
            raise Conflict(
                "The name {name} looks like that of {known}, but is written with other letters.",
                advice="Type the name again. If it is another person, write the name so that it differs.",
                name=ascii(new.name),
                known=known.who,
            )


def _check_namesakes(tx: Connection, one: NewPerson | Person) -> None:
    """Refuse a second reader of the very same name in the same department: also one who becomes a reader,
    or comes back."""
    if one.posts & STANDS_ALONE or (isinstance(one, Person) and not one.active):
        return
    for known in people.all_persons(tx):
        here = (known.name, known.company, known.department) == (one.name, one.company, one.department)
        if known.login != one.login and here and known.active and not known.posts & STANDS_ALONE:
            raise Conflict(
                "There is already somebody of that name in the department: {known}.",
                advice="Add to the name what the colleagues tell them apart by, for example 王伟(小).",
                known=known.who,
            )


def checked_name(name: str) -> str:
    """A person's name as papers and lists show it. Raises `BadInput` when it holds what no name has, or
    letters of several scripts, which may look like another name."""
    kept = clean_text(name, longest=LONGEST_NAME)
    if strange := stranger(kept):
        raise BadInput(
            "The name {name} holds {sign}, which no name has.",
            advice="Type the name as the identity card has it.",
            name=ascii(kept),
            sign=ascii(strange),
        )
    if mixes_scripts(kept):
        raise BadInput(
            "The name {name} mixes letters of several scripts, which look alike.",
            advice="Type it again, in one script.",
            name=ascii(kept),
        )
    return kept


def _checked_login(login: str) -> str:
    if not LOGIN.fullmatch(login):
        raise BadInput(
            "{login} cannot be used to log in.",
            advice="Use small letters, digits, dot, hyphen and underscore, beginning with a letter or digit.",
            login=ascii(login[:LONGEST_NAME]),
        )
    return login


def _get(tx: Connection, login: str) -> Person:
    asked = legible(login)
    person = people.find_by_login(tx, asked)
    if person is None:
        raise NotFound("There is no account {login}.", advice="`dangan person list` lists them.", login=asked)
    return person


def _keep_an_administrator(tx: Connection) -> None:
    if people.active_administrators(tx) == 0:
        raise Conflict(
            "The last administrator must stay.", advice="Make another administrator first, then try again."
        )
