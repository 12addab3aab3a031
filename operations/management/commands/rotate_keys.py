"""`rotate_keys`: encrypt values and files that are sealed under an older key of FIELD_KEYS with the first key.

While INDEX_KEYS_BEFORE is set, it also recomputes all blind indexes under INDEX_KEY.

First, for all processes, put the new key in front of FIELD_KEYS, or move the old INDEX_KEY to INDEX_KEYS_BEFORE and set
a new one. Then run this while the portal is in use. It can be interrupted and started again. At the end it lists the
older keys that are no longer needed.
"""

import sys

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from accounts.services.second_factor_sealing import FACTOR_PURPOSE
from accounts.session_store import DATA_PURPOSE
from complaints.evidence.file_key_usage import count_files_by_key
from complaints.evidence.sealed_storage import DamagedFile, rewrap_file_key
from complaints.services.access_keys.access_codes import CODE_SEAL_PURPOSE
from ledger import field_encryption
from notifications.models import Message
from operations import key_rotation_targets
from operations.database.rebuild_indexes import rebuild_indexes_of_model
from operations.file_storage.storage_settings import PAIR
from operations.reseal_columns import (
    SealedColumn,
    UnknownKey,
    count_by_key,
    count_outdated,
    find_sealed_columns,
    reseal_column,
)

DOCUMENTS = (
    SealedColumn(Message._meta.db_table, "id", "context", CODE_SEAL_PURPOSE, is_json=True, bound_to="recipient"),
    SealedColumn(Authenticator._meta.db_table, "id", "data", FACTOR_PURPOSE, is_json=True, bound_to="user_id"),
    SealedColumn(Session._meta.db_table, "session_key", "session_data", DATA_PURPOSE),
)


class Command(BaseCommand):
    help = (
        "Encrypt everything that is sealed under an older key of FIELD_KEYS with the first one. Exits with 1 if "
        "anything is left."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *, dry_run: bool, **options):
        if "owner" not in connections.settings:
            raise CommandError("DATABASE_OWNER_URL is not set. Only the owner can change append-only tables.")
        columns = [*find_sealed_columns(), *DOCUMENTS]
        waiting = {column: count for column in columns if (count := count_outdated(column, using="owner"))}
        for column, count in waiting.items():
            self.stdout.write(f"{column}: {count}")
        if dry_run:
            self.stdout.write(f"{sum(waiting.values())} values are to be sealed again.")
            return
        self._reseal(waiting)
        self._rewrap()
        if settings.INDEX_KEYS_BEFORE:
            self._reindex()
        self._conclude(columns)

    def _reseal(self, waiting: dict[SealedColumn, int]) -> None:
        with _progress_bars() as progress:
            bar = progress.add_task("Values", total=sum(waiting.values()))
            for column in waiting:
                progress.update(bar, description=str(column))
                try:
                    reseal_column(column, using="owner", on_batch=lambda rows: progress.advance(bar, rows))
                except UnknownKey as error:
                    raise CommandError(
                        f"{column} has values under the key {error}, which is not in FIELD_KEYS. Put it back."
                    ) from error

    def _rewrap(self) -> None:
        """Encrypt the files' keys with the first key. Report a file that cannot be decrypted; its key must be kept."""
        if not any(count_files_by_key()[key] for key in field_encryption.field_key_ids()[1:]):
            return
        if settings.STORAGES["evidence"]["BACKEND"] == PAIR:
            raise CommandError("Files are moving between two storages. Finish move_evidence first.")
        with _progress_bars() as progress:
            bar = progress.add_task("Files", total=None)
            for name, purpose in key_rotation_targets.sealed_files():
                try:
                    rewrap_file_key(name, purpose=purpose)
                except DamagedFile:
                    self.stderr.write(f"The file {name} no longer opens: run verify_evidence.")
                progress.advance(bar)

    def _reindex(self) -> None:
        changed = 0
        with _progress_bars() as progress:
            for indexed in key_rotation_targets.INDEXED_MODELS:
                bar = progress.add_task(f"Indexes of {indexed}", total=indexed.rows("owner").count())
                changed += rebuild_indexes_of_model(
                    indexed, using="owner", on_batch=lambda rows, bar=bar: progress.advance(bar, rows)
                )
        self.stdout.write(f"Every index is under INDEX_KEY ({changed} rows had an older one).")

    def _conclude(self, columns: list[SealedColumn]) -> None:
        """Check all columns again, and print which keys are still needed."""
        remaining = {
            column: count_by_key(column, using="owner") for column in columns if count_outdated(column, using="owner")
        }
        for column, key_counts in remaining.items():
            self.stderr.write(f"{column}: {key_counts}")
        if remaining:
            raise CommandError("Some values are under an older key, because they changed meanwhile. Run it again.")
        files, newest = count_files_by_key(), field_encryption.field_key_ids()[0]
        self.stdout.write(f"Every value of the database is under the key {newest}.")
        for key in field_encryption.field_key_ids()[1:]:
            status = (
                f"{files[key]} files are under it: keep it"
                if files[key]
                else "nothing is under it: it can be taken out"
            )
            self.stdout.write(f"Key {key}: {status}.")


def _progress_bars() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
