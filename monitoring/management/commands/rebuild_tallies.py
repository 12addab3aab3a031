"""`rebuild_tallies`: recount all complaints for the boards, after `verify_tallies` found a difference."""

from django.core.management.base import BaseCommand

from monitoring.tallies import maintenance, pending_rebuild


class Command(BaseCommand):
    help = "Recount all complaints for the boards, in short transactions that block almost nobody."

    def handle(self, **options):
        maintenance.rebuild_tallies()
        pending_rebuild.rebuild_pending_rows()
        self.stdout.write("The tallies are counted anew.")
