"""Parts and pages survive the catalogue unchanged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from archive.catalogue.decisions import decode_part, encode_part
from archive.decision import (
    Ambiguous,
    Assigned,
    Candidate,
    Decision,
    Evidence,
    Field,
    Part,
    ProposedCustomer,
    Unknown,
)
from archive.message import decode_message, encode_message, message
from archive.page import Barcode, Box, Line, Page, decode_page, encode_page

SEEN = Candidate("permit", 3.5, (Evidence("title", "许可证", 1, Box(1.0, 2.0, 3.0, 4.0), 3.5),))
OTHER = Candidate("honour", 1.0)


@pytest.mark.parametrize(
    "decision",
    [Assigned(SEEN), Assigned(SEEN, OTHER), Ambiguous((SEEN, OTHER), "close"), Unknown("nothing", (OTHER,))],
)
def test_a_part_comes_back_as_it_was(decision: Decision) -> None:
    fields = (
        Field("amount", Decimal("1200000.50"), "120.00005万元", 1, Box(1.0, 2.0, 3.0, 4.0), 0.9, "money"),
        Field("issue_date", date(2024, 3, 5), "2024年3月5日", 2, None, 1.0, "date"),
        Field("valid_until", "长期", "长期", 1, None, 1.0, "date"),
        Field("promised", "九月底", "九月底", 1, None, 0.4, "hand", by_hand=True),
    )
    part = Part(1, 3, decision, Unknown("no name"), fields, ProposedCustomer("新公司", None))
    assert decode_part(encode_part(part)) == part


def test_a_page_comes_back_as_it_was() -> None:
    page = Page(
        number=2,
        width=1654.0,
        height=2339.0,
        rotation=90,
        engine="text",
        ink=0.125,
        lines=(
            Line("营业执照", Box(10.5, 20.0, 300.0, 60.0), 0.987),
            Line("张三", Box(1.0, 2.0, 3.0, 4.0), 0.5, by_hand=True),
        ),
        barcodes=(Barcode("QRCode", "91320281", Box(1.0, 2.0, 3.0, 4.0)),),
    )
    assert decode_page(encode_page(page)) == page


def test_a_message_comes_back_as_it_was() -> None:
    sentence = message("Page {page} cannot be read.", page=3)
    assert decode_message(encode_message(sentence)) == sentence
