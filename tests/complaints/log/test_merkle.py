"""The tree over a day's hashes: a few hashes lead from any leaf to the root, and from nothing else."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from ledger import merkle

SIZES = st.integers(1, 70)


def leaves(number: int) -> list[bytes]:
    return [merkle.leaf_hash(bytes([place])) for place in range(number)]


@given(SIZES, st.data())
def test_every_leaf_leads_to_the_root_in_as_many_steps_as_the_number_doubles(number, data):
    place = data.draw(st.integers(0, number - 1))
    steps = merkle.inclusion_proof(leaves(number), place)
    assert merkle.root_from_proof(leaves(number)[place], steps) == merkle.tree_root(leaves(number))
    assert len(steps) <= (number - 1).bit_length()


@given(SIZES, st.data())
def test_another_leaf_does_not(number, data):
    place = data.draw(st.integers(0, number - 1))
    forged = merkle.leaf_hash(b"somebody else's")
    assert merkle.root_from_proof(forged, merkle.inclusion_proof(leaves(number), place)) != merkle.tree_root(
        leaves(number)
    )


def test_it_is_the_tree_of_rfc_6962():
    one, two, three = leaves(3)
    inner = hashlib.sha256(b"\x01" + one + two).digest()
    assert merkle.tree_root([one, two, three]) == hashlib.sha256(b"\x01" + inner + three).digest()
    assert merkle.tree_root([]) == hashlib.sha256(b"").digest()
    assert one == hashlib.sha256(b"\x00\x00").digest()
