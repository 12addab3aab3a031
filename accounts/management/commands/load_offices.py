"""`load_offices`: load the regions and districts that ship with the portal; `--demo` adds invented offices below."""

import csv
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.management.commands.import_offices import print_import_report, read_office_file
from accounts.models import Office
from accounts.services.office_import import import_offices

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Load the ten regions and 41 districts. With --demo also Lahore's divisions and invented offices."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true")

    def handle(self, *, demo: bool, **options):
        names = load_roman_urdu_names()
        edited_codes = set(Office.objects.exclude(changed_by=None).values_list("code", flat=True))  # by administrators
        for name in ["offices.csv", "demo_offices.csv"] if demo else ["offices.csv"]:
            rows = [
                replace(row, optional_cells={**row.optional_cells, "name_roman": names[row.code]})
                if row.code in names
                else row
                for row in read_office_file(DATA / name)
                if row.code not in edited_codes
            ]
            print_import_report(import_offices(rows=rows, by=None, at=timezone.now()), self, name=name, each=False)


def load_roman_urdu_names() -> dict[str, str]:
    """Return the names in Roman Urdu by code. This project transcribed them; no office publishes any."""
    with (DATA / "roman_names.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name_roman"] for row in csv.DictReader(lines)}
