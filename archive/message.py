"""A sentence for a person, kept apart from the language it will be shown in."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """An English message id with `{braces}`, and what fills them.

    Kept like this in the catalogue, so that a reason recorded by one program is shown in the
    language of whoever reads it (`archive.language.show`).
    """

    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values) if self.values else self.text


def message(text: str, /, **values: object) -> Message:
    """Build a message; the name is also what the extraction of translations looks for."""
    return Message(text, {name: readable(str(value)) for name, value in values.items()})


def readable(name: str) -> str:
    """A file name as text that can be stored: one that is not UTF-8 comes from Windows and is GB18030."""
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:  # half a character that no file name holds
        return name.encode("utf-8", errors="replace").decode("utf-8")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


def encode_message(sentence: Message) -> str:
    """Pack a message for the catalogue."""
    return json.dumps([sentence.text, dict(sentence.values)], ensure_ascii=False)


def decode_message(packed: str) -> Message:
    """Unpack what `encode_message` packed."""
    text, values = json.loads(packed)
    return Message(text, values)
