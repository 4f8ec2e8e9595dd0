"""Disposal (销毁审批): proposed by an archivist, signed by the regulation's approver, carried out.

A step is taken only in the state that allows it; what was signed is computed anew when it is carried out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection

from access.calls import Call
from access.disposal_view import DisposalView, may_see, regulation_of, view
from access.free_words import clean_reason, legible
from access.gate import Gate, nothing_here
from access.grounds import Proposal, require_ground
from access.naming import document_called
from access.passwords import Passwords
from access.signing_posts import represented
from access.speaker import Speaker
from access.visits import Visit
from archive.catalogue import disposals, losses, notices
from archive.catalogue.disposals import Disposal, DisposalState
from archive.catalogue.documents import get_document
from archive.disposing import Disposing, Order
from archive.errors import Conflict, DanganError, EngineUnavailable, Refused
from archive.language import show
from archive.message import Message, message
from archive.traces import Warrant
from index.expunging import Expunged, expunge
from index.following import FollowingEngine


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approver signs: number and SHA-256 as they were shown, with the password again."""

    number: str
    sha256: str
    password: str
    remark: str = ""


class Disposals:
    """The disposals of one home."""

    def __init__(
        self, gate: Gate, passwords: Passwords, disposing: Disposing, engine: FollowingEngine
    ) -> None:
        self._gate = gate
        self._passwords = passwords
        self._disposing = disposing
        self._engine = engine

    def propose(self, speaker: Speaker, proposal: Proposal) -> DisposalView:
        """Propose that a paper be disposed of. Raises `Conflict` where the ground does not hold or it is
        proposed already, BadInput, NotFound."""
        with self._gate.visit(speaker, Call.DISPOSALS_PROPOSE, asked=legible(proposal.document)) as visit:
            paper = document_called(visit.tx, proposal.document)
            before = disposals.pending(visit.tx, paper.id)
            if before is not None:
                raise Conflict(
                    "{paper} is proposed for disposal already: {number}.",
                    paper=paper.number,
                    number=before.number,
                )
            made = disposals.propose(
                visit.tx,
                paper.id,
                ground=proposal.ground,
                explanation=proposal.said(),
                retention_ended=require_ground(visit, paper, proposal.ground),
                by=visit.person.number,
                at=visit.now,
            )
            visit.note(subject=f"disposal:{made.id}", number=made.number, sha256=made.sha256)
            waits = message("The disposal {number} waits for your signature.", number=made.number)
            approver = self._gate.regulations[regulation_of(visit, made)].approver
            concerned = notices.holders(visit.tx, [approver]) - {visit.person.number}
            notices.tell_each(visit.tx, concerned, waits, subject=f"disposal:{made.id}", at=visit.now)
            return self._view(visit, made)

    def list(self, speaker: Speaker) -> tuple[DisposalView, ...]:
        """The register (销毁清册), newest first: an approver sees those of his regulations."""
        with self._gate.visit(speaker, Call.DISPOSALS_LIST) as visit:
            return tuple(
                self._view(visit, one)
                for one in disposals.every(visit.tx)
                if may_see(visit, one, self._gate.regulations)
            )

    def show(self, speaker: Speaker, number: str) -> DisposalView:
        """One of them. Raises the same `Refused` for one that is not there and one that is none of his."""
        with self._gate.visit(speaker, Call.DISPOSALS_SHOW, number=legible(number)) as visit:
            return self._view(visit, self._find(visit, number))

    def sign(self, speaker: Speaker, approval: Approval) -> DisposalView:
        """Approve a proposal. Raises `Refused` (wrong password, not the approver, one's own, altered) or
        `Conflict` (not open any more, the ground holds no longer)."""
        return self._decide(speaker, Call.DISPOSALS_SIGN, approval, "signed")

    def reject(self, speaker: Speaker, approval: Approval) -> DisposalView:
        """Refuse a proposal; the remark says why."""
        return self._decide(speaker, Call.DISPOSALS_REJECT, approval, "rejected")

    def withdraw(self, speaker: Speaker, number: str) -> DisposalView:
        """Take a proposal back that nothing was done of yet. Raises `Conflict`."""
        with self._gate.visit(speaker, Call.DISPOSALS_WITHDRAW, number=legible(number)) as visit:
            disposal = self._find(visit, number)
            _require_state(disposal, ("proposed", "signed"))
            if _begun(visit, disposal):
                raise Conflict(
                    "The disposal {number} has begun.",
                    advice="Carry it out to the end: `dangan disposal execute {number}`.",
                    number=disposal.number,
                )
            disposals.withdraw(visit.tx, disposal.id)
            return self._again(visit, disposal)

    def carry_out(self, speaker: Speaker, numbers: Sequence[str]) -> tuple[DisposalView, ...]:
        """Take away the content of signed disposals, all in one go, down to the bytes; the register stays.

        Goes on where an earlier call was interrupted. Raises `Conflict` (not signed, altered since, a page
        shared with a paper that stays), `StorageError`, and `EngineUnavailable` where an index could not
        be made to forget: carried out again, it is done then.
        """
        with self._gate.visit(speaker, Call.DISPOSALS_CARRY_OUT, step="asked") as visit:
            wanted = tuple(self._to_carry_out(visit, number) for number in numbers)
            visit.note(disposals=[one.number for one in wanted])
            by, origin = visit.person, speaker.origin

        def still_so(tx: Connection) -> None:  # it may be withdrawn, or the paper found again, meanwhile
            for number in numbers:
                self._to_carry_out(replace(visit, tx=tx), number)

        named = [one.number for one in wanted]
        orders = [Order(one.document, one.number, Warrant(f"disposal:{one.id}", origin)) for one in wanted]
        try:
            self._disposing.dispose(orders, by=by, check=still_so)
            expunged = expunge(self._engine.followers, [one.document for one in wanted])
            self._disposing.compact()
        except DanganError:
            with self._gate.visit(speaker, Call.DISPOSALS_CARRY_OUT, step="done", disposals=named):
                raise
        return self._close(speaker, wanted, expunged)

    def _to_carry_out(self, visit: Visit, number: str) -> Disposal:
        disposal = self._find(visit, number)
        _require_state(disposal, ("signed",))
        if disposal.sha256 != disposals.canonical_sha256(visit.tx, disposal):
            raise _altered(disposal)
        paper = get_document(visit.tx, disposal.document)
        if paper is not None and not _begun(visit, disposal):
            require_ground(visit, paper, disposal.ground)
        return disposal

    def _close(
        self, speaker: Speaker, wanted: Sequence[Disposal], expunged: Sequence[Expunged]
    ) -> tuple[DisposalView, ...]:
        ids = [one.id for one in wanted]
        faults = {one.name: one.fault for one in expunged if one.fault is not None}
        with self._gate.visit(speaker, Call.DISPOSALS_CARRY_OUT, step="done") as visit:
            visit.note(disposals=[one.number for one in wanted], undone=sorted(faults))
            for one in wanted:  # another archivist may have carried it out to the end meanwhile
                _require_state(self._find(visit, one.number), ("signed",))
            disposals.note(visit.tx, ids, _removed(expunged))
            if not faults:
                disposals.carry_out(visit.tx, ids, by=visit.person.number, at=visit.now)
                for one in wanted:
                    _close_loss(visit, one)
            views = tuple(self._again(visit, one) for one in wanted)
        for name, fault in faults.items():
            raise _not_forgotten(name, fault)
        return views

    def _decide(
        self, speaker: Speaker, call: Call, approval: Approval, state: Literal["signed", "rejected"]
    ) -> DisposalView:
        asked = legible(approval.number)
        self._gate.confirm(speaker, call, self._passwords, approval.password, subject=asked)
        with self._gate.visit(speaker, call, number=asked) as visit:
            disposal = self._find(visit, approval.number)
            stands_for = self._signs(visit, disposal)
            if not disposal.sha256 == approval.sha256 == disposals.canonical_sha256(visit.tx, disposal):
                raise _altered(disposal)
            _require_state(disposal, ("proposed",))
            paper = get_document(visit.tx, disposal.document)
            if state == "signed" and paper is not None:
                require_ground(visit, paper, disposal.ground)
            disposals.sign(
                visit.tx,
                disposal.id,
                state,
                by=visit.person.number,
                represented=stands_for,
                remark=clean_reason(approval.remark) if approval.remark or state == "rejected" else "",
                at=visit.now,
            )
            visit.note(signed=disposal.sha256, represented=stands_for)
            _tell(visit, disposal, state)
            return self._again(visit, disposal)

    def _signs(self, visit: Visit, disposal: Disposal) -> int | None:
        """Whom the visitor stands in for as the approver; none for himself. Raises `Refused`."""
        if disposal.proposed_by == visit.person.number:
            raise Refused(
                "Nobody signs a disposal of his own.", advice="Somebody else with the post must sign."
            )
        approver = self._gate.regulations[regulation_of(visit, disposal)].approver
        return represented(visit, approver, asked_by=disposal.proposed_by)

    def _find(self, visit: Visit, number: str) -> Disposal:
        found = disposals.find(visit.tx, legible(number.strip()))
        if found is None or not may_see(visit, found, self._gate.regulations):
            raise nothing_here()
        visit.note(subject=f"disposal:{found.id}")
        return found

    def _again(self, visit: Visit, disposal: Disposal) -> DisposalView:
        return self._view(visit, disposals.find(visit.tx, disposal.number) or disposal)

    def _view(self, visit: Visit, disposal: Disposal) -> DisposalView:
        return view(visit, disposal, self._gate.regulations)


