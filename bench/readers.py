"""The people of a filled home: readers whose approved forms open 1, 50 and 5,000 files, and who approves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from argon2 import PasswordHasher
from sqlalchemy import select

from access.desk import Desk, open_desk
from access.forms import Request, Signing
from access.people import Account
from access.qualifications import Proofs
from access.speaker import Speaker
from archive import schema
from archive.clock import utc_now
from archive.home import Home
from archive.people import Post
from bench import corpus
from index.following import FollowingEngine
from index.opening import open_engine

READERS = {
    "1 file": (1, ("customer",)),
    "50 files": (10, ("credit", "contract")),
    "5,000 files": (1000, ("credit", "contract")),
}
"""How many customers' files each reader may see, and under which regulations: one file for each customer
of 客户档案, five under the other two (`bench.fullhouse`)."""

_FORM_CUSTOMERS = 50  # the most that one form may name
_FORM_DAYS = 7
_PASSWORD = "correct horse"
_GIVEN = "known to two people"
_QUALIFIED = Proofs("college", "data processing and retrieval", "training", date(2020, 6, 30))
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # what a log-in costs is not measured


def employ(home: Home) -> None:
    """Make the first company (number 1), its department (1) and everybody's accounts."""
    engine = open_engine(home)
    desk = open_desk(home, engine, hasher=_QUICK)
    desk.people.found("administrator", "系统甲", _PASSWORD, company="云禾股份有限公司", short="YH")
    administrator = _log_in(desk, "administrator")
    desk.house.add_department(administrator, "YH", "SC1", "市场一部")
    posts = {login: frozenset({Post.READER}) for login in map(_login, READERS)}
    posts["approver"] = frozenset({Post.CREDIT_OFFICE_DIRECTOR, Post.GENERAL_MANAGER})
    posts["archivist"] = frozenset({Post.ARCHIVIST})
    for login, held in posts.items():
        desk.people.add(administrator, Account(login, login, "YH", "SC1", held), _GIVEN)
        desk.sessions.change_password(_log_in(desk, login, _GIVEN), _GIVEN, _PASSWORD)
    desk.qualifications.record(administrator, "archivist", _QUALIFIED)
    engine.close()


def admit(home: Home, engine: FollowingEngine, *, seed: int) -> tuple[Desk, dict[str, Speaker]]:
    """The desk of the home, and its readers logged in, each with forms that hold now."""
    desk = open_desk(home, engine, hasher=_QUICK)
    readers = {name: _log_in(desk, _login(name)) for name in READERS}
    approver, archivist = _log_in(desk, "approver"), _log_in(desk, "archivist")
    for name, speaker in readers.items():
        if not any(form.state == "issued" for form in desk.forms.list(speaker)):
            names = customers_of(name, seed=seed)
            _hand_in(desk, speaker, approver, archivist, names, READERS[name][1])
    return desk, readers


def customers_of(reader: str, *, seed: int) -> list[str]:
    """The names of the customers whose files a reader may see; none where there is no such reader."""
    if reader not in READERS:
        return []
    known = [one.name for one in corpus.cast(seed).customers]
    return Random(f"{seed}/{reader}").sample(known, READERS[reader][0])


def files_of(home: Home, reader: str, *, seed: int) -> list[int]:
    """The files that a reader's forms open."""
    files, customers = schema.files, schema.customers
    named = select(customers.c.id).where(customers.c.name.in_(customers_of(reader, seed=seed)))
    wanted = select(files.c.id).where(files.c.customer.in_(named), files.c.regulation.in_(READERS[reader][1]))
    with home.catalogue.read() as tx:
        return list(tx.execute(wanted).scalars())


def _hand_in(
    desk: Desk,
    reader: Speaker,
    approver: Speaker,
    archivist: Speaker,
    customers: Sequence[str],
    regulations: tuple[str, ...],
) -> None:
    until = utc_now().astimezone().date() + timedelta(days=_FORM_DAYS)
    for start in range(0, len(customers), _FORM_CUSTOMERS):
        names = tuple(customers[start : start + _FORM_CUSTOMERS])
        form = desk.forms.new(reader, Request(names, regulations, "查阅", until))
        desk.forms.approve(approver, Signing(form.number, form.sha256, _PASSWORD))
        desk.forms.issue(archivist, form.number)


def _login(reader: str) -> str:
    return "reader-" + reader.partition(" ")[0].replace(",", "")


def _log_in(desk: Desk, login: str, password: str = _PASSWORD) -> Speaker:
    return desk.sessions.speaker(desk.sessions.login(login, password), origin="bench")
