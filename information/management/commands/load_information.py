"""`load_information`: the public information that ships with the portal. Harmless to repeat."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand

from information.models import Helpline, Link, Service, Step
from information.services.loading import load_information

DATA = Path(__file__).resolve().parents[2] / "data"
FILES = {Helpline: "helplines", Service: "services", Link: "links", Step: "steps"}


class Command(BaseCommand):
    help = "Load helplines, services, links and the steps of guides."

    def handle(self, **options):
        loaded = load_information({model: rows(f"{name}.csv") for model, name in FILES.items()})
        told = ", ".join(f"{number} {FILES[model]}" for model, number in loaded.items())
        self.stdout.write(f"information: {told}")


def rows(name: str) -> list[dict]:
    """The rows of a file of `information/data`."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
