"""`load_holidays [YEAR]`: the public holidays of a year into the calendar of working days. Harmless to repeat."""

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate, now

from complaints.services.administration.holidays import first_calendar, load


class Command(BaseCommand):
    help = "Add a year's public holidays of Pakistan (without one: this year's and the next one's)."

    def add_arguments(self, parser):
        parser.add_argument("year", nargs="?", type=int)

    def handle(self, *, year: int | None, **options):
        at = now()
        calendar = first_calendar(at=at)
        for wanted in [year] if year else [localdate(at).year, localdate(at).year + 1]:
            self.stdout.write(f"{wanted}: {load(calendar, wanted, at=at)} holidays came")
