"""Rule cases: papers drawn from rows of text, each with the kind it must be told as.

A case is what a house keeps of a paper that was once told wrong, in the format of the shipped rules' own
tests: `# ` begins a headline, `|` parts the cells of a row. Companies in it are stand-ins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, RootModel

from archive.configuration import Problem, Strict, did_you_mean, load_yaml, raise_if_any
from archive.decision import first_choice
from archive.language import translate
from archive.page import Box, Line, Page
from archive.register import OwnCompany, Register, RegisteredCustomer
from classify.directory import Directory
from classify.rulebook import NO_KIND, Rulebook
from classify.scoring import Scale
from classify.sheet import Sheet, lay_out
from classify.sorter import decide_category

CUSTOMER = "青州市晨例食品有限公司"
OTHER_COMPANY = "绵阳川例粮油贸易有限公司"
OWN_COMPANY = "湖州宏例包装机械有限公司"
"""Stand-ins for the companies of a case: no real one goes by these names."""

_DIRECTORY = Directory(
    Register(
        customers=(RegisteredCustomer(1, CUSTOMER), RegisteredCustomer(2, OTHER_COMPANY)),
        own=(OwnCompany(OWN_COMPANY),),
    )
)


class Case(Strict):
    """One paper. `kind` may be `unknown`; rules in `speaks` must speak on it, those in `silent` must not."""

    paper: str = Field(min_length=1)
    kind: str
    page: tuple[str, ...] = Field(min_length=1)
    speaks: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


class _CaseFile(RootModel[tuple[Case, ...]]):
    pass


@dataclass(frozen=True, slots=True)
class Tried:
    """A case tried on a rulebook: the kind chosen first, and rules that did not do as the case says."""

    case: Case
    file: Path
    chosen: str
    mute: tuple[str, ...] = ()
    loud: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        return self.chosen == self.case.kind and not self.mute and not self.loud


def load_cases(folder: Path, *, kinds: Collection[str]) -> tuple[tuple[Path, Case], ...]:
    """All cases of the YAML files in a folder, which need not be there. Raises `Problems`."""
    found: list[tuple[Path, Case]] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        content = load_yaml(path, _CaseFile)
        if isinstance(content, list):
            problems += content
            continue
        found += [(path, case) for case in content.root]
        problems += _unknown_kinds(path, content.root, {*kinds, NO_KIND})
    raise_if_any(problems)
    return tuple(found)


def try_case(path: Path, case: Case, rulebook: Rulebook) -> Tried:
    """Weigh one case as a paper of one page would be."""
    weighed = Scale(rulebook, _DIRECTORY).weigh([drawn(case.page)])
    chosen = first_choice(decide_category(weighed, rulebook.thresholds)) or NO_KIND
    spoke = {item.rule for candidate in weighed for item in candidate.evidence}
    mute = tuple(rule for rule in case.speaks if rule not in spoke)
    return Tried(case, path, chosen, mute, tuple(rule for rule in case.silent if rule in spoke))


def drawn(rows: Sequence[str]) -> Sheet:
    """A page from rows: headlines large and centred, cells apart."""
    lines: list[Line] = []
    for number, row in enumerate(rows):
        top = 100.0 + 60 * number
        if row.startswith("# "):
            half = 30 * len(row)
            lines.append(Line(row[2:], Box(800 - half, top - 10, 800 + half, top + 48)))
            continue
        left = 100.0
        for cell in row.split("|"):
            lines.append(Line(cell, Box(left, top, left + 26 * len(cell), top + 28)))
            left += 26 * len(cell) + 90
    return lay_out(Page(1, 1600, 2300, 0, "case", tuple(lines)))


def _unknown_kinds(path: Path, cases: Sequence[Case], known: Collection[str]) -> Iterator[Problem]:
    lines = path.read_text(encoding="utf-8").splitlines()
    for case in cases:
        if case.kind not in known:
            line = next((number for number, text in enumerate(lines, start=1) if case.kind in text), 0)
            hint = did_you_mean(case.kind, sorted(known))
            said = translate("{paper}: no kind '{kind}'{hint}", paper=case.paper, kind=case.kind, hint=hint)
            yield Problem(path, line, said)
