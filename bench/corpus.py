"""Papers of a large house that does not exist, drawn from a seed: a million pages in minutes.

Pages are as long as real ones (`PAGE_LETTERS`), begin with a form's labels and what was filled in (names,
credit codes, amounts, dates), and go on with printed lines of `bench/papers` and running text. Words are
as unevenly frequent as in any language (Zipf); a share of the characters is misread, as engines do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import yaml

from archive.decision import Field, FieldValue
from archive.page import Box, Line, Page
from bench.names import Company, companies, person

PAGE_LETTERS = 500
"""Characters on a page, in the mean; 311 pages of scans and made-up papers that were read had 511."""

DOCUMENT_PAGES = (0.42, 0.22, 0.11, 0.08, 0.06, 0.05, 0.03, 0.03)
"""How often a document has 1, 2 … 8 pages: 2.6 in the mean."""

MISREAD = 0.01
"""The share of characters that reading spoiled."""

BATCH = 500
"""Documents drawn at once. A batch depends on seed and number alone, whoever draws it."""

KINDS = {
    "business_licence": "营业执照",
    "credit_report": "资信调查报告",
    "credit_application": "信用额度申请表",
    "balance_sheet": "资产负债表",
    "contract_text": "合同正本",
    "acceptance": "验收单",
    "account_statement": "对账单",
    "payment_commitment": "付款承诺书",
    "customer_overview": "客户概况",
    "visit_record": "拜访记录",
}
_CUSTOMERS, _STRANGERS, _PERSONS, _INVENTED = 2000, 6000, 20_000, 40_000
_LOOK_ALIKES = (
    "未末土士日曰已己人入八大太天夫木本白自目且刀力干千于午牛贝见今令问间闻煤媒焦集谋某云去岭铃青清请情"
)
_PLAIN_FORMS = (
    "业国号证资产务总经济会议论应收账书费银间问题东门车马鸟鱼风云电义习乐专单发后里厂广开关历实现条约与万"
)
_OLD_FORMS = (
    "業國號證資產務總經濟會議論應收賬書費銀間問題東門車馬鳥魚風雲電義習樂專單發後裡廠廣開關歷實現條約與萬"
)
TRADITIONAL = str.maketrans(_PLAIN_FORMS, _OLD_FORMS)
"""One document in fifty is printed in traditional characters."""

SIMPLIFIED = str.maketrans(_OLD_FORMS, _PLAIN_FORMS)
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_HAN = re.compile("[\u4e00-\u9fff]{2,8}")
_SIGNS = ("，", "。", "、", "；", "：", "（", "）", "“", "”")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what the papers speak of. `words` are the most frequent first."""

    customers: tuple[Company, ...]
    strangers: tuple[Company, ...]
    persons: tuple[str, ...]
    words: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. `customer` counts from 0 in `Cast.customers`."""

    customer: int
    kind: str
    issued_on: date | None
    fields: tuple[Field, ...]
    pages: tuple[Page, ...]


@cache
def cast(seed: int) -> Cast:
    """The cast that a seed draws."""
    draw = Random(seed)
    rows = _printed_rows()
    printed = Counter(run for row in rows for run in _HAN.findall(row))
    han = "".join(printed.elements())
    invented = ("".join(draw.choices(han, k=draw.choice((2, 2, 2, 3, 4)))) for _ in range(_INVENTED))
    common = [word for word, _ in printed.most_common()]
    return Cast(
        tuple(companies(draw, _CUSTOMERS + _STRANGERS)[:_CUSTOMERS]),
        tuple(companies(draw, _STRANGERS)),
        tuple(person(draw) for _ in range(_PERSONS)),
        tuple(dict.fromkeys((*common, *invented))),
        rows,
    )


def papers(seed: int, batch: int) -> list[Paper]:
    """The documents of one batch (0, 1, 2 …)."""
    return list(_Author(seed, batch).papers(BATCH))


def _printed_rows() -> tuple[str, ...]:
    folder = Path(__file__).with_name("papers")
    read: list[list[dict[str, Any]]] = [
        yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for path in sorted(folder.glob("*.yaml"))
    ]
    return tuple(
        row.removeprefix("# ").replace("|", " ") for house in read for paper in house for row in paper["rows"]
    )


class _Author:
    """Writes one batch."""

    def __init__(self, seed: int, batch: int) -> None:
        self._cast = cast(seed)
        self._draw = Random(f"{seed}/{batch}")
        self._numbers = np.random.default_rng((seed, batch))
        self._running = self._running_text()
        self._read = 0

    def papers(self, wanted: int) -> Iterator[Paper]:
        draw = self._draw
        lengths = self._numbers.choice(len(DOCUMENT_PAGES), wanted, p=DOCUMENT_PAGES) + 1
        owners = _zipf(self._numbers, len(self._cast.customers), wanted, offset=100)
        for pages, customer in zip(lengths.tolist(), owners.tolist(), strict=True):
            kind = draw.choice(tuple(KINDS))
            issued = date(2023, 1, 1) + timedelta(days=draw.randrange(1050)) if draw.random() < 0.9 else None
            fields = self._fields(self._cast.customers[customer], issued)
            yield Paper(customer, kind, issued, fields, tuple(self._pages(pages, kind, fields)))

    def _fields(self, customer: Company, issued: date | None) -> tuple[Field, ...]:
        draw = self._draw
        amount = Decimal(draw.randrange(1000, 10 ** draw.randint(5, 9))) / 100
        letters, year = draw.choice(("HT", "XS", "QH-M")), draw.randint(2021, 2026)
        values: dict[str, FieldValue] = {
            "name": customer.name,
            "code": customer.code,
            "legal_person": customer.representative,
            "contract_number": f"{letters}-{year}-{draw.randrange(10000):04}",
            "amount": amount,
        }
        if issued:
            values["issue_date"] = issued
        return tuple(Field(name, value, str(value), 1, None, 0.9, "drawn") for name, value in values.items())

    def _pages(self, wanted: int, kind: str, fields: tuple[Field, ...]) -> Iterator[Page]:
        traditional = self._draw.random() < 0.02
        for number in range(1, wanted + 1):
            letters = int(self._numbers.lognormal(np.log(PAGE_LETTERS) - 0.1, 0.45))
            rows = [KINDS[kind], *self._labelled(fields)] if number == 1 else []
            rows += self._body(letters - sum(map(len, rows)))
            text = self._misread("\n".join(rows))
            yield _page(number, (text.translate(TRADITIONAL) if traditional else text).split("\n"))

    def _labelled(self, fields: tuple[Field, ...]) -> list[str]:
        draw, values = self._draw, {field.name: field.value for field in fields}
        day = values.get("issue_date")
        return [
            f"名称：{self._broken(str(values['name']))}",
            f"统一社会信用代码 {self._widened(str(values['code']))}",
            f"法定代表人：{values['legal_person']} 联系人 {draw.choice(self._cast.persons)}",
            f"合同编号：{values['contract_number']}",
            f"金额（小写）：¥{values['amount']:,}元" if draw.random() < 0.7 else f"金额 {values['amount']}元",
            f"日期：{day:%Y年%m月%d日}" if isinstance(day, date) else "日期：",
        ]

    def _broken(self, name: str) -> str:
        """One name in ten is parted by the end of a line."""
        at = self._draw.randrange(1, 10 * len(name))
        return f"{name[:at]}\n{name[at:]}" if at < len(name) else name

    def _widened(self, code: str) -> str:
        """One code in thirty is printed in full width."""
        return code.translate(_FULL_WIDTH) if self._draw.random() < 1 / 30 else code

    def _body(self, letters: int) -> list[str]:
        draw, rows = self._draw, list[str]()
        while letters > 0:
            chance = draw.random()
            if chance < 0.45:
                rows.append(self._run(draw.randint(14, 38)))
            elif chance < 0.85:
                rows.append(draw.choice(self._cast.rows))
            elif chance < 0.95:
                rows.append(
                    f"{self._run(4)} {draw.randrange(10**7) / 100:,.2f} {draw.randrange(10**6) / 100:,.2f}"
                )
            else:
                rows.append(f"{draw.choice(self._cast.strangers).name} {draw.choice(self._cast.persons)}")
            letters -= len(rows[-1])
        return rows

    def _run(self, letters: int) -> str:
        """The next piece of the running text, begun again where it ends."""
        if self._read + letters > len(self._running):
            self._read = 0
        piece = self._running[self._read : self._read + letters]
        self._read += letters
        return piece

    def _running_text(self) -> str:
        """Enough words, signs and numbers for one batch."""
        known = [*self._cast.words[:40], *_SIGNS, *map(str, range(1, 41)), *self._cast.words[40:]]
        drawn = _zipf(self._numbers, len(known), BATCH * PAGE_LETTERS // 2, offset=20)
        return "".join(map(known.__getitem__, drawn.tolist()))

    def _misread(self, text: str) -> str:
        """Characters replaced by look-alikes or anything, left out, or parted from the next by a blank."""
        draw = self._draw
        for _ in range(int(self._numbers.poisson(MISREAD * len(text)))):
            at, chance = draw.randrange(len(text)), draw.random()
            if text[at] == "\n":
                continue
            wrong = "" if chance < 0.1 else text[at] + " " if chance < 0.3 else draw.choice(_LOOK_ALIKES)
            text = text[:at] + wrong + text[at + 1 :]
        return text


def _zipf(
    numbers: np.random.Generator, size: int, wanted: int, *, offset: int
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Ranks from 0, the frequency of each falling as 1 / (rank + offset)."""
    weights = np.cumsum(1 / (np.arange(size) + offset))
    ranks: np.ndarray[Any, np.dtype[np.int64]] = np.searchsorted(
        weights, numbers.random(wanted) * weights[-1]
    )
    return ranks


def _page(number: int, rows: Sequence[str]) -> Page:
    step = 2200 / max(len(rows), 1)
    lines = tuple(
        Line(row, Box(120, 60 + step * count, 120 + 36 * len(row), 96 + step * count), 0.97)
        for count, row in enumerate(rows)
        if row
    )
    return Page(number, 1654, 2339, 0, "drawn", lines)
