"""Printed forms for tests: drawn with other values each time, shifted, shrunk and misread as scans are."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.page import Box, Line, Page

WIDTH, HEIGHT = 1600.0, 2300.0
LETTER = 28.0

TALK = (
    "客户沟通登记表",
    (
        "客户名称",
        "联系电话",
        "沟通日期",
        "沟通方式",
        "沟通内容",
        "对方要求",
        "处理意见",
        "跟进人员",
        "下次跟进时间",
        "备注",
    ),
)
"""A house's form that no rule knows, with headline and labels."""

VISIT = (
    "客户走访登记表",
    ("客户名称", "联系电话", "走访日期", "走访地点", "走访目的", "现场情况", "处理意见", "陪同人员", "备注"),
)
"""Another form of the same house, on the same pattern."""

OTHER_TALK = (
    TALK[0],
    ("登记编号", "来电单位", "来电时间", "通话要点", "责任部门", "答复期限", "回访结果", "审核"),
)
"""A form with the same headline as `TALK` and other labels."""


def filled(
    form: tuple[str, Sequence[str]], values: Mapping[str, str] | None = None, *, number: int = 1
) -> Page:
    """A page of the form with what is filled in beside its labels, two pairs to a row."""
    title, labels = form
    values = values or {}
    lines = [Line(title, Box(600, 120, 600 + 2 * LETTER * len(title), 176))] if title else []
    for place, label in enumerate(labels):
        left, top = (120.0, 860.0)[place % 2], 260.0 + 120 * (place // 2)
        lines.append(_line(label, left, top))
        if label in values:
            lines.append(_line(values[label], left + 300, top))
    return Page(number, WIDTH, HEIGHT, 0, "drawn", tuple(lines))


def scanned(page: Page, *, seed: int, slips: float = 0.0, shift: float = 0.0, scale: float = 1.0) -> Page:
    """The page as an engine read it from another scan: `slips` of the letters misread, everything moved by
    `shift` of the page and enlarged by `scale`."""
    chance = random.Random(seed)
    return replace(page, lines=tuple(_scanned(line, chance, slips, shift, scale) for line in page.lines))


def _scanned(line: Line, chance: random.Random, slips: float, shift: float, scale: float) -> Line:
    text = "".join(
        chance.choice("口日目田工土") if chance.random() < slips else letter for letter in line.text
    )
    box = line.box
    right, down = shift * WIDTH, shift * HEIGHT
    moved = Box(
        box.left * scale + right, box.top * scale + down, box.right * scale + right, box.bottom * scale + down
    )
    return Line(text, moved, line.confidence)


def _line(text: str, left: float, top: float) -> Line:
    return Line(text, Box(left, top, left + LETTER * len(text), top + LETTER))
