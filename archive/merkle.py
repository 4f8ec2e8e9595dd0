"""A Merkle tree over the audit log, as RFC 6962 (Certificate Transparency), section 2.1, builds it.

The leaves are the rows' hashes in their order, as hexadecimal text. One hash, the root, stands for all
of them, and a path of some twenty hashes shows that one row is under it without showing any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

_NO_LEAVES = hashlib.sha256(b"").hexdigest()


class Tree:
    """A tree that grows at its right end. Of what it holds it keeps only the roots of the perfect subtrees
    from left to right, the largest first: one for each bit of the number of leaves."""

    def __init__(self, leaves: int = 0, peaks: Iterable[str] = ()) -> None:
        """A tree of so many leaves with these peaks (hexadecimal); ValueError when they do not fit."""
        self._peaks = [bytes.fromhex(peak) for peak in peaks]
        self.leaves = leaves
        if len(self._peaks) != leaves.bit_count():
            raise ValueError(f"{leaves} leaves have {leaves.bit_count()} peaks, not {len(self._peaks)}")

    @property
    def peaks(self) -> tuple[str, ...]:
        """What the tree can be grown on from."""
        return tuple(peak.hex() for peak in self._peaks)

    def add(self, leaf: str) -> None:
        """Put one more leaf at the right end."""
        node, full = _leaf(leaf), self.leaves
        while full & 1:
            node = _parent(self._peaks.pop(), node)
            full >>= 1
        self._peaks.append(node)
        self.leaves += 1

    def root(self) -> str:
        """The hash that stands for all leaves, hexadecimal."""
        if not self._peaks:
            return _NO_LEAVES
        *rest, node = self._peaks
        for peak in reversed(rest):
            node = _parent(peak, node)
        return node.hex()


def paths(leaves: Iterable[str], wanted: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """For each wanted leaf (counted from 0) the hashes beside the way from it to the root, lowest first."""
    level = [_leaf(leaf) for leaf in leaves]
    places = {number: number for number in wanted}
    found: dict[int, list[str]] = {number: [] for number in places}
    while len(level) > 1:
        for number, place in places.items():
            if place ^ 1 < len(level):  # the last of an odd level has nobody beside it and goes up as it is
                found[number].append(level[place ^ 1].hex())
            places[number] = place >> 1
        level = _above(level)
    return {number: tuple(path) for number, path in found.items()}


def _above(level: Sequence[bytes]) -> list[bytes]:
    pairs = [_parent(level[left], level[left + 1]) for left in range(0, len(level) - 1, 2)]
    return pairs + ([level[-1]] if len(level) % 2 else [])


def _leaf(text: str) -> bytes:
    return hashlib.sha256(b"\x00" + text.encode(errors="replace")).digest()


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
