"""Disposal: on which grounds, by whose hand, and that nothing but what was signed is carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from access.corrections import Correction
from access.deputies import Appointment
from access.disposal import Approval
from access.disposal_view import DisposalView
from access.grounds import Proposal
from access.losses import LossReport
from access.people import Account
from archive import audit, schema
from archive.errors import BadInput, Conflict, DanganError, EngineUnavailable, Refused
from archive.message import message
from archive.people import Post
from archive.retention import retention_ends
from index import expunging
from tests.clock import StoppedClock
from tests.staffed import CANARIES, PASSWORD, Staffed, staff

ORDER = Proposal("1", "court_order", "裁定删除", reference="(2026)苏0281民初12号")


@pytest.fixture
def staffed(tmp_path: Path, clock: StoppedClock) -> Iterator[Staffed]:
    made = staff(tmp_path, clock)
    made.file_paper(tmp_path)
    yield made
    made.close()


def propose(staffed: Staffed, proposal: Proposal = ORDER) -> DisposalView:
    return staffed.desk.disposals.propose(staffed.speakers[Post.ARCHIVIST], proposal)


def sign(staffed: Staffed, proposed: DisposalView, post: Post = Post.CREDIT_OFFICE_DIRECTOR) -> DisposalView:
    approval = Approval(proposed.number, proposed.sha256, PASSWORD)
    return staffed.desk.disposals.sign(staffed.speakers[post], approval)


def carry_out(staffed: Staffed, number: str) -> DisposalView:
    (done,) = staffed.desk.disposals.carry_out(staffed.speakers[Post.ARCHIVIST], [number])
    return done


def test_the_approver_signs_what_the_archivist_proposes_and_carries_out(staffed: Staffed) -> None:
    proposed = propose(staffed)
    assert (proposed.number, proposed.state) == ("销毁-2026-0001", "proposed")
    assert proposed.explanation == "(2026)苏0281民初12号：裁定删除"
    signed = sign(staffed, proposed)
    assert (signed.state, signed.signed_by) == (
        "signed",
        "信用管理领导小组办公室主任甲 (credit-office-director)",
    )
    done = carry_out(staffed, proposed.number)
    assert (done.state, done.carried_out_by) == ("done", "档案管理员甲 (archivist)")
    with staffed.home.catalogue.read() as tx:
        acts = [row.entry.act for row in audit.rows(tx)]
    assert [act for act in acts if act.startswith(("disposals.", "document.dispose"))] == [
        "disposals.propose",
        "disposals.sign",
        "disposals.carry_out",
        "document.dispose",
        "disposals.carry_out",
    ]


@pytest.mark.parametrize("post", sorted(set(Post) - {Post.CREDIT_OFFICE_DIRECTOR, Post.ADMINISTRATOR}))
def test_nobody_else_signs(staffed: Staffed, post: Post) -> None:
    proposed = propose(staffed)
    with pytest.raises(Refused):
        sign(staffed, proposed, post)
    assert staffed.desk.disposals.show(staffed.speakers[Post.ARCHIVIST], proposed.number).state == "proposed"


def test_who_proposed_it_does_not_sign_it_whatever_his_posts(staffed: Staffed) -> None:
    posts = frozenset({Post.ARCHIVIST, Post.CREDIT_OFFICE_DIRECTOR})
    both = staffed.employ(Account("both", "两职", "YH", "SC1", posts))
    proposed = staffed.desk.disposals.propose(both, ORDER)
    with pytest.raises(Refused, match="of his own"):
        staffed.desk.disposals.sign(both, Approval(proposed.number, proposed.sha256, PASSWORD))


def test_a_deputy_signs_in_the_place_of_who_is_away(staffed: Staffed, clock: StoppedClock) -> None:
    deputise(staffed, clock, "sales-director")
    signed = sign(staffed, propose(staffed), Post.SALES_DIRECTOR)
    assert (signed.signed_by, signed.represented) == (
        "销售总监甲 (sales-director)",
        "信用管理领导小组办公室主任甲 (credit-office-director)",
    )


def test_who_proposed_it_does_not_sign_it_as_a_deputy_either(staffed: Staffed, clock: StoppedClock) -> None:
    deputise(staffed, clock, "archivist")
    proposed = propose(staffed)
    with pytest.raises(Refused, match="of his own"):
        sign(staffed, proposed, Post.ARCHIVIST)


def deputise(staffed: Staffed, clock: StoppedClock, deputy: str) -> None:
    """The director is away today, and has appointed somebody."""
    today = clock().astimezone().date()
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    staffed.desk.deputies.appoint(director, Appointment(deputy, today, today, "出差"), PASSWORD)


def test_a_wrong_password_signs_nothing(staffed: Staffed) -> None:
    proposed = propose(staffed)
    approval = Approval(proposed.number, proposed.sha256, "wrong horse")
    with pytest.raises(Refused, match="password"):
        staffed.desk.disposals.sign(staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR], approval)


def test_only_approvers_archivists_and_auditors_see_it(staffed: Staffed) -> None:
    proposed = propose(staffed)
    desk = staffed.desk.disposals
    for post in (Post.READER, Post.SALES_DIRECTOR, Post.GENERAL_MANAGER):
        assert desk.list(staffed.speakers[post]) == ()
        with pytest.raises(Refused):
            desk.show(staffed.speakers[post], proposed.number)
    (seen,) = desk.list(staffed.speakers[Post.AUDITOR])
    assert {canary for canary in CANARIES if canary in repr(seen)} == {"YH-SC1-X"}


def test_a_loss_must_be_reported_first_and_still_stand(staffed: Staffed) -> None:
    archivist = staffed.speakers[Post.ARCHIVIST]
    lost = Proposal("1", "lost", "找不到")
    with pytest.raises(Conflict, match="No loss of"):
        propose(staffed, lost)
    loss = staffed.desk.losses.report(archivist, LossReport("1", "盘点时未见"))
    proposed = sign(staffed, propose(staffed, lost))
    staffed.desk.losses.found(archivist, loss.number, conclusion="夹在另一卷里")
    with pytest.raises(Conflict, match="No loss of"):
        carry_out(staffed, proposed.number)


def test_retention_is_counted_from_the_end_of_the_last_year_it_has_to_do_with(staffed: Staffed) -> None:
    table = schema.documents
    with staffed.home.catalogue.write() as tx:
        assert retention_ends(tx, 1) == date(2056, 12, 31)  # 30年, file and filing of 2026
        tx.execute(
            update(table).where(table.c.id == 1).values(valid_until=date(2031, 5, 1), retention="10年")
        )
        assert retention_ends(tx, 1) == date(2041, 12, 31)
        tx.execute(update(table).where(table.c.id == 1).values(retention="永久"))
        assert retention_ends(tx, 1) is None


def test_before_its_retention_is_over_a_paper_is_kept(staffed: Staffed, clock: StoppedClock) -> None:
    over = Proposal("1", "retention", "保管期满")
    with pytest.raises(Conflict, match="must be kept until 2056-12-31"):
        propose(staffed, over)
    clock.moment = clock.moment.replace(year=2057, month=1, day=2)
    archivist = staffed.desk.sessions.login("archivist", PASSWORD)
    speaker = staffed.desk.sessions.speaker(archivist, origin="test")
    proposed = staffed.desk.disposals.propose(speaker, over)
    assert proposed.retention_ended == date(2056, 12, 31)
    staffed.desk.documents.correct(speaker, "1", Correction(retention="永久"), reason="重新鉴定")
    director = staffed.desk.sessions.speaker(
        staffed.desk.sessions.login("credit-office-director", PASSWORD), origin="test"
    )
    with pytest.raises(Conflict, match="kept for ever"):
        staffed.desk.disposals.sign(director, Approval(proposed.number, proposed.sha256, PASSWORD))


def test_an_order_of_a_court_has_a_number(staffed: Staffed) -> None:
    with pytest.raises(BadInput, match="has a number"):
        propose(staffed, replace(ORDER, reference=" "))


def test_a_lent_paper_comes_back_first(staffed: Staffed) -> None:
    form, now = staffed.ask("甲木"), staffed.clock()
    with staffed.home.catalogue.write() as tx:
        known = tx.execute(select(schema.forms.c.id).where(schema.forms.c.number == form.number)).scalar_one()
        loan = {"form": known, "document": 1, "borrower": 1, "lent_by": 1, "lent_at": now}
        tx.execute(insert(schema.loans).values(loan | {"due": (now + timedelta(7)).date()}))
    with pytest.raises(Conflict, match="is lent to"):
        propose(staffed)


STEPS: dict[str, tuple[str, ...]] = {
    "proposed": ("sign", "reject", "withdraw"),
    "signed": ("withdraw", "carry out"),
    "rejected": (),
    "withdrawn": (),
    "done": (),
}


@pytest.mark.parametrize("state", STEPS)
@pytest.mark.parametrize("step", ["sign", "reject", "withdraw", "carry out"])
def test_every_step_only_from_the_states_that_allow_it(staffed: Staffed, state: str, step: str) -> None:
    desk, archivist = staffed.desk.disposals, staffed.speakers[Post.ARCHIVIST]
    director = staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    proposed = propose(staffed)
    approval = Approval(proposed.number, proposed.sha256, PASSWORD, "已阅")
    match state:
        case "signed":
            desk.sign(director, approval)
        case "rejected":
            desk.reject(director, approval)
        case "withdrawn":
            desk.withdraw(archivist, proposed.number)
        case "done":
            desk.sign(director, approval)
            carry_out(staffed, proposed.number)
    steps: dict[str, Callable[[], object]] = {
        "sign": lambda: desk.sign(director, approval),
        "reject": lambda: desk.reject(director, approval),
        "withdraw": lambda: desk.withdraw(archivist, proposed.number),
        "carry out": lambda: desk.carry_out(archivist, [proposed.number]),
    }
    if step in STEPS[state]:
        steps[step]()
    else:
        with pytest.raises(Conflict):
            steps[step]()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE disposals SET ground = 'lost'",
        "UPDATE disposals SET explanation = '别的理由'",
        "UPDATE disposals SET proposed_by = 1",
        "UPDATE documents SET kind = 'permit'",
        "UPDATE documents SET number = 'YH-SC1-X-2026-0009-001'",
    ],
)
def test_what_was_altered_after_the_signature_is_not_carried_out(staffed: Staffed, change: str) -> None:
    signed = sign(staffed, propose(staffed))
    with staffed.home.catalogue.write() as tx:
        tx.exec_driver_sql(change)
    with pytest.raises(Refused, match="not what was shown or signed"):
        carry_out(staffed, signed.number)
    with staffed.home.catalogue.read() as tx:
        assert tx.execute(select(schema.documents.c.state)).scalars().all() == ["current"]


def test_a_paper_moved_after_it_was_shown_is_not_signed(staffed: Staffed) -> None:
    proposed = propose(staffed)
    archivist = staffed.speakers[Post.ARCHIVIST]
    staffed.desk.documents.correct(archivist, "1", Correction(year=2025), reason="年度写错")
    with pytest.raises(Refused, match="not what was shown or signed"):
        sign(staffed, proposed)


def test_an_index_that_cannot_forget_leaves_it_to_be_carried_out_again(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = sign(staffed, propose(staffed))
    away = expunging.Expunged("elastic", "9", message("The cluster is away."))
    with monkeypatch.context() as patched:
        patched.setattr("access.disposal.expunge", lambda _followers, _documents: (away,))
        with pytest.raises(EngineUnavailable, match="The cluster is away"):
            carry_out(staffed, signed.number)
    desk, archivist = staffed.desk.disposals, staffed.speakers[Post.ARCHIVIST]
    left = desk.show(archivist, signed.number)
    assert (left.state, left.removed["index 9"]) == ("signed", "open")
    with pytest.raises(Conflict, match="has begun"):
        desk.withdraw(archivist, signed.number)
    assert carry_out(staffed, signed.number).state == "done"


def test_two_proposals_for_one_paper_are_one_too_many(staffed: Staffed) -> None:
    propose(staffed)
    with pytest.raises(Conflict, match="proposed for disposal already"):
        propose(staffed)


def test_no_reader_learns_of_a_disposed_paper(staffed: Staffed) -> None:
    staffed.approve(staffed.ask())
    reader = staffed.speakers[Post.READER]
    number = staffed.desk.reading.show(reader, "1").paper.number
    carry_out(staffed, sign(staffed, propose(staffed)).number)
    answers = []
    for word in (number, "1", "YH-SC1-X-2099-0001-001"):
        with pytest.raises(DanganError) as refused:
            staffed.desk.reading.show(reader, word)
        answers.append((type(refused.value), str(refused.value), refused.value.advice))
    assert len(set(answers)) == 1
