"""`rotate_keys`: whatever an older key of FIELD_KEYS has sealed is sealed again under the first one, files included.
While INDEX_KEYS_BEFORE is set, every blind index is reckoned anew under INDEX_KEY.

Put the new key in front of FIELD_KEYS, or the old INDEX_KEY into INDEX_KEYS_BEFORE and a new one in its place, for all
processes, and run this. It can be killed and begun again at any moment; the portal goes on meanwhile. At the end it
says which older keys nothing is under any more.
"""

import sys

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from accounts.mfa_adapter import PURPOSE
from complaints.evidence.file_keys import counted
from complaints.evidence.sealed_storage import Damaged, rewrap
from complaints.services.access_keys.access_codes import SEALED_CODE
from ledger import crypto
from notifications.models import Message
from operations import key_rotation
from operations.rebuild_indexes import reindex
from operations.reseal_columns import NotOurKey, SealedColumn, counts, left, places, reseal

DOCUMENTS = (
    SealedColumn(Message._meta.db_table, "id", "context", SEALED_CODE, is_json=True),
    SealedColumn(Authenticator._meta.db_table, "id", "data", PURPOSE, is_json=True),
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
        self._rewrap()
        if settings.INDEX_KEYS_BEFORE:
            self._reindex()
        self._conclude(everywhere)

    def _reseal(self, waiting: dict[SealedColumn, int]) -> None:
        with _progress() as progress:
            bar = progress.add_task("Values", total=sum(waiting.values()))
            for place in waiting:
                progress.update(bar, description=str(place))
                try:
                    reseal(place, using="owner", done=lambda number: progress.advance(bar, number))
                except NotOurKey as missing:
                    raise CommandError(
                        f"{place} has values under the key {missing}, which is not in FIELD_KEYS. Put it back."
                    ) from missing

    def _rewrap(self) -> None:
        """A file that no longer opens is named, and its key is to be kept."""
        if not any(counted()[key] for key in crypto.key_ids()[1:]):
            return
        with _progress() as progress:
            bar = progress.add_task("Files", total=None)
            for name, purpose in key_rotation.files():
                try:
                    rewrap(name, purpose=purpose)
                except Damaged:
                    self.stderr.write(f"The file {name} no longer opens: run verify_evidence.")
                progress.advance(bar)

    def _reindex(self) -> None:
        number = 0
        with _progress() as progress:
            for place in key_rotation.INDEXED:
                bar = progress.add_task(f"Indexes of {place}", total=place.rows("owner").count())
                number += reindex(place, using="owner", done=lambda rows, bar=bar: progress.advance(bar, rows))
        self.stdout.write(f"Every index is under INDEX_KEY ({number} rows had an older one).")

    def _conclude(self, everywhere: list[SealedColumn]) -> None:
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


def _progress() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
