"""Whose paper it is: codes, names, brands and the inbox folder weighed for each customer of the register."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from archive.decision import Ambiguous, Assigned, Candidate, Decision, Evidence, ProposedCustomer, Unknown
from archive.message import message
from archive.page import Box
from archive.register import Hints, RegisteredCustomer
from classify.codes import Code, find_codes
from classify.directory import Directory
from classify.names import spelled_name
from classify.parties import BYSTANDER, Mention, find_mentions, short_mentions, total_worth
from classify.rulebook import Thresholds
from classify.sheet import Sheet
from classify.wording import plain

_CODE, _REPAIRED_CODE, _FOLDER, _FOLDER_BRAND = 12.0, 10.0, 6.0, 4.0
_UNREGISTERED_COSTS = 1.5  # a known name in the same role is likelier the customer than a strange one
_LABEL_AT_MOST = 20
_ANOTHERS_CODE = re.compile(
    r"(?:(?<!被)(?:保证|担保)(?:人|方|单位)|开户行|银行|卖方|供方|出卖人|销售方|收款(?:人|方)|承运(?:人|方)|出具(?:人|单位))"
    r"(?:的|统一社会信用|信用|纳税人识别|税|组织机构|营业执照)*(?:代码|号码?)[:|]?$"
)
_HOLDERS_CODE = frozenset(
    {"business_licence", "counterparty_licence", "tax_registration", "permit", "qualification"}
)


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A code on a paper and where it stands; `in_barcode` where it was read from a QR code.

    `of_another` where its label says that it is a guarantor's, a bank's or a seller's.
    """

    code: Code
    page: int
    box: Box | None
    in_barcode: bool
    confidence: float
    of_another: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """What was decided of the customer, the companies seen, and the company to propose if none is known."""

    decision: Decision
    mentions: tuple[Mention, ...]
    codes: tuple[PrintedCode, ...]
    proposed: ProposedCustomer | None


def printed_codes(sheets: Sequence[Sheet]) -> tuple[PrintedCode, ...]:
    """All codes on the pages with a right check character, those in barcodes first."""
    found = []
    for sheet in sheets:
        for text in sheet.barcodes:
            found += [PrintedCode(code, sheet.page, None, True, 1.0) for code in find_codes(text)]
    for sheet in sheets:
        for code in find_codes(sheet.flow.text):
            cell = sheet.flow.cell_at(code.start)
            another = _ANOTHERS_CODE.search(sheet.flow.text[: code.start][-_LABEL_AT_MOST:]) is not None
            found.append(PrintedCode(code, sheet.page, cell.box, False, cell.confidence, another))
    return tuple(found)


def name_customer(
    sheets: Sequence[Sheet], directory: Directory, hints: Hints, *, kind: str | None, thresholds: Thresholds
) -> Naming:
    """Decide whose paper the pages are. `kind` is the category they most likely are."""
    mentions = find_mentions(sheets, directory)
    codes = printed_codes(sheets)
    evidence = _evidence(sheets, directory, hints, mentions, codes)
    candidates = _ranked(evidence)
    stranger = _stranger(mentions)
    proposed = _proposal(stranger, mentions, codes, directory)
    decision = _decide(candidates, stranger, thresholds)
    if (
        isinstance(decision, Assigned)
        and kind in _HOLDERS_CODE
        and _codes_disagree(decision, codes, directory)
    ):
        reason = message("The code on the paper is not the one that the register has for this name.").text
        decision = Ambiguous(candidates, reason)
    return Naming(decision, mentions, codes, proposed if not isinstance(decision, Assigned) else None)


def _evidence(
    sheets: Sequence[Sheet],
    directory: Directory,
    hints: Hints,
    mentions: Sequence[Mention],
    codes: Sequence[PrintedCode],
) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    for printed in codes:
        if printed.of_another:
            continue
        owner = directory.by_code(printed.code.value)
        if owner is not None and not any(
            item.rule.startswith("customer.code") for item in found[owner.number]
        ):
            weight = _REPAIRED_CODE if printed.code.repaired else _CODE
            rule = "customer.code.barcode" if printed.in_barcode else "customer.code"
            found[owner.number].append(Evidence(rule, printed.code.value, printed.page, printed.box, weight))
    by_customer: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.customer is not None:
            by_customer[mention.customer.number].append(mention)
    if not any(mention.worth > BYSTANDER for same in by_customer.values() for mention in same):
        for mention in short_mentions(sheets, directory):
            if mention.customer is not None:
                by_customer[mention.customer.number].append(mention)
    for number, same in by_customer.items():
        found[number].append(_name_evidence(same))
    for number, item in _folder_evidence(directory, hints):
        found[number].append(item)
    return {number: items for number, items in found.items() if items}


