"""The learning curve: papers in order of date, each counted before it is settled, with and without forms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from archive.catalogue import customers, learnt
from archive.clock import Clock
from archive.errors import UnfinishedWork
from archive.home import Home
from archive.register import RegisteredCustomer
from classify.rulebook import Rule, Rulebook, Thresholds
from classify.sorter import Sorter
from index.opening import open_engine
from ingest.learning import Step, learning_curve
from ingest.pipeline import Stop, never
from ingest.testing import ProgressList, made_up_workshop
from ingest.workshop import Workshop
from tests.printed import TALK

HEADER = "file\tpages\tcategory\tcustomer\tissue_date\n"
BOOK = Rulebook(
    (Rule(id="permit.title", kind="permit", where="text", any=("许可证",), weight=9),),
    Thresholds(enough=4, margin=2, weak=2.5, customer_enough=4, customer_margin=2, new_paper=2),
    "-",
)
FIRST, SECOND = "江阴甲木工业有限公司", "苏州乙木贸易有限公司"


def by_rules(home: Home) -> Sorter:
    with home.catalogue.read() as tx:
        return Sorter(BOOK, customers.register(tx))


@contextmanager
def made_up(home: Home, *, clock: Clock, engine: str, workers: int) -> Iterator[Workshop]:
    def sorter() -> Sorter:
        with home.catalogue.read() as tx:
            return Sorter(BOOK, customers.register(tx), [row.learnt for row in learnt.in_force(tx)])

    with closing(open_engine(home)) as index:
        yield replace(made_up_workshop(home, engine=index), sorter=sorter)


def form(customer: str, number: int) -> str:
    """A paper on a house's form, one label to a line."""
    rows = [f"{label}:" for label in TALK[1][1:]]
    return "\n".join([TALK[0], f"客户名称:{customer}", *rows, f"第{number}次"])


def run(labels: Path, *, steps: int, stop: Stop = never) -> tuple[Step, ...]:
    return learning_curve(
        labels,
        customers=[RegisteredCustomer(0, name) for name in (FIRST, SECOND)],
        own=("云禾股份有限公司",),
        engine="made-up",
        workers=1,
        steps=steps,
        progress=ProgressList(),
        opens=made_up,
        by_rules=by_rules,
        stop=stop,
    )


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    for name, text in {
        "late": form(SECOND, 3),
        "early": form(FIRST, 1),
        "permit": f"许可证\n客户名称:{FIRST}",
        "undated": form(SECOND, 4),
    }.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    file = tmp_path / "labels.tsv"
    file.write_text(
        HEADER
        + f"undated.txt\t\tcall_record\t{SECOND}\t\n"
        + f"late.txt\t\tcall_record\t{SECOND}\t2026-02-01\n"
        + f"early.txt\t\tcall_record\t{FIRST}\t2026-01-01\n"
        + f"permit.txt\t\tpermit\t{FIRST}\t2026-01-15\n",
        encoding="utf-8",
    )
    return file


def test_forms_settled_in_one_step_are_known_in_the_next(labels: Path) -> None:
    first, second = run(labels, steps=2)
    assert [(step.first, step.last, step.forms) for step in (first, second)] == [
        ("2026-01-01", "2026-01-15", 1),
        ("2026-02-01", "2026-02-01", 1),
    ]
    assert [(one.by_rules.right, one.with_forms.right, one.recognised) for one in first.papers] == [
        (False, False, False),
        (True, True, False),
    ]
    assert [
        (one.by_rules.right, one.by_rules.waits, one.with_forms.right, one.with_forms.waits, one.recognised)
        for one in second.papers
    ] == [(False, True, True, False, True)] * 2
    assert (first.share(lambda one: one.with_forms.right), second.share(lambda one: one.recognised)) == (
        0.5,
        1,
    )


def test_a_curve_that_is_stopped_has_no_numbers(labels: Path) -> None:
    with pytest.raises(UnfinishedWork):
        run(labels, steps=2, stop=lambda: True)


def test_papers_of_no_category_are_left_to_people(labels: Path) -> None:
    unsettled = labels.read_text(encoding="utf-8").replace("call_record", "unknown")
    labels.write_text(unsettled, encoding="utf-8")
    assert [step.forms for step in run(labels, steps=4)] == [0, 0, 0, 0]
