"""Who is named on a paper and in which role: on a label, in the title, addressed, signing, in passing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.page import Box
from archive.register import RegisteredCustomer
from classify.directory import Close, Directory, Known, Sort
from classify.names import CompanyName, NameWord, find_names, is_clean, serves_others, spelled_name
from classify.sheet import Cell, Sheet
from classify.structure import is_greeting

# How much a mention in each role says that the paper is about this company.
IN_BARCODE = 12.0
DEBTOR = 13.0  # the one whose debt a guarantor answers for, though the guarantor's name fills the paper
SUBJECT, TITLE, GREETING, SIGNATURE, PASSING, BYSTANDER = 10.0, 9.0, 8.0, 8.0, 5.0, 1.0
_STRANGE_IN_PASSING = 2.5
_REPEATED, _REPEATED_AT_MOST = 0.4, 2.0
_CLOSE_COSTS, _FORMER_COSTS = 1.0, 1.0
_PAGES_READ = 8

_SUBJECT_LABEL = re.compile(
    r"(?:客户(?:名称|全称|单位|公司)?|(?:单位|企业|公司|机构|商户|店铺|字号|纳税人|申请人|单位全|企业全|公司全)名?称|^名?称|全称|申请(?:单位|人|企业|公司)|"
    r"(?:被|受)(?:调查|评估|走访|担保|评价|授信|审计|查询|核查|回访|拜访|征信|授权)(?:企业|客户|单位|人|对象|公司)?|(?:拜访|走访|回访|调查|沟通)(?:对象|客户|单位)|^对象|"
    r"(?:来电|去电|对方|通话)(?:单位|公司)|(?:购货|购买|采购|订货|收货|用货|使用|建设|投诉|反馈|付款|欠款|发函|承诺|委托|授权|发件)(?:单位|方|人|客户)|需方|买方|"
    r"买受人|甲方|乙方|采购方|债务人|欠款人|借款人|被保证人|发件|编制单位|填报单位|填表单位|会员名称|公司|收件)$"
)
_OTHER_LABEL = re.compile(
    r"(?<!被)(?:担保人|保证人|担保(?:单位|方|企业|公司)|保证(?:单位|方)|开户(?:银?行)|银行|公证处|监理|审计|事务所|鉴定|承运|托运|运输|供货安装单位|"
    r"股东|母公司|子公司|关联(?:方|企业|公司)?|投资方|控股|上游|下游|供应商|竞争对手|同行|推荐|介绍人|征信|律师|法院|发证机关|登记机关|"
    r"颁发|批准|印制|总包|生产(?:厂家|商|单位)|制造商|品牌)(?:单位|名称|方|人)?$"
)
_DEBTOR_LABEL = re.compile(r"(?:被保证人|被担保(?:人|单位|方|企业)|主?债务人|欠款人|借款人)[)]?(?:名称)?$")
_OWES = re.compile(
    r"^[(\[]?.{0,40}?提供.{0,20}(?:担保|保证)|^.{0,12}?(?:向(?:贵|你).{0,12}(?:债务|货款|欠款)|(?:所欠|的)(?:债务|货款|欠款))"
)
_FOR_WHOM = re.compile(r"(?:为|就|替|对)$")
_FORMS = ("有限责任公司", "股份有限公司", "有限公司")
_BROKEN_FORMS = sorted(
    {(form[:cut], form[cut:]) for form in _FORMS for cut in range(1, len(form))},
    key=lambda pair: -len(pair[0]),
)
_NEXT_FIELD = re.compile(r"注册资本|类型|住所|法定代表人|成立日期|(?:营业|经营)期限|统一社会信用代码")
_OPEN_END = re.compile(r"[市县区省旗州][\u3400-\u9fff]{1,12}$")  # a region and the beginning of a name
_GUARANTEE_LABEL = re.compile(r"担保人|保证人|担保单位|担保方|保证单位|担保企业")


@dataclass(frozen=True, slots=True)
class Mention:
    """One company named on the paper. `customer` is set where the register knows it.

    `worth` is what the mention says for this company being the customer; `close` is set where the
    name was matched although letters differ.
    """

    name: str
    customer: RegisteredCustomer | None
    sort: Sort
    worth: float
    page: int
    box: Box
    confidence: float
    close: Close | None = None


def find_mentions(sheets: Sequence[Sheet], directory: Directory) -> tuple[Mention, ...]:
    """All companies named on a paper that are not our own, in reading order."""
    found = [mention for sheet in sheets[:1] for mention in _in_barcodes(sheet, directory)]
    for sheet in sheets[:_PAGES_READ]:
        later = bool(found)  # a cover that names nobody leaves the next page the first to do so
        found += [_fainter(mention) if later else mention for mention in _on_page(sheet, directory)]
    return tuple(_recognised(mention, found, directory) for mention in found)


def _recognised(mention: Mention, found: Sequence[Mention], directory: Directory) -> Mention:
    """A strange name as that of the customer whom the paper also names whole, if it is that one seen badly.

    A strange name that stands there more than once was read right.
    """
    same = [other for other in found if other.name == mention.name and other.customer is None]
    if mention.customer is not None or len(same) > 1:
        return mention
    clear = {other.customer.number for other in found if other.customer is not None and other.close is None}
    meant = [customer for customer in directory.seen_badly(mention.name) if customer.number in clear]
    if len(meant) != 1:
        return mention
    close = Close(meant[0], slips=1, brand_differs=False)
    worth = max(BYSTANDER, mention.worth - _CLOSE_COSTS)
    return replace(mention, customer=meant[0], worth=worth, close=close)


def _in_barcodes(sheet: Sheet, directory: Directory) -> Iterator[Mention]:
    """The holder's name as the QR code of a licence holds it, free of misreadings."""
    for text in sheet.barcodes:
        match = re.search(r"名称:([^;,\s]{4,40})", text)
        if match is None:
            continue
        name = spelled_name(match[1])
        owner = next((word.owner for word in directory.known_in(name) if word.name == name), None)
        if not directory.is_own(name):
            yield Mention(
                name, owner, "name", IN_BARCODE, sheet.page, Box(0, 0, sheet.width, sheet.height), 1.0
            )


