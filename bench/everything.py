"""Everything that is measured, one after the other: `python -m bench.everything [COMPLAINTS]`, or `make bench`.

One database is filled and read by the benches of desk, board and list; the others make their own. Each prints its table
and writes its JSON to bench/results/; what they printed is kept beside them in bench/results/everything-COMPLAINTS.txt.
"""

import argparse
import os
import subprocess
import sys

from bench import desk  # servers and settings; first, because Django needs their addresses
from tests import servers


def steps(complaints: int) -> list[list[str]]:
    """The module of each bench and what it is told."""
    filled = ["--filled"]
    return [
        ["bench.desk", str(complaints), *filled],
        ["bench.peer_list", *filled],
        ["bench.board", str(complaints), *filled],
        ["bench.scrape", str(complaints), *filled],
        ["bench.filing", "--peer"],
        ["bench.tallied"],
        ["bench.sweep"],
        ["bench.webhook"],
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("complaints", nargs="?", type=int, default=100_000)
    wanted = parser.parse_args()
    desk.RESULTS.mkdir(exist_ok=True)
    print(f"generated {desk.fill(wanted.complaints):,.0f} complaints a second", flush=True)
    failed = []
    with (desk.RESULTS / f"everything-{wanted.complaints}.txt").open("w") as kept:
        for module, *told in steps(wanted.complaints):
            theirs = {} if "--filled" in told else dict.fromkeys(servers.GIVEN)  # None: servers of their own
            surroundings = {name: value for name, value in (os.environ | theirs).items() if value is not None}
            command = [sys.executable, "-m", module, *told]
            done = subprocess.run(command, env=surroundings, capture_output=True, text=True)
            said = f"\n{module}\n{done.stdout}{done.stderr if done.returncode else ''}"
            print(said, flush=True)
            kept.write(said)
            failed += [module] if done.returncode else []
    print(f"load at the end {os.getloadavg()[0]:.1f}")
    sys.exit(f"These failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
