"""`verify_history`: chain, ledgers, clocks, rows, seals and daily heads agree, or each finding is named.

Without an option everything is looked at. `--all` looks at every link, word, seal and head of the log, and leaves out
ledgers and rows; `--since` does so with what was sealed since a day, or since a daily head, and with the whole chains
of the complaints that something happened to since.
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
from complaints.queries.verification import Finding, findings, of_the_log, snapshot
from complaints.queries.verification.checkpoints import Kept, in_folder, read
from complaints.queries.verification.log import parts, since
from complaints.queries.verification.parallel import look_at
from complaints.rules.log_checkpoint import NotAHead

TENTH = 10


class Command(BaseCommand):
    help = "Check that history, ledgers and rows of every complaint agree. Ends with 1 if anything does not."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="the whole log, quickly: without ledgers and rows")
        which.add_argument("--since", type=_moment, metavar="DATE|FILE", help="what was sealed since a day or a head")
        parser.add_argument("--head", type=_head, action="append", default=[], metavar="FILE", help="a head sent out")
        parser.add_argument("--processes", type=int, default=os.cpu_count(), help="for --all and --since")

    def handle(self, *, since: datetime | Kept | None, head: list[Kept], processes: int, **options):
        kept, wrong = in_folder(settings.HEADS_FOLDER)
        sent = [*head, *kept, *([since] if isinstance(since, Kept) else [])]
        found = [Finding("heads", what) for what in wrong]
        self._name(found)
        if options["all"] or since:
            self._log(since, sent, processes, len(found))
        else:
            self._everything(sent, len(found))

    def _everything(self, sent: list[Kept], number: int) -> None:
        with snapshot():
            total = Complaint.objects.unscoped("verification reads every complaint").count()
            with _progress() as progress:
                bar = progress.add_task("Complaints", total=total)
                for done, found in findings(sent=sent):
                    number += self._name(found)
                    progress.advance(bar, done)
                    self._say(progress, bar, done, "complaints")
        if number:
            raise CommandError(f"{total} complaints: {number} findings.", returncode=1)
        self.stdout.write(f"{total} complaints: history, ledgers and rows agree.")

    def _log(self, begun: datetime | Kept | None, sent: list[Kept], processes: int, number: int) -> None:
        began, events, sealed = time.perf_counter(), 0, []
        with snapshot():
            first = _first(begun)
            wanted = parts(first)
            with _progress() as progress:
                bar = progress.add_task("Parts", total=len(wanted))
                for looked in look_at(wanted, processes=processes):
                    events += looked.events
                    sealed += looked.sealed
                    number += self._name(looked.findings)
                    progress.advance(bar)
                    self._say(progress, bar, 1, "parts")
            number += self._name(of_the_log(sealed, sent=sent, first=first))
        seconds = time.perf_counter() - began
        said = f"{events} events and {len(sealed)} seals in {seconds:.1f} s ({events / seconds:,.0f} events a second)"
        if number:
            raise CommandError(f"{said}: {number} findings.", returncode=1)
        self.stdout.write(f"{said}: links, words, seals and heads agree.")

    def _name(self, found: Iterable[Finding]) -> int:
        """Name each finding; how many there were."""
        named = [str(finding) for finding in found]
        for one in named:
            self.stderr.write(one)
        return len(named)

    def _say(self, progress: Progress, bar, done: int, of: str) -> None:
        """Where there is no terminal to draw on: a line at each tenth."""
        task = progress.tasks[bar]
        before, now = ((n * TENTH) // (task.total or 1) for n in (task.completed - done, task.completed))
        if progress.disable and now > before:
            self.stdout.write(f"{int(task.completed)} of {int(task.total)} {of}")


def _first(begun: datetime | Kept | None) -> int:
    """The first seal to look at; 0 for all."""
    if isinstance(begun, Kept):
        return (begun.head.seal or 0) + 1
    return since(begun) if begun else 0


def _moment(text: str) -> datetime | Kept:
    """The midnight at which a day begins here, or a head's file."""
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), get_current_timezone())
    except ValueError:
        return _head(text)


def _head(text: str) -> Kept:
    try:
        return read(Path(text))
    except (NotAHead, OSError) as error:
        raise argparse.ArgumentTypeError(f"{text} is neither a day nor the file of a daily head") from error


def _progress() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
