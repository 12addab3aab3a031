"""`import_officers FILE.csv`: import officers and their postings, and invite new officers by e-mail."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rules.office_rows import UnreadableRow
from accounts.rules.officer_rows import NotAnOfficerList, OfficerListRow, read_officer_rows
from accounts.services.officer_import import import_officers


class Command(BaseCommand):
    help = (
        "Create officers and their postings from a CSV file: email,name_en,name_ur,rank,belt_number,woman,language,"
        "office,role,head,acting. With an error nothing is imported; importing the same file twice changes nothing. "
        "Each new officer is sent a link to choose a password."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show the result without saving anything")
        parser.add_argument("--no-invitations", action="store_true", help="send no invitations")

    def handle(self, *, file: Path, dry_run: bool, no_invitations: bool, **options):
        report = import_officers(
            rows=read_officer_file(file), by=None, at=timezone.now(), invitations=not no_invitations, dry_run=dry_run
        )
        for problem in report.errors:
            self.stderr.write(_("line %(line)s: %(message)s") % {"line": problem.line, "message": problem.message})
        if report.errors:
            raise CommandError(_("%(file)s: nothing was loaded.") % {"file": file.name})
        self.stdout.writelines(f"+ {email}\n" for email in report.recorded)
        counts = {"recorded": len(report.recorded), "posted": report.posted, "unchanged": report.unchanged}
        summary = _("%(recorded)s recorded, %(posted)s postings begun, %(unchanged)s unchanged") % counts
        self.stdout.write(f"{file.name}: {summary}")
        if report.invited and not dry_run:
            queued = _("%(invited)s invitations are queued; they are sent once the worker and the mail server run.")
            self.stdout.write(queued % {"invited": report.invited})
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was saved and no messages were sent."))


def read_officer_file(file: Path) -> list[OfficerListRow]:
    """Return the rows of a file. Raises CommandError if it cannot be read as a list of officers."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return read_officer_rows(lines)
    except UnreadableRow as error:
        raise CommandError(
            _("%(file)s, line %(line)s: this row is incomplete. Is there an unclosed quotation mark before it?")
            % {"file": file, "line": error.line}
        ) from error
    except NotAnOfficerList as error:
        raise CommandError(_("%(file)s lacks these columns: %(columns)s") % {"file": file, "columns": error}) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error}) from error
