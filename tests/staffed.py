"""A house with people in every post and filed papers full of canary words, for tests of the desk."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from PIL import Image
from sqlalchemy import Connection

from access.desk import Desk, open_desk
from access.form_views import FormView
from access.forms import Request, Signing
from access.people import Account
from access.qualifications import Proofs
from access.speaker import Speaker
from archive import schema
from archive.catalogue import customers, parts, scans
from archive.catalogue import pages as kept_pages
from archive.catalogue.parts import PartRow
from archive.clock import Clock
from archive.content import Content
from archive.decision import Candidate, Field, Part, Unknown
from archive.filing import Filed, Filing, Paper
from archive.home import Home, create_home, open_home
from archive.message import message
from archive.page import Box, Line, Page
from archive.people import Post
from index.following import FollowingEngine
from index.opening import open_engine

PASSWORD = "correct horse"
GIVEN = "known to two people"
"""What the administrator gives; everybody of the house has changed it."""

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # tests need the rules, not the cost
QUALIFIED = Proofs("大学本科(档案学)", "数据库检索,五年", "档案管理员岗前培训", date(2020, 6, 30))
CUSTOMER = "江阴甲木工业有限公司"
OTHER = "苏州乙木贸易有限公司"
CANARY_TEXT = "鹭鸶密语"
CANARY_NAME = "鸬鹚扫描件.png"
CANARY_TITLE = "朱鹮题名"
CANARY_DATE = date(1987, 6, 5)
CANARIES = (CANARY_TEXT, CANARY_NAME, CANARY_TITLE, CUSTOMER, "1987", repr(CANARY_DATE), "YH-SC1-X")
"""What nobody may see in any answer that nothing entitles them to."""


@dataclass(frozen=True, slots=True)
class Staffed:
    """A house with its desk and one speaker for each post."""

    home: Home
    clock: Clock
    engine: FollowingEngine
    desk: Desk
    speakers: dict[Post, Speaker]

    def file_paper(
        self,
        folder: Path,
        *,
        kind: str = "credit_report",
        customer: int = 1,
        text: str = CANARY_TEXT,
        pages: tuple[int, int] = (1, 2),
    ) -> Filed:
        """File pages of a scan of two pages with this text on each, and bring the index up to date."""
        sha256 = self._original(folder, text)
        facts = (("title", CANARY_TITLE), ("issue_date", CANARY_DATE))
        fields = tuple(Field(name, value, str(value), 1, None, 1.0, "test") for name, value in facts)
        with self.home.catalogue.write() as tx:
            number = self._scan(tx, sha256, state="filed")
            paper = Paper(number, sha256, *pages, kind, customer, fields, year=2026)
            filed = Filing(self.home.regulations, self.clock).file_paper(tx, paper, by=None)
        self.engine.drain()
        return filed

    def keep_in_review(self, folder: Path) -> PartRow:
        """Let a paper with the canary words wait in review; its part."""
        sha256 = self._original(folder, f"{CANARY_TEXT}待定")
        weighed = Unknown("no rule spoke", (Candidate("permit", 0.1),))
        part = Part(1, 2, weighed, Unknown("nobody named", (Candidate("1", 0.1),)), ())
        with self.home.catalogue.write() as tx:
            scan = self._scan(tx, sha256, state="review")
            number = parts.add(tx, scan, part, rules_digest="-", reason=message("No rule spoke."))
            return parts.get(tx, number)

    def keep_unread(self, folder: Path, name: str = CANARY_NAME, content: bytes = b"ID3recording") -> int:
        """Let a file that no machine reads wait in quarantine; its scan."""
        source = folder / "unread"
        source.write_bytes(content)
        stored = Content(self.home.originals).store(source)
        with self.home.catalogue.write() as tx:
            kept_pages.know_original(tx, stored.sha256, size=stored.size, at=self.clock())
            number = scans.receive(
                tx, claim=stored.sha256, inbox="inbox", name=name, sub_folder="", at=self.clock()
            )
            scans.name_original(tx, number, stored.sha256)
            reason = message("It has no pages.")
            scans.set_state(tx, number, "quarantined", at=self.clock(), reason=reason)
        return number

    def ask(self, *customers: str, regulations: tuple[str, ...] = ("credit",), days: int = 7) -> FormView:
        """The reader hands in a form."""
        until = self.clock().astimezone().date() + timedelta(days=days)
        request = Request(customers or (CUSTOMER,), regulations, "签约前了解资信", until)
        return self.desk.forms.new(self.speakers[Post.READER], request)

    def approve(self, form: FormView, post: Post = Post.CREDIT_OFFICE_DIRECTOR) -> FormView:
        """Somebody signs it, and where nothing more is missing the archivist issues it; for the only
        archivist the credit manager does."""
        signed = self.sign(form, post)
        if signed.state != "approved":
            return signed
        own = signed.reader.endswith("(archivist)")
        return self.desk.forms.issue(
            self.speakers[Post.CREDIT_MANAGER if own else Post.ARCHIVIST], form.number
        )

    def sign(self, form: FormView, post: Post = Post.CREDIT_OFFICE_DIRECTOR) -> FormView:
        """Somebody signs it."""
        return self.desk.forms.approve(self.speakers[post], Signing(form.number, form.sha256, PASSWORD))

    def employ(self, account: Account) -> Speaker:
        """Make an account for one more person, who can do everything that the posts entitle to."""
        return employ(self.desk, self.speakers[Post.ADMINISTRATOR], account)

    def close(self) -> None:
        """Let go of its files."""
        self.engine.close()
        self.home.close()

    def _scan(self, tx: Connection, sha256: str, *, state: str) -> int:
        values = {
            "name": CANARY_NAME,
            "claim": sha256,
            "inbox": "inbox",
            "original": sha256,
            "state": state,
            "received_at": self.clock(),
        }
        table = schema.scans
        return int(tx.execute(table.insert().values(values).returning(table.c.id)).scalar_one())

    def _original(self, folder: Path, text: str) -> str:
        source = folder / "paper.tiff"
        first, second = (Image.new("RGB", (60, 80), (len(text), page, 9)) for page in (1, 2))
        first.save(source, save_all=True, append_images=[second])
        stored = Content(self.home.originals).store(source)
        with self.home.catalogue.write() as tx:
            kept_pages.know_original(tx, stored.sha256, size=stored.size, at=self.clock())
            read = [page_of(number, f"第{number}页{text}") for number in (1, 2)]
            kept_pages.store(tx, stored.sha256, kept_pages.pack(read), media_type="image/tiff")
        return stored.sha256


def page_of(number: int, text: str) -> Page:
    """A page that holds one line."""
    return Page(number, 60, 80, 0, "test", (Line(text, Box(1, 1, 50, 10)),))


def staff(folder: Path, clock: Clock) -> Staffed:
    """A staffed house in `folder`: a copy of one that is made once, for making it takes a second."""
    template, speakers = _template(clock())
    shutil.copytree(template.path, folder / "home")
    home = open_home(folder / "home")
    vars(home)["regulations"] = template.regulations  # the same files; reading them takes a second
    engine = open_engine(home, clock=clock)
    return Staffed(home, clock, engine, open_desk(home, engine, clock=clock, hasher=QUICK), dict(speakers))


@cache
def _template(moment: datetime) -> tuple[Home, dict[Post, Speaker]]:
    path = Path(tempfile.mkdtemp(prefix="dangan-staffed-"))
    atexit.register(shutil.rmtree, path)
    home = create_home(path / "home", clock=lambda: moment)
    engine = open_engine(home, clock=lambda: moment)
    desk = open_desk(home, engine, clock=lambda: moment, hasher=QUICK)
    speakers = dict(_people(desk, home, moment))
    engine.close()
    home.close()
    return home, speakers


def _people(desk: Desk, home: Home, moment: datetime) -> Iterator[tuple[Post, Speaker]]:
    """The administrator, made as `dangan init` makes it, who makes the house and everybody else."""
    desk.people.found("administrator", "系统甲", PASSWORD, company="云禾股份有限公司", short="YH")
    administrator = _log_in(desk, "administrator")
    yield Post.ADMINISTRATOR, administrator
    for short, name in (("SC1", "市场一部"), ("SC2", "市场二部")):
        desk.house.add_department(administrator, "YH", short, name)
    with home.catalogue.write() as tx:
        for name, aliases in ((CUSTOMER, ("甲木",)), (OTHER, ())):
            customers.add(tx, customers.Particulars(name, "customer", 1, 1, aliases=aliases), at=moment)
    for post in sorted(set(Post) - {Post.ADMINISTRATOR}):
        account = Account(post.value.replace("_", "-"), f"{post.label}甲", "YH", "SC1", frozenset({post}))
        yield post, employ(desk, administrator, account)


def employ(desk: Desk, administrator: Speaker, account: Account) -> Speaker:
    """Make an account whose owner has changed the password, and an archivist qualified; log in."""
    desk.people.add(administrator, account, GIVEN)
    if Post.ARCHIVIST in account.posts:
        desk.qualifications.record(administrator, account.login, QUALIFIED)
    desk.sessions.change_password(_log_in(desk, account.login, GIVEN), GIVEN, PASSWORD)
    return _log_in(desk, account.login)


def _log_in(desk: Desk, login: str, password: str = PASSWORD) -> Speaker:
    return desk.sessions.speaker(desk.sessions.login(login, password), origin="test")
