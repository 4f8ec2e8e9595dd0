from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from classify.codes import (
    CREDIT_ALPHABET,
    find_codes,
    is_credit_code,
    is_organisation_code,
    repair_credit_code,
)
from classify.dates import find_dates, find_day_marks, put_together
from classify.fields import READERS
from classify.money import capital_value, find_money
from classify.names import find_names
from classify.persons import is_person
from classify.signed import is_signature
from classify.terms import read_terms
from classify.wording import plain
from tests.form import fields_of, sheet

DIGITS = "零壹贰叁肆伍陆柒捌玖"
HAN = st.text(alphabet="甲丁庚辰禾屿川岚霁晏", min_size=2, max_size=4)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    """Codes with both check characters right, worked out by trying."""
    region = draw(st.text(alphabet="0123456789", min_size=6, max_size=6))
    organisation = draw(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8))
    check = next(last for last in "0123456789X" if is_organisation_code(organisation + last))
    start = f"91{region}{organisation}{check}"
    return next(start + last for last in CREDIT_ALPHABET if is_credit_code(start + last))


@given(credit_codes())
def test_a_code_is_found_in_a_sentence(code: str) -> None:
    assert [found.value for found in find_codes(f"代码:{code}。")] == [code]


@given(credit_codes(), st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_one_wrong_character_never_passes_the_check(code: str, place: int, other: str) -> None:
    wrong = code[:place] + other + code[place + 1 :]
    assert is_credit_code(wrong) == (wrong == code)


@settings(deadline=None)
@given(credit_codes(), st.sampled_from([("O", "0"), ("I", "1"), ("Z", "2"), ("S", "5")]))
def test_a_letter_that_no_code_has_is_put_right_or_left(code: str, pair: tuple[str, str]) -> None:
    letter, digit = pair
    assert repair_credit_code(code.replace(digit, letter, 1)) in (code, None)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_date_comes_back(day: date) -> None:
    for text in (f"{day:%Y年%m月%d日}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}"):
        assert [word.value for word in find_dates(text)] == [day]


@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_capitals_come_back(thousands: int, hundreds: int, tens: int, ones: int) -> None:
    written = f"{DIGITS[thousands]}仟{DIGITS[hundreds]}佰{DIGITS[tens]}拾{DIGITS[ones]}万元整"
    value = (thousands * 1000 + hundreds * 100 + (tens * 10 if tens else 0) + ones) * 10_000
    assert capital_value(written.replace("零佰", "零").replace("零拾", "零")) == Decimal(value)


def capitals(cents: int) -> str:
    """A sum as a bank wants it written: 壹仟零叁拾元伍角整, 贰元零伍分."""
    yuan, rest = divmod(cents, 100)
    tenths, hundredths = divmod(rest, 10)
    written = whole_capitals(yuan) + "元"
    if not rest:
        return written + "整"
    written += f"{DIGITS[tenths]}角" if tenths else "零"
    return written + (f"{DIGITS[hundredths]}分" if hundredths else "整")


def whole_capitals(number: int) -> str:
    """Thousands, hundreds and tens in groups of four, one 零 for each gap."""
    written, gap = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            written += ("零" if gap else "") + DIGITS[digit] + ("", "拾", "佰", "仟")[place % 4]
            gap = False
        else:
            gap = True
        if place in (4, 8) and number // 10**place % 10**4:
            written += {4: "万", 8: "亿"}[place]
    return written


@given(st.integers(100, 10**13))
def test_any_sum_in_capitals_comes_back(cents: int) -> None:
    assert capital_value(capitals(cents)) == Decimal(cents) / 100


@given(st.integers(1000, 10**12), st.sampled_from(["人民币{}", "(大写){}", "{}(¥1.00)", "合计：{}。"]))
def test_a_sum_in_capitals_is_found_in_its_sentence(cents: int, sentence: str) -> None:
    found = [money.value for money in find_money(plain(sentence.format(capitals(cents)))) if money.capital]
    assert found == [Decimal(cents) / 100]


@given(
    st.integers(0, 10**10), st.sampled_from([("元", 1), ("万元", 10_000), ("千元", 1000), ("亿元", 10**8)])
)
def test_figures_come_back_with_their_unit(number: int, unit: tuple[str, int]) -> None:
    for printed in (f"{number:,}{unit[0]}", f"{number}{unit[0]}", f"¥{number:,}.50{unit[0]}"):
        half = Decimal("0.5") if ".50" in printed else Decimal(0)
        assert [money.value for money in find_money(printed)] == [(number + half) * unit[1]]


HAN_DIGITS, HAN_CAPITALS = "〇一二三四五六七八九", DIGITS


def counted_out(number: int, digits: str, ten: str) -> str:
    """12 as 十二 or 壹拾贰."""
    tens, ones = divmod(number, 10)
    before = "" if tens == 1 and ten == "十" else digits[tens] if tens else ""
    return before + (ten if tens else "") + (digits[ones] if ones else "")


@given(st.dates(date(2000, 1, 1), date(2049, 12, 31)))
def test_every_spelling_of_a_date_comes_back(day: date) -> None:
    year, month, number = f"{day.year}", day.month, day.day
    for text in (
        "".join(HAN_DIGITS[int(digit)] for digit in year)
        + f"年{counted_out(month, HAN_DIGITS, '十')}月{counted_out(number, HAN_DIGITS, '十')}日",
        "".join(HAN_CAPITALS[int(digit)] for digit in year)
        + f"年{counted_out(month, HAN_CAPITALS, '拾')}月{counted_out(number, HAN_CAPITALS, '拾')}日",
        f"{day:%y}年{month}月{number}日",
        f"{day.year}年{month}月{number}号",
        f"{day.year}.{month}.{number}",
        f"{day.year}/{month}/{number}",
        f"{day:%Y%m%d}",
        f"{number} {calendar.month_name[month]} {year}",
        f"{calendar.month_abbr[month]} {number}, {year}",
    ):
        assert [(word.value, word.whole) for word in find_dates(plain(text))] == [(day, True)]


@given(st.dates(date(2000, 1, 1), date(2049, 12, 31)), st.integers(1, 3))
def test_a_date_that_a_line_cuts_in_two_is_put_together(day: date, cut: int) -> None:
    for text, places in ((f"{day.year}年{day.month}月{day.day}日", "年月"), (f"{day:%Y-%m-%d}", "-")):
        place = [at + 1 for at, letter in enumerate(text) if letter in places][min(cut, 2) - 1]
        whole = put_together(text[:place], text[place:] + "某公司")
        assert [word.value for word in find_dates(whole)] == [day]


@given(st.sampled_from("齐祝瞿丁叶"), st.text(alphabet="岚晏朗屿禾", min_size=1, max_size=2))
def test_a_person_is_one_alone_and_behind_a_label(surname: str, given_name: str) -> None:
    assert is_person(surname + given_name)
    assert is_signature(f"同意。{surname}{given_name}")
    assert not is_signature(f"录入:{surname}{given_name}")


@given(HAN)
def test_a_name_is_found_after_its_label(brand: str) -> None:
    name = f"湖州{brand}机械有限公司"
    assert [found.value for found in find_names(f"客户名称:{name}")] == [name]


@given(st.text(max_size=60))
def test_spelling_twice_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_without_year_comes_back_in_its_year(day: date) -> None:
    (mark,) = find_day_marks(f"{day.month}月{day.day}日上午")
    word = mark.in_year(day.year)
    assert word is not None
    assert word.value == day


@given(HAN, st.sampled_from(["类型", "企业类型", "住所", "法定代表人", "注册资本", "经营范围"]))
def test_a_name_never_swallows_the_next_label(brand: str, label: str) -> None:
    name = f"宁波{brand}电子有限公司"
    assert find_names(f"{name}{label}有限责任公司")[0].value == name


SCRAPS = (
    "法定代表人 注册资本 成立日期 有效期 自签发之日起 至 起止 期末余额 资产总计 单位：万元 "
    "合计 满分 承诺 付 申请额度 批准 账期 甲方 合同编号 投诉日期 来电 ☑去电 截至 99年 个 "
    "长期 2024年 13月 2月30日 24.3.5 二〇二四年二月 12/31 00:00 ¥ 1,234 .50 万元 壹佰万 零 "
    "- : | ( ) A-1/2024 = % LINE 日 999 0 齐朗 有限公司"
)
FRAGMENTS = st.sampled_from([scrap.replace("LINE", "\n") for scrap in SCRAPS.split()])


@settings(max_examples=120, deadline=None)
@given(st.lists(FRAGMENTS, max_size=40), st.sampled_from(sorted(READERS)))
def test_no_scraps_of_a_paper_break_the_reading_of_its_fields(fragments: list[str], kind: str) -> None:
    page = sheet(*"".join(fragments).split("\n"))
    if page.cells:
        read = [*fields_of(kind, page), *read_terms([page], kind)]
        assert all(field.words and 0 <= field.confidence <= 1 and field.box is not None for field in read)
