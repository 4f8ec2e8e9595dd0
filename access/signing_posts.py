"""In whose post a visitor signs: the own one, or as a deputy that of somebody who is away."""

from __future__ import annotations

from access.deputising import standing_in
from access.gate import nothing_here
from access.visits import Visit
from archive.clock import local_date
from archive.people import Post


def signing_posts(visit: Visit, *, asked_by: int | None = None) -> dict[Post, int | None]:
    """Every post that the visitor can sign for now, each with the number of whom he stands in for: none for
    a post of his own. `asked_by` is who asked for what is to be signed, who never signs it."""
    if asked_by == visit.person.number:
        return {}
    deputised = standing_in(visit.tx, visit.person, today=local_date(visit.now), asked_by=asked_by)
    own: dict[Post, int | None] = dict.fromkeys(visit.person.posts)
    return {post: principal.number for post, principal in deputised.items()} | own


def represented(visit: Visit, approver: Post, *, asked_by: int | None = None) -> int | None:
    """Whom the visitor stands in for when he signs as this approver; none when it is his own post. Raises
    the one refusal when he can do neither."""
    posts = signing_posts(visit, asked_by=asked_by)
    if approver not in posts:
        raise nothing_here()
    return posts[approver]
