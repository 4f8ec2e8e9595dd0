"""The tree over the audit log, against RFC 6962's own definition."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from archive.merkle import Tree, paths
from archive.standalone import verify_audit

SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 100]


def defined(leaves: Sequence[str]) -> bytes:
    """MTH of RFC 6962, section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0].encode()).digest()
    half = 1
    while 2 * half < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + defined(leaves[:half]) + defined(leaves[half:])).digest()


def some(size: int) -> list[str]:
    return [f"{number:064x}" for number in range(size)]


@pytest.mark.parametrize("size", [0, *SIZES])
def test_the_root_is_the_one_that_is_defined(size: int) -> None:
    tree = Tree()
    for leaf in some(size):
        tree.add(leaf)
    assert tree.root() == defined(some(size)).hex()


@pytest.mark.parametrize("size", SIZES)
def test_a_tree_grows_on_from_its_peaks(size: int) -> None:
    whole, begun = Tree(), Tree()
    for leaf in some(size):
        whole.add(leaf)
        begun = Tree(begun.leaves, begun.peaks)
        begun.add(leaf)
    assert (begun.leaves, begun.root()) == (size, whole.root())


@pytest.mark.parametrize("size", SIZES)
def test_every_path_leads_to_the_root_and_to_no_other(size: int) -> None:
    leaves, root = some(size), defined(some(size)).hex()
    ways = paths(leaves, range(size))
    reached = {verify_audit.root_by_path(leaves[at], at, size - 1, way) for at, way in ways.items()}
    assert reached == {root}
    strayed = {verify_audit.root_by_path("f" * 64, at, size - 1, way) for at, way in ways.items()}
    assert root not in strayed


def test_peaks_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="3 leaves have 2 peaks"):
        Tree(3, ["00" * 32])
