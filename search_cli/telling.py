"""Tells how the work of `dangan ingest` and `watch` goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from archive.catalogue.scans import ScanState, state_name
from archive.errors import UnfinishedWork
from archive.language import show, translate
from archive.message import readable
from index.engine import Behind
from ingest.inbox import Left
from ingest.outcome import PartOutcome, ScanOutcome
from reports.text import pad
from search_cli.bar import Bar
from search_cli.output import clipped, say
from search_cli.reviewing import shown_range
from search_cli.terms import nameless
from search_cli.workplace import Workplace

SIGNS = {
    "filed": "✓",
    "duplicate": "=",
    "review": "?",
    "quarantined": "✗",
    "dismissed": "-",
    "pending": "…",
    "disposed": "-",
}
WANTING_A_PERSON = frozenset({"review", "quarantined", "pending"})
FOR_THE_KIND = 4  # words that decided, shown of a paper
FOR_THE_CUSTOMER = 2
LONGEST_WORD = 24  # terminal cells of one of them


class Teller:
    """Tells how the work goes: a line or more for each scan, and a bar on a terminal."""

    def __init__(self, work: Workplace, stream: TextIO, *, progress: bool, discreet: bool = False) -> None:
        self._regulations = work.home.regulations
        self._stream = stream
        self._discreet = discreet
        self._bar = Bar(translate(" scans"), shown=progress)
        self._counts: dict[ScanState, int] = {}
        self._left = 0

    def __enter__(self) -> Teller:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def expect(self, scans: int) -> None:
        """So many scans are there to be worked off now."""
        self._bar.expect(scans)

    def finished(self, outcome: ScanOutcome) -> None:
        """A scan has come to where it stands."""
        self._counts[outcome.state] = self._counts.get(outcome.state, 0) + 1
        self._bar.step()
        self._say(self._discreetly(outcome) if self._discreet else self._fully(outcome))

    def left(self, left: Left) -> None:
        """Something was not taken, and stays where it lies."""
        self._left += 1
        if self._discreet:
            self._say([f"! {nameless(left.error.message)}"])
        else:
            self._say([f"! {readable(left.path.name)}  {show(left.error)}"])

    def lagging(self, behind: Behind) -> None:
        """The search index could not take papers over; they are filed all the same."""
        why = show(behind.fault) if behind.fault else ""
        self._say(
            [
                "! "
                + translate(
                    "The search index is {count} change(s) behind and will catch up by itself: {why}",
                    count=behind.changes,
                    why=why,
                )
            ]
        )

    def sum_up(self) -> None:
        """The counts; raises `UnfinishedWork` when something wants a person."""
        counts = "  ".join(f"{state_name(state)} {count}" for state, count in sorted(self._counts.items()))
        say(translate("{all} file(s): {counts}", all=sum(self._counts.values()), counts=counts or "0"))
        unfinished = (
            sum(count for state, count in self._counts.items() if state in WANTING_A_PERSON) + self._left
        )
        if unfinished:
            raise UnfinishedWork(
                "{count} file(s) want a person.",
                advice="See `dangan review list` and `dangan status`.",
                count=unfinished,
            )

    def _say(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._bar.write(line, self._stream)
        self._stream.flush()

    def _discreetly(self, outcome: ScanOutcome) -> list[str]:
        return [f"{SIGNS[outcome.state]} {outcome.scan} {state_name(outcome.state)}"]

    def _fully(self, outcome: ScanOutcome) -> list[str]:
        name = "/".join(filter(None, (outcome.sub_folder, outcome.name)))
        head = f"{SIGNS[outcome.state]} {pad(name, 30)}  {state_name(outcome.state)}"
        if outcome.dropped:
            head += "  " + translate("({count} blank or separator page(s) dropped)", count=outcome.dropped)
        lines = [head]
        if outcome.reason and not outcome.parts:
            lines.append(f"    {show(outcome.reason)}")
        if outcome.advice and not outcome.parts:
            lines.append(f"    → {show(outcome.advice)}")
        return lines + [line for part in outcome.parts for line in self._part(part)]

    def _part(self, part: PartOutcome) -> list[str]:
        pages = translate("p. {pages}", pages=shown_range(part.first_page, part.last_page))
        category = self._regulations.kind_name(part.category) if part.category else "—"
        lines = [f"    {pages}  {category}  {part.customer or '—'}  {part.archive_number or ''}".rstrip()]
        if part.reason:
            lines.append(f"        ? {show(part.reason)}")
        words = decisive(part.category_words, part.customer_words)
        if words:
            lines.append("        " + translate("decided by: {words}", words=words))
        return lines


def decisive(category_words: Sequence[str], customer_words: Sequence[str]) -> str:
    """The words that tell most, each cut to a few cells, so that all stand on one line.

    Both hold one item for each rule that spoke, weightiest first; an item may be several words in turn.
    """
    kind = dict.fromkeys(piece for words in category_words for piece in words.split("、"))
    customer = (words.split("、")[0] for words in customer_words[:FOR_THE_CUSTOMER])
    chosen = dict.fromkeys([*list(kind)[:FOR_THE_KIND], *customer])
    return "、".join(clipped(word, LONGEST_WORD) for word in chosen)
