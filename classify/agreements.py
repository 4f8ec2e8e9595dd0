"""Contracts and what changes them: number, parties, day of signing, sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.decision import Field, FieldValue
from classify.amounts import Sum, sum_of
from classify.issued import date_of_issue
from classify.labels import Filled, field_at, filled_in
from classify.names import find_names
from classify.sheet import Sheet

_HEAD_ROWS = 8
_NUMBER_SHAPE = re.compile(r"[A-Za-z0-9][-A-Za-z0-9/\[\]()第号]{3,}")
_NUMBER = r"(?:主|原|销售|采购|购销|订货)?合同(?:编号|号码?|书编号)|协议(?:编号|号)|订单(?:编号|号)"
_NUMBER_OF_ITS_OWN = r"(?:补充|本)?(?:合同|协议|订单)(?:书)?(?:编号|号码?)|编\s?号"
_NUMBER_TEXT = re.compile(
    r"(?:合同|协议|订单)书?(?:编号|号码?|No\.?)[:(为]?\s?(?P<labelled>[A-Z0-9][A-Za-z0-9/-]{5,29})"
    r"|(?P<beside>(?<![A-Za-z0-9/])(?!GB|ISO|IEC|JG|HG|QB|YY|DL)(?=[A-Z0-9/-]*\d)"
    r"[A-Z]{1,6}[-/]?[A-Z0-9][A-Z0-9/-]{4,29})号?(?:<[^>]{2,24}>"
    r"|[\u3400-\u9fff]{0,4}?(?:合同|协议))"
)
_PARTY_A = r"甲\s?方(?:\([^)]{1,6}\))?|[\u3400-\u9fff]{1,3}方\(甲方\)"
_PARTY_B = r"乙\s?方(?:\([^)]{1,6}\))?|[\u3400-\u9fff]{1,3}方\(乙方\)"
_BY_ROLE = (
    r"(?:供|卖|出卖|出让|发包|委托|出租|定作|需|买|买受|受让|承包|受托|承租|承揽)(?:方|人|单位)(?:\([^)]{1,6}\))?"
    r"|[供购]货(?:方|单位)|销售方|采购方"
)
_AMOUNT = (
    r"(?:合同|协议|订单|标的)(?:总?金额|总价款?|价款|总额|总价)(?:\([^)]{1,8}\))?|总(?:金额"
    r"|价款?|计)(?:\([^)]{1,8}\))?|合计(?:金额|人民币)(?:\([^)]{1,8}\))?"
    r"|价税合计(?:\([^)]{1,8}\))?"
)
_AMOUNT_TEXT = re.compile(
    r"(?:合同|协议|订单|货款|价款)?(?:总金额|总价款?|合计金额|总计|总额|价款合计)[^。;]{0,50}"
)


def agreement_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Number, both parties and the sum of a contract."""
    yield from _own_number(sheets) or contract_number(sheets)
    yield from _parties(sheets)
    yield from _amount(sheets)


def signature(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """The day on which the last party signed."""
    signed = date_of_issue(sheets, "contract_text")
    if signed is not None and signed.word.precise:
        yield field_at(signed.cell, signed.page, "signed_on", signed.word.value, why="signature")


def contract_number(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """The number of the contract that a paper is, or belongs to."""
    for filled in filled_in(sheets, _NUMBER):
        match = _NUMBER_SHAPE.search(filled.words)
        if match is not None:
            yield filled.field("contract_number", match[0])
            return
    for sheet in sheets:
        said = _NUMBER_TEXT.search(sheet.flow.text)
        if said is not None:
            cell = sheet.flow.cell_at(said.start())
            number = said["labelled"] or said["beside"]
            yield field_at(cell, sheet.page, "contract_number", number, words=said[0], why="text")
            return


def _own_number(sheets: Sequence[Sheet]) -> list[Field]:
    """The number of the paper itself, not of the contract that it changes: in the first rows."""
    for filled in filled_in(sheets[:1], _NUMBER_OF_ITS_OWN):
        match = _NUMBER_SHAPE.search(filled.words)
        of_another = re.search(rf"[原主]{filled.label}", filled.cell.text) is not None
        if match is not None and filled.cell.row < _HEAD_ROWS and not of_another:
            return [filled.field("contract_number", match[0])]
    return []


def _parties(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """甲方 and 乙方; of a contract that names its parties by their roles alone, the first and the second."""
    named = [*_party(sheets, "party_a", _PARTY_A), *_party(sheets, "party_b", _PARTY_B)]
    if named:
        yield from named
        return
    by_role: dict[FieldValue, Field] = {}
    for field in _party(sheets, "party_a", _BY_ROLE, several=True):
        by_role.setdefault(field.value, field)
    for name, field in zip(("party_a", "party_b"), by_role.values(), strict=False):
        yield replace(field, name=name, rule=f"{name}.role")


def _party(sheets: Sequence[Sheet], name: str, labels: str, *, several: bool = False) -> Iterator[Field]:
    for filled in filled_in(sheets, labels):
        names = find_names(filled.words)
        if names:
            yield filled.field(name, names[0].value)
            if not several:
                return


def _amount(sheets: Sequence[Sheet]) -> Iterator[Field]:
    for filled in filled_in(sheets, _AMOUNT):
        found = sum_of(filled)
        if found is not None:
            yield filled.field("amount", found.value, sure=found.sure, why=found.why)
            return
    for sheet in sheets:
        for match in _AMOUNT_TEXT.finditer(sheet.flow.text):
            cell = sheet.flow.cell_at(match.start())
            stated: Sum | None = sum_of(Filled("", match[0], sheet.page, cell))
            if stated is not None:
                yield field_at(
                    cell, sheet.page, "amount", stated.value, words=match[0], sure=stated.sure, why=stated.why
                )
                return
