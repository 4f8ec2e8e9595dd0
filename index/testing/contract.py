"""The contract every search engine keeps, as a class of tests that an engine's own test inherits.

A test module of an engine gives two fixtures: `library`, a `Library` filled by `draw_papers` and shared
by the tests that only ask, and `bench`, an empty one for the tests that change something.
"""
# ruff: noqa: S101 - a suite of tests asserts

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from index.engine import TOTAL_CAP, Facets, Hit, by_count
from index.plan import ANY_CODE, AllOf, InField, Plan
from index.query import parse
from index.testing.library import Library, exact, found, scope_of
from index.testing.made_up import CUSTOMERS, KINDS, PEOPLE, WORDS, Draft, Fact, Filed
from index.testing.oracle import Both, Customer, Dated, Either, Kind, Question, Word, answer, is_answer, write

EXAMPLES = 60
"""Questions of each class asked in one test."""


def pieces(papers: list[Filed], *, length: int, seed: int) -> Iterator[str]:
    """Pieces of page texts of so many characters, not counting what may be left out; blanks are kept."""
    draw = Random(seed)  # noqa: S311 - reproducible, nothing secret
    for _ in range(EXAMPLES):
        text = "\n".join(draw.choice(papers).pages)
        start = draw.randrange(max(1, len(text) - 2 * length))
        end, letters = start, 0
        while letters < length and end < len(text):
            letters += text[end].isalnum()
            end += 1
        yield text[start:end].replace("\n", " ")


