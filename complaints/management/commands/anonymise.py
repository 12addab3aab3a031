"""`anonymise`: destroy what is personal in complaints whose time of keeping is over; `--dry-run` says what would go."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from complaints.models import Category
from complaints.queries import retention as queries
from complaints.services.retention.job import anonymise_due

SUGGESTED = Path(__file__).resolve().parents[2] / "data" / "retention.csv"


class Command(BaseCommand):
    help = "What is personal in complaints whose time of keeping is over is destroyed, for good; beat does it at night."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say how many, by category and district, and stop")
        parser.add_argument("--suggested", action="store_true", help="with --dry-run: by the times that are suggested")

    def handle(self, *, dry_run: bool, suggested: bool, **options):
        at = now()
        if dry_run or suggested:
            self._say(suggested_months() if suggested else queries.months_by_category(), at=at)
            return
        done = 0
        while more := anonymise_due(at=at):
            done += more
            self.stdout.write(f"{done} complaints anonymised")
        self.stdout.write(f"{done} complaints anonymised, no more are due")

    def _say(self, months: dict[int, int], *, at) -> None:
        codes = dict(Category.objects.values_list("pk", "code"))
        for category, code in sorted(codes.items(), key=lambda pair: pair[1]):
            said = f"{months[category]} months" if category in months else "no time settled: kept for good"
            self.stdout.write(f"{code}: {said}")
        total = 0
        for found in queries.counts(at=at, months=months):
            total += found.number - found.held_too
            held = f", {found.held_too} of them under a legal hold" if found.held_too else ""
            self.stdout.write(f"{found.category}, {found.district}: {found.number} past their time{held}")
        self.stdout.write(
            f"{total} complaints would lose names, numbers, words, files and marks; what belongs to one that is kept, "
            "or stands in a review that is open, stays. Nothing was changed."
        )


def suggested_months() -> dict[int, int]:
    """What ships as a suggestion (complaints/data/retention.csv)."""
    ids = dict(Category.objects.values_list("code", "pk"))
    with SUGGESTED.open(encoding="utf-8", newline="") as file:
        return {ids[row["code"]]: int(row["months"]) for row in csv.DictReader(file) if row["code"] in ids}