def _require_state(disposal: Disposal, allowed: Sequence[DisposalState]) -> None:
    if disposal.state in allowed:
        return
    match disposal.state:
        case "proposed":
            raise Conflict(
                "The disposal {number} is not signed yet.",
                advice="The approver of its file's regulation signs: `dangan disposal sign {number}`.",
                number=disposal.number,
            )
        case "signed":
            raise Conflict("The disposal {number} is signed already.", number=disposal.number)
        case "rejected":
            raise Conflict("The disposal {number} was rejected.", number=disposal.number)
        case "withdrawn":
            raise Conflict("The disposal {number} was withdrawn.", number=disposal.number)
        case "done":
            raise Conflict("The disposal {number} is done.", number=disposal.number)


def _begun(visit: Visit, disposal: Disposal) -> bool:
    paper = get_document(visit.tx, disposal.document)
    return paper is not None and paper.state == "disposed"


def _removed(expunged: Sequence[Expunged]) -> dict[str, str]:
    """What was taken away, by place, as the register keeps it."""
    indexes = {f"index {one.name}": _how(one) for one in expunged}
    return {"original": "overwritten", "catalogue": "rewritten", **indexes}


def _how(one: Expunged) -> str:
    if one.fault is not None:
        return "open"
    return "rewritten" if one.engine == "embedded" else "deleted"


