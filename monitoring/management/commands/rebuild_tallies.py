"""`rebuild_tallies`: count all complaints anew for the boards, after a finding of `verify_tallies`."""

from django.core.management.base import BaseCommand

from monitoring.services import folding, pending


class Command(BaseCommand):
    help = "Count all complaints anew for the boards, in one transaction for which nobody waits but the folding."

    def handle(self, **options):
        folding.rebuild()
        pending.rebuild()
        self.stdout.write("The tallies are counted anew.")
