"""A page as the rows of a rule case, with what is somebody's own masked.

Companies become stand-ins, figures zeros, and what is filled in beside a form's labels 某; names of
people inside running text cannot be told for certain and may stay.
"""

from __future__ import annotations

import re
from itertools import pairwise

from classify.cases import CUSTOMER, OTHER_COMPANY, OWN_COMPANY
from classify.directory import Directory
from classify.form_words import is_wording, wording_at_end
from classify.names import find_names
from classify.persons import is_person
from classify.sheet import Cell, Sheet
from classify.wording import is_han

_HEADLINE = 0.9
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=[年./-])")
_CODE = re.compile(r"(?=[A-Za-z\d]*\d)(?=[A-Za-z\d]*[A-Za-z])[A-Za-z\d]{5,}")
_FILLED_IN_AT_MOST = 12
"""Longer words beside a label are a text, by which rules may have to tell the paper."""

_STAND_INS = (CUSTOMER, OTHER_COMPANY, OWN_COMPANY)
_UNITS = frozenset("年月日时分元万")
_BRAND, _OTHER_BRAND = "晨例", "川例"


def masked_rows(sheet: Sheet, directory: Directory, *, customer: str) -> tuple[str, ...]:
    """The rows of a page; `customer` is the registered name of whose paper it is."""
    return tuple(_row(row, directory, customer) for row in sheet.rows if row)


def _row(row: tuple[Cell, ...], directory: Directory, customer: str) -> str:
    values = {id(cell) for label, cell in pairwise(row) if is_wording(label.text)}
    cells = [_masked(cell, directory, customer, value=id(cell) in values) for cell in row]
    headline = len(row) == 1 and row[0].title >= _HEADLINE
    return ("# " if headline else "") + "|".join(cells)


def _masked(cell: Cell, directory: Directory, customer: str, *, value: bool) -> str:
    named = _companies(cell.text.replace("|", "/"), directory, customer)
    text = _CODE.sub(lambda found: "X" * len(found[0]), named)
    text = _YEAR.sub("2000", text)
    text = re.sub(r"(?<!\d)2000(?=[年./-])|\d", lambda found: "2000" if len(found[0]) > 1 else "0", text)
    label, colon, filled = text.partition(":")
    if colon and wording_at_end(label):
        return f"{label}:{_hidden(filled)}"
    return _hidden(text) if value or cell.by_hand or is_person(text) else text


def _companies(text: str, directory: Directory, customer: str) -> str:
    """The text with every company in it replaced by its stand-in, longest names first."""
    stand_ins = {
        name.value: _stand_in(directory.is_own(name.value), OTHER_COMPANY) for name in find_names(text)
    }
    for brand, owner, _ in directory.brands_in(text):
        stand_ins[brand] = _BRAND if owner.name == customer else _OTHER_BRAND
    for known in directory.known_in(text):
        theirs = CUSTOMER if known.owner is not None and known.owner.name == customer else OTHER_COMPANY
        stand_ins[known.name] = _stand_in(known.owner is None, theirs)
    for name in sorted(stand_ins, key=len, reverse=True):
        text = text.replace(name, stand_ins[name])
    return text


def _stand_in(own: bool, theirs: str) -> str:
    return OWN_COMPANY if own else theirs


def _hidden(text: str) -> str:
    """Words that somebody filled in, if they are no text: Chinese characters become 某, units stay."""
    if len(text) > _FILLED_IN_AT_MOST or is_wording(text) or any(name in text for name in _STAND_INS):
        return text
    return "".join("某" if is_han(letter) and letter not in _UNITS else letter for letter in text)
