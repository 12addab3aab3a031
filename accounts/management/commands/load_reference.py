"""`load_reference`: load everything that a new database needs before the first complaint. It can be run again."""

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

# In this order. Commands of apps that are not installed are skipped.
LOADERS = ["load_offices", "load_categories", "load_holidays", "load_information", "load_sentences"]


class Command(BaseCommand):
    help = "Load offices, categories, limits and public information. It is safe to run this again."

    def handle(self, **options):
        for name in LOADERS:
            if name in get_commands():
                call_command(name, stdout=self.stdout, stderr=self.stderr)
