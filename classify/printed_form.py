"""What is printed on a form: its headline and labels with their places, told from what was filled in.

A label is decided by where it stands (before a colon, or alone in its cell) and by its wording: only words
that forms are made of (`classify.form_words`). In doubt it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.learnt import FormLabel, PrintedForm
from classify.directory import Directory
from classify.form_words import bared, is_wording, wording_at_end
from classify.names import find_names
from classify.persons import is_person
from classify.sheet import Cell, Sheet

_TITLE_AT_LEAST = 3
_HEADLINE, _TITLE_STRENGTH = 0.9, 0.6
_TITLE_TAIL = re.compile(r"(?:[(\[].*|[-:].*|\d.*|第.{1,4}联?|一式.*)$")
_BEFORE_COLON = re.compile(r"([^:;,。|]{1,24}):")
_BODIES = ("公司", "企业", "单位", "部门", "银行", "机构")
"""Before a colon these end a greeting or a name more often than a label, unless they are all of it."""
_SHORT_AND_CHINESE = re.compile(r"[\u3400-\u9fff()/、:]{2,12}")
_ALIKE = 0.1  # of the page: how far apart two papers may have one label
_COLUMNS = 3  # a row of so many labels is the head of a table
_ORGANISATION = re.compile(r"^.*(?:公司|集团|厂|中心|事务所|银行)(?=.{3,}$)")


def printed_form(sheet: Sheet) -> PrintedForm:
    """Headline and labels of a page, each as it is kept and compared (`form_words.bared`)."""
    title = _title(sheet)
    labels = {
        (label.text, round(label.y, 2)): label
        for cell in sheet.cells
        for label in _labels(sheet, cell)
        if label.text != title
    }
    return PrintedForm(title, tuple(labels.values()))


def shared_labels(one: Sheet, other: Sheet, directory: Directory) -> tuple[FormLabel, ...]:
    """Labels in words of the house's own, as `one` bears them: `other`, a paper on the same form of another
    customer, has the same cell in the same place, and something else is filled in beside it.

    Names are never taken, nor what stands where things are filled in, though two papers say the same.
    """
    theirs = {cell.text: cell for cell in other.cells}
    return tuple(
        FormLabel(bared(cell.text), *_place(one, cell), seen=2)
        for cell in one.cells
        if (twin := theirs.get(cell.text)) is not None
        and _could_be_printed(cell, directory)
        and _stand_alike(_place(one, cell), _place(other, twin))
        and _stands_as_labels_do(one, cell)
        and _beside(one, cell) != _beside(other, twin)
    )


def shared_title(one: Sheet, other: Sheet, directory: Directory) -> str:
    """The headline that two customers' papers on a form bear in words of the house's own; empty for none."""
    theirs = {cell.text for cell in other.titles if cell.title >= _HEADLINE}
    for cell in one.titles:
        if cell.title >= _HEADLINE and cell.text in theirs and _is_nobodys(cell.text, directory):
            return bared(cell.text)
    return ""


def headlines(sheet: Sheet) -> tuple[str, ...]:
    """What might be the headline of a page, most like one first."""
    return tuple(_TITLE_TAIL.sub("", cell.text) or cell.text for cell in sheet.titles if cell.title >= 0.4)


def _title(sheet: Sheet) -> str:
    for cell in sheet.titles:
        if cell.title < _HEADLINE or cell.by_hand:
            break
        if len(sheet.rows[cell.row]) > 1:
            continue
        words = _ORGANISATION.sub("", _TITLE_TAIL.sub("", cell.text))
        found = wording_at_end(words, least=_TITLE_AT_LEAST)
        if found:
            return bared(found)
    return ""


def _labels(sheet: Sheet, cell: Cell) -> Iterator[FormLabel]:
    """The labels in a cell: before its colons, or all of it."""
    if cell.by_hand:
        return
    found = False
    for match in _BEFORE_COLON.finditer(cell.text):
        text = wording_at_end(match[1].strip())
        if text and (text == match[1] or not text.endswith(_BODIES)):
            found = True
            yield _label(sheet, cell, text, match.end(1) - len(text))
    if not found and is_wording(cell.text):
        yield _label(sheet, cell, cell.text, 0)


def _label(sheet: Sheet, cell: Cell, text: str, offset: int) -> FormLabel:
    x, y = _place(sheet, cell)
    along = cell.box.width / sheet.width * offset / max(1, len(cell.text))
    return FormLabel(bared(text), round(x + along, 3), round(y, 3))


def _place(sheet: Sheet, cell: Cell) -> tuple[float, float]:
    middle = (cell.box.top + cell.box.bottom) / 2
    return round(cell.box.left / sheet.width, 3), round(middle / sheet.height, 3)


def _could_be_printed(cell: Cell, directory: Directory) -> bool:
    """Whether a cell that two papers share can be a label: short, Chinese, no headline, nobody's name."""
    return cell.title < _TITLE_STRENGTH and _is_nobodys(cell.text, directory)


def _is_nobodys(text: str, directory: Directory) -> bool:
    """Whether a text is short, Chinese and nobody's name."""
    if not _SHORT_AND_CHINESE.fullmatch(text) or is_person(text):
        return False
    return not any((*find_names(text), *directory.known_in(text), *directory.brands_in(text)))


def _stand_alike(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < _ALIKE and abs(one[1] - other[1]) < _ALIKE


def _stands_as_labels_do(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell stands neither to the right of a label nor below the heads of a table."""
    row = sheet.rows[cell.row]
    before = row.index(cell) - 1
    if before >= 0 and is_wording(row[before].text):
        return False
    heads = (above for above in sheet.rows[: cell.row] if len(above) >= _COLUMNS)
    return not any(all(is_wording(head.text) for head in above) for above in heads)


def _beside(sheet: Sheet, cell: Cell) -> str:
    """What stands to the right of a cell."""
    row = sheet.rows[cell.row]
    after = row.index(cell) + 1
    return row[after].text if after < len(row) else ""
