"""The golden record: everything that the portal answers, writes and sends, compared with an earlier commit.

    python -m tests.golden                   make the record of this checkout
    python -m tests.golden compare [BASE]    the same, and compare it with the record of the commit BASE (default: HEAD)
    python -m tests.golden diff [BASE]       show how the last run differs from BASE, as text

`--only PATTERN` takes parts alone: "routes salma", "jobs", "chat", "moves". docs/test-lanes.md says more.
"""

import argparse
import os
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
        return comparing.show(wanted.base, wanted.only)
    began = time.monotonic()
    make(wanted.only, wanted.workers)
    new = record.read(record.own(wanted.only))
    print(f"{len(new)} documents in {time.monotonic() - began:.0f} s")
    return report(comparing.of_commit(wanted.base, wanted.only), new) if wanted.act == "compare" else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.golden")
    parser.add_argument("act", nargs="?", choices=["record", "compare", "diff"], default="record")
    parser.add_argument("base", nargs="?", default="HEAD", help="the commit to compare with")
    parser.add_argument("--only", default="", help="a regular expression for parts")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    return parser.parse_args()


def make(only: str, workers: int) -> None:
    """Start the servers and the workers, and leave the record of this checkout in `.golden`."""
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
        record.gather(Path(folder), record.own(only))


def report(old: dict, new: dict) -> int:
    """Print what differs, by document. Return an exit status."""
    found = record.differences(old, new)
    for (section, key), said in list(found.items())[:SHOWN]:
        print(f"  {section}: {key}: {said}")
    by_section = Counter(section for section, _ in found)
    print(
        f"Differences by section: {dict(by_section)}. `make golden-diff` shows them." if found else "Nothing differs."
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
