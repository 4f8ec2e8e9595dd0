from __future__ import annotations

import pytest

from classify.codes import (
    Code,
    find_codes,
    is_credit_code,
    is_organisation_code,
    is_registration_number,
    organisation_part,
    repair_credit_code,
)

SOUND = "91330212MA2AFK735U"  # made up; both check characters are right


def test_a_sound_credit_code_is_one() -> None:
    assert is_credit_code(SOUND)
    assert is_organisation_code(organisation_part(SOUND))


@pytest.mark.parametrize(
    "wrong", ["", SOUND[:17], SOUND[:17] + "V", "I" + SOUND[1:], SOUND[::-1], SOUND.lower()]
)
def test_what_is_no_credit_code(wrong: str) -> None:
    assert not is_credit_code(wrong)


def test_registration_number_needs_its_check_digit() -> None:
    assert is_registration_number("110108000000016")
    assert not is_registration_number("110108000000017")
    assert not is_registration_number("11010800000001")


def test_one_misread_character_is_put_right() -> None:
    assert repair_credit_code(SOUND.replace("2A", "ZA")) == SOUND
    assert repair_credit_code(SOUND[:16] + "S" + SOUND[17:]) == SOUND


def test_what_cannot_be_told_is_left_alone() -> None:
    assert repair_credit_code("913302XXXXXXXXXXXX") is None
    assert repair_credit_code(SOUND[:-1]) is None


def test_codes_are_found_between_other_words() -> None:
    text = f"统一社会信用代码{SOUND}注册号110108000000016"
    assert find_codes(text) == (
        Code(SOUND, "credit", 8, 26),
        Code("110108000000016", "registration", 29, 44),
    )


def test_a_code_set_apart_in_groups_is_found() -> None:
    grouped = f"{SOUND[:8]} {SOUND[8:16]} {SOUND[16:]}"
    assert [code.value for code in find_codes(grouped)] == [SOUND]


@pytest.mark.parametrize("number", ["330102199003074513", "6222020200112233445", "0571-88665321"])
def test_other_numbers_are_no_codes(number: str) -> None:
    assert find_codes(number) == ()


def test_an_account_number_is_no_registration_number() -> None:
    assert find_codes("账号:110108000000016") == ()
    assert find_codes("收款账户|110108000000016") == ()
