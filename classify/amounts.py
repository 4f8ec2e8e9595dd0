"""Sums and terms of payment on forms: what was asked for, what was granted, capitals against figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from archive.decision import Field
from classify.labels import Filled, field_at, filled_in
from classify.money import Money, find_money
from classify.sheet import Sheet

_WHOSE = r"(?:的|赊销|赊购|挂账|信用|授信|信贷|循环|临时|固定|调整|增加|总)*(?:额度|限额|金额|总额)"
_REQUESTED = rf"(?:拟?申请|申报|要求|期望|所需|拟){_WHOSE}(?:\([^)]{{1,6}}\))?|申请(?=[|:])|申请内容"
_GRANTED = (
    rf"(?:核定|批准|授予|核准|审批|审定|同意|批复|新|调整后|最终|本次|本年度?"
    rf"|给予){_WHOSE}(?:\([^)]{{1,6}}\)?)?"
)
_IN_FORCE = r"(?:赊销|信用|授信)(?:总|赊销|信用)?(?:额度|限额)(?:\([^)]{1,6}\)?)?|额度(?:\([^)]{1,6}\))?"
_SUGGESTED = rf"建议(?:给予|授予|核定|最高)*{_WHOSE}"
_GENERAL = (
    r"(?:合同|协议|订单)(?:总?金额|总价款?|价款|总额|总价|标的额?)(?:\([^)]{1,6}\))?"
    r"|金额(?:合计)?(?:\([^)]{1,6}\))?|合计(?:金额)?|总(?:金额|价|计)|"
    r"(?:欠款|逾期|应收|期末|还款|交易|转账|付款|担保|贷款|结欠|累计欠款|保证|委托|收款|汇款"
    r"|支付)(?:总?金?额|余额|本金)|小写"
)
_WITH_TAX = r"价税合计(?:\([^)]{1,6}\))?"  # what is paid, where the sum without tax stands beside it
_GUARANTEED = r"(?:最高)?(?:担保|保证)(?:的?债权)?(?:金额|额度?|总额|限额)|最高(?:债权)?额|被?担保(?:主)?债权"
_GUARANTEED_TEXT = re.compile(r"(?:最高(?:债权)?额|最高限额|担保(?:金?额|限额))(?:为|:)?[^。;]{0,50}")
_CONCLUSION = (
    r"(?:审批|最终|批复|审核|评审)?(?:结论|结果|决定)|批准(?:意见)?|总经理(?:意见|审批"
    r"|批示)?|董事长(?:意见)?|审批意见|(?:财务)?总监(?:意见)?"
)
_REQUESTED_TEXT = re.compile(
    r"申请的?(?:信用|赊销|授信)*(?:额度|金额)(?:为|是"
    r"|:)?(?:人民币)?(?=[\d¥￥零壹贰叁肆伍陆柒捌玖])[^。;,]{1,24}"
)
_SUGGESTED_TEXT = re.compile(
    r"建议[^。;]{0,40}?(?:额度|限额)(?:为|调整为|:"
    r"|不超过)?(?:人民币)?(?=[\d¥￥零壹贰叁肆伍陆柒捌玖])[^。;,]{1,24}"
)
_GRANTED_TEXT = re.compile(
    r"(?P<before>[^。;,]{0,12}?)(?:赊销|赊购|信用|授信)(?:额度|限额)(?:为|是|:)?(?:人民币)?"
    r"(?=[\d¥￥零壹贰叁肆伍陆柒捌玖])[^。;]{1,60}"
)
_NOT_GRANTED = re.compile(r"申请|原|建议|贵公司提出|上年|曾")
_RAISED = re.compile(r"(?:调整|核定|调|增加?|上调|下调|提高|提升|降低?|确定)(?:为|至|到)")
_TERM_LABEL = (
    r"(?:核定|批准|信用|赊销|付款|回款|结算|申请|原)?(?:账|帐)期(?:\([^)]{1,4}\))?|(?:信用"
    r"|赊销|付款|回款|结算)(?:期限?|天数|条件|方式|周期)(?:\([^)]{1,4}\))?"
)
_TERM = re.compile(
    r"(?:月结|票结|次月结|货到|票到|到票|验收后|开票后|发货后|收货后|对账后"
    r"|账期)?(?<!\d)\d{1,3}\s?(?:天|日|个月)|(?<![\d,.])\d{1,3}$|款到发货|先款后货|现款现货|现款|预付"
)
_TERM_IN_DECISION = re.compile(
    r"(?:账期|帐期|信用期限?|期限|[/,、|])(?:为|:)?((?:月结|货到|票到|到票)?\d{1,3}\s?(?:天|日|个月))"
)
_TICKED = re.compile(r"[☑☒√✓■]\s?([^□☐☑☒√✓■]+)")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that a label names. `sure` is how far it is believed, `why` how it was read."""

    value: Decimal
    sure: float
    why: str


