"""Records of calls, visits and dunning: when, who with whom, what was promised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.decision import Field
from classify.dates import DateWord, find_dates, find_day_marks
from classify.labels import field_at, filled_in
from classify.names import find_names
from classify.persons import PERSON
from classify.promises import promised_in
from classify.sheet import Sheet

_WHEN = (
    r"(?<!发送)(?<!打印)(?<!创建)(?<!登记)(?<!填表)(?<!下次)(?<!到期)(?:通话|来电|去电|电话|致电|拜访|走访|回访|访问|沟通|催收|催款|联系|接听|拨打|洽谈"
    r"|会谈)?(?:日\s?期|时\s?间)(?:/时间)?"
)
_OUR_SIDE = (
    r"(?:来电|去电|致电|拨打|主叫|催收|催款|拜访|走访|访问|回访|呼出|外呼)(?:人员?|者"
    r"|员)(?:姓名)?|我方(?:人员|参加人员?|代表|陪同)?|催收专员|坐席|客服"
)
_OTHER_SIDE = (
    r"(?:对方|客户|被叫|受访|被访|接待|通话|沟通|拜访|联系|会见)(?:方"
    r"|单位)?(?:人员?|者|对象|联系人|姓名|代表)(?:/职务)?|对方(?=[:|]|$)|联系人|接待(?=[:|]"
    r"|$)|参加人员\(对方\)"
)
_NEAR = 5  # characters between a day and its time of day
_NO_PEOPLE = re.compile(r"说|什么|内容|结果|情况|方式|要点|怎么|对方|我方|电话|签[字章名]|日期|时间")
_NAMES_AT_MOST = 30
_CLOCK = re.compile(
    r"(?<!\d)(?:[上下]午|早上|晚上?)?(?:[01]?\d|2[0-3])(?::[0-5]\d(?::[0-5]\d)?|[点时](?:[0-5]?\d分?|半)?)"
    r"(?:\s?[-~至到]\s?(?:[01]?\d|2[0-3])(?::[0-5]\d|[点时](?:[0-5]?\d分?|半)?))?"
)
_GLUED_CLOCK = re.compile(
    r"^\s?(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?[-~至到]\s?(?:[01]?\d|2[0-3]):[0-5]\d)?"
)
_ANSWERING = r"(?:接听|接电)(?:人员?|者)"
_RECORDER = r"记录人?(?:员|签名|签字)?|接听人|经办人?|填写人?"
_OUTGOING = re.compile(
    r"[☑☒√✓■]\s?(?:去|拨|呼)电|(?:^|[|\n:])(?:去电|呼出|Outbound)(?=[|\n/]|$)", re.IGNORECASE
)
_INCOMING = re.compile(r"[☑☒√✓■]\s?来电|(?:^|[|\n:])(?:来电|呼入|Inbound)(?=[|\n/]|$)", re.IGNORECASE)
_I_AM = re.compile(rf"我\(({PERSON})\)")
_PROMISING = re.compile(r"承诺|答应|保证|答复|表示|同意|约定|说好?|讲|许诺|承诺付款|还款计划")


def call_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Day, time, who spoke with whom, and the promises that were made."""
    head = sheets[:2]
    yield from _when(head)
    text = "\n".join(sheet.flow.text for sheet in head)
    going, coming = _OUTGOING.search(text) is not None, _INCOMING.search(text) is not None
    answering = "" if coming else rf"|{_ANSWERING}"  # who answers is ours when they call
    counterpart = list(_people(head, "counterpart", _OTHER_SIDE + answering))
    yield from _caller(head, counterpart, going=going, coming=coming)
    yield from counterpart
    yield from promised_in(head, _PROMISING)


def _when(sheets: Sequence[Sheet]) -> Iterator[Field]:
    day = time = None
    for filled in filled_in(sheets, _WHEN):
        dates = find_dates(filled.words) or _in_its_year(sheets, filled.words)
        if dates and day is None:
            day = filled.field("call_date", dates[0].value)
        rest = filled.words[dates[0].end :] if dates else filled.words
        clock = _GLUED_CLOCK.search(rest) or _CLOCK.search(rest)
        if clock is not None and time is None:
            time = filled.field("call_time", clock[0].strip())
    if day is None:
        day, time = _stamped(sheets[0])
    yield from (field for field in (day, time) if field is not None)


def _in_its_year(sheets: Sequence[Sheet], words: str) -> tuple[DateWord, ...]:
    """Days without a year, in the only year that the paper names."""
    years = {word.value.year for sheet in sheets for cell in sheet.cells for word in find_dates(cell.text)}
    if len(years) != 1:
        return ()
    found = (mark.in_year(min(years)) for mark in find_day_marks(words))
    return tuple(word for word in found if word is not None)


def _stamped(sheet: Sheet) -> tuple[Field | None, Field | None]:
    """A day with a time of day near the top says when it was, also without a label."""
    for cell in sheet.cells[:16]:
        for word in find_dates(cell.text)[:1]:
            rest = cell.text[word.end :]
            clock = _GLUED_CLOCK.search(rest) or _CLOCK.search(rest)
            if clock is not None and clock.start() <= _NEAR:
                day = field_at(cell, sheet.page, "call_date", word.value, sure=0.8, why="stamp")
                return day, field_at(cell, sheet.page, "call_time", clock[0].strip(), sure=0.8, why="stamp")
    return None, None


def _caller(
    sheets: Sequence[Sheet], counterpart: Sequence[Field], *, going: bool, coming: bool
) -> Iterator[Field]:
    """By its label, else by the direction that is ticked: who wrote it down, or the other side."""
    labelled = list(_people(sheets, "caller", _OUR_SIDE))
    if labelled:
        yield labelled[0]
        return
    if going and not coming:
        yield from _people(sheets, "caller", _RECORDER)
    elif coming and not going:
        yield from (replace(field, name="caller", rule="caller.direction") for field in counterpart)
    elif (said := _I_AM.search(sheets[0].flow.text)) is not None:
        cell = sheets[0].flow.cell_at(said.start())
        yield field_at(cell, sheets[0].page, "caller", said[1], words=said[0], why="text")


def _people(sheets: Sequence[Sheet], name: str, labels: str) -> Iterator[Field]:
    """Who is named for a label: persons, with their posts where they are printed."""
    for filled in filled_in(sheets, labels):
        words = re.split(r"[\d*<☑□√]|\((?!兼)|[;,]?(?:我方|对方|地点|时间|主题):", filled.words)[0]
        words = words.strip(" 、,;:|/")
        is_name = re.search(PERSON, words) and not _NO_PEOPLE.search(words) and not find_names(words)
        if 2 <= len(words) <= _NAMES_AT_MOST and is_name:
            yield filled.field(name, words)
            return
