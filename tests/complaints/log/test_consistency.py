"""A larger tree continues a smaller one, and nothing else is taken for it."""

from hypothesis import assume, given
from hypothesis import strategies as st

from ledger import merkle

SIZES = st.integers(0, 300)


def leaves(number: int) -> list[bytes]:
    return [merkle.leaf_hash(str(place).encode()) for place in range(number)]


def roots(*sizes: int) -> list[bytes]:
    return [merkle.tree_root(leaves(size)) for size in sizes]


@given(SIZES, SIZES)
def test_a_tree_continues_each_of_its_beginnings(one, other):
    old, new = sorted((one, other))
    proof = merkle.consistency_proof(leaves(new), old)
    old_root, new_root = roots(old, new)
    assert merkle.is_consistent(old, old_root, new, new_root, proof)
    assert len(proof) <= new.bit_length() + 1


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_a_log_that_was_rewritten_has_no_proof(one, other, data):
    old, new = sorted((one, other))
    place = data.draw(st.integers(0, old - 1))
    rewritten = leaves(new)
    rewritten[place] = merkle.leaf_hash(b"another entry")
    proof = merkle.consistency_proof(rewritten, old)
    (old_root,) = roots(old)
    assert not merkle.is_consistent(old, old_root, new, merkle.tree_root(rewritten), proof)


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_a_damaged_proof_proves_nothing(one, other, data):
    old, new = sorted((one, other))
    proof = merkle.consistency_proof(leaves(new), old)
    assume(proof)
    place = data.draw(st.integers(0, len(proof) - 1))
    damage = data.draw(st.sampled_from(["missing", "changed", "twice"]))
    damaged = list(proof)
    if damage == "missing":
        del damaged[place]
    elif damage == "changed":
        damaged[place] = merkle.leaf_hash(b"forged")
    else:
        damaged.insert(place, proof[place])
    assert not merkle.is_consistent(old, *roots(old), new, *roots(new), damaged)


def test_a_smaller_tree_continues_no_larger_one():
    old_root, new_root = roots(5, 3)
    assert not merkle.is_consistent(5, old_root, 3, new_root, [])
