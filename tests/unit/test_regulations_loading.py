"""Broken regulation files, and a house's own changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.configuration import Problems
from archive.people import Post
from archive.regulation import Need
from archive.regulations import load_regulations

SHIPPED = Path(__file__).parents[2] / "config" / "regulations"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "regulations"))


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    made = tmp_path / "overlay"
    made.mkdir()
    return made


def change(folder: Path, name: str, before: str, after: str) -> int:
    """Replace the first `before` in a file; the line it stood on."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def problems(folder: Path, overlay: Path | None = None) -> list[str]:
    with pytest.raises(Problems) as raised:
        load_regulations(folder, overlay=overlay)
    return [f"{one.file.name}:{one.line}: {one.message}" for one in raised.value.problems]


def test_an_unknown_post_is_answered_with_the_nearest(folder: Path) -> None:
    line = change(
        folder, "credit.yaml", "approver: credit_office_director", "approver: credit_ofice_director"
    )

    assert [
        (
            f"credit.yaml:{line}: approver: there is no post 'credit_ofice_director'; "
            "did you mean 'credit_office_director'?"
        )
    ] == problems(folder)


def test_an_unknown_key_is_answered_with_the_nearest(folder: Path) -> None:
    line = change(folder, "credit.yaml", "on_paper: true", "on_papers: true")

    assert [
        f"credit.yaml:{line}: groups.0.categories.0.on_papers: unknown key; did you mean 'on_paper'?"
    ] == problems(folder)


def test_a_substitute_that_is_no_kind_of_paper(folder: Path) -> None:
    line = change(folder, "contract.yaml", "{kind: business_licence}", "{kind: busines_licence}")

    assert [
        (
            f"contract.yaml:{line}: counterparty_licence: satisfied_by: there is no kind of paper "
            "'busines_licence'; did you mean 'business_licence'?"
        )
    ] == problems(folder)


def test_a_category_that_serves_itself(folder: Path) -> None:
    line = change(folder, "contract.yaml", "{kind: business_licence}", "{kind: counterparty_licence}")

    assert [f"contract.yaml:{line}: counterparty_licence: serves itself anyway"] == problems(folder)


def test_a_category_twice_in_one_regulation(folder: Path) -> None:
    change(folder, "credit.yaml", "id: honour", "id: permit")

    assert any("permit: this credit.categories is taken twice" in one for one in problems(folder))


def test_a_class_letter_taken_twice(folder: Path) -> None:
    line = change(folder, "customer.yaml", "class_letter: K", "class_letter: X")

    assert [f"customer.yaml:{line}: X: this class_letter is taken twice"] == problems(folder)


def test_one_name_for_two_kinds(folder: Path) -> None:
    line = change(folder, "credit.yaml", "name: 荣誉证书", "name: 许可证书")

    assert [f"credit.yaml:{line}: honour: 许可证书 is what permit is called"] == problems(folder)


def test_an_event_without_per_event(folder: Path) -> None:
    change(folder, "credit.yaml", "        event: 授信\n", "")

    assert ["event: a per_event category names its event"] == [
        one[one.index("event: ") :].partition(",")[0] for one in problems(folder)
    ]


def test_everything_wrong_is_told_at_once(folder: Path) -> None:
    change(folder, "credit.yaml", "unit: year", "unit: month")
    change(folder, "customer.yaml", "secrecy: 核心商密", "secrecy: 绝密")
    change(folder, "contract.yaml", "class_letter: H", "class_letter: h")

    assert ["contract.yaml", "credit.yaml", "customer.yaml"] == [
        one.partition(":")[0] for one in problems(folder)
    ]


def test_an_empty_folder(tmp_path: Path) -> None:
    assert [f"{tmp_path.name}:0: there are no regulations here"] == problems(tmp_path)


def test_no_overlay_changes_nothing(folder: Path, overlay: Path) -> None:
    assert load_regulations(folder, overlay=None) == load_regulations(folder, overlay=overlay)


def test_a_house_changes_approver_need_and_adds_a_category(folder: Path, overlay: Path) -> None:
    (overlay / "credit.yaml").write_text(
        "approver: general_manager\n"
        "categories:\n"
        "  permit: {need: always}\n"
        "  credit_report: {max_age_months: null}\n"
        "add:\n"
        "  basic:\n"
        "    - {id: bank_permit, name: 开户许可证, need: always, clause: 本公司规定}\n",
        encoding="utf-8",
    )

    credit = load_regulations(folder, overlay=overlay)["credit"]

    assert Post.GENERAL_MANAGER is credit.approver
    assert Need.ALWAYS is credit.category("permit").need
    assert (True, None) == (credit.category("permit").each, credit.category("credit_report").max_age_months)
    assert "开户许可证" == credit.category("bank_permit").name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "categories:\n  permitt: {need: always}\n",
            "credit.yaml:2: permitt: credit has no such category; did you mean 'permit'?",
        ),
        (
            "add:\n  basics: []\n",
            "credit.yaml:2: basics: credit has no such group; did you mean 'basic'?",
        ),
        (
            "retention: 30年\ncategories:\n  permit: {need: per_event}\n",
            (
                "credit.yaml:3: permit: event: a per_event category names its event, "
                "and only such a category does"
            ),
        ),
        ("approver: null\n", "credit.yaml:1: approver: there is no post 'None'"),
    ],
)
def test_what_is_wrong_in_an_overlay(folder: Path, overlay: Path, text: str, expected: str) -> None:
    (overlay / "credit.yaml").write_text(text, encoding="utf-8")

    assert [expected] == problems(folder, overlay)


def test_an_overlay_file_that_changes_no_regulation(folder: Path, overlay: Path) -> None:
    (overlay / "credits.yaml").write_text("{}\n", encoding="utf-8")

    assert ["credits.yaml:0: there is no regulation file credits.yaml; did you mean 'credit.yaml'?"] == (
        problems(folder, overlay)
    )
