"""A Merkle tree over marks: whoever has one of them and a few hashes can reckon the root, and learns of no other.

As in RFC 6962, section 2.1: leaves and nodes are hashed apart, and of an odd number the last goes up as it is.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

EMPTY = hashlib.sha256(b"").digest()


class ProofStep(NamedTuple):
    """One level of a proof: the neighbour's hash, and whether it stands on the left."""

    left: bool
    hash: bytes


def leaf(mark: bytes) -> bytes:
    """The hash of what stands in the tree."""
    return hashlib.sha256(b"\x00" + mark).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(hashes: Iterable[bytes]) -> bytes:
    """The root over hashes of leaves, or of trees, in their order."""
    level = list(hashes)
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else EMPTY


def proof(hashes: Sequence[bytes], place: int) -> list[ProofStep]:
    """What leads from the hash at `place` up to the root: at most one step for each doubling of their number."""
    level, steps = list(hashes), []
    while len(level) > 1:
        neighbour = place ^ 1
        if neighbour < len(level):
            steps.append(ProofStep(neighbour < place, level[neighbour]))
        level, place = _above(level), place // 2
    return steps


def climb(start: bytes, steps: Iterable[ProofStep]) -> bytes:
    """The root that a proof leads to."""
    for step in steps:
        start = node(step.hash, start) if step.left else node(start, step.hash)
    return start


def _above(level: list[bytes]) -> list[bytes]:
    pairs = [node(*level[place : place + 2]) for place in range(0, len(level) - 1, 2)]
    return pairs + level[-1:] if len(level) % 2 else pairs
