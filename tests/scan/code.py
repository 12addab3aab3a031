"""Run bandit over the portal's code. A finding is fixed, or its line says why it may stay (`# noqa: S608 (reason)`).

ruff checks the same rules under the letter S in every commit. What only bandit finds is listed here with its reason; a
line here that matches nothing any more fails too.
"""

import json
import subprocess
from fnmatch import fnmatch
from pathlib import Path

from tests.databases import ROOT
from tests.scan.tools import Finding

BANDIT = "bandit==1.9.4"
APPS = (
    *("accounts", "citizen", "complaints", "config", "demo", "desk", "documents", "enquiries", "information", "ledger"),
    *("monitoring", "notices", "notifications", "operations", "reviews", "sla", "web", "whatsapp", "manage.py"),
)
SKIPPED = "B404"
"""The import of subprocess: each call is a finding of its own (B603)."""
SAME_RULE = {"B703": "B308"}
"""Rules of bandit that ruff knows under the number of another one."""
OWN_NAMES = "names of tables, columns and statuses are written into it by this module"
REVIEWED = {
    ("*.py", "B106"): "an empty column; ruff reports real ones (S106)",
    ("config/settings.py", "B105"): "how many tries are allowed",
    ("operations/management/commands/create_roles.py", "B105"): "the name of a key",
    ("demo/*.py", "B311"): "invented people and days of a demo",
    ("monitoring/migrations/*.py", "B608"): OWN_NAMES,
    ("monitoring/tallies/pending_models.py", "B608"): OWN_NAMES,
    ("notices/public/feeds.py", "B406"): "writes XML and reads none",
}
"""The reasons, by file and rule."""


def bandit(program: Path) -> list[Finding]:
    """Return the findings that nobody has reviewed, and the reviewed ones that no longer exist."""
    command = [program, "-q", "-r", *APPS, "-s", SKIPPED, "-f", "json"]
    done = subprocess.run(
        ["nice", "-n", "10", *map(str, command)], cwd=ROOT, capture_output=True, text=True, timeout=900
    )
    found = [one for one in json.loads(done.stdout)["results"] if not _says_why(one)]
    places = {
        (one["filename"].removeprefix("./"), one["test_id"], one["line_number"], one["issue_text"]) for one in found
    }
    fresh = [one for one in sorted(places) if not any(_covers(line, one) for line in REVIEWED)]
    stale = [line for line in REVIEWED if not any(_covers(line, one) for one in places)]
    return [
        *(Finding("bandit", rule, f"{path}:{line}", said) for path, rule, line, said in fresh),
        *(Finding("bandit", rule, path, "was reviewed, and is not found any more") for path, rule in stale),
    ]


def _says_why(one: dict) -> bool:
    """Return whether one of the finding's lines names its rule after `noqa`."""
    rule = SAME_RULE.get(one["test_id"], one["test_id"]).replace("B", "S")
    lines = (ROOT / one["filename"]).read_text().splitlines()
    return any("noqa" in lines[number - 1] and rule in lines[number - 1] for number in one["line_range"])


def _covers(line: tuple[str, str], one: tuple) -> bool:
    return line[1] == one[1] and fnmatch(one[0], line[0])
