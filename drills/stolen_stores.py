"""Steal the portal's stores one after the other: `python -m drills.stolen_stores`.

An attacker without keys gets the database for reading, then for writing as its owner, and Redis for reading and
writing. They must gain no session, no identity, no key and no opened complaint. In the same run weaknesses are planted,
which the same attacker must find. Prints a table and writes drills/results/stolen_stores.json. Exit code 1 if anything
was gained, or if a planted weakness was not found.
"""

import json
import logging
import sys
import time
from pathlib import Path

from bench import servers

servers.start(LOG_LEVEL="CRITICAL")

from django.conf import settings  # noqa: E402
from django.test import override_settings  # noqa: E402 (modules that read Django's settings are imported after the start)
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from tests.stolen.run import Result, run_attempts, run_planted  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "stolen_stores.json"
SETTINGS = {
    "STORAGES": {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    "ALLOWED_HOSTS": ["*"],
}


def table_of(results: list[Result], seconds: float) -> Table:
    table = Table("store", "attempt", "gained", "", title=f"Stolen stores: {len(results)} attempts in {seconds:.0f} s")
    for result in results:
        table.add_row(*result.line, "as it should be" if result.is_right else "WRONG")
    return table


def main() -> int:
    began = time.monotonic()
    logging.disable(logging.CRITICAL)  # the portal's errors about altered rows
    with override_settings(**SETTINGS | {"STORAGES": settings.STORAGES | SETTINGS["STORAGES"]}):
        results = [*run_attempts(servers.fresh_database("stolen")), *run_planted(servers.fresh_database("stolen"))]
    Console(width=160).print(table_of(results, time.monotonic() - began))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([{"right": result.is_right, "line": result.line} for result in results], indent=1))
    return 0 if all(result.is_right for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
