"""`rebuild_tallies`: count all complaints anew for the boards, after a finding of `verify_tallies`."""

from django.core.management.base import BaseCommand

from monitoring.services import due_hours, folding, pending


class Command(BaseCommand):
    help = "Count all complaints anew for the boards, in transactions for which hardly anybody waits."

    def handle(self, **options):
        folding.rebuild()
        pending.rebuild()
        due_hours.rebuild()
        self.stdout.write("The tallies are counted anew.")
