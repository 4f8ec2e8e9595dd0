"""Facts read off a paper, typed: who, which number, when, until when, how much.

`READERS` says which kind of paper is asked for what; docs/fields.md lists all names. Common to all papers
are title, name, code, registration_number, contract_number, author, copy_kind, issue_date, valid_from and
valid_until.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from archive.decision import Assigned, Decision, Field, first_choice
from classify.agreements import agreement_fields, contract_number, signature
from classify.amounts import amounts, credit_amounts, guaranteed_amount, payment_term, requested_amounts
from classify.balances import account_fields
from classify.calls import call_fields
from classify.customers import Naming, PrintedCode
from classify.directory import Directory
from classify.labels import field_at, filled_in
from classify.licences import (
    certificate_fields,
    document_number,
    holder_fields,
    licence_fields,
    representative,
)
from classify.names import find_names
from classify.opinions import complaint_fields, score_fields
from classify.parties import BYSTANDER, PASSING
from classify.promises import commitment_fields, debt
from classify.sheet import Cell, Sheet
from classify.statements import statement_fields
from classify.terms import read_terms

Reader = Callable[[Sequence[Sheet]], Iterator[Field]]

_PORTRAIT: tuple[Reader, ...] = (representative, holder_fields)
_AGREEMENT: tuple[Reader, ...] = (agreement_fields, signature, payment_term)
READERS: Mapping[str, tuple[Reader, ...]] = {
    "business_licence": (licence_fields,),
    "counterparty_licence": (licence_fields,),
    "tax_registration": (certificate_fields,),
    "permit": (certificate_fields,),
    "qualification": (certificate_fields,),
    "honour": (certificate_fields,),
    "identity_proof": (representative,),
    "power_of_attorney": (representative,),
    "balance_sheet": (statement_fields,),
    "income_statement": (statement_fields,),
    "cash_flow": (statement_fields,),
    "financial_position": (statement_fields,),
    "credit_application": (requested_amounts, *_PORTRAIT),
    "site_survey": (requested_amounts, *_PORTRAIT, score_fields),
    "customer_survey": (requested_amounts, *_PORTRAIT, score_fields),
    "credit_report": (requested_amounts, *_PORTRAIT, score_fields),
    "customer_overview": (credit_amounts, *_PORTRAIT),
    "credit_sheet": (credit_amounts, *_PORTRAIT, score_fields),
    "credit_approval": (credit_amounts, score_fields),
    "credit_limit": (credit_amounts,),
    "limit_notice": (credit_amounts,),
    "standard_reply": (credit_amounts,),
    "annual_review": (credit_amounts, score_fields),
    "call_record": (call_fields,),
    "dunning_call": (call_fields, debt),
    "collection_record": (call_fields, debt),
    "visit_record": (call_fields,),
    "account_statement": (account_fields,),
    "payment_commitment": (commitment_fields,),
    "contract_text": _AGREEMENT,
    "amendment": _AGREEMENT,
    "approval_file": (agreement_fields, payment_term),
    "acceptance": (agreement_fields,),
    "guarantor_proof": (guaranteed_amount, *_PORTRAIT),
    "payment_voucher": (amounts,),
    "notarisation": (document_number, amounts),
    "satisfaction_form": (score_fields,),
    "satisfaction_report": (score_fields,),
    "complaint": (complaint_fields, amounts),
    "complaint_result": (complaint_fields, amounts),
    "corrective_action": (complaint_fields,),
}
"""What each kind of paper is asked for; a kind that is missing has only what all papers have."""

_HOLDERS = frozenset(
    {"business_licence", "counterparty_licence", "tax_registration", "permit", "qualification"}
)
_REGISTRATION_LABEL = (
    r"(?:工商)?注\s?册\s?(?:登记)?号|营业执照(?:注册)?号|执照号|税务登记号|税号|纳税人识别号"
)
_AUTHOR_LABEL = (
    r"发证机关|登记机关|颁发(?:机关|单位|部门)|发证单位|审批机关|批准机关|核发机关"
    r"|报告(?:单位|机构)|编制单位|填报单位|制表单位|评价机构"
)
_COPY_KINDS = (("复印件", "复印件"), ("副本", "副本"), ("正本", "正本"))


def read_fields(
    sheets: Sequence[Sheet], category: Decision, naming: Naming, directory: Directory
) -> tuple[Field, ...]:
    """All facts of one paper. A field that is not on the paper is left out, never guessed."""
    kind = first_choice(category)
    readers = READERS.get(kind, ()) if kind is not None else ()
    own_number = agreement_fields in readers
    found: list[Field | None] = [
        _title(sheets, category),
        _name(naming),
        _code(kind, naming, directory),
        _labelled(sheets[:2], "registration_number", _REGISTRATION_LABEL, r"\d{13}(?:\d{2})?(?!\d)"),
        *(() if own_number else contract_number(sheets)),
        _labelled(sheets[:1], "author", _AUTHOR_LABEL, r"[\u3400-\u9fff()]{4,30}")
        or _sender(sheets, naming, directory),
        _copy_kind(sheets),
        *read_terms(sheets, kind),
        *(field for read in readers for field in read(sheets)),
    ]
    return tuple(field for field in found if field is not None)


def _title(sheets: Sequence[Sheet], category: Decision) -> Field | None:
    """The headline that decided the category, else the one that looks most like a title."""
    titles = sheets[0].titles
    if not titles:
        return None
    chosen = titles[0]
    if isinstance(category, Assigned):
        boxes = [item.box for item in category.best.evidence if item.rule.split(".")[1:2] == ["title"]]
        chosen = next((cell for cell in titles if cell.box in boxes), chosen)
    return field_at(chosen, sheets[0].page, "title", chosen.text.rstrip(":"), why="head")


def _name(naming: Naming) -> Field | None:
    """The company that the paper is about, as printed."""
    wanted = first_choice(naming.decision)
    same = [
        mention for mention in naming.mentions if mention.customer and str(mention.customer.number) == wanted
    ]
    if not same and naming.proposed is not None:
        same = [mention for mention in naming.mentions if mention.name == naming.proposed.name]
    if not same:
        return None
    best = max(same, key=lambda mention: (mention.worth, len(mention.name)))
    return Field("name", best.name, best.name, best.page, best.box, best.confidence, "name")


def _code(kind: str | None, naming: Naming, directory: Directory) -> Field | None:
    """The customer's own code; never ours, and not that of another company on the paper."""
    theirs = [printed for printed in naming.codes if printed.code.value not in directory.own_codes]
    wanted = first_choice(naming.decision)
    if wanted is not None:
        customer = directory.customers[int(wanted)]
        same = [printed for printed in theirs if directory.by_code(printed.code.value) == customer]
        if same:
            return _code_field(same[0])
        if customer.code is not None and kind not in _HOLDERS:
            return None
    others = {m.name for m in naming.mentions if m.worth > BYSTANDER and m.customer is None}
    single = len({printed.code.value for printed in theirs}) == 1 and len(others) <= 1
    if theirs and (kind in _HOLDERS or single):
        return _code_field(min(theirs, key=lambda printed: printed.code.kind != "credit"))
    return None


