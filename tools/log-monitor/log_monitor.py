"""Follow a public log, and raise the alarm if it is ever rewritten, shortened or shown differently.

    python log_monitor.py https://complaints.example/log KEY FOLDER [--follow MINUTES] [--stale HOURS] [--sign FILE]

KEY is the log's public key (name+id+base64). Get it once, from a page or paper that you trust, and keep it. In FOLDER
the monitor keeps every full tile and every checkpoint that it has seen; delete nothing there. Each run prints one line.
The exit status is 0 if the log continues what was seen before, 1 if it does not (from then on in each run, until you
delete FOLDER/violated), and 2 if it cannot be reached.

--follow: check again every so many minutes, for ever. --stale: complain if the newest entry is older than so many hours
(3). --sign: write FOLDER/status, a statement signed with the private key in FILE (32 bytes in base64), which the portal
can show if it is served on any web server. The formats are c2sp.org/tlog-tiles, tlog-checkpoint and RFC 6962.
"""

import argparse
import base64
import hashlib
import http.client
import json
import os
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

TILE = 256
LARGEST_ANSWER = 20_000_000
SECONDS = 30
LONGEST = 120
"""Seconds to wait for a part of an answer, and for all of it."""
CLOCK_TOLERANCE = timedelta(hours=1)


class Violation(Exception):
    """The log is not what it was. The words say how."""


class Unreachable(Exception):
    """The log does not answer, or not with a log."""


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def tree_root(hashes: list[bytes]) -> bytes:
    """Return the root of RFC 6962 over the hashes of leaves."""
    while len(hashes) > 1:
        pairs = [sha256(b"\x01", *hashes[at : at + 2]) for at in range(0, len(hashes) - 1, 2)]
        hashes = pairs + hashes[-1:] if len(hashes) % 2 else pairs
    return hashes[0] if hashes else sha256()


class Log:
    """A log: its address, its key, and the folder of what was seen of it."""

    def __init__(self, url: str, key: str, folder: Path):
        self.url, self.folder, self.violated = url.rstrip("/"), folder, folder / "violated"
        self.name, _, encoded = key.split("+", 2)
        raw = base64.b64decode(encoded)
        if raw[0] != 1 or len(raw) != 33:
            raise SystemExit("The key is not the Ed25519 key of a log.")
        self.key_id, self.public = sha256(self.name.encode(), b"\n", raw)[:4], raw[1:]
        folder.mkdir(parents=True, exist_ok=True)

    def check(self, *, stale: timedelta) -> str:
        """Compare the log with what was seen before, and keep what is new. Return one line that tells the result.

        Raises Violation or Unreachable. After a violation each further run raises it again, until a person has looked
        at the evidence and deleted the file `violated`.
        """
        if self.violated.exists():
            raise Violation(f"since an earlier run: {self.violated.read_text()}")
        note = self.fetch("checkpoint").decode(errors="replace")
        try:
            newest = self.compare(note)
        except Violation as violation:
            write(self.folder / f"evidence-{sha256(note.encode()).hex()[:16]}", note.encode())
            write(self.violated, str(violation).encode())
            raise
        if newest is not None and datetime.now(UTC) - newest > stale:
            raise Violation(f"the newest entry is of {newest:%Y-%m-%d %H:%M} UTC")
        return f"{self.last_seen()['size']} entries, unbroken since {self.last_seen()['since']}"

    def compare(self, note: str) -> datetime | None:
        """Compare the log of a checkpoint with what was seen before, and keep it. Return the hour of its newest entry.

        Raises Violation or Unreachable.
        """
        size, root = self.read_checkpoint(note)
        seen = self.last_seen()
        if seen and size < seen["size"]:
            raise Violation(f"the log had {seen['size']} entries and has {size} now")
        entries = self.entries(size)
        hashes = [sha256(b"\x00", entry) for entry in entries]
        tiles = b"".join(self.tile(f"tile/0/{path}") for path in tile_paths(size))
        if tiles != b"".join(hashes):
            raise Violation("the entries are not those of the tree")
        if tree_root(hashes) != root:
            raise Violation(f"the checkpoint of {size} entries is of another tree")
        if seen and tree_root(hashes[: seen["size"]]).hex() != seen["root"]:
            raise Violation(f"the first {seen['size']} entries are not those that were seen before")
        newest = check_entries(entries)
        self.remember(size, root, note, seen)
        return newest

    def read_checkpoint(self, note: str) -> tuple[int, bytes]:
        """Return size and root of a checkpoint with a valid signature of the log."""
        try:
            text, _, lines = note.rpartition("\n\n")
            origin, size, root = text.split("\n")[:3]
            for line in lines.splitlines():
                name, encoded = line.removeprefix("— ").split(" ")
                raw = base64.b64decode(encoded)
                if name == self.name and raw[:4] == self.key_id:
                    Ed25519PublicKey.from_public_bytes(self.public).verify(raw[4:], f"{text}\n".encode())
                    if origin != self.name:
                        raise Violation(f"the checkpoint is of another log, {origin}")
                    return int(size), base64.b64decode(root)
        except ValueError as error:
            raise Unreachable("the checkpoint is damaged") from error
        except InvalidSignature as error:
            raise Violation("the signature on the checkpoint is false") from error
        raise Violation("the checkpoint is not signed with the key of this log")

    def entries(self, size: int) -> list[bytes]:
        found = []
        for path in tile_paths(size):
            bundle = self.tile(f"tile/entries/{path}")
            while bundle:
                length = int.from_bytes(bundle[:2], "big")
                found.append(bundle[2 : 2 + length])
                bundle = bundle[2 + length :]
        return found

    def tile(self, path: str) -> bytes:
        """Return a tile. A full one that was seen before is read from the folder, and compared with the log's."""
        kept = self.folder / path.replace("/", "_")
        fetched = self.fetch(path)
        if kept.exists() and kept.read_bytes() != fetched:
            raise Violation(f"{path} is another one than before")
        if ".p/" not in path:
            write(kept, fetched)
        return fetched

    def fetch(self, path: str) -> bytes:
        ends, content = time.monotonic() + LONGEST, b""
        try:
            with urllib.request.urlopen(f"{self.url}/{path}", timeout=SECONDS) as answer:
                while chunk := answer.read1(65_536):
                    content += chunk
                    if len(content) > LARGEST_ANSWER or time.monotonic() > ends:
                        raise Unreachable(f"{path}: the answer is too long or too slow")
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unreachable(f"{path}: {str(error)!a}") from error
        return content

    def last_seen(self) -> dict | None:
        state = self.folder / "state.json"
        return json.loads(state.read_text()) if state.exists() else None

    def remember(self, size: int, root: bytes, note: str, seen: dict | None) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        write(self.folder / f"checkpoint-{size}", note.encode())
        state = {"since": seen["since"] if seen else now, "checked": now, "size": size, "root": root.hex()}
        write(self.folder / "state.json", json.dumps(state).encode())

    def sign_status(self, key_file: Path, name: str) -> None:
        """Write the signed statement of how long this monitor has seen an unbroken log."""
        seen = self.last_seen()
        private, key_id, _ = own_key(key_file, name)
        lines = ["monitor/v1", self.name, seen["since"], seen["checked"], str(seen["size"]), seen["root"]]
        text = "".join(f"{line}\n" for line in lines)
        signature = base64.b64encode(key_id + private.sign(text.encode())).decode()
        write(self.folder / "status", f"{text}\n— {name} {signature}\n".encode())


