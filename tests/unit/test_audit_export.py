"""What auditors take out: exports, filters, proofs; each recorded before anything is given out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from access.audit_filter import AuditFilter
from access.searching import Query
from archive import audit
from archive.audit import COLUMNS
from archive.audit_proof import encode_proof
from archive.errors import DanganError, NotFound, StorageError
from archive.people import Post
from reports.audit_rows import rows_csv, rows_jsonl
from tests.staffed import CUSTOMER, OTHER, Staffed
from tests.unit.test_audit_tampering import run_alone


@pytest.fixture
def borrowing(staffed: Staffed, tmp_path: Path) -> str:
    """One form, issued and read by, beside another that was never signed; the number of the first."""
    filed = staffed.file_paper(tmp_path)
    form = staffed.approve(staffed.ask())
    staffed.ask(OTHER)
    reader = staffed.speakers[Post.READER]
    staffed.desk.reading.search(reader, Query("密语"))
    staffed.desk.reading.show(reader, filed.number)
    return form.number


def acts(staffed: Staffed, **wanted: str) -> list[str]:
    rows = staffed.desk.audit.list(staffed.speakers[Post.AUDITOR], AuditFilter(**wanted))  # type: ignore[arg-type] # free filters of a test
    return [row.entry.act for row in rows]


def test_rows_of_a_form(staffed: Staffed, borrowing: str) -> None:
    whole = ["forms.new", "forms.approve", "forms.issue", "reading.search", "reading.search", "reading.show"]
    assert acts(staffed, form=borrowing) == whole
    assert acts(staffed, form="1") == whole
    assert acts(staffed, form="2") == ["forms.new"]
    assert acts(staffed, form="查询-1999-0001") == []


def test_rows_of_a_customer(staffed: Staffed, borrowing: str) -> None:
    about = ["document.file", "forms.new", "forms.approve", "forms.issue", "reading.show"]
    assert acts(staffed, customer=CUSTOMER) == about
    assert acts(staffed, customer="1") == about
    assert acts(staffed, customer=OTHER) == ["forms.new"]
    assert acts(staffed, customer="没有这家") == []


def test_an_export_is_recorded_first_and_is_not_in_itself(staffed: Staffed, borrowing: str) -> None:
    taken = staffed.desk.audit.export(staffed.speakers[Post.AUDITOR], AuditFilter(form=borrowing))
    (row,) = staffed.desk.audit.list(staffed.speakers[Post.AUDITOR], AuditFilter(act="audit.export"))
    assert (row.entry.outcome, row.entry.details["rows"]) == ("done", 6)
    assert row.entry.details["filter"] == {"form": borrowing, "limit": "100"}
    given = list(taken.stream)
    assert (len(given), taken.rows, taken.whole) == (6, 6, False)


def test_nothing_is_exported_when_it_cannot_be_recorded(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_args: object, **_values: object) -> int:
        raise StorageError("The disk with the catalogue is full.")

    monkeypatch.setattr(audit, "append", full_disk)
    auditor = staffed.speakers[Post.AUDITOR]
    for call in (
        lambda: staffed.desk.audit.export(auditor, AuditFilter()),
        lambda: staffed.desk.audit.list(auditor, AuditFilter()),
        lambda: staffed.desk.audit.prove(auditor, "1"),
    ):
        with pytest.raises(StorageError):
            call()


def test_an_excerpt_is_verified_as_one(staffed: Staffed, borrowing: str, tmp_path: Path) -> None:
    for kind, render in (("csv", rows_csv), ("jsonl", rows_jsonl)):
        taken = staffed.desk.audit.export(staffed.speakers[Post.AUDITOR], AuditFilter(form=borrowing))
        file = tmp_path / f"some.{kind}"
        file.write_bytes(b"".join(render(COLUMNS, taken.stream)))
        assert run_alone(str(file), "--excerpt")[0] == 0
        assert run_alone(str(file))[0] == 1  # it is not the whole log


def test_csv_opens_in_excel_and_holds_no_formula() -> None:
    lines = b"".join(rows_csv(("who", "person"), [("=1+1", 3), ("'x", None), ("李\n一", 4)])).decode()
    assert lines == "\ufeffwho,person\r\n'=1+1,3\r\n''x,\r\n\"李\n一\",4\r\n"


def test_one_borrowing_is_proven_and_nothing_else_shown(
    staffed: Staffed, borrowing: str, tmp_path: Path
) -> None:
    proven = staffed.desk.audit.prove(staffed.speakers[Post.AUDITOR], borrowing)
    file = tmp_path / "proof.json"
    file.write_bytes(encode_proof(proven))
    code, said = run_alone(str(file))
    assert (code, "6 rows 行 about 关于 查询-2026-0001" in said) == (0, True), said
    assert {row.values["act"] for row in proven.rows} == {
        "forms.new",
        "forms.approve",
        "forms.issue",
        "reading.search",
        "reading.show",
    }
    assert "查询-2026-0002" not in file.read_text(encoding="utf-8")
    assert all(row.values["subject"] != "form:2" for row in proven.rows)


@pytest.mark.parametrize("what", ["row", "path", "sequence", "checkpoint"])
def test_a_proof_that_was_altered_proves_nothing(
    staffed: Staffed, borrowing: str, tmp_path: Path, what: str
) -> None:
    record = json.loads(encode_proof(staffed.desk.audit.prove(staffed.speakers[Post.AUDITOR], borrowing)))
    first = record["rows"][0]
    if what == "row":
        first["row"]["who"] = "别人"
    elif what == "path":
        first["path"][0] = "0" * 64
    elif what == "sequence":
        first["row"]["sequence"] += 1
    else:
        record["checkpoint"]["root"] = "0" * 64
    (tmp_path / "proof.json").write_text(json.dumps(record), encoding="utf-8")
    assert run_alone(str(tmp_path / "proof.json"))[0] == 1


def test_a_form_that_is_not_there_is_no_proof(staffed: Staffed) -> None:
    with pytest.raises(NotFound):
        staffed.desk.audit.prove(staffed.speakers[Post.AUDITOR], "查询-1999-0001")


def test_who_administers_makes_keys_and_reads_nothing(staffed: Staffed) -> None:
    administrator = staffed.speakers[Post.ADMINISTRATOR]
    staffed.desk.checkpoints.make(administrator)
    staffed.desk.checkpoints.rotate_key(administrator)
    for call in (
        lambda: staffed.desk.audit.list(administrator, AuditFilter()),
        lambda: staffed.desk.audit.export(administrator, AuditFilter()),
        lambda: staffed.desk.audit.verify(administrator),
        lambda: staffed.desk.checkpoints.make(staffed.speakers[Post.ARCHIVIST]),
        lambda: staffed.desk.checkpoints.rotate_key(staffed.speakers[Post.AUDITOR]),
    ):
        with pytest.raises(DanganError) as caught:
            call()
        assert caught.value.exit_code == 5
