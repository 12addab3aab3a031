"""The public log as static files: tiles of hashes and bundles of entries, in the layout of C2SP *tlog-tiles*.

A client reads the tiles and computes every proof itself. A full tile never changes, so it can be cached for ever.
"""

import struct
from collections.abc import Sequence

from ledger import merkle

TILE_WIDTH = 256
LONGEST_PATH = 40  # characters
HIGHEST_LEVEL = 5
"""256 ** 5 hours are longer than anybody will keep a log."""


class NoSuchTile(LookupError):
    """The tree has no such tile."""


def encode_tile_number(number: int) -> str:
    """Return the number of a tile as a path: 1234067 is `x001/x234/067`."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03d}")
    return "/".join(reversed(groups))


def decode_tile_number(path: str) -> int:
    """Return the number in a path. Raises NoSuchTile if a tile's path is never written like this."""
    if len(path) > LONGEST_PATH:
        raise NoSuchTile("too long")
    digits = path.replace("x", "").replace("/", "")
    if not (digits.isascii() and digits.isdigit()) or encode_tile_number(int(digits)) != path:
        raise NoSuchTile(path)
    return int(digits)


def tile_of(leaf_hashes: Sequence[bytes], level: int, number: int, width: int) -> bytes:
    """Return the hashes of a tile, one after the other. Raises NoSuchTile if the tree is too small for it.

    `width`: 256, or less for the last tile of a level.
    """
    span = TILE_WIDTH**level
    first = number * TILE_WIDTH
    if not 0 < width <= TILE_WIDTH or (first + width) * span > len(leaf_hashes):
        raise NoSuchTile(f"{level}/{number}")
    return b"".join(
        merkle.tree_root(leaf_hashes[index * span : (index + 1) * span]) for index in range(first, first + width)
    )


def entry_bundle(entries: Sequence[bytes]) -> bytes:
    """Return entries of the log, each after its length."""
    return b"".join(struct.pack(">H", len(entry)) + entry for entry in entries)
