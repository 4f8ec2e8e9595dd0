"""`dangan person qualify`, `disqualify`, `qualifications`: what an archivist must have on record."""

from __future__ import annotations

from datetime import datetime

import click

from access.qualifications import Proofs, QualificationView
from archive.language import translate
from reports.rendering import Format
from reports.table import Column, Table
from search_cli.output import format_option, print_tables, say
from search_cli.requests import DAY
from search_cli.wording import Command, argument, option
from search_cli.workplace import Workplace


@click.command("qualify", cls=Command)
@argument("login", help="The log-in name.")
@option("--degree", required=True, help="The degree: college or higher.")
@option("--skill", required=True, help="Skill and experience in data processing and retrieval.")
@option("--training", required=True, help="The training that was done.")
@option("--examined", type=DAY, required=True, help="The day on which the examination was passed.")
@click.pass_obj
def qualify(work: Workplace, login: str, degree: str, skill: str, training: str, examined: datetime) -> None:
    """Put an archivist's qualification on record: from then on the post counts."""
    proofs = Proofs(degree, skill, training, examined.date())
    print_tables([_table((work.desk.qualifications.record(work.speaker, login, proofs),))], "text")


@click.command("disqualify", cls=Command)
@argument("login", help="The log-in name.")
@option("--reason", required=True, help="Why.")
@click.pass_obj
def disqualify(work: Workplace, login: str, reason: str) -> None:
    """Withdraw a qualification: the archivist's post counts no longer."""
    work.desk.qualifications.withdraw(work.speaker, login, reason=reason)
    say(translate("The qualification of {login} was withdrawn.", login=login))


@click.command("qualifications", cls=Command)
@format_option()
@click.pass_obj
def show_qualifications(work: Workplace, form: Format) -> None:
    """List the qualifications on record, withdrawn ones too."""
    print_tables([_table(work.desk.qualifications.list(work.speaker))], form)


def _table(records: tuple[QualificationView, ...]) -> Table:
    columns = (
        Column("person", translate("Person")),
        Column("degree", translate("Degree")),
        Column("skill", translate("Skill and experience")),
        Column("training", translate("Training")),
        Column("examined_on", translate("Examination passed on"), "date"),
        Column("recorded_by", translate("Recorded by")),
        Column("at", translate("Recorded at"), "date"),
        Column("withdrawn_at", translate("Withdrawn at"), "date"),
    )
    rows = tuple(
        (
            one.person,
            one.degree,
            one.skill,
            one.training,
            one.examined_on,
            one.recorded_by,
            one.at,
            one.withdrawn_at,
        )
        for one in records
    )
    return Table(translate("Qualifications of archivists"), columns, rows)
