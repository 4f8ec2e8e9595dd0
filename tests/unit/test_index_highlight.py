"""Where in its head and on its pages a hit is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.highlight import Head, HeadMatch, Highlights, Snippet, Span, highlight
from index.plan import ANY_CODE, AllOf, InField, Phrase, Plan
from index.query import parse
from index.testing.made_up import KINDS, page
from index.tokens import fold

LINES = st.lists(st.text("煤a1 ,，(-", max_size=6), min_size=1, max_size=5)


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


def test_a_near_phrase_is_marked_over_what_reading_made_of_it() -> None:
    pages = [page(1, "客户：青禾媒业云岭-有\n限责任公司，"), page(2, "编号 HT—2O24\n017")]
    asked = plan("青禾煤业云岭有限责任公司 HT-2024-017")
    assert highlight(asked, pages, tolerant=True).snippets == (
        Snippet(1, 0, "客户：青禾媒业云岭-有", (Span(3, 11),)),
        Snippet(1, 1, "限责任公司，", (Span(0, 5),)),
        Snippet(2, 0, "编号 HT—2O24", (Span(3, 10),)),
        Snippet(2, 1, "017", (Span(0, 3),)),
    )


def test_a_hit_may_be_in_the_head_alone() -> None:
    head = Head("煤炭购销合同", "青禾 煤业", "QH-2024-017")
    found = highlight(plan("购销 青禾煤业 2024-017"), [page(1, "往来")], head=head)
    assert found == Highlights(
        (),
        (),
        (
            HeadMatch("title", "煤炭购销合同", (Span(2, 4),)),
            HeadMatch("author", "青禾 煤业", (Span(0, 5),)),
            HeadMatch("number", "QH-2024-017", (Span(3, 11),)),
        ),
    )


def test_a_phrase_may_run_from_the_title_into_the_author() -> None:
    found = highlight(plan('"coal inc"'), [page(1, "coal")], head=Head("Coal", "Inc."))
    assert (found.pages, found.head) == (
        (),
        (HeadMatch("title", "Coal", (Span(0, 4),)), HeadMatch("author", "Inc.", (Span(0, 3),))),
    )


def test_the_value_of_a_field_is_shown_where_it_was_read() -> None:
    asked = Plan(AllOf((InField("legal_person", "欧阳"), InField(ANY_CODE, "ht2024017")), (Phrase("编号"),)))
    assert highlight(asked, [page(1, "欧阳明远 编号HT-2024-017")]).snippets == (
        Snippet(1, 0, "欧阳明远 编号HT-2024-017", (Span(0, 2), Span(7, 18))),
    )


def test_all_pages_are_named_but_few_lines_shown() -> None:
    pages = [page(number, "煤\n煤") for number in range(1, 9)]
    found = highlight(plan("煤"), pages, most=3)
    assert (found.pages, len(found.snippets)) == (tuple(range(1, 9)), 3)


def test_a_word_over_the_end_of_a_page_is_shown_whole_though_it_is_the_last_shown() -> None:
    pages = [page(1, "煤矿\n甲煤"), page(2, "矿乙"), page(3, "煤矿")]
    found = highlight(plan("煤矿"), pages, most=2)
    assert [(one.page, one.text, one.spans) for one in found.snippets] == [
        (1, "煤矿", (Span(0, 2),)),
        (1, "甲煤", (Span(1, 2),)),
        (2, "矿乙", (Span(0, 1),)),
    ]
    assert found.pages == (1, 2, 3)


def test_lines_that_are_shown_have_every_word_marked_however_many_there_are() -> None:
    pages = [page(1, "煤炭" * 20), *(page(number, "煤炭\n" * 20 + "矿") for number in range(2, 30))]
    found = highlight(plan("煤 炭 矿"), pages, most=3)
    assert found.pages == tuple(range(1, 30))
    assert [one.spans for one in found.snippets] == [(Span(0, 40),), (Span(0, 2),), (Span(0, 2),)]


def test_a_document_without_text_has_nothing_to_show() -> None:
    assert highlight(plan("煤"), [page(1, "")]) == Highlights((), ())


@given(lines=LINES, title=st.text("煤a1 ,", max_size=4))
def test_every_line_that_has_a_letter_is_shown_with_it(lines: list[str], title: str) -> None:
    found = highlight(Plan(Phrase("1")), [page(1, "\n".join(lines))], head=Head(title), most=9)
    assert [snippet.line for snippet in found.snippets] == [
        number for number, line in enumerate(lines) if "1" in line
    ]
    shown = [(one.text, one.spans) for one in found.head] + [(one.text, one.spans) for one in found.snippets]
    for text, spans in shown:
        assert {fold(text[span.start : span.end]).strip("1") for span in spans} == {""}
        assert sum(text[span.start : span.end].count("1") for span in spans) == text.count("1")
