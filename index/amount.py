"""Amounts in queries: one, or a range, in yuan, 万 or 亿, as people write them; kept in fen (分)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from archive.errors import BadInput
from index.lexis import Place

LARGEST = 10**17
"""In fen: more is no sum of money, and less than what every index keeps as an integer."""

_FIGURE = re.compile(
    r"(?P<sign>-?)¥?(?P<figure>(?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,8})?)(?P<unit>万元?|亿元?|元)?"
)
_BETWEEN = re.compile(r"\.{2,3}|[~—–]+|至|到|(?<=[\d元万亿])-")
_UNITS = {"": 1, "元": 1, "万": 10**4, "亿": 10**8}

Range = tuple[int | None, int | None]


def read_amounts(text: str, place: Place) -> Range:
    """Lowest and highest amount in fen, both included: `100000..200000`, `100000..`, `..20万`, `1,200.50`.

    Raises `BadInput`, also for a range that is empty and for one that can be read in two ways.
    """
    ends = [end.strip() for end in _BETWEEN.split(_plain(text))]
    if len(ends) > 2 or not any(ends):
        raise _no_amount(text, place)
    lowest, highest = _fen(ends[0], text, place), _fen(ends[-1], text, place)
    if len(ends) == 2:
        _require_units(ends[0], ends[1], text, place)
    if lowest is not None and highest is not None and lowest > highest:
        raise BadInput(
            "The amounts {text} end below where they begin: at character {position}.\n{shown}",
            advice="Write the lower amount first.",
            text=text[:40],
            **place.pointer(),
        )
    return lowest, highest


def figures(text: str) -> str | None:
    """An amount with its unit in plain figures of yuan (`1000万元` is `10000000`); none for other words."""
    found = _FIGURE.fullmatch(_plain(text))
    if found is None or not found["unit"]:
        return None
    yuan = Decimal(found["sign"] + found["figure"].replace(",", "")) * _UNITS[_unit(found)]
    return f"{yuan.normalize():f}"


def yuan(fen: int) -> str:
    """An amount as people read it."""
    return f"{Decimal(fen) / 100:,.2f}"


def _plain(text: str) -> str:
    """Half width, no blanks; a full stop is what a Chinese keyboard makes of a decimal point."""
    return "".join(unicodedata.normalize("NFKC", text).replace("。", ".").replace("−", "-").split())


def _unit(found: re.Match[str]) -> str:
    return (found["unit"] or "").removesuffix("元")


def _fen(end: str, text: str, place: Place) -> int | None:
    if not end:
        return None
    found = _FIGURE.fullmatch(end)
    if found is None:
        raise _no_amount(text, place)
    fen = Decimal(found["sign"] + found["figure"].replace(",", "")) * _UNITS[_unit(found)] * 100
    if fen != int(fen) or abs(fen) > LARGEST:
        raise _no_amount(text, place)
    return int(fen)


def _require_units(low: str, high: str, text: str, place: Place) -> None:
    """10..20万 may begin at ten yuan or at 10万; 50000..10万 cannot be meant otherwise."""
    first, last = _FIGURE.fullmatch(low), _FIGURE.fullmatch(high)
    if first is None or last is None or first["unit"] or _unit(last) == "":
        return
    begin, end = (Decimal(found["figure"].replace(",", "")) for found in (first, last))
    if 0 < begin < end:
        raise BadInput(
            "The amounts {text} can be read in two ways: at character {position}.\n{shown}",
            advice="Write the unit behind both: {low}{unit}..{high}, or {low}元..{high}.",
            text=text[:40],
            low=low,
            high=high,
            unit=last["unit"],
            **place.pointer(),
        )


def _no_amount(text: str, place: Place) -> BadInput:
    return BadInput(
        "{text} is no amount of money: at character {position}.\n{shown}",
        advice="Write yuan: 100000..200000, 100000.., ..200000, 10万..20万, or one amount such as 12,500.00.",
        text=text[:40],
        **place.pointer(),
    )
