"""`rotate_keys`: whatever an older key of FIELD_KEYS has sealed is sealed again under the first one.

Put the new key in front of FIELD_KEYS, for all processes, and run this. It can be killed and begun again at any moment;
the portal goes on meanwhile. At the end it says which older keys nothing is under any more.
"""

import sys

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from complaints import crypto
from complaints.services.access import SEALED_CODE
from complaints.services.evidence.keys_of_files import counted
from complaints.services.resealing import NotOurKey, Place, counts, left, places, reseal
from config.second_factor import PURPOSE
from notifications.models import Message

DOCUMENTS = (
    Place(Message._meta.db_table, "id", "context", SEALED_CODE, is_json=True),
    Place(Authenticator._meta.db_table, "id", "data", PURPOSE, is_json=True),
)


class Command(BaseCommand):
    help = (
        "Seal everything that an older key of FIELD_KEYS sealed under the first one. Ends with 1 if anything is left."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *, dry_run: bool, **options):
        if "owner" not in connections.settings:
            raise CommandError("DATABASE_OWNER_URL is not set: what is only added to its owner alone can seal again.")
        everywhere = [*places(), *DOCUMENTS]
        waiting = {place: number for place in everywhere if (number := left(place, using="owner"))}
        for place, number in waiting.items():
            self.stdout.write(f"{place}: {number}")
        if dry_run:
            self.stdout.write(f"{sum(waiting.values())} values are to be sealed again.")
            return
        self._reseal(waiting)
        self._conclude(everywhere)

    def _reseal(self, waiting: dict[Place, int]) -> None:
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
            bar = progress.add_task("Values", total=sum(waiting.values()))
            for place in waiting:
                progress.update(bar, description=str(place))
                try:
                    reseal(place, using="owner", done=lambda number: progress.advance(bar, number))
                except NotOurKey as missing:
                    raise CommandError(
                        f"{place} has values under the key {missing}, which is not in FIELD_KEYS. Put it back."
                    ) from missing

    def _conclude(self, everywhere: list[Place]) -> None:
        """Look once more, at everything."""
        remaining = {place: counts(place, using="owner") for place in everywhere if left(place, using="owner")}
        for place, found in remaining.items():
            self.stderr.write(f"{place}: {found}")
        if remaining:
            raise CommandError("Some are still under an older key: somebody wrote them meanwhile. Run it again.")
        files, newest = counted(), crypto.key_ids()[0]
        self.stdout.write(f"Every value of the database is under the key {newest}.")
        for key in crypto.key_ids()[1:]:
            kept = (
                f"{files[key]} files are under it: keep it"
                if files[key]
                else "nothing is under it: it can be taken out"
            )
            self.stdout.write(f"Key {key}: {kept}.")
