"""`verify_tallies`: compare the tallies and pending rows with the complaints, and print each difference."""

from django.core.management.base import BaseCommand, CommandError

from monitoring.tallies.tally_verification import find_differences


class Command(BaseCommand):
    help = "Count all complaints again, one office after the other, and compare. Exits with 1 if anything differs."

    def handle(self, **options):
        scopes = number = 0
        for _scope, differences in find_differences():
            scopes, number = scopes + 1, number + len(differences)
            for difference in differences:
                self.stderr.write(str(difference))
        if number:
            raise CommandError(f"{scopes} scopes: {number} differences. `rebuild_tallies` counts anew.", returncode=1)
        self.stdout.write(f"{scopes} scopes: every tally is what its complaints add up to.")
