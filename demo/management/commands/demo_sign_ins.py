"""`demo_sign_ins`: who may sign in to the demo, and how."""

from django.core.management.base import BaseCommand

from accounts.models import Posting
from demo.cast import PASSWORD

SHOWN = [
    ("operator", "marks what comes in, rings complainants (Lahore)"),
    ("sdpo.gulshan_park", "holds complaints, inquires, reports (Lahore)"),
    ("inquiry.gulshan_park", "inquires and reports (Lahore)"),
    ("sp.model_town", "accepts or returns reports (Lahore)"),
    ("ccpo", "heads Lahore"),
    ("operator.cpo", "verifies conduct and confidential complaints (CPO)"),
    ("monitor", "watches the province (CPO)"),
    ("igp", "heads the Central Police Office"),
]


class Command(BaseCommand):
    help = "Print the demo's sign-ins."

    def handle(self, **options):
        self.stdout.write(f"  Password of everyone: {PASSWORD}")
        for name, does in SHOWN:
            email = f"{name}@demo.example"
            if Posting.objects.filter(officer__email=email).exists():
                self.stdout.write(f"  {email:<36}{does}")
