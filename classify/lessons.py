"""What a settled paper teaches of the house's forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from archive.decision import Decision
from archive.learnt import LearntForm, Lesson
from archive.page import Page
from archive.register import Register
from classify.directory import Directory
from classify.memory import FormMemory, is_form, refined, sure_of
from classify.printed_form import printed_form, shared_labels, shared_title
from classify.sheet import Sheet, lay_out


class Teacher:
    """Teaches from settled papers (`archive.learning.Teaches`); knows the register to leave its names out."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def lesson(
        self,
        page: Page,
        kind: str,
        machine: Decision | None,
        forms: Sequence[LearntForm],
        earlier: Callable[[LearntForm], Page | None],
    ) -> Lesson:
        """The lesson of one paper: `page` is its first, `kind` what it was settled as.

        A second paper on a form refines it: labels that it lacks count less, and words of the house's own
        that both papers bear in the same place join, if `earlier` gives the first paper's page.
        """
        sheet = lay_out(page)
        said = sure_of(machine) if machine is not None else None
        form = printed_form(sheet)
        known = [found.learnt for found in FormMemory(forms).recall(sheet) if found.learnt.kind == kind]
        if known:
            after = self._refined(known[0], sheet, earlier(known[0]))
            overruled = said if said not in (None, kind) else known[0].rules_said
            return Lesson(len(form.labels), said, known=replace(after, rules_said=overruled))
        return Lesson(len(form.labels), said, new=form if is_form(form) else None)

    def _refined(self, known: LearntForm, sheet: Sheet, before: Page | None) -> LearntForm:
        if before is None:
            return refined(known, sheet)
        first, directory = lay_out(before), Directory(self._register)
        title = shared_title(first, sheet, directory)
        return refined(known, sheet, shared_labels(first, sheet, directory), title=title)
