"""`generate_complaints N`: any number of complaints, for benchmarks. The command exists only with DEMO."""

import subprocess
import sys
import time
from datetime import timedelta
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.timezone import now

from complaints.models import Complaint
from demo.copying import bulk_writing, complaint_patterns
from monitoring.tallies import overdue_history, tally_maintenance

PATTERNS = 1000
LIVED = 600  # complaints to simulate first if the portal is empty


class Command(BaseCommand):
    help = "Copy lived complaints (make_demo's, which it makes first if there are none) into any number, by COPY."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int)
        parser.add_argument("--open", type=float, default=0.02, help="share of them that is open")
        parser.add_argument("--overdue", type=float, default=0.1, help="share of the open ones that is overdue")
        parser.add_argument("--years", type=float, default=3, help="the ended ones lie back by up to so many")
        parser.add_argument("--parts", type=int, default=2, help="processes")
        parser.add_argument("--part", type=int, help="(used by the command itself)")

    def handle(self, *, number: int, part: int | None, parts: int, **options):
        if part is not None:
            self._write(number, **options)
            return
        if not Complaint.objects.unscoped("the demo's data are made here").exists():
            call_command("make_demo", complaints=LIVED, stdout=self.stdout, stderr=self.stderr)
        start = time.monotonic()
        self._run(number, parts, options)
        tally_maintenance.rebuild_tallies()
        overdue_history.derive_missing_days(at=now())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        seconds = time.monotonic() - start
        self.stdout.write(f"{number} complaints in {seconds:.0f} s, {number / seconds:.0f} a second")

    def _run(self, number: int, parts: int, options: dict) -> None:
        """Start one process for each part, because hashing and formatting need more than one core."""
        common = [f"--{name}={options[name]}" for name in ("open", "overdue", "years")]
        shares = [number // parts + (place < number % parts) for place in range(parts)]
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "generate_complaints", *common]
        running = [
            subprocess.Popen([*command, f"--part={place}", str(share)], cwd=settings.BASE_DIR)  # noqa: S603 (this very command)
            for place, share in enumerate(shares)
        ]
        codes = [process.wait() for process in running]
        if any(codes):
            raise CommandError("Some of the complaints could not be made (see above).")

    def _write(self, number: int, *, open: float, overdue: float, years: float, **_) -> None:
        random = Random()  # noqa: S311 (invented people)
        patterns = complaint_patterns.read_patterns(number=PATTERNS, at=now())
        mix = bulk_writing.PatternMix(patterns, open_share=open, overdue_share=overdue, random=random)
        total = 0
        for written in bulk_writing.write_copies_of_mix(
            mix, number=number, spread=timedelta(days=365 * years), random=random
        ):
            total += written
            if total % 100_000 < written:
                self.stdout.write(f"{total} of {number}")
