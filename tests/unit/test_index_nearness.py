"""Which phrases are near."""

from __future__ import annotations

import pytest

from index.nearness import anchors, is_near, near

NAME = "青禾煤业云岭有限责任公司"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (NAME, True),
        ("甲方青禾媒业云岭有限责任公司乙方", True),  # one wrong character
        ("青禾煤业云岭有限责任公", True),  # the last one lost
        ("青禾煤业x云岭有限责任公司", True),  # one too many
        ("清禾煤业云蛉有限责任公司", False),  # two wrong ones spoil more than a fifth
        ("青禾煤业云岭" + "之" * 30 + "有限责任公司", False),  # not in one window
        (NAME[::-1], False),
        ("", False),
    ],
)
def test_near(text: str, answer: bool) -> None:
    assert answer == is_near(NAME, text)


def test_short_phrases_must_be_there_exactly() -> None:
    assert is_near("青禾煤业", "青禾媒业") is False


def test_places_do_not_overlap() -> None:
    wrong = NAME.replace("煤", "媒")
    assert list(near(NAME, f"甲{wrong}，{wrong}")) == [(1, 13), (14, 26)]


def test_as_many_anchors_as_may_be_missing_and_one() -> None:
    counts = {"ab": 9, "bc": 1, "cd": 5, "de": 3, "ef": 2}
    assert anchors("abcdef", counts) == ["bc", "ef"]