def _close_loss(visit: Visit, disposal: Disposal) -> None:
    loss = losses.open_loss(visit.tx, disposal.document)
    if loss is not None:
        number, person = disposal.number, visit.person.number
        losses.close(visit.tx, loss.id, "disposed", conclusion=number, by=person, at=visit.now)


def _tell(visit: Visit, disposal: Disposal, state: Literal["signed", "rejected"]) -> None:
    told: dict[str, Message] = {
        "signed": message("The disposal {number} was signed.", number=disposal.number),
        "rejected": message("The disposal {number} was rejected.", number=disposal.number),
    }
    subject = f"disposal:{disposal.id}"
    notices.tell(visit.tx, disposal.proposed_by, told[state], subject=subject, at=visit.now)


def _altered(disposal: Disposal) -> Refused:
    return Refused(
        "The disposal {number} is not what was shown or signed: it or its paper was changed since.",
        advice="Withdraw it and propose it again; if nobody changed the paper, tell the auditor.",
        number=disposal.number,
    )


def _not_forgotten(name: str, fault: Message) -> EngineUnavailable:
    return EngineUnavailable(
        "The search index {name} may still hold words of the paper: {fault}",
        advice="Everything else is done. Carry the disposal out again once the index answers.",
        name=name,
        fault=show(fault),
    )
