"""Disposals (销毁审批) in the catalogue: proposed, signed, carried out; the register is kept for good."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from archive.catalogue.numbering import next_number
from archive.clock import encode_moment
from archive.schema import disposals, documents, files

Ground = Literal["lost", "retention", "court_order"]
DisposalState = Literal["proposed", "signed", "rejected", "withdrawn", "done"]


@dataclass(frozen=True, slots=True)
class Disposal:
    """One disposal; persons by number. `retention_ended` is the last day of retention, on that ground only.

    `sha256` is of what is signed (`canonical_sha256`). `removed` says, by place, what was taken away and
    how that was proved; empty until it is carried out.
    """

    id: int
    number: str
    document: int
    ground: Ground
    explanation: str
    retention_ended: date | None
    proposed_by: int
    proposed_at: datetime
    state: DisposalState
    sha256: str
    signed_by: int | None = None
    represented: int | None = None
    signed_at: datetime | None = None
    remark: str = ""
    carried_out_by: int | None = None
    carried_out_at: datetime | None = None
    removed: Mapping[str, str] = field(default_factory=dict)


def canonical_sha256(tx: Connection, disposal: Disposal) -> str:
    """SHA-256 of what an approver signs: the proposal, and which paper it means by 档号, category and file.

    A paper that was moved or put into another category since is another one to whoever signed.
    """
    wanted = select(documents.c.number, documents.c.kind, files.c.number.label("file"))
    meant = tx.execute(
        wanted.join(files, files.c.id == documents.c.file).where(documents.c.id == disposal.document)
    ).one()
    record = {
        "number": disposal.number,
        "document": disposal.document,
        "archive_number": meant.number,
        "category": meant.kind,
        "file": meant.file,
        "ground": disposal.ground,
        "explanation": disposal.explanation,
        "retention_ended": disposal.retention_ended.isoformat() if disposal.retention_ended else None,
        "proposed_by": disposal.proposed_by,
        "proposed_at": encode_moment(disposal.proposed_at),
    }
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def propose(
    tx: Connection,
    document: int,
    *,
    ground: Ground,
    explanation: str,
    retention_ended: date | None,
    by: int,
    at: datetime,
) -> Disposal:
    """Enter a proposal; its number (销毁-2026-0001) and hash are given here."""
    number = next_number(tx, disposals, "销毁", at=at)
    draft = Disposal(0, number, document, ground, explanation, retention_ended, by, at, "proposed", "")
    sealed = replace(draft, sha256=canonical_sha256(tx, draft))
    values = {
        "number": number,
        "document": document,
        "ground": ground,
        "explanation": explanation,
        "retention_ended": retention_ended,
        "proposed_by": by,
        "proposed_at": at,
        "state": "proposed",
        "sha256": sealed.sha256,
    }
    identity = tx.execute(insert(disposals).values(values).returning(disposals.c.id)).scalar_one()
    return replace(sealed, id=identity)


def find(tx: Connection, number: str) -> Disposal | None:
    """The disposal with this number."""
    row = tx.execute(select(disposals).where(disposals.c.number == number)).one_or_none()
    return _disposal(row) if row else None


def every(tx: Connection) -> tuple[Disposal, ...]:
    """All of them, newest first."""
    rows = tx.execute(select(disposals).order_by(disposals.c.id.desc()))
    return tuple(_disposal(row) for row in rows)


def pending(tx: Connection, document: int) -> Disposal | None:
    """The disposal of a document that is proposed or signed and not yet done."""
    wanted = select(disposals).where(
        disposals.c.document == document, disposals.c.state.in_(("proposed", "signed"))
    )
    row = tx.execute(wanted).first()
    return _disposal(row) if row else None


def sign(
    tx: Connection,
    disposal: int,
    state: Literal["signed", "rejected"],
    *,
    by: int,
    represented: int | None,
    remark: str,
    at: datetime,
) -> None:
    """Keep who signed or refused it, and for whom as a deputy."""
    values = {"state": state, "signed_by": by, "represented": represented, "remark": remark, "signed_at": at}
    tx.execute(update(disposals).where(disposals.c.id == disposal).values(values))


def withdraw(tx: Connection, disposal: int) -> None:
    """It is not wanted any more."""
    tx.execute(update(disposals).where(disposals.c.id == disposal).values(state="withdrawn"))


def note(tx: Connection, of: Iterable[int], removed: Mapping[str, str]) -> None:
    """Keep what was taken away, and how that was proved."""
    told = json.dumps(dict(removed), ensure_ascii=False)
    tx.execute(update(disposals).where(disposals.c.id.in_(list(of))).values(removed=told))


def carry_out(tx: Connection, of: Iterable[int], *, by: int, at: datetime) -> None:
    """They are done."""
    done = {"state": "done", "carried_out_by": by, "carried_out_at": at}
    tx.execute(update(disposals).where(disposals.c.id.in_(list(of))).values(done))


def _disposal(row: Row[Any]) -> Disposal:
    return Disposal(**{**row._mapping, "removed": json.loads(row.removed)})
