"""Command `load_information`: load the public information that ships with the portal. It can be repeated."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand

from information.models import Helpline, LegalAid, Link, Service, Step
from information.services.information_loading import load_information

DATA = Path(__file__).resolve().parents[2] / "data"
FILES = {Helpline: "helplines", Service: "services", Link: "links", Step: "steps", LegalAid: "legal_aid"}


class Command(BaseCommand):
    help = "Load helplines, services, links, the steps of guides, and free legal aid."

    def handle(self, **options):
        loaded = load_information({model: read_information_file(f"{name}.csv") for model, name in FILES.items()})
        counts = ", ".join(f"{number} {FILES[model]}" for model, number in loaded.items())
        self.stdout.write(f"information: {counts}")


def read_information_file(name: str) -> list[dict]:
    """Return the rows of a file in `information/data`."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
