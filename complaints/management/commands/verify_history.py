"""`verify_history`: chain, ledgers, clocks, rows and seals of every complaint agree, or each finding is named."""

import sys

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from complaints.models import Complaint
from complaints.queries.verification import findings, snapshot

TENTH = 10


class Command(BaseCommand):
    help = "Check that history, ledgers and rows of every complaint agree. Ends with 1 if anything does not."

    def handle(self, **options):
        with snapshot():
            total = Complaint.objects.for_system().count()
            number = self._check(total)
        if number:
            raise CommandError(f"{total} complaints: {number} findings.", returncode=1)
        self.stdout.write(f"{total} complaints: history, ledgers and rows agree.")

    def _check(self, total: int) -> int:
        """Name each finding; how many there were."""
        number = 0
        with _progress() as progress:
            bar = progress.add_task("Complaints", total=total)
            for done, found in findings():
                number += len(found)
                for finding in found:
                    self.stderr.write(str(finding))
                progress.advance(bar, done)
                self._say(progress, bar, done)
        return number

    def _say(self, progress: Progress, bar, done: int) -> None:
        """Where there is no terminal to draw on: a line at each tenth."""
        task = progress.tasks[bar]
        before, now = ((n * TENTH) // (task.total or 1) for n in (task.completed - done, task.completed))
        if progress.disable and now > before:
            self.stdout.write(f"{int(task.completed)} of {int(task.total)} complaints")


def _progress() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