def credit_amounts(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """On applications, approvals and limits: what was asked for, what was granted, for how many days."""
    head = sheets[:2]
    yield from _requested(head)
    yield from _suggested(head)
    granted = list(_granted(head))
    yield from granted
    yield from list(payment_term(head)) or [
        field for amount in granted if (field := _term_beside(amount)) is not None
    ]


def requested_amounts(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """On applications and surveys: what is asked for or suggested; nothing is granted yet."""
    yield from _requested(sheets[:2])
    yield from _suggested(sheets)
    yield from payment_term(sheets[:2])


def amounts(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """The sum that a paper is about, by the labels of any form."""
    head = sheets[:2]
    yield from list(_first_sum(head, "amount", _WITH_TAX)) or _first_sum(head, "amount", _GENERAL)


def guaranteed_amount(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """For how much somebody answers: by its label, else 最高额人民币…元 in the text."""
    yield from list(_first_sum(sheets[:2], "amount", _GUARANTEED)) or _in_text(
        sheets[:2], "amount", _GUARANTEED_TEXT
    )


def payment_term(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """The days of credit or the way of paying, as printed (月结60天, 款到发货)."""
    for filled in filled_in(sheets, _TERM_LABEL):
        ticked = _TICKED.search(filled.words)
        found = {match[0] for match in _TERM.finditer(ticked[1] if ticked else filled.words)}
        if len(found) == 1 and not filled.label.startswith("原"):
            yield filled.field("payment_term", _days(found.pop()))
            return


def _days(term: str) -> str:
    return f"{term}天" if term.isdigit() else term.replace(" ", "")


def _term_beside(amount: Field) -> Field | None:
    """The days of credit that a decision gives together with the sum: 120万/30天, 账期30天."""
    match = _TERM_IN_DECISION.search(amount.words)
    if match is None:
        return None
    return replace(amount, name="payment_term", value=_days(match[1]), rule="payment_term.decided")


def sum_of(filled: Filled) -> Sum | None:
    """The sum filled in for a label, capitals checked against figures.

    Where both are printed and differ the capitals count, as between parties, but little is believed.
    """
    found = find_money(filled.words)
    capitals = [money for money in found if money.capital]
    figures = [
        money for money in found if not money.capital and (money.marked or _grouped(filled.words, money))
    ]
    if capitals and figures:
        if any(money.value == capitals[0].value for money in figures):
            return Sum(capitals[0].value, 1.0, "checked")
        return Sum(capitals[0].value, 0.4, "disagrees")
    if capitals or figures:
        return Sum((capitals or figures)[0].value, 1.0, "label")
    unit = re.search(r"[(/](万?元)", filled.label)
    if unit is not None and found:
        scale = Decimal(10_000) if unit[1] == "万元" else Decimal(1)
        return Sum(found[0].value * scale, 0.9, "label")
    return None


def _grouped(words: str, money: Money) -> bool:
    """Whether a bare number is written as money is: 1,200,000 or 820.00."""
    written = words[money.start : money.end].strip()
    return "," in written or (re.search(r"\.\d{2}$", written) is not None and written == words.strip())


def _first_sum(sheets: Sequence[Sheet], name: str, labels: str) -> Iterator[Field]:
    for filled in filled_in(sheets, labels):
        found = sum_of(filled)
        if found is not None:
            yield filled.field(name, found.value, sure=found.sure, why=found.why)
            return


def _in_text(sheets: Sequence[Sheet], name: str, words: re.Pattern[str]) -> Iterator[Field]:
    for sheet in sheets:
        match = words.search(sheet.flow.text)
        if match is not None:
            cell = sheet.flow.cell_at(match.start())
            found = sum_of(Filled("", match[0], sheet.page, cell))
            if found is not None:
                yield field_at(
                    cell, sheet.page, name, found.value, words=match[0], sure=found.sure, why="text"
                )
                return


def _requested(sheets: Sequence[Sheet]) -> Iterator[Field]:
    yield from list(_first_sum(sheets, "requested_amount", _REQUESTED)) or _in_text(
        sheets, "requested_amount", _REQUESTED_TEXT
    )


def _suggested(sheets: Sequence[Sheet]) -> Iterator[Field]:
    yield from list(_first_sum(sheets, "suggested_amount", _SUGGESTED)) or _in_text(
        sheets, "suggested_amount", _SUGGESTED_TEXT
    )


def _granted(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """By its label, by the words that change it (调整为…), else by the last who decided."""
    for sheet in sheets:
        for cell in sheet.cells:
            raised = _RAISED.search(cell.text)
            if raised is None or not re.search(r"额度|限额", cell.text[: raised.start()]):
                continue
            filled = Filled("", cell.text[raised.end() :], sheet.page, cell)
            found = sum_of(filled)
            if found is not None:
                yield field_at(
                    cell, sheet.page, "granted_amount", found.value, sure=found.sure, why="changed"
                )
                return
    labelled = list(_first_sum(sheets, "granted_amount", _GRANTED))
    if labelled:
        yield from labelled
        return
    decided = [
        (filled, found) for filled in filled_in(sheets, _CONCLUSION) if (found := sum_of(filled)) is not None
    ]
    if decided:
        filled, found = decided[-1]
        yield filled.field("granted_amount", found.value, sure=0.8 * found.sure, why="decided")
        return
    yield from list(_granted_in_text(sheets)) or _first_sum(sheets, "granted_amount", _IN_FORCE)


def _granted_in_text(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """给予贵公司赊销额度人民币壹仟万元,信用期50天: a letter says it in a sentence."""
    for sheet in sheets:
        for match in _GRANTED_TEXT.finditer(sheet.flow.text):
            if _NOT_GRANTED.search(match["before"]):
                continue
            cell = sheet.flow.cell_at(match.start())
            found = sum_of(Filled("", match[0], sheet.page, cell))
            if found is not None:
                yield field_at(
                    cell,
                    sheet.page,
                    "granted_amount",
                    found.value,
                    words=match[0],
                    sure=found.sure,
                    why="text",
                )
                return
