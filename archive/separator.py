"""Separator sheets: a printed page with a QR code that parts the papers of a pile and says whose they are.

The code holds plain words that anybody can read with a telephone, and no secret: whoever may lay a paper
on the scanner may lay a sheet before it. It parts papers and names a customer and a category of this
register; it can do nothing else, and where it does not fit the register or the paper, a person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIRST_LINE = "dangan-separator:1"
_LONGEST = 600  # characters of a code that could be one
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)
_KIND = re.compile(r"[a-z][a-z_]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Separator:
    """What a separator sheet says of what lies behind it, up to the next sheet.

    `customer` is a number in the register and `name` its name when the sheet was printed: both or neither.
    With a `kind` (a category id) the pages behind it are one paper of this kind. A sheet that says nothing
    only ends the paper before it.
    """

    customer: int | None = None
    name: str = ""
    kind: str = ""


def encode_separator(separator: Separator) -> str:
    """The words of the QR code."""
    lines = [_FIRST_LINE]
    if separator.customer is not None:
        lines += [f"customer:{separator.customer}", f"name:{separator.name}"]
    if separator.kind:
        lines.append(f"category:{separator.kind}")
    return "\n".join(lines)


def decode_separator(text: str) -> Separator | None:
    """What a code says if it is a separator sheet's, else none; words it should not hold make it none."""
    if len(text) > _LONGEST:
        return None
    first, *lines = text.splitlines() or [""]
    if first.strip() != _FIRST_LINE:
        return None
    said = dict(line.split(":", 1) for line in lines if ":" in line)
    if len(said) != len(lines) or not said.keys() <= {"customer", "name", "category"}:
        return None
    customer, name, kind = said.get("customer", ""), said.get("name", ""), said.get("category", "")
    if bool(customer) != bool(name) or (customer and not _NUMBER.fullmatch(customer)):
        return None
    if kind and not _KIND.fullmatch(kind):
        return None
    return Separator(int(customer) if customer else None, name, kind)
