"""`anonymise`: destroy the personal data of complaints past their retention period. `--dry-run` only counts them."""

import csv
import logging
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from accounts.services.row_failures import RowFailures
from complaints.models import Category
from complaints.queries import past_retention as queries
from complaints.services.retention.anonymisation_job import run_anonymisation

logger = logging.getLogger(__name__)

SUGGESTED = Path(__file__).resolve().parents[2] / "data" / "retention.csv"


class Command(BaseCommand):
    help = "Destroy the personal data of complaints past their retention period, irreversibly. Beat does this at night."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count, by category and district")
        parser.add_argument("--suggested", action="store_true", help="count by the suggested periods (a dry run)")

    def handle(self, *, dry_run: bool, suggested: bool, **options):
        at = now()
        if dry_run or suggested:
            self._print_counts(
                load_suggested_retention_months() if suggested else queries.retention_months_by_category(), at=at
            )
            return
        done, failures = 0, RowFailures(logger)
        while count := run_anonymisation(at=at, failures=failures):
            done += count
            self.stdout.write(f"{done} complaints anonymised")
        self.stdout.write(f"{done} complaints anonymised, no more are due")
        failures.raise_if_any()

    def _print_counts(self, months: dict[int, int], *, at) -> None:
        codes = dict(Category.objects.values_list("pk", "code"))
        for category, code in sorted(codes.items(), key=lambda pair: pair[1]):
            period = f"{months[category]} months" if category in months else "no time settled: kept for good"
            self.stdout.write(f"{code}: {period}")
        total = 0
        for row in queries.count_past_retention(at=at, months=months):
            total += row.number - row.under_legal_hold
            held = f", {row.under_legal_hold} of them under a legal hold" if row.under_legal_hold else ""
            self.stdout.write(f"{row.category}, {row.district}: {row.number} past their time{held}")
        self.stdout.write(
            f"{total} complaints would lose names, numbers, words, files and marks. Complaints that are linked with a "
            "complaint that is kept, or are part of an open review, are kept too. Nothing was changed."
        )


def load_suggested_retention_months() -> dict[int, int]:
    """Return the suggested retention periods that are shipped in complaints/data/retention.csv, by category id."""
    ids = dict(Category.objects.values_list("code", "pk"))
    with SUGGESTED.open(encoding="utf-8", newline="") as file:
        return {ids[row["code"]]: int(row["months"]) for row in csv.DictReader(file) if row["code"] in ids}
