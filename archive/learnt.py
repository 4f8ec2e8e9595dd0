"""Learnt forms (表单记忆): printed forms of the house that people settled, and how evidence names one.

A form is known by its headline, its printed labels and where they stand; never by what was filled in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from archive.decision import Assigned, Decision, Evidence
from archive.message import Message, message

RULE = "learnt_form"
"""Evidence of a learnt form names `learnt_form.` and its number, as evidence of a rule names the rule."""

_WORDS = re.compile(
    r"(?P<document>\S+) · (?P<person>.*) · (?P<day>\d{4}-\d\d-\d\d) · (?P<agreed>\d+)/(?P<of>\d+)"
)


@dataclass(frozen=True, slots=True)
class FormLabel:
    """One printed label. `x` is where it begins, `y` the middle of its height, as shares of the page's
    width and height, 0..1, origin top left. `seen` counts the settled papers that bore it there."""

    text: str
    x: float
    y: float
    seen: int = 1


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """What is printed on the first page of a paper: its headline (empty where it has none) and labels."""

    title: str
    labels: tuple[FormLabel, ...]


@dataclass(frozen=True, slots=True)
class LearntForm:
    """A form that people have settled as papers of the category `kind`, `papers` of them so far.

    `rules_said` is the kind that the rules were sure of at the time: `kind` itself where the person
    agreed, another one where they were overruled, none where they were in doubt. `document` is the
    archive number (档号) of the first paper, `person` who settled it on which `day`.
    """

    number: int
    kind: str
    form: PrintedForm
    papers: int
    rules_said: str | None
    document: str
    person: str
    day: date


@dataclass(frozen=True, slots=True)
class Recollection:
    """A learnt form recognised on page `page` of an original: `agreed` of its `of` labels are there.

    `share` is the weight of those that agree, 0..1; labels that any form has weigh little.
    """

    learnt: LearntForm
    agreed: int
    of: int
    share: float
    page: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a settled paper teaches: a `new` form, or a `known` one refined; neither where too little is
    printed on it. `labels` counts what is; `rules_said` is the kind that the rules were sure of."""

    labels: int
    rules_said: str | None
    new: PrintedForm | None = None
    known: LearntForm | None = None


def rule_of(number: int) -> str:
    """The rule id in evidence of one learnt form."""
    return f"{RULE}.{number}"


def evidence_of(found: Recollection, *, weight: float) -> Evidence:
    """Evidence that a person can check: which paper, settled by whom and when, how much of it agrees."""
    learnt = found.learnt
    words = f"{learnt.document} · {learnt.person} · {learnt.day} · {found.agreed}/{found.of}"
    return Evidence(rule_of(learnt.number), words, found.page, None, weight)


def told(evidence: Evidence) -> Message | None:
    """What evidence of a learnt form says, as a sentence; none for evidence of a rule."""
    found = _WORDS.fullmatch(evidence.words) if evidence.rule.startswith(f"{RULE}.") else None
    if found is None:
        return None
    return message(
        "same form as {document}, settled by {person} on {day}; {agreed} of {of} labels agree",
        **found.groupdict(),
    )


def spoke_for(decision: Decision) -> frozenset[int]:
    """The numbers of the learnt forms that speak for what was decided."""
    match decision:
        case Assigned(best=best):
            named = (evidence.rule.partition(f"{RULE}.")[2] for evidence in best.evidence)
            return frozenset(int(number) for number in named if number)
        case _:
            return frozenset()
