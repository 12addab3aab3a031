"""`import_complaints FILE.csv --mapping M.toml --by EMAIL`: import old complaints from another system's file.

First the whole file is checked; with an error in any row nothing is imported. Then each complaint is imported in a
transaction of its own. The command can be stopped and started again: what is imported already is left as it is
(docs/data-in.md).
"""

import csv
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.db.models import Max
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import ImportedComplaint
from complaints.rules.importing.import_mapping import BadMapping, ImportMapping, parse_mapping
from complaints.rules.importing.legacy_rows import LegacyRow, MissingHeadings, read_legacy_rows
from complaints.services.draft_answers import BadAnswer
from complaints.services.importing.complaint_import import import_complaint
from complaints.services.importing.import_problems import mapping_problem, row_problem
from complaints.services.importing.row_checks import RowChecker
from ledger.service_exceptions import NotPermitted, Refused

MOST_ERRORS = 100
"""After so many errors the check stops: the mapping is wrong rather than the rows."""


class Command(BaseCommand):
    help = (
        "Import old complaints from a CSV file of another system. docs/data-in.md describes the columns and the "
        "mapping. With an error nothing is imported; importing the same file twice changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True, help="the TOML file that describes the columns")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the CPO operator who answers for the import")
        parser.add_argument("--dry-run", action="store_true", help="check every row and save nothing")
        parser.add_argument("--resume", action="store_true", help="begin after the last row imported from this file")
        parser.add_argument(
            "--notify-complainants", action="store_true", help="tell the complainants of open complaints their E-tag"
        )

    def handle(
        self, *, file: Path, mapping: Path, by: str, dry_run: bool, resume: bool, notify_complainants: bool, **options
    ):
        importer = find_importer(by)
        columns = read_mapping_file(mapping)
        file_sha256 = digest_of_file(file)
        start = last_line_imported(columns.source, file_sha256) if resume else 0
        self.console = Console(file=self.stdout)
        rows, known = self._check(file, columns, start=start)
        closed = sum(1 for _line, is_closed in rows if is_closed)
        counts = {"open": len(rows) - closed, "closed": closed, "known": known}
        self.stdout.write(
            _("%(open)s open and %(closed)s closed complaints to import; %(known)s are imported already.") % counts
        )
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was saved and no messages were sent."))
            return
        imported = self._import(
            file,
            columns,
            {line for line, _closed in rows},
            {"source": columns.source, "file_sha256": file_sha256, "by": importer, "is_announced": notify_complainants},
        )
        self.stdout.write(_("%(count)s complaints imported from %(file)s.") % {"count": imported, "file": file.name})

    def _check(self, file: Path, mapping: ImportMapping, *, start: int) -> tuple[list[tuple[int, bool]], int]:
        """Return the line of each row to import with whether it is closed, and how many are imported already.

        Rows up to the line `start` count as imported. Prints every error and raises CommandError if there are any.
        """
        checker, rows, known, errors = RowChecker(mapping, at=now()), [], 0, 0
        with open_rows(file, mapping) as all_rows, self._progress(_("Checking"), None) as advance:
            for checked in checker.check(row for row in all_rows if row.line > start):
                advance()
                for error in checked.errors:
                    errors += 1
                    message = {"line": checked.row.line, "message": row_problem(error)}
                    self.stderr.write(_("line %(line)s: %(message)s") % message)
                known += checked.is_known
                if not checked.is_known:
                    rows.append((checked.row.line, checked.row.is_closed))
                if errors >= MOST_ERRORS:
                    break
        if errors:
            raise CommandError(_("%(file)s: nothing was imported.") % {"file": file.name})
        return rows, known

    def _import(self, file: Path, mapping: ImportMapping, lines: set[int], options: dict) -> int:
        """Import the rows on these lines and return how many. Raises CommandError at the first that fails."""
        imported = 0
        with open_rows(file, mapping) as rows, self._progress(_("Importing"), len(lines)) as advance:
            for row in rows:
                if row.line not in lines:
                    continue
                try:
                    imported += import_complaint(row, at=now(), **options) is not None
                except (BadAnswer, NotPermitted, Refused, DatabaseError) as error:
                    raise CommandError(
                        _(
                            "line %(line)s: %(reason)s. %(count)s complaints were imported before it. Correct the "
                            "row, or solve the problem, and run the command again."
                        )
                        % {"line": row.line, "reason": str(error).splitlines()[0], "count": imported}
                    ) from error
                advance()
        return imported

    @contextmanager
    def _progress(self, title: str, total: int | None):
        """Show a progress bar on a terminal. Yields the function that counts one row."""
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal) as bar:
            task = bar.add_task(title, total=total)
            yield lambda: bar.advance(task)


def find_importer(email: str) -> Actor:
    """Return the operator of the Central Police Office with this address. Raises CommandError."""
    postings = Posting.objects.current(now()).filter(officer__email=email.lower(), office__kind=OfficeKind.CENTRAL)
    posting = postings.filter(role=Role.COMPLAINT_OPERATOR).with_people().first()
    if posting is None:
        raise CommandError(_("%(email)s is not a complaint operator of the Central Police Office.") % {"email": email})
    return Actor.of(posting)


def read_mapping_file(file: Path) -> ImportMapping:
    """Return the mapping. Raises CommandError."""
    try:
        return parse_mapping(file.read_text(encoding="utf-8"))
    except BadMapping as error:
        raise CommandError(f"{file.name}: {mapping_problem(error)}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error}) from error


def digest_of_file(file: Path) -> str:
    """Return the SHA-256 of a file. Raises CommandError."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise CommandError(_("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error}) from error


def last_line_imported(source: str, file_sha256: str) -> int:
    """Return the line of the last row that was imported from this file; 0 without any."""
    imported = ImportedComplaint.objects.filter(source=source, file_sha256=file_sha256)
    return imported.aggregate(last=Max("line"))["last"] or 0


@contextmanager
def open_rows(file: Path, mapping: ImportMapping) -> Iterator[Iterator[LegacyRow]]:
    """Open the rows of a file, read as a stream. Inside, raises CommandError for a file that cannot be read."""
    try:
        with file.open(encoding=mapping.encoding, newline="") as lines:
            yield read_legacy_rows(lines, mapping, today=localdate())
    except csv.Error as error:
        raise CommandError(
            _("%(file)s cannot be read as CSV: %(reason)s. Is there an unclosed quotation mark?")
            % {"file": file.name, "reason": error}
        ) from error
    except MissingHeadings as error:
        raise CommandError(
            _("%(file)s lacks these headings: %(columns)s") % {"file": file.name, "columns": error}
        ) from error
    except UnicodeDecodeError as error:
        text = _("%(file)s is not in the encoding %(encoding)s. Correct “encoding” in the mapping.")
        raise CommandError(text % {"file": file.name, "encoding": mapping.encoding}) from error
    except OSError as error:
        raise CommandError(_("%(file)s cannot be read: %(reason)s") % {"file": file.name, "reason": error}) from error
