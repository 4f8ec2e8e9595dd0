"""Declared reading (申明查阅): the approver that a regulation names reads its files himself.

Nobody above him could sign, so he declares whose files he reads and why, with his password, for a day; the
auditor is shown every such declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from access.calls import Call
from access.form_terms import named_customers, named_regulations
from access.free_words import LONGEST_REASON, clean_text
from access.gate import Gate
from access.passwords import Passwords
from access.self_signed import SelfSignedView, open_at_once, views
from access.speaker import Speaker
from archive.catalogue import forms
from archive.errors import Refused
from archive.people import Person, Post

LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Declaration:
    """Whose files are to be read (customers in free words), under which regulations (ids or Chinese
    names), and why."""

    customers: tuple[str, ...]
    regulations: tuple[str, ...]
    purpose: str


class DeclaredReading:
    """The declared reading of one home."""

    def __init__(self, gate: Gate, passwords: Passwords) -> None:
        self._gate = gate
        self._passwords = passwords

    def new(self, speaker: Speaker, declaration: Declaration, password: str) -> SelfSignedView:
        """Declare a reading, which may begin at once. The answer does not tell whether there is such a
        customer. Raises `Refused` (wrong password, a regulation that names another approver; a deputy's
        authority is to sign, not to read) or `BadInput`."""
        self._gate.confirm(speaker, Call.DECLARED_NEW, self._passwords, password)
        with self._gate.visit(speaker, Call.DECLARED_NEW) as visit:
            customers = named_customers(declaration.customers)
            regulations = named_regulations(declaration.regulations, self._gate.regulations)
            self._require_authority(visit.person, regulations)
            purpose = clean_text(declaration.purpose, longest=LONGEST_REASON)
            ends_at = visit.now + LASTS
            form = open_at_once(visit, "declared", customers, regulations, purpose=purpose, ends_at=ends_at)
            return views(visit, [form])[form.id]

    def list(self, speaker: Speaker) -> tuple[SelfSignedView, ...]:
        """One's own declarations, newest first; an auditor sees all."""
        with self._gate.visit(speaker, Call.DECLARED_LIST) as visit:
            everybody = Post.AUDITOR in visit.person.posts
            shown = forms.of_kind(visit.tx, "declared", reader=None if everybody else visit.person.number)
            return tuple(views(visit, shown).values())

    def _require_authority(self, person: Person, regulations: tuple[str, ...]) -> None:
        for name in regulations:
            regulation = self._gate.regulations[name]
            if regulation.approver not in person.posts:
                raise Refused(
                    "Only who holds the post {post} declares a reading of {regulation}.",
                    advice="Ask for it with a query form: `dangan request new`.",
                    post=regulation.approver.label,
                    regulation=regulation.name,
                )
