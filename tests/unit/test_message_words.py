"""Sentences kept in the catalogue: whatever fills them can be stored."""

from __future__ import annotations

import os

import pytest

from archive.message import decode_message, encode_message, message

FOREIGN = os.fsdecode("测.txt".encode("gb18030"))


@pytest.mark.parametrize(
    ("value", "kept"),
    [(FOREIGN, "测.txt"), ("测.txt", "测.txt"), ("\udcff", "\N{REPLACEMENT CHARACTER}"), ("\ud800", "?")],
)
def test_every_file_name_can_be_stored_in_a_sentence(value: str, kept: str) -> None:
    packed = encode_message(message("{file} is odd.", file=value))
    assert f"{kept} is odd." == str(decode_message(packed.encode("utf-8").decode("utf-8")))
