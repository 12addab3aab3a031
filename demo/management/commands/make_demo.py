"""`make_demo`: about seventy officers and ninety days of complaints, made by the services' own rules."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from accounts.models import Officer
from complaints.models import Complaint
from complaints.services.sealing import seal_events
from demo import cast, enquiries, notices, reviews
from demo.simulation import DAYS, Simulation, deal_out
from monitoring.services.publishing import publish
from notifications.models import Message

SAMPLES = Path(__file__).resolve().parents[2] / "data"
SEED = 2022
FRESH = timedelta(hours=6)  # messages younger than this are really delivered, into the mailbox


class Command(BaseCommand):
    help = "Fill an empty portal with invented officers and complaints, anchored to this hour."

    def add_arguments(self, parser):
        parser.add_argument("--complaints", type=int, default=2000)
        parser.add_argument("--parts", type=int, default=min(os.cpu_count() or 1, 4), help="processes")
        parser.add_argument("--part", type=int, help="(used by the command itself)")
        parser.add_argument("--end", help="(used by the command itself)")

    def handle(self, *, complaints: int, parts: int, part: int | None, end: str | None, **options):
        if part is not None:
            run = Simulation(number=complaints, seed=SEED, end=datetime.fromisoformat(end), part=part, parts=parts)
            run.run()
            return
        self._make(complaints, parts, _this_hour())

    def _make(self, complaints: int, parts: int, end: datetime) -> None:
        wanted = [number for number, codes in enumerate(deal_out(parts)) if not _has_complaints(codes)]
        if not wanted:
            self.stdout.write("There are complaints already: nothing was made.")
            return
        with transaction.atomic():
            call_command("load_offices", demo=True, stdout=self.stdout, stderr=self.stderr)
            call_command("import_centres", SAMPLES / "centres.csv", sample=True, stdout=self.stdout)
            if not Officer.objects.filter(email="igp@demo.example").exists():
                cast.hire(at=end - timedelta(days=DAYS + 1))
                enquiries.make(at=end)
        self.stdout.write(f"{Officer.objects.count()} officers; {complaints} complaints of {DAYS} days take a while")
        self._run(wanted, complaints, parts, end)
        reviews.show_every_stage(at=end)
        old = Message.objects.filter(sent_at=None, given_up_at=None, created_at__lt=end - FRESH)
        old.update(sent_at=F("created_at"))
        while seal_events(at=now()):
            pass
        publish(at=now(), again=True)
        notices.make(at=now())
        self.stdout.write(f"{Complaint.objects.for_system().count()} complaints made")

    def _run(self, wanted: list[int], complaints: int, parts: int, end: datetime) -> None:
        """One process for each part. Their transactions don't see each other: each lives its own ninety days."""
        common = ["make_demo", f"--complaints={complaints}", f"--parts={parts}", f"--end={end.isoformat()}"]
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *common]
        running = [subprocess.Popen([*command, f"--part={part}"], cwd=settings.BASE_DIR) for part in wanted]  # noqa: S603 (our own commands)
        codes = [process.wait() for process in running]
        if any(codes):
            raise CommandError("Making the demo's data failed (see above); `make demo` tries again.")


def _has_complaints(districts: set[str]) -> bool:
    """Whether a part has been made: it comes whole or not at all, so an interrupted start goes on where it was."""
    old = now() - timedelta(days=2)  # what a visitor has filed meanwhile is younger
    return Complaint.objects.for_system().filter(district__code__in=districts, received_at__lt=old).exists()


def _this_hour() -> datetime:
    return now().astimezone(ZoneInfo("Asia/Karachi")).replace(minute=0, second=0, microsecond=0)
