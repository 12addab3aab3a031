"""Run bandit over the portal's code. Findings are fixed, or listed here with the reason why they may stay.

A line here is for one rule in one file (or in the files of one app). A line that matches nothing any more fails too.
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
OUR_PROGRAMS = "runs programs of ours or of a package, told by us; nothing that anybody sent is in the command"
OWN_NAMES = "names of tables, columns and statuses are written into it by this module; values go as parameters"
INVENTED = "invented people and days of a demo"
NO_PASSWORD = "no password: the name of something else, or an empty column"
WRITES_XML = "writes XML, or escapes words for it; reads none"
OUR_ADDRESS = "an address of the settings, http or https"
REVIEWED = {
    ("complaints/evidence/sandbox.py", "B404"): OUR_PROGRAMS,
    ("complaints/evidence/sandbox.py", "B603"): OUR_PROGRAMS,
    ("complaints/isolation/bubblewrap.py", "B404"): OUR_PROGRAMS,
    ("complaints/isolation/bubblewrap.py", "B603"): OUR_PROGRAMS,
    ("config/*.py", "B404"): OUR_PROGRAMS,
    ("config/*.py", "B603"): OUR_PROGRAMS,
    ("demo/management/commands/*.py", "B404"): OUR_PROGRAMS,
    ("demo/management/commands/*.py", "B603"): OUR_PROGRAMS,
    ("demo/*.py", "B311"): INVENTED,
    (
        "demo/officer_accounts.py",
        "B105",
    ): "the demo's password, printed at its start; DEMO is refused elsewhere (operations.configuration_checks)",
    ("demo/authenticator_codes.py", "B324"): "draws the demo's codes from its addresses; nothing is kept safe by it",
    ("demo/copying/complaint_patterns.py", "B608"): OWN_NAMES,
    ("operations/demo_launcher/demo_folder.py", "B108"): "the folder's owner is checked before it is used",
    ("operations/demo_launcher/portal_processes.py", "B310"): OUR_ADDRESS,
    ("whatsapp/standin/*.py", "B310"): OUR_ADDRESS,
    ("operations/management/commands/create_roles.py", "B105"): NO_PASSWORD,
    ("whatsapp/rules/dialogs/complainant_details.py", "B105"): NO_PASSWORD,
    ("notices/public/feeds.py", "B406"): WRITES_XML,
    ("config/settings.py", "B105"): NO_PASSWORD,
    ("complaints/models/complainant.py", "B106"): NO_PASSWORD,
    ("citizen/queries/my_complaints_list.py", "B106"): NO_PASSWORD,
    ("complaints/services/*.py", "B106"): NO_PASSWORD,
    ("complaints/services/event_messages.py", "B105"): NO_PASSWORD,
    ("complaints/models/open_words.py", "B608"): OWN_NAMES,
    ("monitoring/*.py", "B608"): OWN_NAMES,
    ("information/public/whatsapp_page.py", "B308"): "a drawing by segno: no text of anybody stands in it",
    ("information/public/whatsapp_page.py", "B703"): "a drawing by segno: no text of anybody stands in it",
    ("documents/qr_codes.py", "B308"): "digits and letters of our own",
    ("documents/qr_codes.py", "B703"): "digits and letters of our own",
}


def bandit(program: Path) -> list[Finding]:
    """Return the findings that nobody has reviewed, and the reviewed ones that no longer exist."""
    command = [program, "-q", "-r", *APPS, "-f", "json"]
    done = subprocess.run(
        ["nice", "-n", "10", *map(str, command)], cwd=ROOT, capture_output=True, text=True, timeout=900
    )
    found = json.loads(done.stdout)["results"]
    places = {
        (one["filename"].removeprefix("./"), one["test_id"], one["line_number"], one["issue_text"]) for one in found
    }
    fresh = [one for one in sorted(places) if not any(_covers(line, one) for line in REVIEWED)]
    stale = [line for line in REVIEWED if not any(_covers(line, one) for one in places)]
    return [
        *(Finding("bandit", rule, f"{path}:{line}", said) for path, rule, line, said in fresh),
        *(Finding("bandit", rule, path, "was reviewed, and is not found any more") for path, rule in stale),
    ]


def _covers(line: tuple[str, str], one: tuple) -> bool:
    return line[1] == one[1] and fnmatch(one[0], line[0])
