"""`load_reference`: everything that a fresh database needs before the first complaint. Harmless to repeat."""

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

# In this order; a command of an app that is not installed is passed over.
LOADERS = ["load_offices", "load_categories", "load_holidays", "load_information"]


class Command(BaseCommand):
    help = "Load offices, categories, limits and public information. Harmless to repeat."

    def handle(self, **options):
        for name in LOADERS:
            if name in get_commands():
                call_command(name, stdout=self.stdout, stderr=self.stderr)