def _fainter(mention: Mention) -> Mention:
    return replace(mention, worth=max(BYSTANDER, mention.worth - 2.0))


def _on_page(sheet: Sheet, directory: Directory) -> Iterator[Mention]:
    text = sheet.flow.text
    known = (*directory.known_in(text), *_cut_short(sheet, directory))
    for word in known:
        if word.owner is None:
            continue
        role = _role(sheet, NameWord(word.name, word.start, word.end))
        worth = role - (_FORMER_COSTS if word.sort == "former" else 0.0)
        cell = sheet.flow.cell_at(word.start)
        yield Mention(word.name, word.owner, word.sort, worth, sheet.page, cell.box, cell.confidence)
    wrapped = tuple(_wrapped(sheet))
    second_halves = {sheet.flow.start_of(rest) for _, rest, _ in wrapped}
    for name in find_names(text):
        if name.start in second_halves:
            continue
        if not (name.is_sure or _names_a_place(name) or _fills_cell(sheet, name)):
            continue
        if not name.is_sure and any(word.name.startswith(name.value) for word in known):
            continue  # 某某医院, where 某某医院有限公司 is named in full
        overlapped = [word for word in known if word.start < name.end and name.start < word.end]
        if any(word.end == name.end for word in overlapped) or directory.is_own(spelled_name(name.value)):
            continue
        yield from _unregistered(sheet, name, directory)
    for cell, _, value in wrapped:
        end = sheet.flow.start_of(cell) + len(cell.text)
        start = text.rfind(value[:4], 0, end)
        taken = any(word.start <= start < word.end for word in known)
        if start >= 0 and not taken and not directory.is_own(spelled_name(value)):
            yield from _unregistered(sheet, NameWord(value, start, start + len(value)), directory)


def _names_a_place(name: NameWord) -> bool:
    company = CompanyName(name.value)
    return company.region != "" and not company.is_bare


def _wrapped(sheet: Sheet) -> Iterator[tuple[Cell, Cell, str]]:
    """Names that a narrow cell or a chat bubble breaks in two, put together: 某某管业有限公 | 司.

    Both cells, and the name.
    """
    for cell in sheet.cells:
        text = _NEXT_FIELD.split(cell.text, maxsplit=1)[0]
        below = [other for row in sheet.rows[cell.row + 1 : cell.row + 3] for other in row]
        for other in below:
            rest = _rest_of_name(text, other.text) if _stands_below(other, cell) else ""
            names = find_names(text + rest) if rest else ()
            if names and names[-1].end == len(text + rest) and len(names[-1].value) > len(rest) + 2:
                yield cell, other, names[-1].value
                break


def _rest_of_name(text: str, below: str) -> str:
    """What of the line below ends a name that `text` begins: the rest of its legal form, or of its core."""
    for begun, rest in _BROKEN_FORMS:
        if text.endswith(begun) and below.startswith(rest):
            return rest
    names = find_names(below)
    goes_on = names and names[0].start == 0 and names[0].is_sure and not CompanyName(names[0].value).region
    return names[0].value if goes_on and _OPEN_END.search(text) else ""


def _stands_below(other: Cell, cell: Cell) -> bool:
    return min(other.box.right, cell.box.right) > max(other.box.left, cell.box.left)


