"""Where on the pages a hit is."""

from __future__ import annotations

from index.highlight import Highlights, Snippet, Span, highlight
from index.plan import Plan
from index.query import parse
from index.testing.made_up import KINDS, page


def plan(query: str) -> Plan:
    return parse(query, kinds=KINDS)


def test_words_are_found_across_blanks_lines_and_pages() -> None:
    pages = [page(3, "甲方：青禾 煤\n業公司"), page(4, "有限")]
    assert highlight(plan("煤业公司有"), pages) == Highlights(
        (3, 4),
        (
            Snippet(3, 0, "甲方：青禾 煤", (Span(6, 7),)),
            Snippet(3, 1, "業公司", (Span(0, 3),)),
            Snippet(4, 0, "有限", (Span(0, 1),)),
        ),
    )


def test_every_word_is_shown_and_what_is_left_out_is_not() -> None:
    found = highlight(plan("(煤炭 OR 合同) 元 -李青"), [page(1, "煤炭合同\n李青\n3,600元")])
    assert found.snippets == (
        Snippet(1, 0, "煤炭合同", (Span(0, 4),)),
        Snippet(1, 2, "3,600元", (Span(5, 6),)),
    )


def test_a_number_is_marked_with_its_separators() -> None:
    found = highlight(plan("3600"), [page(1, "付 3,600 元")])
    assert found.snippets == (Snippet(1, 0, "付 3,600 元", (Span(2, 7),)),)


def test_near_phrases_are_shown_only_for_tolerant_hits() -> None:
    pages = [page(1, "客户 青禾媒业云岭有限责任公司")]
    asked = plan("青禾煤业云岭有限责任公司")
    assert highlight(asked, pages) == Highlights((), ())
    assert highlight(asked, pages, tolerant=True).snippets[0].spans == (Span(3, 15),)


def test_all_pages_are_named_but_few_lines_shown() -> None:
    pages = [page(number, "煤\n煤") for number in range(1, 9)]
    found = highlight(plan("煤"), pages, most=3)
    assert (found.pages, len(found.snippets)) == (tuple(range(1, 9)), 3)


def test_a_document_without_text_has_nothing_to_show() -> None:
    assert highlight(plan("煤"), [page(1, "")]) == Highlights((), ())
