"""What licences and certificates state of their holder: type, capital, founding, address, number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.decision import Field
from classify.dates import find_dates
from classify.labels import Filled, field_at, filled_in, spread
from classify.money import find_money
from classify.persons import PERSON, find_person
from classify.sheet import Sheet

_REPRESENTATIVE = (
    r"法\s?定\s?代\s?表\s?人(?:姓名|\(负责(?:人\)?)?|/负责人)?|法人代表|(?:主要|企业)?负责人"
    r"|经营者(?!名称)(?:姓名)?"
    r"|执行事务合伙人(?:\(委派代表\))?|投资人(?:姓名)?|法人"
)
# The first character of a label may lie under a seal or a hole: 型, 所.
_TYPES = (
    r"(?:企业|公司|(?:市场)?主体|商事主体|登记注册|注册|组织机构)?类\s?型|型(?!号)"
    r"|经济(?:性质|类型)|企业性质|组成形式"
)
_CAPITAL = r"注册资[本金](?:\(万元\))?|注册资本总额|(?:认缴)?出资额|资金数额|成员出资总额"
_FOUNDED = r"成\s?立\s?(?:日\s?期|时\s?间)|注册日期|开业(?:设立)?日期|设立日期"
_ADDRESSES = (
    r"住\s?所(?:地)?|所(?=[^有以需在])|注册(?:地址|住所|地)|登记(?:住所|地址)",
    r"(?:主要)?(?:经营|营业)(?:场所|地址)|生产(?:经营)?地址|仓库地址",
    r"(?:单位|企业|公司|详细|通讯)?地\s?址|住址",
)
_NUMBERS = r"(?:许可证|资质|登记|备案|公证书?|报告)?(?:证书?)?(?:编\s?号|号码)|证\s?号|证书号|No\.?|NO\.?"
_NUMBER = re.compile(r"[\u3400-\u9fffA-Za-z0-9()\[\]./-]{5,34}")
_TYPE = re.compile(r"[\u3400-\u9fff]{2,20}(?:[(\[](?:[^()\[\]]|\([^()]*\))*[)\]])?")
_NO_NAME = re.compile(r"签|章|姓名|职务|负责|盖|身份|电话|日期|本人|授权|委托")
_DOCUMENT_NUMBER = re.compile(r"[\u3400-\u9fff]{0,6}[\[(](?:19|20)\d\d[\])][\u3400-\u9fff]{0,12}\d+号")
_IS_REPRESENTATIVE = re.compile(rf"({PERSON})(?:同志|先生|女士|,)[^。]{{0,60}}?法定代表人")
_KIND_OF_BODY = re.compile(r"公司|企业|合伙|个体|独资|经营|合作社|集体|国有|法人|机构|团体|单位|组织")
_FOREIGN = re.compile(r"美元|港[元币]|欧元|日元|英镑|USD|HKD|EUR|\$", re.IGNORECASE)
_AFTER_ADDRESS = re.compile(
    r"统一社会|信用代码|法定代表|联系|电话|邮编|邮政编码|注册资|成立日期|传真|与执照|是否|[□☑,;。]"
)
_ADDRESS = re.compile(r"省|市|区|县|镇|乡|路|街|道|号|村|楼|室|园|港")


def licence_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """What a business licence says; only the first two pages are looked at."""
    yield from representative(sheets)
    yield from holder_fields(sheets)


def certificate_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """What a permit or certificate says: as on a licence, and its own number."""
    yield from licence_fields(sheets)
    for filled in filled_in(sheets[:2], _NUMBERS):
        match = _NUMBER.search(filled.words)
        if match is not None and sum(character.isdigit() for character in match[0]) >= 4:
            yield filled.field("certificate_number", re.sub(r"(?<=\d)[\u3400-\u9fff]{2,}$", "", match[0]))
            return
    yield from document_number(sheets)


def document_number(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """The number of an official paper: (2023)某字第12号, 某[2024]9号."""
    for cell in sheets[0].cells[:12]:
        match = _DOCUMENT_NUMBER.search(cell.text)
        if match is not None:
            yield field_at(cell, sheets[0].page, "certificate_number", match[0], words=match[0], why="head")
            return


def representative(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """The legal representative, or the person who answers for a firm that has none."""
    for filled in filled_in(sheets[:2], _REPRESENTATIVE):
        run = re.search(r"[\u3400-\u9fff·]{2,}", filled.words)
        if run is None:
            continue
        person = find_person(run[0])
        if person is not None or (len(run[0]) <= 4 and not _NO_NAME.search(run[0])):
            name = person if person is not None else run[0]
            yield filled.field("legal_representative", name, sure=1.0 if name == run[0] == person else 0.7)
            return
    for sheet in sheets[:1]:
        said = _IS_REPRESENTATIVE.search(sheet.flow.text)
        if said is not None:
            cell = sheet.flow.cell_at(said.start())
            yield field_at(cell, sheet.page, "legal_representative", said[1], words=said[0], why="text")


def holder_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Type, registered capital, founding day and address of the company, wherever a paper prints them."""
    head = sheets[:2]
    yield from _first(_company_type(head, filled) for filled in filled_in(head, _TYPES))
    yield from _first(_capital(filled) for filled in filled_in(head, _CAPITAL))
    yield from _first(_founded(filled) for filled in filled_in(head, _FOUNDED))
    found = (_address(head, filled) for labels in _ADDRESSES for filled in filled_in(head, labels))
    yield from _first(found)


def _first(found: Iterator[Field | None]) -> Iterator[Field]:
    best = next((field for field in found if field is not None), None)
    if best is not None:
        yield best


def _company_type(sheets: Sequence[Sheet], filled: Filled) -> Field | None:
    words = filled.words
    if words.count("(") + words.count("[") > words.count(")") + words.count("]"):
        words = spread(sheets, filled)
    match = _TYPE.match(words)
    if match is None or not _KIND_OF_BODY.search(match[0]):
        return None
    return filled.field("company_type", match[0])


def _capital(filled: Filled) -> Field | None:
    """In yuan; a sum in another currency is kept as it is printed."""
    if _FOREIGN.search(filled.words):
        return filled.field("registered_capital", filled.words)
    sums = [money for money in find_money(filled.words) if money.marked]
    if not sums and "万元" in filled.label:
        sums = list(find_money(filled.words.split()[0] + "万元"))
    return filled.field("registered_capital", sums[0].value) if sums else None


def _founded(filled: Filled) -> Field | None:
    days = [word for word in find_dates(filled.words) if word.precise]
    return filled.field("established", days[0].value) if days else None


def _address(sheets: Sequence[Sheet], filled: Filled) -> Field | None:
    words = _AFTER_ADDRESS.split(spread(sheets, filled))[0].rstrip(",;、")
    words = re.sub(r"\([^)]*$", "", words)  # a bracket that the end of the line cuts off
    words = re.sub(r"^\d(?=[\u3400-\u9fff]{2,3}[省市])", "", words)
    return filled.field("address", words) if len(words) >= 5 and _ADDRESS.search(words) else None
