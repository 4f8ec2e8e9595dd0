"""Free words: kept as meant; what a hostile or broken terminal sends breaks nothing and is recorded."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from access.audit_filter import AuditFilter
from access.forms import Request, Signing
from access.free_words import clean_text, legible
from access.searching import Query
from archive.errors import BadInput, DanganError
from archive.people import Post
from tests.staffed import PASSWORD, Staffed

STRANGE = {
    "half a character": "甲\udcff乙",
    "a zero byte": "甲\0乙",
    "a turned direction": "甲\u202e乙",
    "a path": "../../etc/passwd",
    "a quotation": "'; DROP TABLE forms; --",
    "braces": "{customer} {0} {{",
}


def test_blanks_and_accents_are_kept_in_one_way() -> None:
    assert clean_text("  甲\u3000 乙\n丙 e\u0301 ", longest=20) == "甲 乙 丙 é"


def test_full_width_brackets_of_a_name_stay() -> None:
    assert clean_text("甲木（江阴）有限公司", longest=20) == "甲木（江阴）有限公司"


@pytest.mark.parametrize("text", ["", " \u3000", "x" * 21, "甲\u200b乙", "甲\0乙", "甲\udcff"])
def test_text_that_is_not_what_it_seems_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        clean_text(text, longest=20)


def test_what_cannot_be_seen_or_stored_is_replaced() -> None:
    assert legible("甲\udcff\0\u202e乙丙", longest=5) == "甲\ufffd\ufffd\ufffd乙"


@pytest.mark.parametrize("what", STRANGE)
def test_strange_words_are_answered_and_recorded(staffed: Staffed, tmp_path: Path, what: str) -> None:
    staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask())
    word, desk = STRANGE[what], staffed.desk
    reader, approver = staffed.speakers[Post.READER], staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    administrator = staffed.speakers[Post.ADMINISTRATOR]
    calls: list[tuple[str, Callable[[], object]]] = [
        ("sessions.login", lambda: desk.sessions.login(word, word)),
        ("reading.show", lambda: desk.reading.show(reader, word)),
        ("forms.show", lambda: desk.forms.show(reader, word)),
        ("forms.approve", lambda: desk.forms.approve(approver, Signing(word, word, word))),
        ("forms.approve", lambda: desk.forms.approve(approver, Signing(word, word, PASSWORD))),
        ("people.deactivate", lambda: desk.people.deactivate(administrator, word)),
    ]
    for act, call in calls:
        with pytest.raises(DanganError):
            call()
        assert last_act(staffed) == act


def last_act(staffed: Staffed) -> str:
    (row,) = staffed.desk.audit.list(staffed.speakers[Post.AUDITOR], AuditFilter(limit=1))
    return row.entry.act


@pytest.mark.parametrize("what", STRANGE)
def test_strange_words_find_nothing_or_are_refused(staffed: Staffed, tmp_path: Path, what: str) -> None:
    staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask())
    word, auditor = STRANGE[what], staffed.speakers[Post.AUDITOR]
    assert staffed.desk.audit.list(auditor, AuditFilter(login=word, act=word, subject=word)) == ()
    with suppress(BadInput):
        assert staffed.desk.reading.search(staffed.speakers[Post.READER], Query(word)).found == ()


@pytest.mark.parametrize("what", ["a path", "a quotation", "braces"])
def test_odd_but_visible_words_can_be_a_purpose(staffed: Staffed, what: str) -> None:
    until = staffed.clock().astimezone().date()
    request = Request(("甲木",), ("credit",), STRANGE[what], until)
    assert staffed.desk.forms.new(staffed.speakers[Post.READER], request).purpose == STRANGE[what]
