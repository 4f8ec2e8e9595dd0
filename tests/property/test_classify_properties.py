from __future__ import annotations

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
from classify.dates import find_dates, find_day_marks
from classify.money import capital_value
from classify.names import find_names
from classify.wording import plain

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
