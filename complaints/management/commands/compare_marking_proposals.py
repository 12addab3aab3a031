"""Print how often the proposed officer is the one to whom a complaint was marked."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints.services.marking.proposal_comparison import compare_with_markings


class Command(BaseCommand):
    """Compare the proposals of the marking form with past markings. It reads only, and prints no complaint."""

    help = "Print how often the officer whom the marking form proposes is the one to whom complaints were marked."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=90, help="markings of the last days (default: 90)")

    def handle(self, *args, days: int, **options):
        result = compare_with_markings(days=days, at=timezone.now())
        if not result.compared:
            self.stdout.write(f"No officer marked a complaint in the last {days} days.")
            return

        def share(number: float) -> str:
            return f"{number:.0f} of {result.compared} ({100 * number / result.compared:.1f} %)"

        self.stdout.write(f"Markings by officers in the last {days} days: {result.compared}")
        self.stdout.write(f"The proposed officer got the complaint: {share(result.same_officer)}")
        self.stdout.write(f"An officer of the proposed office got it: {share(result.same_office)}")
        self.stdout.write(f"Expected by chance among the officers of the line: {share(result.by_chance)}")
        self.stdout.write("Grounds of the proposals: " + ", ".join(f"{k} {n}" for k, n in result.grounds.most_common()))
