"""Evidence on a real S3 server: `make drill-s3`, or `python -m drills.s3 [--files 2000]`.

Runs OpenStack Swift on this machine. The tests of both storages, which moto also has to pass, run against it, with
their killed processes. Then files are uploaded by several processes while Swift's servers are killed and started again,
one after the other. Every file that was acknowledged must be there once and whole, and no other. Prints a table and
writes drills/results/s3.json. Exit code 1 if anything is missing.
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from rich.console import Console
from rich.table import Table

from complaints.file_stores.bucket_storage import PART
from complaints.file_stores.paired_storage import make_storage
from complaints.file_stores.storage_interface import StorageUnavailable
from drills.swift_server import SwiftServer, find_missing_program, running_swift
from tests.file_stores.s3_server import S3Server

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "drills" / "results" / "s3.json"
WRITERS = 3
LARGE_EACH = 50
"""One of so many files has two parts."""
OUTAGE = 2.0  # seconds between a kill and the start again
MOST_KILLS = 12
LONGEST = 600.0  # seconds that the writers may take after the last kill
PATIENCE = 120.0  # seconds until a file must have been accepted


def content_of(number: int) -> bytes:
    """Return the content of a file, which its number determines."""
    size = PART + number if number % LARGE_EACH == 0 else 1_000 + number % 200_000
    return sha256(str(number).encode()).digest() * (size // 32 + 1)


def upload(entry: dict, numbers: list[int], refusals) -> None:
    """Upload files. One that is refused is uploaded again, as the browser's script does."""
    storage = make_storage(entry)
    for number in numbers:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                storage.save(f"originals/{number:06}", ContentFile(content_of(number)))
                break
            except StorageUnavailable:
                with refusals.get_lock():
                    refusals.value += 1
                if time.monotonic() > until:
                    raise
                time.sleep(0.5)


def content_or_none(storage, number: int) -> bytes | None:
    """Return what is stored under the name of a file, or None.

    Asked by name, as the portal asks. Swift adds a file to the list of its container later if the container server is
    dead when the file is stored (its object-updater does that every five minutes, and the drill runs none).
    """
    try:
        with storage.open(f"originals/{number:06}") as file:
            return file.read()
    except FileNotFoundError:
        return None


def kill_servers(swift: SwiftServer, writers: list) -> Iterator[str]:
    """Kill and start one server after the other while the writers work. Yield the name of each."""
    turns = 0
    while turns < MOST_KILLS and any(writer.is_alive() for writer in writers):
        time.sleep(OUTAGE)
        name = ("object", "proxy", "container", "account")[turns % 4]
        swift.kill(name)
        yield name
        time.sleep(OUTAGE)
        swift.start()
        turns += 1


def upload_while_servers_die(swift: SwiftServer, server: S3Server, count: int) -> dict:
    """Upload `count` files from several processes while servers are killed, and compare what is stored."""
    entry, refusals = server.entry(server.new_bucket()), multiprocessing.Value("i", 0)
    began = time.monotonic()
    writers = [
        multiprocessing.Process(target=upload, args=(entry, list(range(number, count, WRITERS)), refusals))
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    kills = list(kill_servers(swift, writers))
    for writer in writers:
        writer.join(LONGEST)
    seconds = time.monotonic() - began
    storage = make_storage(entry)
    listed = {int(file.name.split("/")[1]) for file in storage.stored_files()}
    read = [content_or_none(storage, number) for number in range(count)]
    return {
        "files acknowledged": count if all(writer.exitcode == 0 for writer in writers) else "a writer gave up",
        "missing": read.count(None),
        "with another content": sum(got not in (None, content_of(number)) for number, got in enumerate(read)),
        "not listed yet": count - len(listed),
        "servers killed": len(kills),
        "uploads refused and repeated": refusals.value,
        "files a second": round(count / seconds, 1),
        "seconds": round(seconds),
    }


def measure_speed(server: S3Server) -> dict:
    """Measure single requests without kills: medians in milliseconds, and the throughput of a film."""
    storage = make_storage(server.entry(server.new_bucket()))
    small, film = os.urandom(200_000), os.urandom(6 * PART)
    figures = {}
    for name, request in (
        ("save 200 kB, ms", lambda number: storage.save(f"originals/{number:06}", ContentFile(small))),
        ("open and read 200 kB, ms", lambda number: _read(storage, f"originals/{number:06}")),
        ("destroy, ms", lambda number: storage.destroy(f"originals/{number:06}")),
    ):
        times = []
        for number in range(30):
            began = time.perf_counter()
            request(number)
            times.append(time.perf_counter() - began)
        figures[name] = round(sorted(times)[15] * 1000, 1)
    began = time.perf_counter()
    storage.save("originals/film", ContentFile(film))
    figures["save 96 MB, MB/s"] = round(len(film) / 1e6 / (time.perf_counter() - began))
    return figures


def _read(storage, name: str) -> None:
    with storage.open(name) as file:
        file.read()


def run_tests_of_both_stores(server: S3Server) -> int:
    """Run the tests of the storages against the server, and return pytest's exit code."""
    environment = os.environ | {
        "TEST_S3_URL": server.url,
        "TEST_S3_KEY": server.access_key,
        "TEST_S3_SECRET": server.secret_key,
    }
    command = [sys.executable, "-m", "pytest", "tests/file_stores", "-n0", "-q", "-k", "not [folder]"]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m drills.s3", description=__doc__)
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--no-tests", action="store_true", help="only the uploads during kills")
    options = parser.parse_args()
    settings.configure()  # the storages need nothing of the portal's settings
    if missing := find_missing_program():
        print(f"{missing} is missing: `make drill-s3` installs it.", file=sys.stderr)
        return 1
    with running_swift() as swift:
        server = S3Server(swift.url, swift.key, swift.secret, encryption="")
        tests = 0 if options.no_tests else run_tests_of_both_stores(server)
        figures = {"pytest's exit code": tests} | measure_speed(server)
        figures |= upload_while_servers_die(swift, server, options.files)
    figures["load"] = round(os.getloadavg()[0], 1)
    table = Table("", "", title="Evidence on Swift's S3 interface")
    for name, value in figures.items():
        table.add_row(name, str(value))
    Console(width=100).print(table)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=1))
    return int(bool(tests or figures["missing"] or figures["with another content"] or writers_failed(figures)))


def writers_failed(figures: dict) -> bool:
    """Return whether a writer gave up."""
    return isinstance(figures["files acknowledged"], str)


if __name__ == "__main__":
    sys.exit(main())
