"""A Merkle tree, with proofs that an entry is in the tree. A proof reveals no other entry.

The tree follows RFC 6962, section 2.1: leaves and nodes are hashed with different prefixes, and the last node of an odd
number moves up unchanged.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

EMPTY_ROOT = hashlib.sha256(b"").digest()


class ProofStep(NamedTuple):
    """One level of a proof: the hash of the sibling, and whether the sibling is the left one."""

    is_left: bool
    hash: bytes


def leaf_hash(mark: bytes) -> bytes:
    """Return the hash of an entry of the tree."""
    return hashlib.sha256(b"\x00" + mark).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two siblings."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(hashes: Iterable[bytes]) -> bytes:
    """Return the root over the hashes of leaves or subtrees, in this order."""
    level = list(hashes)
    while len(level) > 1:
        level = _parent_level(level)
    return level[0] if level else EMPTY_ROOT


def inclusion_proof(hashes: Sequence[bytes], index: int) -> list[ProofStep]:
    """Return the proof for the hash at this index. Its length is at most the logarithm of the number of hashes."""
    level, steps = list(hashes), []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            steps.append(ProofStep(sibling < index, level[sibling]))
        level, index = _parent_level(level), index // 2
    return steps


def root_from_proof(start: bytes, steps: Iterable[ProofStep]) -> bytes:
    """Return the root that a proof gives for the leaf hash `start`."""
    current = start
    for step in steps:
        current = node_hash(step.hash, current) if step.is_left else node_hash(current, step.hash)
    return current


def _parent_level(level: list[bytes]) -> list[bytes]:
    parents = [node_hash(*level[index : index + 2]) for index in range(0, len(level) - 1, 2)]
    return parents + level[-1:] if len(level) % 2 else parents