def _cut_short(sheet: Sheet, directory: Directory) -> Iterator[Known]:
    """Registered names that the end of a narrow cell cuts in two: 常熟某某机械有|限公司."""
    for cell in sheet.cells:
        words = directory.cut_short(cell.text)
        offset = sheet.flow.start_of(cell) if words else 0
        if len(words) > 1:
            below = [other.text for row in sheet.rows[cell.row + 1 : cell.row + 3] for other in row]
            words = tuple(
                word
                for word in words
                if any(text.startswith(word.name[word.end - word.start :]) for text in below)
            )
        if words and not sheet.flow.text.startswith(words[0].name, offset + words[0].start):
            longest = max(words, key=lambda word: len(word.name))
            yield replace(longest, start=offset + longest.start, end=offset + longest.end)


def _unregistered(sheet: Sheet, word: NameWord, directory: Directory) -> Iterator[Mention]:
    cell = sheet.flow.cell_at(word.start)
    role = _role(sheet, word)
    name = spelled_name(word.value)
    near = directory.close_to(name)
    nearest = [close for close in near if close.slips == near[0].slips]
    for close in nearest:
        yield Mention(
            name, close.owner, "name", role - _CLOSE_COSTS, sheet.page, cell.box, cell.confidence, close
        )
    if is_clean(name) and (not nearest or nearest[0].brand_differs):
        worth = BYSTANDER if serves_others(name) else role if role > PASSING else _STRANGE_IN_PASSING
        yield Mention(name, None, "name", worth, sheet.page, cell.box, cell.confidence)


def _fills_cell(sheet: Sheet, word: NameWord) -> bool:
    """Whether a name is all that a cell says, but for a label before it and a remark in brackets after."""
    cell = sheet.flow.cell_at(word.start)
    start = word.start - sheet.flow.start_of(cell)
    after = cell.text[start + len(word.value) :]
    before = cell.text[:start]
    return (not before or before.endswith(":") or len(before) <= 6) and (not after or after[0] in "(:;")


def _role(sheet: Sheet, word: NameWord) -> float:
    cell = sheet.flow.cell_at(word.start)
    label = _label_before(sheet, cell, word)
    if _DEBTOR_LABEL.search(label) or _owes(sheet, word):
        return DEBTOR
    if _OTHER_LABEL.search(label):
        return BYSTANDER
    if _SUBJECT_LABEL.search(label):
        return PASSING if _in_guarantee_block(sheet, cell) else SUBJECT
    if cell.title >= 0.5:
        return TITLE
    if is_greeting(cell):
        return GREETING
    last = sheet.rows[-1][0].row
    if cell.row >= last - max(4, last // 4) and len(cell.text) < len(word.value) + 12:
        return SIGNATURE
    return PASSING


def _owes(sheet: Sheet, word: NameWord) -> bool:
    """Whether the sentence says that somebody answers for this company's debt: 为某某公司提供担保."""
    text = sheet.flow.text
    return bool(_FOR_WHOM.search(text[: word.start][-1:]) and _OWES.match(text[word.end : word.end + 60]))


def _label_before(sheet: Sheet, cell: Cell, word: NameWord) -> str:
    """The words that name the field: in the same cell before the name, else the cell to the left."""
    before = sheet.flow.text[max(sheet.flow.start_of(cell), word.start - 14) : word.start].rstrip(":( ")
    if before:
        return re.split(r"[,。;、:|]", before)[-1]
    row = sheet.rows[cell.row]
    place = row.index(cell)
    return row[place - 1].text.rstrip(":( ") if place else ""


def _in_guarantee_block(sheet: Sheet, cell: Cell) -> bool:
    """Whether the nearest heading above speaks of a guarantor: its 名称 is not the customer's."""
    for row in reversed(sheet.rows[max(0, cell.row - 4) : cell.row]):
        if len(row) == 1 and _GUARANTEE_LABEL.search(row[0].text) and len(row[0].text) < 20:
            return True
    return False


def short_mentions(sheets: Sequence[Sheet], directory: Directory) -> Iterator[Mention]:
    """Customers named by their brand alone, as memos and chats do."""
    for sheet in sheets[:2]:
        text = sheet.flow.text
        for brand, customer, start in directory.brands_in(text):
            cell = sheet.flow.cell_at(start)
            region = CompanyName(spelled_name(customer.name)).region[:2]
            worth = 3.0 + (1.0 if cell.title >= 0.5 else 0.0)
            if region and region in text[max(0, start - 6) : start]:
                worth += 1.5
            yield Mention(brand, customer, "alias", worth, sheet.page, cell.box, cell.confidence)


def total_worth(mentions: Sequence[Mention]) -> float:
    """The best mention, and a little for each further one."""
    best = max(mention.worth for mention in mentions)
    return best + min(_REPEATED_AT_MOST, _REPEATED * (len(mentions) - 1))


def is_same_company(one: str, other: str) -> bool:
    """Whether two spellings on one paper are one company: same brand, nearly the same name."""
    first, second = CompanyName(one), CompanyName(other)
    return first.brand == second.brand and first.is_branch == second.is_branch
