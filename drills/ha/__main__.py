"""Run the portal on five simulated machines and break one part after the other: `python -m drills.ha [--seconds N]`.

Citizens file, send photos, track and write; officers mark complaints and record contacts. Meanwhile the faults of
`drills.ha.faults` happen in turn until the time is over, or with `--kills N` the leader is killed N times. Afterwards
everything that was acknowledged must be there once (`drills.ha.afterwards`). Prints a report and writes
drills/results/ha.json. Exit code 1 if anything is wrong, 3 if simulated machines are not possible here.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from drills.ha.topology import Topology, enter_private_namespaces
from tests import servers
from tests.whatsapp.settings import SETTINGS

enter_private_namespaces("drills.ha")
os.environ.update(servers.keys(), **SETTINGS, DJANGO_SETTINGS_MODULE="config.settings")

import django  # noqa: E402

django.setup()

from drills.ha.rehearsal import Rehearsal  # noqa: E402 (its modules read Django's settings)

RESULTS = Path(__file__).parent.parent / "results"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m drills.ha", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600, help="how long faults begin")
    parser.add_argument("--kills", type=int, default=0, help="kill the leader so many times instead of all faults")
    parser.add_argument("--only", default="", help="only faults whose names contain one of these words, with commas")
    parser.add_argument("--bucket", action="store_true", help="keep files on an S3 server (OpenStack Swift)")
    parser.add_argument("--a-second", type=float, default=0.8, help="complaints filed a second")
    return parser.parse_args()


def main() -> None:
    options, topology = parse_arguments(), Topology()
    topology.build()
    report = Rehearsal(topology, options).run()
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "ha.json").write_text(json.dumps(report, indent=1))
    sys.exit(1 if report["wrong"] else 0)


if __name__ == "__main__":
    main()
