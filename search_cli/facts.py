"""What the fields read off a paper are called (docs/fields.md lists them with their types)."""

from __future__ import annotations

from collections.abc import Mapping

from archive.decision import Field
from archive.language import show, translate
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

_SURE = 0.6

COLUMNS: Mapping[str, Message] = {
    "_previous": message("previous period"),
    "_month": message("this month"),
}


def is_doubtful(field: Field) -> bool:
    """Whether a person should look at the paper before relying on a field."""
    return field.by_hand or field.confidence < _SURE


def fact_name(field: str) -> str | None:
    """A field read off a paper as people say it; nothing where it is none."""
    if field in FACTS:
        return show(FACTS[field])
    for ending, column in COLUMNS.items():
        base = field.removesuffix(ending)
        if base != field and base in FACTS:
            return translate("{name} ({column})", name=show(FACTS[base]), column=show(column))
    return None
