"""`python -m tests.faults.storm.prepared NUMBER`: create reference data, people, drafts and officers' sessions.

NUMBER drafts are created, each at its last page. Prints JSON: `drafts`, their ids by address, and for each officer
`session` and `posting`. It runs in the portal's own environment.
"""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402 (models need the set-up)
from django.utils.timezone import now  # noqa: E402

from citizen.filing.draft_addresses import draft_address  # noqa: E402
from complaints.rules.statuses import Channel  # noqa: E402
from complaints.services.registration import start_draft  # noqa: E402
from tests.signing_in import sign_in  # noqa: E402
from tests.world import Person, build  # noqa: E402

TOLD = {
    "category": "financial_crime",
    "district": "lahore",
    "text": "He took my savings for a plot and gave me a false file. I have the receipt and two witnesses.",
    "keep_from": "no",
}
OFFICERS = "salma", "bilal", "latif"


def signed_in(person: Person) -> dict:
    """Return a fresh session of this officer."""
    client = sign_in(Client(), person.officer)
    return {"session": client.cookies["sessionid"].value, "posting": person.posting.pk}


def main() -> None:
    call_command("load_reference", stdout=sys.stderr)
    world = build()
    begun = [start_draft(channel=Channel.WEB, answers=TOLD, at=now()).pk for _ in range(int(sys.argv[1]))]
    drafts = {str(draft_address(pk)): str(pk) for pk in begun}
    officers = {name: signed_in(world.people[name]) for name in OFFICERS}
    print(json.dumps({"drafts": drafts, "officers": officers}))


if __name__ == "__main__":
    main()
