"""Labels are read, the pipeline run, and the answers counted as a person would count them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.clock import Clock
from archive.errors import BadInput, UnfinishedWork
from archive.home import Home
from archive.register import RegisteredCustomer
from index.opening import open_engine
from ingest.evaluation import Evaluation, evaluate
from ingest.labels import Label, load_labels
from ingest.pipeline import Stop, never
from ingest.scoring import Choice, Count, Row, RowOutcome, score
from ingest.testing import ProgressList, made_up_workshop
from ingest.workshop import Workshop

HEADER = "file\tpages\tcategory\tcustomer\tcode\tissue_date\tvalid_until\tnotes\n"

NOTHING = Choice()


@contextmanager
def made_up(home: Home, *, clock: Clock, engine: str, workers: int) -> Iterator[Workshop]:
    with closing(open_engine(home)) as index:
        yield made_up_workshop(home, engine=index)


def write(folder: Path, lines: str, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    labels = folder / "labels.tsv"
    labels.write_text("\ufeff" + HEADER + lines, encoding="utf-8")
    return labels


def run(labels: Path, *customers: str, stop: Stop = never) -> Evaluation:
    register = [RegisteredCustomer(0, name) for name in customers]
    return evaluate(
        labels,
        customers=register,
        own=("恒兴集团有限公司",),
        engine="made-up",
        workers=2,
        progress=ProgressList(),
        opens=made_up,
        stop=stop,
    )


def label(category: str = "honour", customer: str = "", **words: str) -> Label:
    blank = {"file": "a", "pages": "", "code": "", "issue_date": "", "valid_until": ""}
    return Label(first_page=None, last_page=None, category=category, customer=customer, **{**blank, **words})


def row(paper: Label, *, outcome: RowOutcome = "filed", choice: Choice = NOTHING, reason: str = "") -> Row:
    return Row(paper, outcome, choice, reason)


def test_a_whole_run_from_labels_to_counts(tmp_path: Path) -> None:
    labels = write(
        tmp_path,
        "right.txt\t\tbusiness_licence\t甲 公司（北京）\t\t\t\tx\n"
        "right.txt\t2\tunknown\t\t\t\t\t\n"
        "wrong.txt\t\tcredit_report|honour\t甲公司(北京)\t\t\t\t\n"
        "pile.txt\t1\tbalance_sheet\t乙公司\t\t\t\t\n"
        "pile.txt\t2-3\tcash_flow\t乙公司\t\t\t\t\n"
        "again.txt\t\tbusiness_licence\t甲公司(北京)\t\t\t\t\n"
        "broken.txt\t\tbad_input\t\t\t\t\t\n",
        right="# business_licence 1\n营业执照\f# ? ?\n菜单",
        wrong="# permit 1\n许可证",
        pile="# balance_sheet 2\n表\f# cash_flow 2\n表\f续表",
        again="# business_licence 1\n营业执照\f# ? ?\n菜单",
        broken="!file",
    )

    found = run(labels, "甲公司(北京)", "乙公司")

    assert [
        ("filed", "business_licence", "甲公司(北京)", "1"),
        ("review", None, None, "2"),
        ("filed", "permit", "甲公司(北京)", "1"),
        ("filed", "balance_sheet", "乙公司", "1"),
        ("filed", "cash_flow", "乙公司", "2-3"),
        ("duplicate", "business_licence", "甲公司(北京)", "1"),
        ("quarantined", None, None, None),
    ] == [
        (each.outcome, each.choice.category, each.choice.customer, each.choice.pages) for each in found.rows
    ]
    counted = found.score
    assert Count(5, 6) == counted.columns["category"]
    assert Count(5, 5) == counted.columns["customer"]
    assert (Count(1, 6), Count(1, 6), Count(1, 6)) == (
        counted.in_review,
        counted.wrong_unflagged,
        counted.decided_wrong,
    )
    assert Count(1, 1) == counted.bad_input
    assert (("credit_report|honour", "permit", 1),) == counted.confusions
    assert ("made-up", 1, 6) == (found.engine, found.workers, found.pages)


def test_the_json_has_the_agreed_keys_and_no_others(tmp_path: Path) -> None:
    labels = write(tmp_path, "a.txt\t1\tpermit\t甲\t\t\t\t\n", a="# permit 1\n许可证")

    told = json.loads(run(labels, "甲").as_json())

    columns = {"category", "customer", "code", "issue_date", "valid_until"}
    assert {"engine", "workers", "pages", "seconds", "rows"} == told.keys()
    assert {"file", "pages", "expected", "outcome", "first_choice", "reason"} == told["rows"][0].keys()
    assert columns == told["rows"][0]["expected"].keys()
    assert {*columns, "pages"} == told["rows"][0]["first_choice"].keys()
    assert ("a.txt", "1", "filed") == tuple(told["rows"][0][key] for key in ("file", "pages", "outcome"))


def test_an_evaluation_that_is_stopped_has_no_numbers(tmp_path: Path) -> None:
    labels = write(tmp_path, "a.txt\t\tpermit\t\t\t\t\t\n", a="# permit 1\n许可证")

    with pytest.raises(UnfinishedWork):
        run(labels, "甲", stop=lambda: True)


def test_pages_dropped_though_labelled_count_as_filed_wrong(tmp_path: Path) -> None:
    labels = write(tmp_path, "a.txt\t2\tpermit\t\t\t\t\t\n", a="# permit 1\n许可证\f")

    (found,) = run(labels, "甲").rows

    assert ("filed", True) == (found.outcome, found.wrong_unflagged)


@pytest.mark.parametrize(
    ("paper", "choice", "outcome", "right", "unflagged"),
    [
        (label("honour|permit"), Choice("permit", decided=True), "filed", True, False),
        (label("honour"), Choice("permit", decided=True), "filed", False, True),
        (label("honour"), Choice("permit"), "review", False, False),
        (label("unknown"), Choice("permit"), "review", True, False),
        (label("unknown"), Choice("permit", decided=True), "review", False, False),
        (label("unknown|permit"), Choice("permit", decided=True), "filed", True, False),
        (label("honour", "甲公司"), Choice("honour", "乙公司", decided=True), "filed", True, True),
        (label("honour"), Choice("honour", "乙公司", decided=True), "filed", True, False),
    ],
)
def test_right_and_wrong(
    paper: Label, choice: Choice, outcome: RowOutcome, right: bool, unflagged: bool
) -> None:
    found = row(paper, outcome=outcome, choice=choice)

    assert (right, unflagged) == (found.right("category"), found.wrong_unflagged)


def test_names_are_compared_without_width_brackets_and_blanks() -> None:
    paper = label("honour", "海林(江阴)门窗 有限公司", code="91110108m0405br31q", valid_until="长期")
    choice = Choice(
        "honour", "海林〔江阴〕門窗有限公司".replace("門", "门"), "91110108M0405BR31Q", None, "长期"
    )

    found = row(paper, choice=choice)

    assert [True] * 3 == [found.right(column) for column in ("customer", "code", "valid_until")]


def test_bad_input_has_to_end_with_a_reason() -> None:
    bad = label("bad_input")
    rows = [
        row(bad, outcome="quarantined", reason="It is damaged."),
        row(bad, outcome="quarantined"),
        row(bad, outcome="filed"),
        row(bad, outcome="review", reason="There is nothing on its pages."),
    ]

    assert Count(3, 4) == score(rows).bad_input
    assert Count(0, 0) == score(rows).in_review


def test_all_missing_files_are_named_at_once(tmp_path: Path) -> None:
    labels = write(tmp_path, "a.txt\t\thonour\t\t\t\t\t\nb.txt\t\thonour\t\t\t\t\t\n")

    with pytest.raises(BadInput, match=r"2 of the labelled files are missing: a\.txt, b\.txt"):
        load_labels(labels)


@pytest.mark.parametrize("pages", ["x", "1-", "-3", "3-2", "0"])
def test_a_page_range_that_is_none_is_named_with_its_line(tmp_path: Path, pages: str) -> None:
    labels = write(tmp_path, f"a.txt\t{pages}\thonour\t\t\t\t\t\n", a="x")

    with pytest.raises(BadInput, match=r"labels\.tsv:2: "):
        load_labels(labels)


def test_a_table_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    labels = tmp_path / "labels.tsv"
    for text in ("", "file\tkind\nx\ty\n"):
        labels.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput, match="lack the column"):
            load_labels(labels)
    with pytest.raises(BadInput, match="cannot be read"):
        load_labels(tmp_path / "nowhere.tsv")
