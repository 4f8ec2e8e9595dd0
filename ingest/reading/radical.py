"""Radicals that stand for the character of the same shape: fonts give either for one glyph."""

from __future__ import annotations

import unicodedata

# CJK Radicals Supplement, forms that are characters by themselves; Unicode maps but two of the block.
_SUPPLEMENT = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
    "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
)


def character(text: str) -> str:
    """The plain character for a radical of the Kangxi block or the supplement; others unaltered."""
    if "\u2e80" <= text <= "\u2fdf":
        return unicodedata.normalize("NFKC", text).translate(_SUPPLEMENT)
    return text
