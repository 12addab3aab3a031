"""A Merkle tree, with proofs that an entry is in it and that a larger tree continues it. A proof reveals no entry.

The tree and both proofs follow RFC 6962, section 2.1: leaves and nodes are hashed with different prefixes, and the last
node of an odd number moves up unchanged. The checks of the proofs follow RFC 9162, section 2.1.4.
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


class GrowingTree:
    """A tree that grows by one hash at a time. It keeps the roots of its whole subtrees only."""

    def __init__(self):
        self.size = 0
        self._subtrees: list[bytes] = []  # the roots, the largest subtree first

    def append(self, hash: bytes) -> None:
        """Add the hash of a leaf."""
        size = self.size
        while size % 2:
            hash, size = node_hash(self._subtrees.pop(), hash), size // 2
        self._subtrees.append(hash)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree as it is now."""
        if not self._subtrees:
            return EMPTY_ROOT
        *others, root = self._subtrees
        for subtree in reversed(others):
            root = node_hash(subtree, root)
        return root


def inclusion_proof(hashes: Sequence[bytes], index: int) -> list[ProofStep]:
    """Return the proof for the hash at this index. Its length is at most the logarithm of the number of hashes."""
    return inclusion_proofs(hashes, [index])[0]


def inclusion_proofs(hashes: Sequence[bytes], indexes: Iterable[int]) -> list[list[ProofStep]]:
    """Return the proof for each of these indexes. The tree is computed once."""
    level, positions = list(hashes), list(indexes)
    proofs: list[list[ProofStep]] = [[] for _ in positions]
    while len(level) > 1:
        for proof, index in zip(proofs, positions, strict=True):
            sibling = index ^ 1
            if sibling < len(level):
                proof.append(ProofStep(sibling < index, level[sibling]))
        level, positions = _parent_level(level), [index // 2 for index in positions]
    return proofs


def root_from_proof(start: bytes, steps: Iterable[ProofStep]) -> bytes:
    """Return the root that a proof gives for the leaf hash `start`."""
    current = start
    for step in steps:
        current = node_hash(step.hash, current) if step.is_left else node_hash(current, step.hash)
    return current


def consistency_proof(hashes: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the hashes which prove that the tree of all hashes continues the tree of the first `old_size`.

    The proof is empty if the sizes are equal or the old tree is empty.
    """
    if not 0 < old_size < len(hashes):
        return []
    return _subtree_proof(hashes, old_size, is_whole=True)


def is_consistent(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether a consistency proof shows that the new tree begins with the old one."""
    if old_size > new_size or (old_size in (0, new_size) and proof):
        return False
    if old_size == 0:
        return old_root == EMPTY_ROOT
    if old_size == new_size:
        return old_root == new_root
    node, last = old_size - 1, new_size - 1
    while node % 2:
        node, last = node // 2, last // 2
    # If the old tree is a whole subtree of the new one, its root is known and is not part of the proof.
    remaining = list(proof) if node else [old_root, *proof]
    if not remaining:
        return False
    old = new = remaining.pop(0)
    for sibling in remaining:
        if last == 0:
            return False
        if node % 2 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while node and not node % 2:
                node, last = node // 2, last // 2
        else:
            new = node_hash(new, sibling)
        node, last = node // 2, last // 2
    return last == 0 and (old, new) == (old_root, new_root)


def _subtree_proof(hashes: Sequence[bytes], old_size: int, *, is_whole: bool) -> list[bytes]:
    """Return the proof for a subtree. `is_whole`: the verifier knows the root of its first `old_size` hashes."""
    if old_size == len(hashes):
        return [] if is_whole else [tree_root(hashes)]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if old_size <= split:
        return [*_subtree_proof(hashes[:split], old_size, is_whole=is_whole), tree_root(hashes[split:])]
    return [*_subtree_proof(hashes[split:], old_size - split, is_whole=False), tree_root(hashes[:split])]


def _parent_level(level: list[bytes]) -> list[bytes]:
    parents = [node_hash(*level[index : index + 2]) for index in range(0, len(level) - 1, 2)]
    return parents + level[-1:] if len(level) % 2 else parents
