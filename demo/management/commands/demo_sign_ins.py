"""`demo_sign_ins`: who may sign in to the demo, and how."""

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.models import Posting
from demo.cast import PASSWORD
from demo.codes import secret_of

SHOWN = [
    ("operator", "marks what comes in, rings complainants (Lahore)"),
    ("sdpo.gulshan_park", "holds complaints, inquires, reports (Lahore)"),
    ("inquiry.gulshan_park", "inquires and reports (Lahore)"),
    ("sp.model_town", "accepts or returns reports (Lahore)"),
    ("ccpo", "heads Lahore"),
    ("operator.cpo", "verifies conduct and confidential complaints (CPO)"),
    ("monitor", "watches the province (CPO)"),
    ("auditor", "reads everything and who has read it (CPO)"),
    ("administrator", "officers, postings, public information (CPO)"),
    ("igp", "heads the Central Police Office"),
]


class Command(BaseCommand):
    help = "Print the demo's sign-ins."

    def handle(self, **options):
        self.stdout.write(f"  Password of everyone: {PASSWORD}")
        self.stdout.write(f"  Six digits as second factor: {settings.SITE_URL}/demo/codes/ shows them,")
        self.stdout.write("  or put the secret behind a name into an authenticator app.")
        for name, does in SHOWN:
            email = f"{name}@demo.example"
            if Posting.objects.filter(officer__email=email).exists():
                self.stdout.write(f"  {email:<36}{does}")
                self.stdout.write(f"  {'':<4}secret {secret_of(email)}")
