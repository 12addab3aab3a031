"""`rebuild_tallies`: recount all complaints for the boards, after `verify_tallies` found a difference."""

from django.core.management.base import BaseCommand

from monitoring.services import apply_deltas, pending


class Command(BaseCommand):
    help = "Recount all complaints for the boards, in short transactions that block almost nobody."

    def handle(self, **options):
        apply_deltas.rebuild()
        pending.rebuild()
        self.stdout.write("The tallies are counted anew.")
