"""Which text layers are believed."""

from __future__ import annotations

from archive.page import Box
from ingest.reading.soundness import is_sound
from ingest.reading.textlayer import Glyph, text_lines

SENTENCE = "兹有我公司向贵公司申请信用额度人民币伍拾万元整期限一年"


def written(text: str, *, mapped: bool = True, top: float = 100, left: float = 50) -> list[Glyph]:
    """Characters set side by side, 10 points wide and 12 high; blanks leave a gap."""
    return [
        Glyph(letter, Box(left + 10 * n, top, left + 10 * n + 10, top + 12), mapped)
        for n, letter in enumerate(text)
        if letter != " "
    ]


def test_plain_chinese_is_believed() -> None:
    assert is_sound(written(SENTENCE), pictured=0.0)


def test_a_column_of_figures_is_believed() -> None:
    assert is_sound(written("1234567890.00 77.10 2024"), pictured=0.0)


def test_a_page_number_alone_is_not() -> None:
    assert not is_sound(written("第3页"), pictured=0.0)


def test_a_line_over_a_scanned_picture_is_not() -> None:
    assert not is_sound(written(SENTENCE), pictured=0.95)


def test_characters_that_the_font_does_not_explain_are_not() -> None:
    assert not is_sound(written(SENTENCE[:20]) + written(SENTENCE[20:], mapped=False), pictured=0.0)


def test_private_use_characters_are_not() -> None:
    assert not is_sound(written(SENTENCE + "\ue123\ue124\ue125"), pictured=0.0)


def test_a_shifted_map_lands_on_rare_characters_and_is_not() -> None:
    shifted = "".join(chr(ord(letter) + 7) for letter in SENTENCE)
    assert not is_sound(written(shifted), pictured=0.0)


def test_latin_rubbish_is_not() -> None:
    assert not is_sound(written("!\"#$%&'()*+,-./:;<=>?@ABCDEFG"), pictured=0.0)


def test_writing_that_runs_down_the_page_is_not() -> None:
    turned = [Glyph(letter, Box(100, 50 + 10 * n, 112, 60 + 10 * n)) for n, letter in enumerate(SENTENCE)]
    assert not is_sound(turned, pictured=0.0)


def test_cells_of_a_row_are_lines_of_their_own_whatever_the_files_order() -> None:
    second = written("乙公司", top=130) + written("200.00", top=130, left=300)
    first = written("甲公司") + written("100.00", left=300)
    lines = text_lines([*second, *first])
    assert [line.text for line in lines] == ["甲公司", "100.00", "乙公司", "200.00"]


def test_letters_set_one_by_one_make_one_line() -> None:
    above, below = written("营业执照"), written("合同审批", top=400)
    woven = [letter for pair in zip(above, below, strict=True) for letter in pair]
    assert [line.text for line in text_lines(woven)] == ["营业执照", "合同审批"]


def test_blanks_stay_between_latin_words_and_vanish_between_han() -> None:
    assert [line.text for line in text_lines(written("AB CD"))] == ["AB CD"]
    assert [line.text for line in text_lines(written("合 同"))] == ["合同"]


def test_writing_round_a_seal_stays_together() -> None:
    seal = [
        Glyph(letter, Box(100 + across, 100 + down, 110 + across, 112 + down))
        for letter, across, down in (("甲", 0, 30), ("乙", 4, 15), ("公", 16, 4), ("司", 32, 10))
    ]
    assert [line.text for line in text_lines(seal)] == ["甲乙公司"]
