"""What the fields read off a paper are called (docs/fields.md lists them with their types)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.language import in_chinese, show, translate
from archive.message import Message, message

FACTS: Mapping[str, Message] = {
    "title": message("title"),
    "name": message("name on the paper"),
    "code": message("credit code"),
    "registration_number": message("registration number"),
    "author": message("author"),
    "copy_kind": message("original or copy"),
    "issue_date": message("date of the paper"),
    "valid_from": message("valid from"),
    "valid_until": message("valid until"),
    "contract_number": message("contract number"),
    "amount": message("amount"),
    "legal_representative": message("legal representative"),
    "company_type": message("type of company"),
    "registered_capital": message("registered capital"),
    "established": message("established"),
    "address": message("address"),
    "certificate_number": message("certificate number"),
    "period": message("period"),
    "unit": message("unit"),
    "balance_check": message("assets against liabilities and equity"),
    "total_assets": message("total assets"),
    "total_liabilities": message("total liabilities"),
    "equity": message("total equity"),
    "liabilities_and_equity": message("liabilities and equity"),
    "revenue": message("revenue"),
    "operating_profit": message("operating profit"),
    "total_profit": message("profit before tax"),
    "net_profit": message("net profit"),
    "operating_cash_flow": message("operating cash flow"),
    "investing_cash_flow": message("investing cash flow"),
    "financing_cash_flow": message("financing cash flow"),
    "net_cash_increase": message("net increase in cash"),
    "closing_cash": message("cash at the end"),
    "requested_amount": message("amount asked for"),
    "suggested_amount": message("amount suggested"),
    "granted_amount": message("amount granted"),
    "payment_term": message("payment term"),
    "call_date": message("day of the call or visit"),
    "call_time": message("time of the call or visit"),
    "caller": message("who called or visited"),
    "counterpart": message("spoke with"),
    "promised_date": message("promised day"),
    "promised_amount": message("promised amount"),
    "debt": message("amount owed"),
    "balance_date": message("balance as of"),
    "opening_balance": message("opening balance"),
    "closing_balance": message("closing balance"),
    "party_a": message("party A"),
    "party_b": message("party B"),
    "signed_on": message("signed on"),
    "score": message("score"),
    "full_score": message("full score"),
    "complaint_date": message("day of the complaint"),
    "complaint_subject": message("complaint about"),
}
"""The names that `classify.fields` gives; those of a further column of a statement end as `COLUMNS` says."""

COLUMNS: Mapping[str, Message] = {
    "_previous": message("previous period"),
    "_month": message("this month"),
}

OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "code": ("信用代码",),
    "registration_number": ("工商注册号",),
    "contract_number": ("合同号",),
    "certificate_number": ("证号",),
    "legal_representative": ("legal_person", "法人", "法人代表"),
    "registered_capital": ("注册资金",),
    "payment_term": ("付款期限",),
}
"""What people also call some of them when they ask for one."""

_EITHER = re.compile(r"(?P<one>[^（）]+)（(?P<other>[^（）]+)）(?P<end>[^（）]*)")  # 通话（走访）日期


def fact_name(field: str) -> str | None:
    """A field read off a paper as people say it; nothing where it is none."""
    if field in FACTS:
        return show(FACTS[field])
    for ending, column in COLUMNS.items():
        base = field.removesuffix(ending)
        if base != field and base in FACTS:
            return translate("{name} ({column})", name=show(FACTS[base]), column=show(column))
    return None


def askable(columned: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """All names of every field, by the one that `classify.fields` gives it; first the Chinese one.

    `columned` are those that a statement may have further columns of.
    """
    known = {name: (*_ways(in_chinese(said)), *OTHER_NAMES.get(name, ())) for name, said in FACTS.items()}
    for name in columned:
        for ending, column in COLUMNS.items():
            known[name + ending] = (f"{in_chinese(FACTS[name])}（{in_chinese(column)}）",)
    return known


def _ways(name: str) -> tuple[str, ...]:
    """通话（走访）日期 is what one calls 通话日期 or 走访日期."""
    either = _EITHER.fullmatch(name)
    return (name, either["one"] + either["end"], either["other"] + either["end"]) if either else (name,)
