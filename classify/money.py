"""Sums of money as papers print them, as Decimal yuan: figures with units, and capital numerals (大写)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_UNITS = {
    "": 1,
    "元": 1,
    "千元": 1000,
    "万": 10_000,
    "万元": 10_000,
    "百万元": 1_000_000,
    "亿": 10**8,
    "亿元": 10**8,
}
_FIGURES = re.compile(
    r"(?<![\d.,])(?P<sign>-)?(?P<yuan>\d{1,3}(?:[,，]\d{3})+|\d+)(?P<cents>\.\d{1,2}(?!\d)|\.\d{3,6}(?=万|亿|\s[万亿]))?(?!\d)\s*"
    r"(?P<unit>亿[元圆]?|百万[元圆]|万[元圆]?|千[元圆]|元|圆)?"
)
_CAPITAL_DIGITS = (
    {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
    | {character: value for value, character in enumerate("〇一二三四五六七八九")}
    | {"两": 2, "弐": 2, "参": 3}
)
_CAPITAL_PLACES = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_DIGIT = "[零壹贰叁肆伍陆柒捌玖]"
_CAPITALS = re.compile(
    rf"(?:[零壹贰叁肆伍陆柒捌玖拾佰仟万亿两]{{2,}}[元圆]?|{_DIGIT}[元圆])(?:零?{_DIGIT}角)?(?:零?{_DIGIT}分)?[整正]?"
)
_OLD_FORMS = str.maketrans("萬億圓", "万亿圆")


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in a text. `marked` is true where a currency sign, a unit or capitals say that it is money."""

    value: Decimal
    start: int
    end: int
    marked: bool
    capital: bool = False


def find_money(text: str) -> tuple[Money, ...]:
    """All sums in `text` (as `wording.plain` leaves it), in order."""
    found = [_from_figures(text, match) for match in _FIGURES.finditer(text)]
    for match in _CAPITALS.finditer(text.translate(_OLD_FORMS)):
        value = capital_value(match[0])
        if value is not None:
            found.append(Money(value, match.start(), match.end(), marked=True, capital=True))
    return tuple(sorted(found, key=lambda money: money.start))


def _from_figures(text: str, match: re.Match[str]) -> Money:
    number = re.sub(r"[,，]", "", match["yuan"]) + (match["cents"] or "")
    unit = (match["unit"] or "").replace("圆", "元")
    before = text[max(0, match.start() - 3) : match.start()].strip()
    marked = bool(unit) or before.endswith(("¥", "￥", "RMB", "Y"))
    value = Decimal(number) * _UNITS[unit] * (-1 if match["sign"] else 1)
    if len(match["cents"] or "") > len(".00"):  # 50.0000万
        value = value.quantize(Decimal("0.01"))
    return Money(value, match.start(), match.end(), marked=marked)


def capital_value(text: str) -> Decimal | None:
    """The value of a sum in capitals (壹佰贰拾万元整, 叁仟元伍角), or None where it is not one."""
    match = re.fullmatch(
        r"(.*?)[元圆]?[整正]?(?:零?(.)角)?[整正]?(?:零?(.)分)?[整正]?", text.translate(_OLD_FORMS)
    )
    if match is None:
        return None
    whole = _whole(match[1])
    if whole is None:
        return None
    tenths = _CAPITAL_DIGITS.get(match[2] or "零", 0)
    hundredths = _CAPITAL_DIGITS.get(match[3] or "零", 0)
    return Decimal(whole) + Decimal(tenths) / 10 + Decimal(hundredths) / 100


def _whole(text: str) -> int | None:
    total = section = digit = 0
    for character in text:
        if character in _CAPITAL_DIGITS:
            digit = _CAPITAL_DIGITS[character]
        elif character in _CAPITAL_PLACES:
            section += (digit or 1) * _CAPITAL_PLACES[character]
            digit = 0
        elif character == "万":
            total += (section + digit) * 10_000
            section = digit = 0
        elif character == "亿":
            total = (total + section + digit) * 10**8
            section = digit = 0
        else:
            return None
    value = total + section + digit
    return value or None
