"""`rebuild_tallies`: count all complaints again for the boards, after `verify_tallies` found a difference."""

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from monitoring.tallies import overdue_history, pending_rebuild, tally_maintenance


class Command(BaseCommand):
    help = "Count all complaints again for the tallies and pending rows of the boards. Writers hardly wait."

    def handle(self, **options):
        tally_maintenance.rebuild_tallies()
        pending_rebuild.rebuild_pending_rows()
        overdue_history.derive_missing_days(at=now())
        self.stdout.write("The tallies are counted anew.")
