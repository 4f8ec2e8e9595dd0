"""The language sentences are shown in: Chinese unless the user's settings say otherwise."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from archive.errors import DanganError
from archive.message import Message

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "dangan"
PSEUDO = "en_XA"  # every translated sentence wrapped in ⟦⟧, so that a test sees what was forgotten


def chosen(environment: Mapping[str, str] = os.environ) -> str:
    """The language to show: `DANGAN_LANG`, else the locale, else Chinese.

    "C" and "POSIX" say nothing about a language, so they mean Chinese too.
    """
    for name in ("DANGAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").split(".")[0]
        if value.startswith(("en", "zh")):
            return value if value == PSEUDO else value[:2]
    return "zh"


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == "zh":
        return gettext.translation(DOMAIN, LOCALES, languages=["zh_CN"])
    return gettext.NullTranslations()


def translate(text: str, /, **values: object) -> str:
    """The sentence in the chosen language, braces filled.

    `text` is a literal English message id wherever this is called: that is how it is extracted.
    """
    language = chosen()
    shown = f"⟦{text}⟧" if language == PSEUDO else _translations(language).gettext(text) if text else ""
    return shown.format(**values) if values else shown


def show(sentence: Message | DanganError) -> str:
    """A recorded message or an error, in the chosen language."""
    return translate(sentence.text if isinstance(sentence, Message) else sentence.message, **sentence.values)


def in_chinese(sentence: Message) -> str:
    """A recorded message in Chinese, whatever language is chosen: for what people write in Chinese."""
    said = _translations("zh").gettext(sentence.text)
    return said.format(**sentence.values) if sentence.values else said
