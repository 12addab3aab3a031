"""`import_offices FILE.csv`: the real list of offices."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rules.office_rows import NotAnOfficeList, OfficeRow, read
from accounts.services.offices import Report, import_offices


class Command(BaseCommand):
    help = (
        "Create and change offices from a CSV file: code,kind,parent,name_en,name_ur,head_title,routes_to,certainty,"
        "source. All of it or nothing; the same file twice changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options):
        show(import_offices(rows=rows_of(file), by=None, at=timezone.now()), self, name=file.name)


def rows_of(file: Path) -> list[OfficeRow]:
    """The rows of a file. Raises CommandError where it cannot be read as an office list."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return read(lines)
    except NotAnOfficeList as error:
        raise CommandError(_("%(file)s lacks these columns: %(columns)s") % {"file": file, "columns": error}) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error}) from error


def show(report: Report, command: BaseCommand, *, name: str, each: bool = True) -> None:
    """Print what a list did (`each` office, or the sum); with errors, each by its line, and raise CommandError."""
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