class EngineContract:
    """What any engine must do."""

    def agree(self, library: Library, questions: list[Question | Dated], *files: int) -> None:
        """The engine finds what looking through every text finds, in the same order, and counts the same."""
        papers = list(library.shelf.filed.values())
        some = 0
        for question in questions:
            expected = answer(question, papers, files)
            hits = found(library.engine, question, scope_of(*files))
            assert expected == exact(hits), f"{write(question)}: {expected} expected, {exact(hits)} found"
            some += bool(expected)
        assert some > len(questions) // 4, "the questions must not all be about nothing"

    def test_single_characters(self, library: Library) -> None:
        characters = sorted({character for word in (*WORDS, *PEOPLE, "Coal9x") for character in word})
        self.agree(library, [Word(character) for character in characters], *library.shelf.files)

    def test_pairs_names_and_words(self, library: Library) -> None:
        pairs = [word[start : start + 2] for word in WORDS for start in range(len(word) - 1)]
        self.agree(library, [Word(text) for text in (*pairs, *PEOPLE, *WORDS)], *library.shelf.files)

    def test_any_piece_of_a_text_across_words_lines_and_pages(self, library: Library) -> None:
        papers = list(library.shelf.filed.values())
        for length in (2, 3, 4, 7, 15):
            questions = [
                Word(piece, quoted=True)
                for piece in pieces(papers, length=length, seed=length)
                if any(character.isalnum() for character in piece)
            ]
            self.agree(library, list(questions), *library.shelf.files)

    def test_each_piece_finds_the_paper_it_was_cut_from(self, library: Library) -> None:
        scope = scope_of(*library.shelf.files)
        for paper in list(library.shelf.filed.values())[:EXAMPLES]:
            piece = "\n".join(paper.pages)[:12].replace("\n", " ").strip()
            assert paper.document in exact(found(library.engine, Word(piece, quoted=True), scope))

    def test_codes_and_insides_of_codes(self, bench: Library) -> None:
        first = bench.shelf.file(["统一社会信用代码 91110108MA01Q8QX5T 合同编号 HT-2024-017"])
        second = bench.shelf.file(["统一社会信用代码：９１１１０１０８ＭＡ０１Ｑ８ＱＸ６Ｔ"])
        bench.engine.drain()
        expected = {
            "91110108ma01q8qx5t": [first.document],
            "01Q8QX": [second.document, first.document],
            "X5": [first.document],
            "HT-2024-017": [first.document],
            "2024-017": [first.document],
            "2024017": [],
        }
        assert expected == {query: exact(found(bench.engine, query, scope_of(1))) for query in expected}

    def test_amounts_with_and_without_separators(self, bench: Library) -> None:
        first = bench.shelf.file(["人民币 12,500,000.00 元"])
        second = bench.shelf.file(["人民币12500000.00元，另付３，６００元"])
        bench.engine.drain()
        both = [second.document, first.document]
        expected = {
            "12500000": both,
            "12,500,000": both,
            "１２，５００，０００.00": both,
            "500,000": both,
            "3600元": [second.document],
            "3,600": [second.document],
        }
        assert expected == {query: exact(found(bench.engine, query, scope_of(1))) for query in expected}

    def test_forms_that_must_not_matter(self, bench: Library) -> None:
        paper = bench.shelf.file(["青禾（云岭）煤業有限公\n司", "ＣＯＡＬ　mining\nInvoice №７"])
        bench.engine.drain()
        for query in (
            "青禾(云岭)煤业",
            "青禾云岭煤業有限公司",
            '"coal MINING"',
            '"mining invoice"',
            "公司",
            "ｉｎｖｏｉｃｅ",
        ):
            assert exact(found(bench.engine, query, scope_of(1))) == [paper.document], query
        assert exact(found(bench.engine, "coalmining", scope_of(1))) == []

    def test_words_meet_within_a_document_and_phrases_run_across_pages(self, bench: Library) -> None:
        paper = bench.shelf.file(["甲方承诺付", "款于三日内"])
        bench.shelf.file(["甲方承诺"])
        bench.shelf.file(["三日内付款"])
        bench.engine.drain()
        assert exact(found(bench.engine, "甲方 三日", scope_of(1))) == [paper.document]
        assert exact(found(bench.engine, "承诺付款于", scope_of(1))) == [paper.document]

    def test_operators_and_fields(self, library: Library) -> None:
        files = library.shelf.files
        words = [Word(text) for text in (*WORDS, *PEOPLE, "Coal", "HT-2024", "A4")]
        draw = Random(7)  # noqa: S311 - reproducible, nothing secret
        fields: list[Question] = [Kind(kind, name) for kind, name in KINDS.items()]
        fields += [Customer("煤"), Customer("northwind"), Customer("白鹭厂"), Customer(CUSTOMERS[0])]
        questions: list[Question | Dated] = [*fields, Customer("不存在")]
        for _ in range(EXAMPLES):
            one, two, three, four = draw.sample(words, 4)
            field = draw.choice(fields)
            limits = sorted(
                date(draw.randint(2022, 2025), draw.randint(1, 12), draw.randint(1, 28)) for _ in "ab"
            )
            questions += [
                Both((one, two)),
                Both((one,), (two,)),
                Both((Either((one, two)), field), (three,)),
                Either((Both((one, two)), Both((three,), (four,)), field)),
                Both((one,), (Either((two, Both((three, field)))),)),
                Dated(one, limits[0], limits[1]),
                Dated(Both((Either((one, two)),), (field,)), first=limits[0]),
                Dated(field, last=limits[1]),
            ]
        self.agree(library, questions, *files)

    def test_fields_codes_and_amounts(self, bench: Library) -> None:
        first: tuple[Fact, ...] = (("code", "91110108MA01Q8QX5T"), ("legal_person", "李青"))
        second: tuple[Fact, ...] = (("contract_number", "HT-2024-017"), ("legal_person", "赵若兰"))
        money: tuple[Fact, ...] = (("amount", Decimal("3600.50")), ("amount", Decimal(125000)))
        bench.shelf.file(["甲"], fields=first)
        bench.shelf.file(["乙 李青"], fields=(*second, ("legal_person", "陈述"), *money))
        bench.engine.drain()
        plans = {
            Plan(InField("legal_person", "李青")): [1],
            Plan(InField("legal_person", "青")): [1],
            Plan(InField("legal_person", "若兰")): [2],
            Plan(InField("legal_person", "兰陈")): [],
            Plan(InField("code", "01q8qx")): [1],
            Plan(InField("code", "ht")): [],
            Plan(InField("contract_number", "ht 2024 0")): [2],
            Plan(InField(ANY_CODE, "ht2024017")): [2],
            Plan(InField(ANY_CODE, "2024")): [2],
            Plan(InField(ANY_CODE, "qh000")): [2, 1],
            Plan(AllOf((), (InField("legal_person", "李青"),))): [2],
            Plan(AllOf(()), amount_from=360_050, amount_to=360_050): [2],
            Plan(AllOf(()), amount_from=360_051, amount_to=12_499_999): [],
            Plan(AllOf(()), amount_from=12_500_000): [2],
            Plan(AllOf(()), amount_to=360_049): [],
        }
        answered = {plan: bench.engine.search(plan, scope_of(1), limit=9) for plan in plans}
        assert plans == {plan: exact(list(hits.hits)) for plan, hits in answered.items()}
        assert [hits.total for hits in answered.values()] == [len(hits) for hits in plans.values()]

    def test_runs_of_one_character(self, bench: Library) -> None:
        bench.shelf.file(["表 A 4 B 5，煤 x 矿"])
        bench.shelf.file(["A 45 B"])
        bench.engine.drain()
        expected = {
            "A 4": [2, 1],
            "A 4 B": [1],
            "4 B 5": [1],
            "a 4 b 5 煤": [],
            "B 5 , 煤": [1],
            "煤 x": [1],
            "5 B": [2],
        }
        assert expected == {ask: exact(found(bench.engine, f'"{ask}"', scope_of(1))) for ask in expected}

    def test_brackets_within_brackets(self, library: Library) -> None:
        draw = Random(9)  # noqa: S311 - reproducible, nothing secret

        def some(depth: int) -> Question:
            if depth == 0:
                return Word(draw.choice((*WORDS, *PEOPLE)))
            one, other = some(depth - 1), some(draw.randrange(depth))
            return draw.choice((Either((one, other)), Both((Either((one, other)),)), Both((other,), (one,))))

        self.agree(library, [some(draw.randint(3, 5)) for _ in range(EXAMPLES)], *library.shelf.files)

    def test_facets_count_every_hit_within_the_scope(self, library: Library) -> None:
        for files in (library.shelf.files, library.shelf.files[:2]):
            for question in (
                Word("公司"),
                Word("煤"),
                Both((Word("合同"),), (Word("李青"),)),
                Word("不存在"),
            ):
                papers = [
                    library.shelf.filed[one] for one in answer(question, library.shelf.filed.values(), files)
                ]
                expected = Facets(
                    by_count(Counter(paper.kind for paper in papers)),
                    by_count(Counter(paper.customer for paper in papers)),
                    by_count(Counter(paper.issued_on.year if paper.issued_on else 0 for paper in papers)),
                    capped=False,
                )
                plan = parse(write(question), kinds=KINDS)
                assert library.engine.facets(plan, scope_of(*files)) == expected

    def test_dates_alone(self, library: Library) -> None:
        dated = [(paper.document, paper.issued_on) for paper in library.shelf.filed.values()]
        expected = sorted(
            (document for document, day in dated if day and day >= date(2024, 1, 1)), reverse=True
        )
        assert expected == exact(found(library.engine, "from:2024", scope_of(*library.shelf.files)))

    def test_nothing_outside_the_scope_is_found_or_counted(self, library: Library) -> None:
        shelf = library.shelf
        everywhere = list(shelf.files)
        for query in ("公司", "煤", "category:营业执照", "from:2020", "合同 OR 李青", "-李青 煤炭"):
            plan = parse(query, kinds=KINDS)
            whole = found(library.engine, query, scope_of(*everywhere))
            assert whole == found(library.engine, query, scope_of(*everywhere, everything=True))
            for file in shelf.files:
                expected = [hit for hit in whole if shelf.filed[hit.document].file == file]
                answered = library.engine.search(plan, scope_of(file), limit=1000)
                assert expected == list(answered.hits), f"{query} in file {file}"
                assert answered.total == len(exact(expected))

    def test_long_scopes_answer_like_short_ones(self, library: Library) -> None:
        strangers = range(10_000, 15_000)  # files with nothing in them
        for query in ("公司", "煤", "category:营业执照"):
            expected = found(library.engine, query, scope_of(1, 3))
            assert expected == found(library.engine, query, scope_of(1, 3, *strangers))

    def test_pages_neither_repeat_nor_leave_gaps_while_papers_arrive(self, bench: Library) -> None:
        expected = [bench.shelf.file(["往来对账单"]).document for _ in range(23)][::-1]
        bench.engine.drain()
        plan = parse("对账单", kinds=KINDS)
        hits: list[Hit] = []
        more = True
        while more:
            answered = bench.engine.search(plan, scope_of(1), limit=4, after=hits[-1] if hits else None)
            hits += answered.hits
            more = answered.more
            bench.shelf.file(["往来对账单"])
            bench.engine.drain()
        assert expected == [hit.document for hit in hits]

    def test_totals_are_capped(self, bench: Library) -> None:
        bench.shelf.file_all([Draft(("收据",))] * (TOTAL_CAP + 1))
        bench.engine.drain()
        plan = parse("收据", kinds=KINDS)
        answered = bench.engine.search(plan, scope_of(1), limit=3)
        assert (
            answered.total,
            answered.capped,
            len(answered.hits),
            answered.more,
        ) == (TOTAL_CAP, True, 3, True)
        bench.shelf.dispose(1)
        bench.engine.drain()
        answered = bench.engine.search(plan, scope_of(1), limit=3)
        assert (answered.total, answered.capped) == (TOTAL_CAP, False)

    def test_disposed_papers_are_gone(self, bench: Library) -> None:
        kept = bench.shelf.file(["绝密方案"])
        gone = bench.shelf.file(["绝密方案"])
        bench.engine.drain()
        bench.shelf.dispose(gone.document)
        bench.engine.drain()
        assert exact(found(bench.engine, "绝密方案", scope_of(1))) == [kept.document]
        assert bench.engine.verify() == ()

    def test_a_moved_and_renamed_paper_is_found_where_it_is_now(self, bench: Library) -> None:
        paper = bench.shelf.file(["验收记录"], file=1, title="旧题")
        bench.engine.drain()
        bench.shelf.revise(paper.document, file=2, title="新题")
        bench.engine.drain()
        expected = {
            ("新题", 1): [],
            ("新题", 2): [1],
            ("旧题", 2): [],
            ("验收", 1): [],
            ("客户:白鹭厂", 2): [1],
        }
        assert expected == {ask: exact(found(bench.engine, ask[0], scope_of(ask[1]))) for ask in expected}

    def test_a_delayed_outbox_row_brings_nothing_back(self, bench: Library) -> None:
        paper = bench.shelf.file(["付款承诺"], file=1)
        gone = bench.shelf.file(["付款承诺"], file=1)
        bench.shelf.revise(paper.document, file=2, title="新题")
        bench.shelf.dispose(gone.document)
        bench.engine.drain()
        bench.shelf.stage_again(paper.document, revision=1)
        bench.shelf.stage_again(gone.document, revision=1)
        bench.engine.drain()
        assert found(bench.engine, "付款承诺", scope_of(1)) == []
        assert exact(found(bench.engine, "付款承诺", scope_of(2))) == [paper.document]

    def test_the_engine_says_how_far_it_is_behind(self, bench: Library) -> None:
        assert bench.engine.pending().changes == 0
        bench.shelf.file(["甲"])
        bench.shelf.file(["乙"])
        assert bench.engine.pending().changes == 2
        assert bench.engine.verify() == (), "what waits in the outbox is no fault"
        assert bench.engine.drain() == 2
        assert bench.engine.pending().changes == 0

    def test_a_rebuilt_index_answers_like_one_that_grew(self, bench: Library) -> None:
        for number in range(12):
            bench.shelf.file([f"煤炭合同{number}号", "李青"], file=number % 3 + 1)
            bench.engine.drain()
        bench.shelf.revise(4, file=3, title="新题")
        bench.shelf.dispose(7)
        bench.engine.drain()
        queries = ("煤", "合同", "李青", "新题", "category:合同正本", "1号", "煤炭台同3号")
        before = {query: found(bench.engine, query, scope_of(1, 2, 3)) for query in queries}
        assert bench.engine.rebuild() == 11
        assert before == {query: found(bench.engine, query, scope_of(1, 2, 3)) for query in queries}
        assert bench.engine.verify() == ()

    def test_tolerant_hits_follow_the_exact_ones_and_are_marked(self, bench: Library) -> None:
        name = "青禾煤业云岭有限责任公司"
        one_wrong, two_wrong = name.replace("煤", "媒"), name.replace("青", "清").replace("岭", "蛉")
        another, three_wrong = name.replace("煤业", "焦化"), two_wrong.replace("限", "跟")
        for text in (name, one_wrong, two_wrong, another, three_wrong, "青禾", name[::-1]):
            bench.shelf.file([f"甲方：{text}，乙方"])
        bench.engine.drain()
        expected = [Hit(1, 1), Hit(3, 3, tolerant=True), Hit(2, 2, tolerant=True)]
        assert expected == found(bench.engine, name, scope_of(1), step=10)
        assert found(bench.engine, f"{name} -乙方", scope_of(1), step=10) == []
        assert found(bench.engine, name, scope_of(2), step=10) == []

    def test_a_number_is_nearly_one_with_other_dashes_but_no_other_number(self, bench: Library) -> None:
        for text in ("HT-2024-017", "HT2024017", "HT—2O24 017", "HT-2024-018", "HT-2024-0017"):
            bench.shelf.file([f"合同编号：{text}，签订"])
        bench.engine.drain()
        near = [Hit(3, 3, tolerant=True), Hit(2, 2, tolerant=True)]
        assert found(bench.engine, "HT-2024-017", scope_of(1)) == [Hit(1, 1), *near]
        assert found(bench.engine, "HT2024017", scope_of(1)) == [Hit(2, 2), Hit(1, 1, tolerant=True)]
        assert found(bench.engine, "2024017", scope_of(1)) == [Hit(2, 2), Hit(1, 1, tolerant=True)]

    def test_tolerant_hits_are_never_exact_and_never_repeat(self, library: Library) -> None:
        papers = library.shelf.filed
        scope = scope_of(1, 2, 3)
        for question in (
            Word("云岭有限公司营业执照"),
            Word("欧阳明远法定代表人"),
            Both((Word("注册资本付款承诺"),)),
        ):
            hits = found(library.engine, question, scope, step=3)
            tolerant = [hit for hit in hits if hit.tolerant]
            assert hits == sorted(hits, key=lambda hit: (hit.tolerant, -hit.filing_sequence))
            assert len(hits) == len({hit.document for hit in hits})
            assert not [hit for hit in tolerant if is_answer(question, papers[hit.document])]
            assert not [hit for hit in hits if papers[hit.document].file not in scope.files]
