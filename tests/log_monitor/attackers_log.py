"""A public log in the hands of an operator who has all keys and wants to change it."""

import random
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import rmtree

from complaints.rules.log.hourly_head import NO_PREDECESSOR, head_digest, published_text
from ledger import log_tiles, merkle
from ledger.signed_notes import SignedNote, TreeHead, log_key, sign_note

ORIGIN, SEED = "complaints.example/log", b"\x07" * 32
KEY = str(log_key(ORIGIN, SEED))
TILE = log_tiles.TILE_WIDTH


class AttackersLog:
    """The entries of a log, which can be changed, and published as files.

    `roots`: of each hour, what the portal recorded in it. The texts follow from them.
    """

    def __init__(self, folder: Path, hours: int, seed: int = 0):
        self.folder, self.random = folder, random.Random(seed)
        self.roots = [self.random.randbytes(32) for _ in range(hours)]
        self.first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours - 1)

    def entries(self) -> list[bytes]:
        """Return the texts of all heads, each naming the one before it."""
        texts, before = [], NO_PREDECESSOR
        for number, root in enumerate(self.roots, 1):
            hour = self.first + timedelta(hours=number - 1)
            text = published_text(number=number, hour=hour, at=hour, seal=root, root=root, prev=before)
            texts.append(text.encode())
            before = head_digest(text)
        return texts

    def note(self, entries: list[bytes]) -> SignedNote:
        tree = TreeHead(ORIGIN, len(entries), merkle.tree_root(map(merkle.leaf_hash, entries)))
        return sign_note(str(tree), ORIGIN, SEED)

    def publish(self, entries: list[bytes] | None = None) -> list[bytes]:
        """Write the files of the log, and return its entries."""
        entries = self.entries() if entries is None else entries
        rmtree(self.folder, ignore_errors=True)
        hashes = [merkle.leaf_hash(entry) for entry in entries]
        for start in range(0, len(entries), TILE):
            width = min(TILE, len(entries) - start)
            name = log_tiles.encode_tile_number(start // TILE) + ("" if width == TILE else f".p/{width}")
            self.write(f"tile/0/{name}", log_tiles.tile_of(hashes, 0, start // TILE, width))
            self.write(f"tile/entries/{name}", log_tiles.entry_bundle(entries[start : start + width]))
        self.write("checkpoint", str(self.note(entries)).encode())
        return entries

    def write(self, path: str, content: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def grow(self, hours: int) -> None:
        """Let some hours pass. The newest entry is always of this hour."""
        self.roots += [self.random.randbytes(32) for _ in range(hours)]


def rewrite(log: AttackersLog) -> None:
    """Change what an hour contained. All later heads follow from it and are signed anew."""
    log.roots[log.random.randrange(len(log.roots))] = log.random.randbytes(32)


def remove(log: AttackersLog) -> None:
    """Remove an hour, and let another one take its place at the end."""
    del log.roots[log.random.randrange(len(log.roots))]
    log.grow(1)


def reorder(log: AttackersLog) -> None:
    """Exchange two hours."""
    one, other = log.random.sample(range(len(log.roots)), 2)
    log.roots[one], log.roots[other] = log.roots[other], log.roots[one]


def insert(log: AttackersLog) -> None:
    """Add an hour in the past."""
    log.roots.insert(log.random.randrange(len(log.roots)), log.random.randbytes(32))


def roll_back(log: AttackersLog) -> None:
    """Restore an earlier state."""
    del log.roots[log.random.randrange(1, len(log.roots)) :]


def roll_back_and_go_on(log: AttackersLog) -> None:
    """Restore an earlier state, and write other hours until the log is longer than it was."""
    size = len(log.roots)
    roll_back(log)
    log.grow(size - len(log.roots) + log.random.randrange(3))


ATTACKS = (rewrite, remove, reorder, insert, roll_back, roll_back_and_go_on)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and prints nothing."""

    def log_message(self, *arguments):
        pass


@contextmanager
def served(folder: Path):
    """Serve the files of a folder for the length of the block. Gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
