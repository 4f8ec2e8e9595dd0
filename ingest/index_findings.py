"""What there is to say of a home's search indexes (`dangan doctor`)."""

from __future__ import annotations

from collections.abc import Iterator

from archive.message import Message, message
from index.following import FollowingEngine
from index.standing import Standing, standings
from ingest.finding import NOTHING, Finding

REBUILD = message("Make it anew from the catalogue: `dangan index rebuild`. Papers are taken in meanwhile.")
UNDER_WAY = message(
    "The next `dangan ingest`, `watch` or change of a paper brings it up to date, or says why it cannot."
)
IN_VAIN = message(
    "Nothing is lost. `dangan index verify` looks again; a lost one is given up with `dangan index abandon`."
)


def index_findings(engine: FollowingEngine) -> Iterator[Finding]:
    """Each index, and whether they are what the settings want."""
    stand = standings(engine.followers)
    for one in stand:
        yield _finding(one)
    serving = next((one.generation for one in stand if one.generation.state == "serving"), None)
    what, preferred = message("Search index"), engine.preferred()
    if serving is None:
        yield Finding(what, "good", message("none yet: the first paper or search makes it"))
    elif serving.engine != preferred:
        found = message(
            "settings.toml names {preferred}, but {serving} answers",
            preferred=preferred,
            serving=serving.engine,
        )
        yield Finding(what, "poor", found, message("`dangan index move --to {to}` moves it.", to=preferred))
    strays = "、".join(stray.name for stray in engine.followers.strays())
    if strays:
        found = message("left over, of no index: {names}", names=strays)
        yield Finding(what, "poor", found, message("`dangan index verify` deletes it."))


def _finding(one: Standing) -> Finding:
    generation = one.generation
    what = message("Search index {number} ({engine})", number=generation.id, engine=generation.engine)
    match generation.state:
        case "serving":
            return _serving(what, one)
        case "complete":
            return _following(what, one)
        case "building":
            advice = message(
                "Go on with `dangan index build`, or give it up: `dangan index abandon {number}`.",
                number=generation.id,
            )
            found = message("being filled: {percent} %", percent=round(100 * one.share))
            return Finding(what, "poor", found, advice)
        case "retired":
            advice = message("`dangan index verify` deletes it.")
            return Finding(what, "poor", message("waits to be deleted"), advice)


def _serving(what: Message, one: Standing) -> Finding:
    if one.behind.fault:
        return Finding(what, "bad", one.behind.fault, REBUILD)
    if one.behind.changes:
        return Finding(what, "poor", _behind(one), UNDER_WAY)
    documents = one.size.documents if one.size else 0
    return Finding(what, "good", message("answers; {documents} document(s)", documents=documents))


def _following(what: Message, one: Standing) -> Finding:
    if one.behind.fault:
        return Finding(what, "poor", one.behind.fault, IN_VAIN)
    if one.behind.changes:
        return Finding(what, "poor", _behind(one), UNDER_WAY)
    return Finding(what, "good", message("complete, follows"), NOTHING)


def _behind(one: Standing) -> Message:
    since = one.behind.since
    if since is None:
        return message("{count} change(s) behind", count=one.behind.changes)
    moment = since.astimezone().strftime("%Y-%m-%d %H:%M")
    return message("{count} change(s) behind since {moment}", count=one.behind.changes, moment=moment)
