"""The golden record: everything that the portal answers, writes and sends, compared with what was accepted.

    python -m tests.golden                   compare; exit status 1 and a list where something differs
    python -m tests.golden --accept          compare, and take what is new as the record
    python -m tests.golden diff [BASE]       show how the last run differs from the record of a commit, or of a folder

`--only PATTERN` makes and shows parts alone: "routes salma", "jobs", "chat", "moves". docs/test-lanes.md says more.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.golden import comparing, fixed, record

SHOWN = 60


def main() -> int:
    wanted = arguments()
    if wanted.act == "diff":
        return comparing.show(wanted.base, is_part=bool(wanted.only))
    began = time.monotonic()
    make(wanted.only, wanted.workers)
    old, new = record.read(record.COMMITTED), record.read(record.PART if wanted.only else record.WHOLE)
    found = record.differences(old, new, is_part=bool(wanted.only))
    print(f"{len(new)} documents in {time.monotonic() - began:.0f} s, {len(found)} differ from the record")
    if wanted.accept and not wanted.only:
        shutil.rmtree(record.COMMITTED, ignore_errors=True)
        shutil.copytree(record.WHOLE, record.COMMITTED)
        return 0
    for (section, key), said in list(found.items())[:SHOWN]:
        print(f"  {section}: {key}: {said}")
    if found:
        by_section = Counter(section for section, _ in found)
        print(f"Differences by section: {dict(by_section)}. `make golden-diff` shows them.")
    return 1 if found else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.golden")
    parser.add_argument("act", nargs="?", choices=["compare", "diff"], default="compare")
    parser.add_argument("base", nargs="?", default="HEAD", help="a commit, or a folder with a record")
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--only", default="", help="a regular expression for parts")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    return parser.parse_args()


def make(only: str, workers: int) -> None:
    """Start the servers and the workers, and leave the record of this checkout in `.golden/record`."""
    os.environ.update(fixed.environment())
    from tests import databases, servers  # noqa: PLC0415 (the servers read these settings)

    os.environ.update(servers.start(hasty=True))
    os.environ["TEST_TEMPLATE"] = databases.TEMPLATE  # without reference data, which bears the day's date
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with tempfile.TemporaryDirectory(prefix="golden-") as folder:
        command = [sys.executable, "-m", "tests.golden.worker"]
        running = [
            subprocess.Popen([*command, str(number), folder, only], cwd=record.ROOT) for number in range(workers)
        ]
        codes = [worker.wait() for worker in running]
        if any(codes):
            raise SystemExit("A worker failed; what it said is above.")
        record.gather(Path(folder), record.PART if only else record.WHOLE)


if __name__ == "__main__":
    sys.exit(main())
