"""One spelling for all text before it is compared: NFKC, no blanks inside Chinese, one kind of bracket."""

from __future__ import annotations

import re
import unicodedata

_BLANK_BESIDE_HAN = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_SPELLINGS = str.maketrans(
    {
        "〔": "[",
        "〕": "]",
        "【": "[",
        "】": "]",
        "《": "<",
        "》": ">",
        "〈": "<",
        "〉": ">",
        "—": "-",
        "–": "-",
        "―": "-",
        "‐": "-",
        "〇": "〇",
        "○": "〇",
        "﹑": "、",
        "•": "·",
        "・": "·",
    }
)

# Traditional characters of the words that rules look for: papers from Hong Kong, and old-fashioned hands.
_TRADITIONAL = str.maketrans(
    "電話記錄單據證營業執發貨對賬現場調額經總開關專務員廠區縣為與車東來會計國際貿報價請確認簽約協議書變結購銷訂滿處應還劃諾權託責產資債潤損況評審條違終補驗檢稅納館樓號",
    "电话记录单据证营业执发货对账现场调额经总开关专务员厂区县为与车东来会计国际贸报价请确认签约协议书变结购销订满处应还划诺权托责产资债润损况评审条违终补验检税纳馆楼号",
)


def plain(text: str) -> str:
    """The text as rules and matchers see it.

    Full-width letters, digits and punctuation become half-width, blanks that touch a Chinese character
    go (engines put them between characters), runs of other blanks become one.
    """
    spelled = unicodedata.normalize("NFKC", text).translate(_SPELLINGS).translate(_TRADITIONAL)
    return unicodedata.normalize("NFKC", " ".join(_BLANK_BESIDE_HAN.sub("", spelled).split()))


def is_han(character: str) -> bool:
    """Whether this is a Chinese character (the common block and its extension A)."""
    return "\u3400" <= character <= "\u9fff"


def han_count(text: str) -> int:
    """How many Chinese characters the text has."""
    return sum(is_han(character) for character in text)