def _name_evidence(same: Sequence[Mention]) -> Evidence:
    best = max(same, key=lambda mention: mention.worth)
    rule = "customer.name.close" if best.close is not None else f"customer.{best.sort}"
    return Evidence(rule, best.name, best.page, best.box, round(total_worth(same), 2))


def _folder_evidence(directory: Directory, hints: Hints) -> list[tuple[int, Evidence]]:
    folder = spelled_name(plain(hints.sub_folder))
    if not folder:
        return []
    exact = {word.owner.number: _FOLDER for word in directory.known_in(folder) if word.owner is not None}
    brands = {customer.number: _FOLDER_BRAND for _, customer, _ in directory.brands_in(folder)}
    return [
        (number, Evidence("customer.folder", hints.sub_folder, 0, None, weight))
        for number, weight in (exact or brands).items()
    ]


def _ranked(evidence: dict[int, list[Evidence]]) -> tuple[Candidate, ...]:
    candidates = [
        Candidate(str(number), round(sum(item.weight for item in items), 2), tuple(items))
        for number, items in evidence.items()
    ]
    return tuple(sorted(candidates, key=lambda candidate: (-candidate.score, int(candidate.value))))


def _stranger(mentions: Sequence[Mention]) -> tuple[str, float] | None:
    """The unregistered company that the paper is most likely about, and what speaks for it."""
    by_name: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.customer is None:
            by_name[mention.name].append(mention)
    if not by_name:
        return None
    name = max(by_name, key=lambda name: (total_worth(by_name[name]), len(name)))
    return name, total_worth(by_name[name])


def _decide(
    candidates: tuple[Candidate, ...], stranger: tuple[str, float] | None, thresholds: Thresholds
) -> Decision:
    if not candidates:
        if stranger is not None:
            return Unknown(message("The company on the paper is not in the register.").text)
        return Unknown(message("The paper names no company that could be the customer.").text)
    best, others = candidates[0], candidates[1:]
    second = others[0] if others else None
    strange = stranger[1] - _UNREGISTERED_COSTS if stranger is not None else 0.0
    if strange > best.score + thresholds.customer_margin:
        return Unknown(message("The company on the paper is not in the register.").text, candidates[:3])
    if best.score < thresholds.customer_enough:
        return Unknown(message("No customer is named clearly enough.").text, candidates[:3])
    if strange > best.score - thresholds.customer_margin and not _has_code(best):
        return Ambiguous(candidates[:3], message("A company that is not in the register is as likely.").text)
    if second is not None and second.score > best.score - thresholds.customer_margin:
        return Ambiguous(candidates[:3], message("Two customers are equally likely.").text)
    return Assigned(best, second)


def _has_code(candidate: Candidate) -> bool:
    return any(item.rule.startswith("customer.code") for item in candidate.evidence)


def _codes_disagree(decision: Assigned, codes: Sequence[PrintedCode], directory: Directory) -> bool:
    customer: RegisteredCustomer = directory.customers[int(decision.best.value)]
    printed = {item.code.value for item in codes if item.code.kind == "credit" and not item.code.repaired}
    return bool(customer.code and len(customer.code) == 18 and printed and customer.code not in printed)


def _proposal(
    stranger: tuple[str, float] | None,
    mentions: Sequence[Mention],
    codes: Sequence[PrintedCode],
    directory: Directory,
) -> ProposedCustomer | None:
    if stranger is None or directory.seen_badly(stranger[0]):
        return None
    if all(mention.worth <= BYSTANDER for mention in mentions if mention.name == stranger[0]):
        return None
    strange = [item.code.value for item in codes if item.code.value not in directory.own_codes]
    unknown = [value for value in strange if directory.by_code(value) is None]
    alone = len({mention.name for mention in mentions if mention.worth > BYSTANDER}) == 1 or len(unknown) == 1
    return ProposedCustomer(stranger[0], unknown[0] if unknown and alone else None)
