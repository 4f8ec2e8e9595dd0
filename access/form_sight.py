"""Who sees which query forms, and who may sign or issue them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from access.free_words import legible
from access.gate import nothing_here
from access.qualification import at_work
from access.signing_posts import signing_posts
from access.visits import Visit
from archive.catalogue import forms, people
from archive.catalogue.forms import Form
from archive.errors import Refused
from archive.people import Post
from archive.regulations import Regulations


@dataclass(frozen=True, slots=True)
class FormSight:
    """A visitor before the forms of the house. `posts` are those that he can sign for now, also as a deputy,
    whatever the form; `sole_archivist` is the only one there is, where the visitor stands in for him."""

    visit: Visit
    regulations: Regulations
    posts: Mapping[Post, int | None]
    sole_archivist: int | None

    def find(self, number: str) -> Form:
        """The form of this number. Raises the one `Refused` for somebody else's and for none at all."""
        form = forms.find(self.visit.tx, legible(number))
        if form is None or not self.may_see(form):
            raise nothing_here()
        self.visit.note(subject=f"form:{form.id}")
        return form

    def find_own(self, number: str) -> Form:
        """The visitor's own form of this number. Raises `Refused`."""
        form = self.find(number)
        if form.reader != self.visit.person.number:
            raise Refused("Only the reader of a form does this.", advice="Ask the reader to do it.")
        return form

    def may_see(self, form: Form) -> bool:
        """Its reader; once it was handed in also whoever signs, issues or audits it."""
        person = self.visit.person
        if form.reader == person.number:
            return True
        overseers = {Post.AUDITOR, Post.ARCHIVIST}
        called = bool(person.posts & overseers) or self.issues(form) or bool(self._named(form, self.posts))
        return bool(form.sha256) and called

    def signs(self, form: Form) -> dict[str, int | None]:
        """The regulations of a form that the visitor may sign it for, each with whom he stands in for: none
        in a post of his own. Never what he asked for himself, nor through a deputy."""
        return self._named(form, signing_posts(self.visit, asked_by=form.reader))

    def required_signs(self, form: Form) -> dict[str, int | None]:
        """As `signs`. Raises `Refused` when there is nothing to sign for the visitor, saying why."""
        if form.reader == self.visit.person.number:
            raise Refused("Nobody signs a form of his own.", advice="Somebody else with the post must sign.")
        signed_for = self.signs(form)
        if not signed_for and self._named(form, self.posts):
            raise Refused(
                "A deputy does not sign what was asked for by the one he stands in for, nor by whoever "
                "appointed him.",
                advice="Somebody else with the post must sign.",
            )
        if not signed_for:
            raise nothing_here()
        return signed_for

    def issues(self, form: Form) -> bool:
        """Whether it is the visitor's to issue and take back this form: the archivist's, and where the only
        archivist asked for it himself, the credit manager's."""
        if form.reader == self.visit.person.number:
            return False
        return Post.ARCHIVIST in self.visit.person.posts or form.reader == self.sole_archivist

    def _named(self, form: Form, posts: Mapping[Post, int | None]) -> dict[str, int | None]:
        approvers = {
            name: self.regulations[name].approver for name in form.regulations if name in self.regulations
        }
        return {name: posts[post] for name, post in approvers.items() if post in posts}


def sight_of(visit: Visit, regulations: Regulations) -> FormSight:
    """What this visitor sees of the forms."""
    steps_in = Post.CREDIT_MANAGER in visit.person.posts
    return FormSight(visit, regulations, signing_posts(visit), _sole_archivist(visit) if steps_in else None)


def _sole_archivist(visit: Visit) -> int | None:
    employed = (one for one in people.all_persons(visit.tx) if one.active)
    archivists = [one.number for one in employed if Post.ARCHIVIST in at_work(visit.tx, one).posts]
    return archivists[0] if len(archivists) == 1 else None
