"""Query forms that were not handed in yet: they can be changed, and have no hash."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, update

from archive.catalogue.forms import Form, canonical_sha256
from archive.schema import forms


def revise(tx: Connection, draft: Form) -> None:
    """Keep what a draft asks for now."""
    values = {
        "purpose": draft.purpose,
        "customers": json.dumps(draft.customers, ensure_ascii=False),
        "regulations": json.dumps(draft.regulations),
        "until": draft.until,
    }
    tx.execute(update(forms).where(forms.c.id == draft.id).values(values))


def hand_in(tx: Connection, draft: Form, *, at: datetime) -> Form:
    """Let a draft become a form: from this moment on it has a hash, and nobody changes it any more."""
    handed = replace(draft, state="submitted", created_at=at)
    sealed = replace(handed, sha256=canonical_sha256(handed))
    values = {"state": sealed.state, "created_at": at, "sha256": sealed.sha256}
    tx.execute(update(forms).where(forms.c.id == draft.id).values(values))
    return sealed
