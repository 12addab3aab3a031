"""`load_offices`: the regions and districts that ship with the portal; `--demo` adds invented ones below them."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.management.commands.import_offices import rows_of, show
from accounts.models import Office
from accounts.services.offices import import_offices

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Load the ten regions and 41 districts. With --demo also Lahore's divisions and invented offices."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true")

    def handle(self, *, demo: bool, **options):
        edited = set(Office.objects.exclude(changed_by=None).values_list("code", flat=True))  # by an administrator
        for name in ["offices.csv", "demo_offices.csv"] if demo else ["offices.csv"]:
            rows = [row for row in rows_of(DATA / name) if row.code not in edited]
            show(import_offices(rows=rows, by=None, at=timezone.now()), self, name=name, each=False)
