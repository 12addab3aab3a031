"""`verify_history`: check that chains, ledgers, clocks, rows, seals and hourly heads agree. Prints each finding.

Without an option everything is checked. `--all` checks every link, text, seal and head of the log, but not the
ledgers and rows. `--since` does the same for everything that was sealed since a day or a head, and for the whole
chains of the complaints with events since then.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import get_current_timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from complaints.models import Complaint
from complaints.queries.verification import Finding, read_snapshot, verify_complaints, verify_seals_and_heads
from complaints.queries.verification.head_check import (
    SourcedHead,
    read_head_file,
    read_head_folder,
)
from complaints.queries.verification.log_check import divide_log, first_seal_since
from complaints.queries.verification.parallel_check import verify_log_parts
from complaints.rules.log.hourly_head import InvalidHead

TENTH = 10


class Command(BaseCommand):
    help = "Check that history, ledgers and rows of every complaint agree. The exit code is 1 after any finding."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="check the whole log quickly, without ledgers and rows")
        which.add_argument(
            "--since",
            type=_parse_day_or_head,
            metavar="DATE|FILE",
            help="check what was sealed since a day or a head",
        )
        parser.add_argument(
            "--head",
            type=_parse_head_file,
            action="append",
            default=[],
            metavar="FILE",
            help="a published head",
        )
        parser.add_argument("--processes", type=int, default=os.cpu_count(), help="used by --all and --since")

    def handle(self, *, since: datetime | SourcedHead | None, head: list[SourcedHead], processes: int, **options):
        in_heads_folder, errors = read_head_folder(settings.HEADS_FOLDER)
        sent = [*head, *in_heads_folder, *([since] if isinstance(since, SourcedHead) else [])]
        file_findings = [Finding("heads", error) for error in errors]
        self._print_findings(file_findings)
        if options["all"] or since:
            self._verify_log(since, sent, processes, len(file_findings))
        else:
            self._verify_everything(sent, len(file_findings))

    def _verify_everything(self, sent: list[SourcedHead], number: int) -> None:
        with read_snapshot():
            total = Complaint.objects.unscoped("verification reads every complaint").count()
            with _create_progress_bar() as progress:
                bar = progress.add_task("Complaints", total=total)
                for checked, batch_findings in verify_complaints(sent=sent):
                    number += self._print_findings(batch_findings)
                    progress.advance(bar, checked)
                    self._print_progress(progress, bar, checked, "complaints")
        if number:
            raise CommandError(f"{total} complaints: {number} findings.", returncode=1)
        self.stdout.write(f"{total} complaints: history, ledgers and rows agree.")

    def _verify_log(
        self, start: datetime | SourcedHead | None, sent: list[SourcedHead], processes: int, number: int
    ) -> None:
        began, events, sealed = time.perf_counter(), 0, []
        with read_snapshot():
            first = _first_seal_id(start)
            log_parts = divide_log(first)
            with _create_progress_bar() as progress:
                bar = progress.add_task("Parts", total=len(log_parts))
                for result in verify_log_parts(log_parts, processes=processes):
                    events += result.events
                    sealed += result.sealed
                    number += self._print_findings(result.findings)
                    progress.advance(bar)
                    self._print_progress(progress, bar, 1, "parts")
            number += self._print_findings(verify_seals_and_heads(sealed, sent=sent, first=first))
        seconds = time.perf_counter() - began
        rate = events / seconds
        summary = f"{events} events and {len(sealed)} seals in {seconds:.1f} s ({rate:,.0f} events a second)"
        if number:
            raise CommandError(f"{summary}: {number} findings.", returncode=1)
        self.stdout.write(f"{summary}: links, words, seals and heads agree.")

    def _print_findings(self, found: Iterable[Finding]) -> int:
        """Print each finding and return how many there were."""
        lines = [str(finding) for finding in found]
        for line in lines:
            self.stderr.write(line)
        return len(lines)

    def _print_progress(self, progress: Progress, bar, done: int, unit: str) -> None:
        """Print a line after each tenth of the work if there is no terminal for the progress bar."""
        task = progress.tasks[bar]
        before, now = ((count * TENTH) // (task.total or 1) for count in (task.completed - done, task.completed))
        if progress.disable and now > before:
            self.stdout.write(f"{int(task.completed)} of {int(task.total)} {unit}")


def _first_seal_id(start: datetime | SourcedHead | None) -> int:
    """Return the id of the first seal to check; 0 for all."""
    if isinstance(start, SourcedHead):
        return (start.head.seal or 0) + 1
    return first_seal_since(start) if start else 0


def _parse_day_or_head(text: str) -> datetime | SourcedHead:
    """Return the beginning of a day in the local time zone, or the head of a file."""
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), get_current_timezone())
    except ValueError:
        return _parse_head_file(text)


def _parse_head_file(text: str) -> SourcedHead:
    try:
        return read_head_file(Path(text))
    except (InvalidHead, OSError) as error:
        raise argparse.ArgumentTypeError(f"{text} is neither a day nor the file of an hourly head") from error


def _create_progress_bar() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
