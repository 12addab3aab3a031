"""`load_offices`: the regions and districts that ship with the portal; `--demo` adds invented ones below them."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.management.commands.import_offices import rows_of, show
from accounts.services.offices import import_offices

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Load the ten regions and 41 districts. With --demo also Lahore's divisions and invented offices."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true")

    def handle(self, *, demo: bool, **options):
        for name in ["offices.csv", "demo_offices.csv"] if demo else ["offices.csv"]:
            show(import_offices(rows=rows_of(DATA / name), by=None, at=timezone.now()), self, name=name, each=False)
