"""`load_holidays [YEAR]`: add the public holidays of a year to the working calendar. Can be repeated."""

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate, now

from complaints.services.administration.holiday_loading import get_or_create_calendar, load_holidays


class Command(BaseCommand):
    help = "Add the public holidays of Pakistan for a year (default: this year and the next one)."

    def add_arguments(self, parser):
        parser.add_argument("year", nargs="?", type=int)

    def handle(self, *, year: int | None, **options):
        at = now()
        calendar = get_or_create_calendar(at=at)
        this_year = localdate(at).year
        for holiday_year in [year] if year else [this_year, this_year + 1]:
            self.stdout.write(f"{holiday_year}: {load_holidays(calendar, holiday_year, at=at)} holidays added")
