from __future__ import annotations

from pathlib import Path

import pytest

from archive.configuration import Problems
from classify.rulebook import load_rulebook

KINDS = ("complaint", "honour")
DECISION = """
enough: 6
margin: 2
weak: 2
customer_enough: 4
customer_margin: 2
new_paper: 2
"""
RULES = """
rules:
  - id: complaint.title
    kind: complaint
    where: title
    any: ["投诉单"]
    weight: 9
"""


def written(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_loads_rules_and_a_digest_that_follows_them(tmp_path: Path) -> None:
    folder = written(tmp_path / "rules", decision=DECISION, complaints=RULES)
    first = load_rulebook(folder, overlay=None, kinds=KINDS)
    assert [rule.id for rule in first.rules] == ["complaint.title"]
    written(folder, complaints=RULES.replace("weight: 9", "weight: 8"))
    assert load_rulebook(folder, overlay=None, kinds=KINDS).digest != first.digest


def test_an_overlay_adds_weighs_and_switches_off(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "rules",
        decision=DECISION,
        complaints=RULES + RULES.replace("rules:", "").replace("complaint.title", "complaint.second"),
    )
    overlay = written(
        tmp_path / "own",
        ours=RULES.replace("complaint.title", "complaint.ours")
        + "switch_off: [complaint.second]\nweights: {complaint.title: 3}\n",
    )
    book = load_rulebook(folder, overlay=overlay, kinds=KINDS)
    assert {rule.id: rule.weight for rule in book.rules} == {"complaint.title": 3, "complaint.ours": 9}


def test_every_mistake_is_told_at_once_with_file_and_line(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "rules",
        decision=DECISION,
        broken=RULES.replace("where: title", "wher: title"),
        kinds=RULES.replace("kind: complaint", "kind: complain"),
        pattern=RULES.replace("complaint.title", "complaint.other").replace("投诉单", "投诉(单"),
        feature=RULES.replace("complaint.title", "honour.shape")
        .replace("where: title", "where: structure")
        .replace("投诉单", "few_word"),
    )
    with pytest.raises(Problems) as raised:
        load_rulebook(folder, overlay=None, kinds=KINDS)
    told = {(problem.file.name, problem.line): problem.message for problem in raised.value.problems}
    assert "did you mean 'where'" in told["broken.yaml", 5]
    assert "did you mean 'complaint'" in told["kinds.yaml", 3]
    assert "is no regular expression" in told["pattern.yaml", 6]
    assert "did you mean 'few_words'" in told["feature.yaml", 3]


def test_an_id_given_twice_and_a_wrong_id_in_the_overlay(tmp_path: Path) -> None:
    folder = written(tmp_path / "rules", decision=DECISION, one=RULES, two=RULES)
    with pytest.raises(Problems, match=r"two\.yaml:3: complaint\.title: this id stands in one\.yaml already"):
        load_rulebook(folder, overlay=None, kinds=KINDS)
    (folder / "two.yaml").unlink()
    overlay = written(tmp_path / "own", ours="switch_off: [complaint.titel]\n")
    with pytest.raises(Problems, match=r"ours\.yaml:1: .*did you mean 'complaint\.title'"):
        load_rulebook(folder, overlay=overlay, kinds=KINDS)


def test_a_missing_decision_file_is_a_problem(tmp_path: Path) -> None:
    folder = written(tmp_path / "rules", complaints=RULES)
    with pytest.raises(Problems, match=r"decision\.yaml:0: is missing"):
        load_rulebook(folder, overlay=None, kinds=KINDS)
