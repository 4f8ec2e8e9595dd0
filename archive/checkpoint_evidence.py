"""What all checkpoints say of the log: those in the home, in second places, and brought by an auditor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.audit_scrutiny import Sighting
from archive.checkpoint import Checkpoint, KeyStatement, decode, fingerprint, signature_faults
from archive.checkpoint_shelf import Shelf
from archive.checkpointing import Checkpoints
from archive.clock import encode_moment
from archive.errors import BadInput, StorageError
from archive.message import Message, message


@dataclass(frozen=True, slots=True)
class Brought:
    """A checkpoint file as somebody brought it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """What to hold the log against, and what is wrong with the checkpoints themselves."""

    sightings: tuple[Sighting, ...]
    faults: tuple[Message, ...]
    remarks: tuple[Message, ...]


@dataclass(slots=True)
class _Gathering:
    """Genuine checkpoints found so far, and what was wrong with others."""

    home: str
    keys: tuple[KeyStatement, ...]
    trusted: Sequence[str]
    genuine: dict[bytes, Checkpoint] = field(default_factory=dict)
    brought: list[Checkpoint] = field(default_factory=list)
    faults: list[Message] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)

    def look_at(self, name: str, content: bytes) -> Checkpoint | None:
        """Take a file for what it is; none when it is no genuine checkpoint of this home."""
        if content in self.genuine:
            return self.genuine[content]
        try:
            found = decode(content, name=name)
        except BadInput as error:
            self.faults.append(message("{file} is no checkpoint of an audit log.", **error.values))
            return None
        faults = signature_faults(found, trusted=self.trusted) or self._strange(found, name)
        self.faults += faults
        if not faults:
            self.genuine[content] = found
        return None if faults else found

    def _strange(self, found: Checkpoint, name: str) -> tuple[Message, ...]:
        if found.home != self.home:
            return (message("{file} is a checkpoint of another archive.", file=name),)
        if found.keys != self.keys[: len(found.keys)]:
            return (
                message(
                    "Checkpoint {number} is signed by a key of which this home knows nothing.",
                    number=found.number,
                ),
            )
        return ()


def gather(
    checkpoints: Checkpoints, brought: Iterable[Brought] = (), *, trusted: Sequence[str] = ()
) -> Evidence:
    """Read every checkpoint there is. `trusted`: fingerprints that somebody wrote down."""
    found = _Gathering(checkpoints.identity, checkpoints.keys.statements(), trusted)
    for shelf in (checkpoints.own, *checkpoints.others):
        _read(shelf, found, must=shelf is not checkpoints.own)
    _tell_twins(found)
    found.brought += filter(None, [found.look_at(each.name, each.content) for each in brought])
    restored = max((each.number for each in found.genuine.values() if each.note), default=0)
    sightings = [_sighting(each, restored) for each in found.genuine.values()]
    sightings += [_sighting(each, 0) for each in found.brought]
    found.remarks += _remarks(found)
    return Evidence(tuple(dict.fromkeys(sightings)), tuple(found.faults), tuple(found.remarks))


def _read(shelf: Shelf, found: _Gathering, *, must: bool) -> None:
    if not must and not shelf.folder.is_dir():
        return
    try:
        for file in shelf.files():
            found.look_at(file.name, file.content)
    except StorageError:
        found.remarks.append(
            message("The second place {folder} cannot be read: nothing was compared.", folder=shelf.folder)
        )


def _tell_twins(found: _Gathering) -> None:
    """Two of one number: two homes write, or one went on from an earlier state."""
    seen = dict[int, Checkpoint]()
    restored = max((each.number for each in found.genuine.values() if each.note), default=0)
    for each in found.genuine.values():
        twin = seen.setdefault(each.number, each)
        if twin != each:
            said = message("There are two checkpoints with the number {number}.", number=each.number)
            (found.remarks if each.number < restored else found.faults).append(said)


def _sighting(checkpoint: Checkpoint, restored: int) -> Sighting:
    name = f"{checkpoint.number} ({encode_moment(checkpoint.at)[:10]})"
    return Sighting(
        name, checkpoint.rows, checkpoint.last, checkpoint.root, excused=checkpoint.number < restored
    )


def _remarks(found: _Gathering) -> Iterable[Message]:
    if not found.genuine:
        yield message(
            "There is no checkpoint: a log whose end was cut off, or that was written anew, would not show."
        )
    for checkpoint in found.genuine.values():
        if checkpoint.note:
            yield message(
                "Checkpoint {number} goes on from an earlier state of the log: {note}",
                number=checkpoint.number,
                note=checkpoint.note,
            )
    for key in found.keys:
        if key.why == "lost":
            yield message(
                "The key {fingerprint} took the place of a lost one on {day}, and only this speaks for it:"
                " {reason}",
                fingerprint=fingerprint(key.key),
                day=encode_moment(key.since)[:10],
                reason=key.reason,
            )
