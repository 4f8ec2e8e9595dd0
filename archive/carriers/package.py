"""Packed files (OPC, OFD): zip archives of XML and pictures, opened with bounds and nothing run.

Nothing is ever unpacked to the disk, so names of members lead nowhere. XML with a document type or
entities is refused: neither format allows them (ECMA-376 part 2, 10.1.2; GB/T 33190).
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from archive.errors import BadInput

Source: TypeAlias = Path | bytes
"""A file on the disk, or one that lies inside another."""

MOST_MEMBERS = 10_000
MOST_UNPACKED = 500_000_000  # bytes, all members together
MOST_XML = 40_000_000  # bytes of one member that is parsed whole; some 400 MB of memory
MOST_PICTURE = 100_000_000
_MOST_DIRECTORY = 4_000_000  # bytes of the list of members, looked at before it is read
_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_COMMENT = 1 << 16
_ENCRYPTED = 0x1  # bit of a member's flags


class Package:
    """An open package. Close it, or use it as a context manager."""

    def __init__(self, source: Source) -> None:
        """Open it; raise `BadInput` when it is larger than any paper or protected by a password."""
        file = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        try:
            _require_short_directory(file)
            self.archive = zipfile.ZipFile(file)
            self._members = {member.filename.lstrip("/"): member for member in self.archive.infolist()}
            _require_bounds(self.archive.infolist())
        except BaseException:
            file.close()
            raise
        self.file = file

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names, in the order of the archive's own list."""
        return tuple(self._members)

    def read(self, name: str, *, most: int = MOST_PICTURE) -> bytes | None:
        """The bytes of a member; none when there is no such member. Raise `BadInput` above `most` bytes."""
        member = self._members.get(name)
        if member is None:
            return None
        self.require_short((name,), most)
        return self.archive.read(member)

    def require_short(self, names: Iterable[str], most: int) -> None:
        """Raise `BadInput` when one of the members has more than `most` bytes."""
        if any(name in self._members and self._members[name].file_size > most for name in names):
            raise _too_large()

    def xml(self, name: str) -> Element | None:
        """The root element of a member; none when there is no such member."""
        content = self.read(name, most=MOST_XML)
        return None if content is None else parsed(content)

    def relations(self, part: str) -> Mapping[str, str]:
        """Where the relations of a part (OPC) lead by their ids; those that lead out of the file left out."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            str(relation.get("Id")): resolved(folder, relation.get("Target", ""))
            for relation in (() if root is None else root)
            if relation.get("TargetMode") != "External"
        }


def parsed(content: bytes) -> Element:
    """The root of an XML document. Raise `DefusedXmlException` when it brings a document type."""
    root: Element = fromstring(content, forbid_dtd=True)
    return root


def resolved(folder: str, target: str) -> str:
    """A member's name by its path as seen from a folder of the package."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def local(name: str) -> str:
    """A tag's or attribute's name without its namespace."""
    return name.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without the namespace; empty when there is none."""
    found = element.get(name)
    if found is not None:
        return found
    return next((value for key, value in element.items() if local(key) == name), "")


def child(element: Element | None, name: str) -> Element | None:
    """The first child of this name, whatever its namespace."""
    return next((inner for inner in (() if element is None else element) if local(inner.tag) == name), None)


def _require_short_directory(file: io.BufferedIOBase | io.BytesIO) -> None:
    """The list of members is read whole by `zipfile`: refuse one that no paper has."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _LONGEST_COMMENT - _END_LENGTH))
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0:
        raise zipfile.BadZipFile
    (length,) = struct.unpack_from("<I", tail, end + 12)
    if length > _MOST_DIRECTORY:
        raise _too_large()


def _require_bounds(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise _too_large()
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise BadInput(
            "The file is protected by a password.",
            advice="Ask the sender for a copy without a password.",
        )


def _too_large() -> BadInput:
    return BadInput(
        "Unpacked, the file is far larger than any paper.",
        advice="Print what matters of it to PDF, or describe it by hand; dismiss it if it is none of yours.",
    )
