"""Numbers that name a company: their check characters, and finding them in what an engine read.

Sources: GB 32100-2015 (统一社会信用代码, 18 characters, modulus 31), GB 11714-1997 (组织机构代码, 8 + 1
characters, modulus 11), GS 15-2006 (工商注册号, 15 digits, modulus 11,10). A tax registration
number (税务登记号, until 2015) is the region's 6 digits and the organisation code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

CodeKind = Literal["credit", "registration", "organisation", "tax"]

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# What engines mistake for one another; the first group reads "O may be 0, D or Q".
_CONFUSABLE = {
    "O": "0DQ",
    "0": "DQ",
    "D": "0",
    "Q": "0",
    "I": "1",
    "L": "1",
    "1": "7LT",
    "7": "1T",
    "T": "17",
    "Z": "2",
    "2": "7",
    "S": "58",
    "5": "38",
    "3": "58",
    "B": "83",
    "8": "B3",
    "G": "6",
    "6": "GB8",
    "V": "UY",
    "U": "J",
    "J": "1",
    "C": "G",
    "4": "A",
    "A": "4",
    "M": "N",
    "N": "M",
    "W": "M",
    "X": "K",
    "K": "X",
    "Y": "V",
    "9": "0",
    "P": "F",
    "F": "P",
    "E": "F",
}
_REPAIRS_AT_ONCE = 2

_RUN = re.compile(r"[0-9A-Za-z]{13,22}")
_GAPPED_RUN = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?:[ .·]?[0-9A-Za-z]){14,19}(?![0-9A-Za-z])")
# One account number in ten has a right check digit by chance.
_ACCOUNT = re.compile(r"(?:[账帐]号|[账帐]户|卡号|流水号|回单号|交易号|凭证号|单号|电话|手机)[:|\s]*$")
_LABEL_BEFORE = 12
_TAX = re.compile(r"税.{0,10}$")
_ORGANISATION = re.compile(r"(?<![0-9A-Za-z])([0-9A-Z]{8})-([0-9X])(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Code:
    """A number of a company found in text, with its check character right.

    `start` and `end` are offsets in the text searched; `repaired` tells that characters were put right.
    """

    value: str
    kind: CodeKind
    start: int
    end: int
    repaired: bool = False


def is_credit_code(text: str) -> bool:
    """Whether 18 characters are a credit code by GB 32100-2015: alphabet, layout, check character."""
    if len(text) != 18 or any(character not in CREDIT_ALPHABET for character in text):
        return False
    if not text[2:8].isdigit() or text[0] not in "123456789ANY":
        return False
    total = sum(
        CREDIT_ALPHABET.index(character) * weight
        for character, weight in zip(text[:17], _CREDIT_WEIGHTS, strict=True)
    )
    return CREDIT_ALPHABET[-total % 31] == text[17]


def is_organisation_code(text: str) -> bool:
    """Whether 9 characters (8 and the check character, no hyphen) are an organisation code by GB 11714."""
    if len(text) != 9 or any(character not in _ORGANISATION_ALPHABET for character in text):
        return False
    total = sum(
        _ORGANISATION_ALPHABET.index(character) * weight
        for character, weight in zip(text[:8], _ORGANISATION_WEIGHTS, strict=True)
    )
    check = -total % 11
    return text[8] == ("X" if check == 10 else str(check))


def is_registration_number(text: str) -> bool:
    """Whether 15 digits are a registration number of a trade and industry bureau by GS 15 (mod 11,10)."""
    if len(text) != 15 or not text.isascii() or not text.isdigit():
        return False
    carried = 10
    for digit in text[:14]:
        carried = ((carried + int(digit)) % 10 or 10) * 2 % 11
    return (carried + int(text[14])) % 10 == 1


def organisation_part(credit_code: str) -> str:
    """The organisation code inside an 18-character credit code (places 9 to 17)."""
    return credit_code[8:17]


def organisation_in(code: str) -> str | None:
    """The organisation code that a credit code or a tax number holds, or that it is itself; else None."""
    bare = code.replace("-", "")
    held = {18: organisation_part(bare), 15: bare[6:], 9: bare}.get(len(bare), "")
    return held if is_organisation_code(held) else None


def repair_credit_code(text: str) -> str | None:
    """The one credit code that `text` can be a misreading of, or None.

    Up to two confusable characters are changed. A repair must also make the organisation code inside
    valid: with one check character alone every second wrong code would find a "repair". When several
    repairs are valid none is taken.
    """
    if len(text) != 18:
        return None
    if is_credit_code(text):
        return text
    spelled = _unambiguous(text)
    if is_credit_code(spelled):
        return spelled
    for changes in range(1, _REPAIRS_AT_ONCE + 1):
        found = {repaired for repaired in _variants(spelled, changes) if _is_sound(repaired)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _is_sound(code: str) -> bool:
    return is_credit_code(code) and is_organisation_code(organisation_part(code))


def _unambiguous(text: str) -> str:
    """Put right what can only be one thing: letters no code has, letters where digits must stand."""
    spelled = text.translate(str.maketrans("OIZSV", "0125Y"))
    region = spelled[2:8].translate(str.maketrans("DQBGLTA", "0086174"))
    return spelled[:2] + region + spelled[8:]


def _variants(text: str, changes: int) -> Iterator[str]:
    for places in combinations(range(len(text)), changes):
        choices = [_CONFUSABLE.get(text[place], "") for place in places]
        for replacement in product(*choices):
            characters = list(text)
            for place, character in zip(places, replacement, strict=True):
                characters[place] = character
            yield "".join(characters)


def find_codes(text: str) -> tuple[Code, ...]:
    """All codes with a right check character in `text` (as `wording.plain` leaves it), in order.

    A credit code is taken as it stands, then repaired; digits of an account or telephone number
    next to letters are not searched for codes inside them.
    """
    found: dict[int, Code] = {}
    for run in (*_RUN.finditer(text), *_GAPPED_RUN.finditer(text)):
        label = text[max(0, run.start() - _LABEL_BEFORE) : run.start()]
        code = None if _ACCOUNT.search(label) else _code_in(run, taxed=_TAX.search(label) is not None)
        if code is not None and code.start not in found:
            found[code.start] = code
    for match in _ORGANISATION.finditer(text):
        value = match[1] + match[2]
        if is_organisation_code(value):
            found.setdefault(match.start(), Code(value, "organisation", match.start(), match.end()))
    return tuple(found[start] for start in sorted(found))


def _code_in(run: re.Match[str], *, taxed: bool) -> Code | None:
    value = re.sub(r"[ .·]", "", run[0]).upper()
    start, end = run.span()
    if len(value) == 15 and is_registration_number(value):
        return Code(value, "registration", start, end)
    if len(value) == 15 and taxed and value[:6].isdigit() and is_organisation_code(value[6:]):
        return Code(value, "tax", start, end)
    if not _looks_like_credit_code(value):
        return None
    for cut in _windows(value):
        if is_credit_code(cut):
            return Code(cut, "credit", start, end)
    repaired = repair_credit_code(value)
    if repaired is not None:
        return Code(repaired, "credit", start, end, repaired=True)
    return None


def _windows(value: str) -> Iterable[str]:
    """The text itself, or its tail and head when a neighbour was glued to it."""
    if len(value) == 18:
        return (value,)
    return (value[-18:], value[:18]) if len(value) > 18 else ()


def _looks_like_credit_code(value: str) -> bool:
    """Not an identity card number (region, birth 19.. or 20..) nor the account number of a bank card."""
    is_identity_number = re.fullmatch(r"[1-8]\d{5}(19|20)\d{2}[01]\d[0-3]\d{4}[\dX]", value) is not None
    return value[0] in "159NY" and not is_identity_number
