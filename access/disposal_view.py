"""Disposals as people see them, and who may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from access.colleagues import who
from access.signing_posts import signing_posts
from access.visits import Visit
from archive.catalogue.disposals import Disposal, DisposalState, Ground
from archive.catalogue.losses import Loss
from archive.people import Post
from archive.regulations import Regulations
from archive.schema import documents, files


@dataclass(frozen=True, slots=True)
class DisposalView:
    """One disposal: an entry of the register (销毁清册). `document` is the 档号, `title` the paper's, empty
    for auditors and once it is done; `removed` says by place what was taken away."""

    number: str
    document: str
    title: str
    kind: str
    file: str
    regulation: str
    pages: int
    filed_at: datetime
    retention: str
    ground: Ground
    explanation: str
    retention_ended: date | None
    proposed_by: str
    proposed_at: datetime
    state: DisposalState
    sha256: str
    signed_by: str
    represented: str
    signed_at: datetime | None
    remark: str
    carried_out_by: str
    carried_out_at: datetime | None
    removed: Mapping[str, str]


def regulation_of(visit: Visit, disposal: Disposal | Loss) -> str:
    """The regulation of the file that the paper is kept in."""
    wanted = select(files.c.regulation).join(documents, documents.c.file == files.c.id)
    return str(visit.tx.execute(wanted.where(documents.c.id == disposal.document)).scalar_one())


def may_see(visit: Visit, disposal: Disposal, regulations: Regulations) -> bool:
    """Archivists and auditors see all; an approver, or his deputy, those of his regulations."""
    if visit.person.posts & {Post.ARCHIVIST, Post.AUDITOR}:
        return True
    return regulations[regulation_of(visit, disposal)].approver in signing_posts(visit)


def view(visit: Visit, disposal: Disposal, regulations: Regulations) -> DisposalView:
    """A disposal as the visitor may see it."""
    tx = visit.tx
    wanted = select(documents, files.c.number.label("file_number"), files.c.regulation)
    row = tx.execute(
        wanted.join(files, files.c.id == documents.c.file).where(documents.c.id == disposal.document)
    ).one()
    hidden = Post.AUDITOR in visit.person.posts or row.state == "disposed"
    return DisposalView(
        number=disposal.number,
        document=row.number,
        title="" if hidden else row.title,
        kind=regulations.kind_name(row.kind),
        file=row.file_number,
        regulation=row.regulation,
        pages=row.last_page - row.first_page + 1,
        filed_at=row.filed_at,
        retention=row.retention,
        ground=disposal.ground,
        explanation=disposal.explanation,
        retention_ended=disposal.retention_ended,
        proposed_by=who(tx, disposal.proposed_by),
        proposed_at=disposal.proposed_at,
        state=disposal.state,
        sha256=disposal.sha256,
        signed_by=who(tx, disposal.signed_by),
        represented=who(tx, disposal.represented),
        signed_at=disposal.signed_at,
        remark=disposal.remark,
        carried_out_by=who(tx, disposal.carried_out_by),
        carried_out_at=disposal.carried_out_at,
        removed=disposal.removed,
    )
