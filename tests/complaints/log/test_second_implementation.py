"""A second implementation of the formats (aics-tlog, written by others) agrees with ours on trees, proofs and notes."""

import os

import pytest
from aics_tlog import note as their_notes
from aics_tlog import tiles as their_tiles
from aics_tlog import tree as their_trees
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import log_tiles, merkle
from ledger.signed_notes import SignedNote, TreeHead, VerifierKey, cosign_note, log_key, sign_note, witness_key
from tests.world import clock

PROOFS = int(os.environ.get("PROOFS", "200"))
"""How many random proofs are compared (`make drill-log`: 100,000)."""
ENTRIES = [str(place).encode() for place in range(600)]
HASHES = [merkle.leaf_hash(entry) for entry in ENTRIES]
THEIR_TREE = their_trees.MerkleTree(ENTRIES)
SEED = b"\x01" * 32


@pytest.mark.slow
@given(st.integers(1, len(ENTRIES)), st.data())
@settings(max_examples=PROOFS, deadline=None)
def test_both_prove_that_an_entry_is_in_the_tree(size, data):
    index = data.draw(st.integers(0, size - 1))
    root = merkle.tree_root(HASHES[:size])
    ours = [step.hash for step in merkle.inclusion_proof(HASHES[:size], index)]
    assert THEIR_TREE.root(size) == root
    assert THEIR_TREE.inclusion_proof(index, size) == ours
    assert their_trees.verify_inclusion(HASHES[index], index, size, ours, root)


@pytest.mark.slow
@given(st.integers(1, len(ENTRIES)), st.integers(1, len(ENTRIES)))
@settings(max_examples=PROOFS, deadline=None)
def test_both_prove_that_a_tree_continues_another(one, other):
    old, new = sorted((one, other))
    old_root, new_root = merkle.tree_root(HASHES[:old]), merkle.tree_root(HASHES[:new])
    ours = merkle.consistency_proof(HASHES[:new], old)
    assert THEIR_TREE.consistency_proof(old, new) == ours
    assert their_trees.verify_consistency(old, new, old_root, new_root, ours)
    assert merkle.is_consistent(old, old_root, new, new_root, THEIR_TREE.consistency_proof(old, new))


@given(st.integers(1, len(ENTRIES)))
def test_a_tree_that_grows_by_one_entry_at_a_time_has_the_same_root(size):
    tree = merkle.GrowingTree()
    for hash in HASHES[:size]:
        tree.append(hash)
    assert tree.root() == THEIR_TREE.root(size)


def test_they_verify_our_notes():
    note = sign_note(str(TreeHead("complaints.example/log", 5, HASHES[0])), "complaints.example/log", SEED)
    cosigned = note.with_signatures([cosign_note(note, "university.example/witness", SEED, at=clock("10:00"))])
    theirs = their_notes.parse_note(str(cosigned))
    assert theirs.serialise() == str(cosigned)
    key = their_notes.parse_vkey(str(log_key("complaints.example/log", SEED)))
    assert their_notes.verify_note(theirs, [key])


def test_we_read_their_keys():
    ours = witness_key("university.example/witness", SEED)
    assert their_notes.format_vkey(their_notes.parse_vkey(str(ours))) == str(ours)
    assert VerifierKey.parse(str(ours)) == ours
    assert SignedNote.parse(str(sign_note("a\nb\n", "log", SEED))).text == "a\nb\n"


@given(st.integers(0, 10**9), st.sampled_from([None, 1, 255]))
def test_tiles_have_the_same_addresses(number, width):
    ours = f"tile/0/{log_tiles.encode_tile_number(number)}" + (f".p/{width}" if width else "")
    assert their_tiles.tile_path(0, number, width) == ours
    assert their_tiles.parse_entry_bundle(log_tiles.entry_bundle(ENTRIES[:7])) == ENTRIES[:7]
