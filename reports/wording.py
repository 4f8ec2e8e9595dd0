"""How the states of completeness are put to people: a sign that survives black-and-white print, and words."""

from __future__ import annotations

from itertools import groupby

from archive.language import show, translate
from archive.message import message
from archive.regulation import Need
from reports.completeness import Assessment, CustomerReport, Section
from reports.standing import Paper, State

SIGNS = {
    State.PRESENT: "✓",
    State.EXPIRING: "!",
    State.COPY_ONLY: "✗",
    State.TOO_OLD: "✗",
    State.EXPIRED: "✗",
    State.WAITING: "?",
    State.MISSING: "✗",
    State.NOT_APPLICABLE: "–",
    State.NONE: "·",
}
_STATES = {
    State.PRESENT: message("present"),
    State.EXPIRING: message("expiring soon"),
    State.COPY_ONLY: message("only a copy"),
    State.TOO_OLD: message("too old"),
    State.EXPIRED: message("expired"),
    State.WAITING: message("waiting in review"),
    State.MISSING: message("missing"),
    State.NOT_APPLICABLE: message("not applicable"),
    State.NONE: message("if applicable — none"),
}
_NEEDS = {
    Need.ALWAYS: message("always"),
    Need.IF_APPLICABLE: message("if applicable"),
    Need.PER_EVENT: message("per event"),
}


def state_words(state: State) -> str:
    """The state in words."""
    return show(_STATES[state])


def need_words(assessment: Assessment) -> str:
    """When the paper is needed, with the event's name."""
    event = assessment.category.event
    words = show(_NEEDS[assessment.category.need])
    return f"{words}（{event}）" if event else words


def section_title(section: Section) -> str:
    """The regulation, and of a contract file its contract."""
    if section.regulation.unit == "year":
        return section.regulation.name
    return f"{section.regulation.name} · {section.files[0].contract}"


def files_line(section: Section) -> str:
    """The numbers of the section's files."""
    return "、".join(file.number for file in section.files) or translate("no file yet")


def tally(counted: Section | CustomerReport) -> str:
    """How much of what is required is there."""
    return translate("{present} of {required}", present=counted.present, required=counted.required)


def paper_line(paper: Paper) -> str:
    """A paper in one line: 档号, title, and its facts."""
    return "  ".join([paper.document.number, paper.document.title, *paper_facts(paper)])


def paper_facts(paper: Paper) -> list[str]:
    """Its date, until when it counts, and what is or soon will be wrong with it."""
    document = paper.document
    facts = []
    if document.issued_on:
        facts.append(translate("dated {day}", day=document.issued_on))
    if document.long_term:
        facts.append("长期")
    elif paper.last_day:
        facts.append(translate("counts until {day}", day=paper.last_day))
    if paper.state is not State.PRESENT:
        facts.append(state_words(paper.state))
    return facts


def remarks(assessment: Assessment) -> list[str]:
    """What else there is to know of a requirement, a sentence each."""
    said = []
    waiver = assessment.waiver
    if waiver:
        moment = waiver.at.astimezone().date()
        said.append(
            translate("{person}, {day}: {reason}", person=waiver.person, day=moment, reason=waiver.reason)
        )
    if assessment.wanted > 1 and assessment.found < assessment.wanted:
        said.append(
            translate("{found} of {wanted} are there", found=assessment.found, wanted=assessment.wanted)
        )
    for part in assessment.waiting:
        since = part.since.astimezone().date()
        said.append(translate("review {id}: {scan}, since {day}", id=part.id, scan=part.scan, day=since))
    if any(paper.undated for paper in assessment.papers):
        said.append(translate("no date on the paper: its age is counted from its filing"))
    return said


def by_group(section: Section) -> list[tuple[str, list[Assessment]]]:
    """What there is to say of each requirement under its group's name; see `nothing_line` for the rest."""
    told = [one for one in section.assessments if one.state is not State.NONE]
    groups = groupby(told, key=lambda one: one.group.name)
    return [(name, list(assessments)) for name, assessments in groups]


def nothing_line(section: Section) -> str:
    """The categories wanted only where there is such a thing, and there is none."""
    names = [one.category.name for one in section.assessments if one.state is State.NONE]
    return translate("If applicable — none: {names}", names="、".join(names)) if names else ""


def leftovers(one: CustomerReport) -> list[str]:
    """Papers of the customer that count for nothing yet, a sentence each."""
    said = [
        translate(
            "In review, not yet told what it is — {id}: {scan}, since {day}",
            id=part.id,
            scan=part.scan,
            day=part.since.astimezone().date(),
        )
        for part in one.waiting
    ]
    said += [
        translate(
            "Counts for no contract until its contract is named — {number}: {title}",
            number=document.number,
            title=document.title,
        )
        for document in one.loose
    ]
    return said


def legend() -> list[tuple[State, str, str]]:
    """Every state with its sign and words."""
    return [(state, SIGNS[state], state_words(state)) for state in State]


def customer_kind(kind: str) -> str:
    """Customer or supplier."""
    return translate("supplier") if kind == "supplier" else translate("customer")


def custody_words(custody: str) -> str:
    """Where a file is kept, in the regulation's order of hands."""
    return {
        "department": translate("with the department"),
        "credit_office": translate("at the credit office"),
        "archive_room": translate("in the archive room"),
    }.get(custody, custody)