def own_key(key_file: Path, name: str) -> tuple[Ed25519PrivateKey, bytes, str]:
    """Return the monitor's private key, the id of the public one, and the public one as name+id+base64."""
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key_file.read_text()))
    public = b"\x01" + private.public_key().public_bytes_raw()
    key_id = sha256(name.encode(), b"\n", public)[:4]
    return private, key_id, f"{name}+{key_id.hex()}+{base64.b64encode(public).decode()}"


def tile_paths(size: int) -> list[str]:
    """Return the addresses of the tiles of a level with so many hashes."""
    paths = [encode(number) for number in range(size // TILE)]
    return paths + ([f"{encode(size // TILE)}.p/{size % TILE}"] if size % TILE else [])


def encode(number: int) -> str:
    """Return the number of a tile as a path: 1234067 is x001/x234/067."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03d}")
    return "/".join(reversed(groups))


def check_entries(entries: list[bytes]) -> datetime | None:
    """Check that each entry names the one before it and a later hour. Return the newest hour. Raises Violation."""
    before, hour = "00" * 32, None
    for number, entry in enumerate(entries, 1):
        try:
            facts = json.loads(entry)
            begins = datetime.fromisoformat(facts["hour"])
            continues = facts["number"] == number and facts["prev"] == before
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Violation(f"entry {number} is no head of an hour") from error
        if begins.tzinfo is None or begins > datetime.now(UTC) + CLOCK_TOLERANCE:
            raise Violation(f"entry {number} is of an hour that has not begun")
        if not continues:
            raise Violation(f"entry {number} does not continue the one before it")
        if hour is not None and begins <= hour:
            raise Violation(f"entry {number} is of an earlier hour than the one before it")
        before, hour = sha256(entry).hex(), begins
    return hour


def write(path: Path, content: bytes) -> None:
    """Write a file completely or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def run_once(log: Log, options: argparse.Namespace) -> int:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        print(now, "OK", log.check(stale=timedelta(hours=options.stale)), flush=True)
    except Violation as violation:
        print(now, "ALARM:", violation, flush=True)
        return 1
    except Unreachable as problem:
        seen = log.last_seen()
        print(now, "not reached:", problem, f"(last seen {seen['checked']})" if seen else "", flush=True)
        return 2
    except Exception as error:  # whatever a log sends, this program goes on and says so
        print(now, "ALARM: the log sends what cannot be read:", ascii(repr(error))[:300], flush=True)
        return 1
    if options.sign:
        log.sign_status(options.sign, options.name)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", nargs="?")
    parser.add_argument("key", nargs="?")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--follow", type=float, metavar="MINUTES")
    parser.add_argument("--stale", type=float, default=3, metavar="HOURS")
    parser.add_argument("--sign", type=Path, metavar="FILE")
    parser.add_argument("--name", default="monitor", help="the name of this monitor in its statements")
    parser.add_argument("--show-key", type=Path, metavar="FILE", help="print the public key of a private one")
    options = parser.parse_args()
    if options.show_key:
        print(own_key(options.show_key, options.name)[2])
        return 0
    if not options.folder:
        parser.error("give the log's address, its key and a folder")
    log = Log(options.url, options.key, options.folder)
    status = run_once(log, options)
    while options.follow:
        time.sleep(options.follow * 60)
        status = max(status, run_once(log, options))
    return status


if __name__ == "__main__":
    sys.exit(main())
