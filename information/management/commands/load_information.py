"""`load_information`: the helplines and services that ship with the portal. Harmless to repeat."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand

from information.services.loading import load_information

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Load helplines and services."

    def handle(self, **options):
        helplines, services = load_information(helplines=rows("helplines.csv"), services=rows("services.csv"))
        self.stdout.write(f"information: {helplines} helplines, {services} services")


def rows(name: str) -> list[dict]:
    """The rows of a file of `information/data`."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
