"""`import_offices FILE.csv`: import the real list of offices."""

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rules.office_rows import LONGEST_SOURCE, NotAnOfficeList, OfficeListRow, UnreadableRow, read_office_rows
from accounts.services.office_import import OfficeImportReport, import_offices


class Command(BaseCommand):
    help = (
        "Create and change offices from a CSV file: code,kind,parent,name_en,name_ur,head_title,routes_to,certainty,"
        "source, and if you have them latitude,longitude,address_en,address_ur,address_roman,telephone,name_roman. "
        "With an error nothing is imported; importing the same file twice changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--correction",
            action="store_true",
            help="Names that differ were mistakes: histories show the correct ones for the past too. Without it, an "
            "office with another name is renamed, and histories keep the former name for earlier events.",
        )

    def handle(self, *, file: Path, correction: bool, **options):
        report = import_offices(rows=read_office_file(file), by=None, at=timezone.now(), correction=correction)
        print_import_report(report, self, name=file.name)


def read_office_file(file: Path) -> list[OfficeListRow]:
    """Return the rows of a file. Raises CommandError if it cannot be read as an office list."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return _require_cells_fit(read_office_rows(lines))
    except UnreadableRow as error:
        raise CommandError(
            _("%(file)s, line %(line)s: this row is incomplete. Is there an unclosed quotation mark before it?")
            % {"file": file, "line": error.line}
        ) from error
    except NotAnOfficeList as error:
        raise CommandError(_("%(file)s lacks these columns: %(columns)s") % {"file": file, "columns": error}) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error}) from error


def _require_cells_fit(rows: list[OfficeListRow]) -> list[OfficeListRow]:
    """Return the same rows. Raises CommandError that lists each line with too many or too long cells."""
    problems = [(row.line, message) for row in rows for message in _surplus_and_length_problems(row)]
    if problems:
        lines = [_("line %(line)s: %(message)s") % {"line": line, "message": message} for line, message in problems]
        raise CommandError("\n".join([*lines, _("Nothing was loaded.")]))
    return rows


def _surplus_and_length_problems(row: OfficeListRow) -> Iterator[str]:
    if row.surplus:
        yield _("There are more cells than columns. A cell that holds a comma needs quotation marks.")
    if len(row.source) > LONGEST_SOURCE:
        yield _("%(column)s is longer than %(limit)s characters.") % {"column": "source", "limit": LONGEST_SOURCE}


def print_import_report(report: OfficeImportReport, command: BaseCommand, *, name: str, each: bool = True) -> None:
    """Print the result of an import, for `each` office or only as totals.

    Print errors by line, and raise CommandError if there are any.
    """
    for problem in report.errors:
        command.stderr.write(_("line %(line)s: %(message)s") % {"line": problem.line, "message": problem.message})
    if report.errors:
        raise CommandError(_("%(file)s: nothing was loaded.") % {"file": name})
    if each:
        command.stdout.writelines(f"+ {code}\n" for code in report.created)
        command.stdout.writelines(f"~ {code}: {', '.join(columns)}\n" for code, columns in report.changed.items())
    counts = {"created": len(report.created), "changed": len(report.changed), "unchanged": report.unchanged}
    summary = _("%(created)s created, %(changed)s changed, %(unchanged)s unchanged") % counts
    command.stdout.write(f"{name}: {summary}")
