"""Why a paper waits in review, in words a clerk understands."""

from __future__ import annotations

from collections.abc import Callable

from archive.decision import Ambiguous, Assigned, Decision, Part, Unknown
from archive.message import Message, message

NameOf = Callable[[str], str]


def doubt(part: Part, *, kind_name: NameOf) -> Message | None:
    """What keeps a part from being filed: its kind first, then its customer; nothing when both are decided.

    `kind_name` gives the readable name of a kind of paper.
    """
    return _kind_doubt(part.category, kind_name) or _customer_doubt(part)


def _kind_doubt(category: Decision, name: NameOf) -> Message | None:
    match category:
        case Assigned():
            return None
        case Ambiguous(candidates=(first, second, *_)):
            return message(
                "It may be {first} or {second}.", first=name(first.value), second=name(second.value)
            )
        case Unknown(candidates=(first, *_)):
            return message("It looks like {kind}, but too little says so.", kind=name(first.value))
        case Ambiguous(reason=reason) | Unknown(reason=reason):
            return Message(reason)


def _customer_doubt(part: Part) -> Message | None:
    match part.customer:
        case Assigned():
            return None
        case Unknown() if part.proposed:
            return message("{company} is not in the register of customers.", company=part.proposed.name)
        case Ambiguous(reason=reason) | Unknown(reason=reason):
            return Message(reason)
