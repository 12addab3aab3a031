"""`begin_owed_clocks`: what is owed from before the portal had a clock for it gets its clock. Harmless to repeat."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints.services.owed_before import begin_what_waits


class Command(BaseCommand):
    help = "Let the clocks run of what was owed before the portal had any for it."

    def handle(self, **options):
        self.stdout.write(f"{sum(1 for _ in begin_what_waits(at=timezone.now()))} complaints looked at")
