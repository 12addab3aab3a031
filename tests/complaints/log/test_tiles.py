"""Tiles: their paths, their hashes, and the whole tree read back from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import log_tiles, merkle
from ledger.log_tiles import NoSuchTile


@given(st.integers(0, 10**12))
def test_the_path_of_a_tile_is_read_as_it_is_written(number):
    assert log_tiles.decode_tile_number(log_tiles.encode_tile_number(number)) == number


def test_the_path_is_that_of_the_specification():
    assert log_tiles.encode_tile_number(1_234_067) == "x001/x234/067"


@pytest.mark.parametrize("path", ["", "1", "0001", "x000/001", "x001/x234/67", "١٢٣", "-01", "a"])
def test_no_other_path_is_accepted(path):
    with pytest.raises(NoSuchTile):
        log_tiles.decode_tile_number(path)


def test_tiles_of_70000_entries_are_those_of_the_specification():
    hashes = [merkle.leaf_hash(str(place).encode()) for place in range(70_000)]
    assert len(log_tiles.tile_of(hashes, 0, 272, 256)) == 256 * 32
    assert len(log_tiles.tile_of(hashes, 0, 273, 112)) == 112 * 32
    assert len(log_tiles.tile_of(hashes, 1, 1, 17)) == 17 * 32
    assert log_tiles.tile_of(hashes, 2, 0, 1) == merkle.tree_root(hashes[: 256**2])
    for level, number, width in ((0, 273, 113), (1, 1, 18), (2, 0, 2), (0, 0, 0), (0, 0, 257)):
        with pytest.raises(NoSuchTile):
            log_tiles.tile_of(hashes, level, number, width)


def test_entries_are_written_after_their_length():
    assert log_tiles.entry_bundle([b"one", b""]) == b"\x00\x03one\x00\x00"
