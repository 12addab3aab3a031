"""`make_demo`: about 160 officers and ninety days of complaints, partly simulated, mostly copies of those."""

import os
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from complaints.models import Complaint
from demo import demo_data

HELD_FOR = timedelta(minutes=15)
"""The data end this long before now; clocks that have run out since wait for the held sweep's release."""


class Command(BaseCommand):
    help = "Fill an empty portal with invented officers and complaints, anchored to this minute."

    def add_arguments(self, parser):
        parser.add_argument("--complaints", type=int, default=2000)
        parser.add_argument(
            "--lives", type=int, default=demo_data.SIMULATED_COMPLAINTS, help="complaints that are really lived"
        )
        parser.add_argument("--parts", type=int, default=min(os.cpu_count() or 1, 2), help="processes")

    def handle(self, *, complaints: int, lives: int, parts: int, **options):
        end = now().astimezone(ZoneInfo("Asia/Karachi")).replace(second=0, microsecond=0) - HELD_FOR
        demo_data.create_demo_data(complaints=complaints, lives=lives, parts=parts, end=end, say=self.stdout.write)
        demo_data.update_planner_statistics()
        self.stdout.write(f"{Complaint.objects.unscoped("the demo's data are made here").count()} complaints are there")
