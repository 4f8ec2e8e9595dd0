"""One page, two papers: two statements on a sheet, a licence and an identity card copied side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from archive.decision import Candidate
from classify.look import STATEMENTS, Look, statement_heading
from classify.rulebook import NO_KIND, Thresholds
from classify.scoring import Scale
from classify.sheet import Cell, Sheet, excerpt

_HEAD_ROWS = 6  # running head, section, title: what may stand above the first statement
_LEAST_CELLS = 5  # of a paper that shares its page
_LEAST_EVIDENCE = 2  # rules that must speak for it
_MIDDLE = (0.3, 0.7)  # of the written width: where a gap parts two papers laid side by side
_GAP = 3.0  # of the letter height: white between two papers laid one below the other
_HEADING = 0.6
_SIZE = 0.85  # of the first title's letters: a smaller heading is of a part of the paper


def shares_of(look: Look, scale: Scale, thresholds: Thresholds) -> tuple[Sheet, ...]:
    """The papers that a page may hold, each with its own cells; nothing for a page of one paper.

    A page may be cut above the heading of a second statement, where one ends and another begins. Elsewhere
    only where two kinds have enough for themselves on the whole page, and each part, taken alone, is
    clearly of a kind of its own.
    """
    sheet = look.sheet
    rows = tuple(_second_statements(sheet, scale, thresholds))
    if rows:
        return _at_rows(sheet, rows)
    strong = [one for one in look.kinds if one.score >= thresholds.enough and one.value != NO_KIND]
    for parts in _cuts(sheet) if len(strong) > 1 else ():
        shares = tuple(excerpt(sheet, cells) for cells in parts if len(cells) >= _LEAST_CELLS)
        if len(shares) == len(parts) and _are_papers([scale.weigh([share]) for share in shares], thresholds):
            return shares
    return ()


def is_paper(shares: Sequence[Look], thresholds: Thresholds) -> bool:
    """Whether the first of the shares is a paper by itself: another statement, or clearly of another kind."""
    first, second = shares[0], shares[1]
    if first.statement:
        return True
    kind = _clear_kind(first.kinds, thresholds)
    return kind is not None and kind != _clear_kind(second.kinds, thresholds)


def _second_statements(sheet: Sheet, scale: Scale, thresholds: Thresholds) -> Iterator[int]:
    """Rows that are the heading of a statement and have something else than a page's head above them."""
    for row in sheet.rows[_HEAD_ROWS:]:
        if statement_heading(row):
            below = excerpt(sheet, [cell for cell in sheet.cells if cell.row >= row[0].row])
            if _clear_kind(scale.weigh([below]), thresholds) in STATEMENTS:
                yield row[0].row


def _at_rows(sheet: Sheet, rows: Sequence[int]) -> tuple[Sheet, ...]:
    """The page cut above each of these rows."""
    borders = (0, *rows, sheet.rows[-1][0].row + 1)
    return tuple(
        excerpt(sheet, [cell for cell in sheet.cells if first <= cell.row < end])
        for first, end in pairwise(borders)
    )


def _are_papers(weighed: Sequence[Sequence[Candidate]], thresholds: Thresholds) -> bool:
    """Whether each part is clearly of a kind, and no two of the same."""
    kinds = {_clear_kind(kinds, thresholds) for kinds in weighed}
    return None not in kinds and len(kinds) == len(weighed)


def _clear_kind(kinds: Sequence[Candidate], thresholds: Thresholds) -> str | None:
    best = kinds[0] if kinds else None
    if best is None or best.value == NO_KIND or best.score < 1.5 * thresholds.enough:
        return None
    speaking = [item for item in best.evidence if item.weight > 0]
    second = kinds[1].score if len(kinds) > 1 else 0.0
    clear = len(speaking) >= _LEAST_EVIDENCE and best.score - second >= thresholds.margin
    return best.value if clear else None


def _cuts(sheet: Sheet) -> Iterator[tuple[tuple[Cell, ...], ...]]:
    """Ways to cut a page in two: above a second title, in a white gap, between left and right."""
    yield from _side_by_side(sheet)
    for row in (*_second_titles(sheet), *_gaps(sheet)):
        above = tuple(cell for cell in sheet.cells if cell.row < row)
        yield above, tuple(cell for cell in sheet.cells if cell.row >= row)


def _second_titles(sheet: Sheet) -> Iterator[int]:
    """Rows below the first title that bear a title as large."""
    titles = sorted((cell for cell in sheet.titles if cell.title >= _HEADING), key=lambda cell: cell.row)
    for title in titles[1:]:
        if title.box.height >= _SIZE * titles[0].box.height:
            yield title.row


def _gaps(sheet: Sheet) -> Iterator[int]:
    """Rows with much white above, the widest gap first."""
    letter = median(cell.box.height for cell in sheet.cells)
    white = []
    for row, following in zip(sheet.rows, sheet.rows[1:], strict=False):
        gap = min(cell.box.top for cell in following) - max(cell.box.bottom for cell in row)
        if gap > _GAP * letter:
            white.append((gap, following[0].row))
    return (row for _, row in sorted(white, reverse=True)[:3])


def _side_by_side(sheet: Sheet) -> Iterator[tuple[tuple[Cell, ...], ...]]:
    """Left and right of the widest gap in the middle that nothing is written across."""
    left = min(cell.box.left for cell in sheet.cells)
    width = max(cell.box.right for cell in sheet.cells) - left
    reach, widest, at = left, 0.0, 0.0
    for cell in sorted(sheet.cells, key=lambda cell: cell.box.left):
        middle = (reach + cell.box.left) / 2
        if cell.box.left - reach > widest and _MIDDLE[0] < (middle - left) / width < _MIDDLE[1]:
            widest, at = cell.box.left - reach, middle
        reach = max(reach, cell.box.right)
    if widest > 0:
        yield (
            tuple(cell for cell in sheet.cells if cell.box.left < at),
            tuple(cell for cell in sheet.cells if cell.box.left >= at),
        )
