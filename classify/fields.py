"""Facts read off a paper, typed: who, which number, when, until when, how much.

Names of fields: title, code, name, registration_number, legal_representative, issue_date, valid_from,
valid_until, contract_number, amount, period, author, copy_kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.decision import Assigned, Decision, Field, first_choice
from classify.customers import Naming, PrintedCode
from classify.directory import Directory
from classify.labels import filled_in
from classify.money import find_money
from classify.names import find_names
from classify.parties import BYSTANDER, PASSING
from classify.sheet import Cell, Sheet
from classify.terms import read_terms

LICENCES = frozenset({"business_licence", "counterparty_licence"})
CERTIFICATES = LICENCES | {"tax_registration", "permit", "qualification"}
STATEMENTS = frozenset({"balance_sheet", "income_statement", "cash_flow"})

_REGISTRATION_LABEL = (
    r"(?:工商)?注\s?册\s?(?:登记)?号|营业执照(?:注册)?号|执照号|税务登记号|税号|纳税人识别号"
)
_REPRESENTATIVE_LABEL = (
    r"法\s?定\s?代\s?表\s?人(?:姓名|\(负责人\)|/负责人)?|法人代表|负责人|经营者(?!名称)(?:姓名)?"
    r"|执行事务合伙人|投资人|法人"
)
_CONTRACT_LABEL = r"(?:主|原|销售|采购|购销|订货)?合同(?:编号|号码?|书编号)|协议(?:编号|号)|订单(?:编号|号)"
_AMOUNT_LABEL = (
    r"(?:合同|协议)(?:总?金额|总价款?|价款)|(?:申请|核定|批准|授予|建议|核准|审批|赊销|信用|授信|本次|新)(?:的|赊销|信用|授信)*(?:额度|限额|金额)|金额(?:合计)?|合计(?:金额)?|"
    r"(?:欠款|逾期|应收|期末|还款|交易|转账|付款|担保|贷款|结欠|累计欠款)(?:总?金?额|余额|本金)|小写|价税合计"
)
_AUTHOR_LABEL = (
    r"发证机关|登记机关|颁发(?:机关|单位|部门)|发证单位|审批机关|批准机关|核发机关"
    r"|报告(?:单位|机构)|编制单位|填报单位|制表单位|评价机构"
)
_PERIOD = re.compile(r"((?:19|20)\d\d)年(?:度|(1[0-2]|0?[1-9])月(?:(\d{1,2})日)?|第?([一二三四1-4])季度)")
_COPY_KINDS = (("复印件", "复印件"), ("副本", "副本"), ("正本", "正本"))


def read_fields(
    sheets: Sequence[Sheet], category: Decision, naming: Naming, directory: Directory
) -> tuple[Field, ...]:
    """All facts of one paper. A field that is not on the paper is left out, never guessed."""
    kind = first_choice(category)
    found: list[Field | None] = [
        _title(sheets, category),
        _name(naming),
        _code(kind, naming, directory),
        _labelled(sheets[:2], "registration_number", _REGISTRATION_LABEL, r"\d{13}(?:\d{2})?(?!\d)"),
        _labelled(
            sheets[:2],
            "legal_representative",
            _REPRESENTATIVE_LABEL,
            r"[\u3400-\u9fff]{2,4}(?![\u3400-\u9fff])",
        ),
        _labelled(sheets, "contract_number", _CONTRACT_LABEL, r"[A-Za-z0-9][-A-Za-z0-9/\[\]()第号]{3,}"),
        _labelled(sheets[:1], "author", _AUTHOR_LABEL, r"[\u3400-\u9fff()]{4,30}")
        or _sender(sheets, naming, directory),
        _amount(sheets),
        _period(sheets) if kind in STATEMENTS else None,
        _copy_kind(sheets),
        *read_terms(sheets, kind),
    ]
    return tuple(field for field in found if field is not None)


def _title(sheets: Sequence[Sheet], category: Decision) -> Field | None:
    """The headline that decided the category, else the one that looks most like a title."""
    titles = sheets[0].titles
    if not titles:
        return None
    chosen = titles[0]
    if isinstance(category, Assigned):
        boxes = [item.box for item in category.best.evidence if item.rule.split(".")[1] == "title"]
        chosen = next((cell for cell in titles if cell.box in boxes), chosen)
    return Field(
        "title", chosen.text.rstrip(":"), chosen.text, sheets[0].page, chosen.box, chosen.confidence, "title"
    )


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
        if customer.code is not None and kind not in CERTIFICATES:
            return None
    others = {m.name for m in naming.mentions if m.worth > BYSTANDER and m.customer is None}
    single = len({printed.code.value for printed in theirs}) == 1 and len(others) <= 1
    if theirs and (kind in CERTIFICATES or single):
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
            box, sure = filled.cell.box, filled.cell.confidence
            return Field(name, match[0], filled.words, filled.page, box, sure, f"{name}.label")
    return None


def _sender(sheets: Sequence[Sheet], naming: Naming, directory: Directory) -> Field | None:
    """Who signed: the last company standing alone in the lower half of the last page, else the letterhead."""
    sheet = sheets[-1]
    half = len(sheet.rows) // 2
    for cell in reversed([cell for cell in sheet.cells if cell.row >= half]):
        for name in find_names(cell.text):
            if len(cell.text) < len(name.value) + 12:
                return Field(
                    "author", name.value, cell.text, sheet.page, cell.box, cell.confidence, "author.signature"
                )
    heads = [
        m for m in naming.mentions if m.page == sheets[0].page and m.worth > PASSING and m.customer is None
    ]
    if heads and not directory.customers:
        best = heads[0]
        return Field("author", best.name, best.name, best.page, best.box, best.confidence, "author.head")
    return None


def _amount(sheets: Sequence[Sheet]) -> Field | None:
    for filled in filled_in(sheets[:2], _AMOUNT_LABEL):
        sums = [money for money in find_money(filled.words) if money.marked or "," in filled.words]
        if sums:
            value = next((money.value for money in sums if money.capital), sums[0].value)
            return Field(
                "amount",
                value,
                filled.words,
                filled.page,
                filled.cell.box,
                filled.cell.confidence,
                "amount.label",
            )
    return None


def _period(sheets: Sequence[Sheet]) -> Field | None:
    for cell in sheets[0].cells[:30]:
        match = _PERIOD.search(cell.text)
        if match is not None:
            return Field(
                "period", match[0], cell.text, sheets[0].page, cell.box, cell.confidence, "period.head"
            )
    return None


def _copy_kind(sheets: Sequence[Sheet]) -> Field | None:
    for word, kind in _COPY_KINDS:
        for cell in _short_cells(sheets[0]):
            if word in cell.text:
                return Field(
                    "copy_kind", kind, cell.text, sheets[0].page, cell.box, cell.confidence, "copy_kind"
                )
    return None


def _short_cells(sheet: Sheet) -> Iterator[Cell]:
    return (cell for cell in sheet.cells if len(cell.text) <= 24)
