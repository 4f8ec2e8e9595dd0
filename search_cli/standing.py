"""`dangan standing`: standing authorisations (常设授权), for a department's daily work."""

from __future__ import annotations

from datetime import datetime
from typing import IO

import click

from access.calls import STANDS_ALONE
from access.standing import Authorisation, StandingView
from archive.catalogue.standings import CUSTODIES
from archive.language import translate
from archive.people import Post
from reports.rendering import Format
from reports.table import Cell, Column, Table
from reports.wording import custody_words
from search_cli.output import format_option, print_tables
from search_cli.requests import DAY
from search_cli.secret import password_option, signing_password
from search_cli.wording import Group, argument, option
from search_cli.workplace import Workplace

POSTS = click.Choice([post.value for post in Post if post not in STANDS_ALONE])


@click.group(cls=Group)
def standing() -> None:
    """Standing authorisations (常设授权): files read without a form for each reading."""


@standing.command("sign")
@argument("regulation", help="Which files: credit, customer or contract.")
@option("--person", default="", help="For whom: a log-in name.")
@option("--post", type=POSTS, help="Or for everybody who holds this post.")
@option(
    "--custody",
    type=click.Choice(CUSTODIES),
    multiple=True,
    default=("department",),
    show_default=True,
    help="Where the files are kept that it opens; may be given several times.",
)
@option("--department", default="", help="Only files of this department, by short name or name.")
@option("--company", default="", help="Its company, where two departments are called so.")
@option("--until", type=DAY, required=True, help="The last day.")
@option("--purpose", required=True, help="What it is needed for.")
@password_option
@click.pass_obj
def sign(
    work: Workplace,
    regulation: str,
    person: str,
    post: str | None,
    custody: tuple[str, ...],
    department: str,
    company: str,
    until: datetime,
    purpose: str,
    password_file: IO[str] | None,
) -> None:
    """Authorise a person or a post; asks for your password again. It opens nothing to you yourself."""
    authorisation = Authorisation(
        regulation=regulation,
        until=until.date(),
        purpose=purpose,
        person=person,
        post=Post(post) if post else None,
        custody=custody,
        department=department,
        company=company,
    )
    speaker = work.speaker
    secret = signing_password(password_file)
    print_tables([_sheet(work, work.desk.standing.sign(speaker, authorisation, secret))], "text")


@standing.command("list")
@format_option()
@click.pass_obj
def show_all(work: Workplace, form: Format) -> None:
    """List those that you hold or could sign, past ones too; auditors and archivists see all."""
    columns = (
        Column("number", translate("Number"), "code"),
        Column("state", translate("State")),
        Column("holder", translate("For whom")),
        Column("regulation", translate("Files of")),
        Column("custody", translate("Kept")),
        Column("department", translate("Department")),
        Column("until", translate("Until"), "date"),
        Column("purpose", translate("Purpose")),
        Column("signed_by", translate("Signed by")),
        Column("represented", translate("On behalf of")),
        Column("remark", translate("Remark")),
    )
    codes = form == "json"
    rows = tuple(
        (
            one.number,
            one.state if codes else _state(one),
            one.post.value if codes and one.post else one.holder,
            _regulation(work, one),
            "、".join(one.custody if codes else map(custody_words, one.custody)),
            one.department,
            one.until,
            one.purpose,
            one.signed_by,
            one.represented,
            one.remark,
        )
        for one in work.desk.standing.list(work.speaker)
    )
    print_tables([Table(translate("Standing authorisations"), columns, rows)], form)


@standing.command("revoke")
@argument("number", help="The number of the standing authorisation.")
@option("--remark", required=True, help="Why.")
@password_option
@click.pass_obj
def revoke(work: Workplace, number: str, remark: str, password_file: IO[str] | None) -> None:
    """Take one back; acts on the next page."""
    speaker = work.speaker
    secret = signing_password(password_file)
    revoked = work.desk.standing.revoke(speaker, number, secret, remark=remark)
    print_tables([_sheet(work, revoked)], "text")


def _sheet(work: Workplace, one: StandingView) -> Table:
    """One as a sheet of two columns."""
    rows: list[tuple[Cell, ...]] = [
        (translate("State"), _state(one)),
        (translate("For whom"), one.holder),
        (translate("Files of"), _regulation(work, one)),
        (translate("Kept"), "、".join(map(custody_words, one.custody))),
        (translate("Department"), one.department or translate("every department of the company")),
        (translate("Until"), one.until),
        (translate("Purpose"), one.purpose),
        (translate("Signed by"), one.signed_by),
        (translate("Signed at"), one.signed_at),
    ]
    if one.represented:
        rows.append((translate("On behalf of"), one.represented))
    if one.revoked_at:
        rows += [
            (translate("Revoked by"), one.revoked_by),
            (translate("Revoked at"), one.revoked_at),
            (translate("Remark"), one.remark),
        ]
    columns = (Column("field", translate("Standing authorisation")), Column("value", one.number))
    title = translate("Standing authorisation {number}", number=one.number)
    return Table(title, columns, (*rows, ("SHA-256", one.sha256)))


def _regulation(work: Workplace, one: StandingView) -> str:
    regulations = work.home.regulations
    return regulations[one.regulation].name if one.regulation in regulations else one.regulation


def _state(one: StandingView) -> str:
    return {
        "in_force": translate("in force"),
        "expired": translate("run out"),
        "revoked": translate("revoked"),
        "altered": translate("altered"),
    }[one.state]