def _code_field(printed: PrintedCode) -> Field:
    code = printed.code
    rule = "code.barcode" if printed.in_barcode else "code.repaired" if code.repaired else "code"
    return Field("code", code.value, code.value, printed.page, printed.box, printed.confidence, rule)


def _labelled(sheets: Sequence[Sheet], name: str, labels: str, shape: str) -> Field | None:
    for filled in filled_in(sheets, labels):
        match = re.search(shape, filled.words)
        if match is not None:
            return filled.field(name, match[0])
    return None


def _sender(sheets: Sequence[Sheet], naming: Naming, directory: Directory) -> Field | None:
    """Who signed: the last company standing alone in the lower half of the last page, else the letterhead."""
    sheet = sheets[-1]
    half = len(sheet.rows) // 2
    for cell in reversed([cell for cell in sheet.cells if cell.row >= half]):
        for name in find_names(cell.text):
            if len(cell.text) < len(name.value) + 12:
                return field_at(cell, sheet.page, "author", name.value, why="signature")
    heads = [
        m for m in naming.mentions if m.page == sheets[0].page and m.worth > PASSING and m.customer is None
    ]
    if heads and not directory.customers:
        best = heads[0]
        return Field("author", best.name, best.name, best.page, best.box, best.confidence, "author.head")
    return None


def _copy_kind(sheets: Sequence[Sheet]) -> Field | None:
    for word, kind in _COPY_KINDS:
        for cell in _short_cells(sheets[0]):
            if word in cell.text:
                return field_at(cell, sheets[0].page, "copy_kind", kind, why="word")
    return None


def _short_cells(sheet: Sheet) -> Iterator[Cell]:
    return (cell for cell in sheet.cells if len(cell.text) <= 24)
