"""`import_officers FILE.csv`: import officers and their postings, and report what each line changes."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.rules.office_rows import UnreadableRow
from accounts.rules.officer_rows import NotAnOfficerList, OfficerListRow, read_officer_rows
from accounts.services.officer_import import LineResult, Outcome, import_officers

CHANGES = {
    Outcome.RECORDED: _("line %(line)s: %(email)s recorded and posted at %(office)s"),
    Outcome.POSTED: _("line %(line)s: %(email)s posted at %(office)s"),
    Outcome.MOVED: _("line %(line)s: %(email)s posted elsewhere: now at %(office)s"),
    Outcome.ENDED: _("line %(line)s: posting of %(email)s at %(office)s ended"),
}


class Command(BaseCommand):
    help = (
        "Create officers, and create, move and end postings, from a CSV file: email,name_en,name_ur,rank,belt_number,"
        "woman,language,office,role,head,acting,action. Each line is applied completely or refused with its reason; "
        "importing the file again does only what is left. While there is no administrator, one refused line stops all."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report the changes without saving anything")
        parser.add_argument("--invite", action="store_true", help="send each new officer a link to choose a password")

    def handle(self, *, file: Path, dry_run: bool, invite: bool, **options):
        rows = read_officer_file(file)
        report = import_officers(rows=rows, by=None, clock=timezone.now, invitations=invite, dry_run=dry_run)
        for result in report.results:
            self._report_line(result)
        counts = {outcome.value: report.counts[outcome] for outcome in Outcome}
        summary = _(
            "%(recorded)s officers recorded, %(posted)s posted, %(moved)s posted elsewhere, %(ended)s postings ended, "
            "%(unchanged)s unchanged, %(refused)s refused"
        )
        self.stdout.write(f"{file.name}: {summary % counts}")
        if dry_run:
            self.stdout.write(str(_("This was a dry run: nothing was saved and no messages were sent.")))
        elif report.invited and report.is_saved:
            queued = _("%(invited)s invitations are queued; they are sent once the worker and the mail server run.")
            self.stdout.write(queued % {"invited": report.invited})
        if counts["refused"]:
            reason = _("%(file)s: nothing was loaded.")
            if dry_run:
                reason = _("%(file)s: these lines would be refused.")
            elif report.is_saved:
                reason = _("%(file)s: all other lines are imported. Correct these and import the file again.")
            raise CommandError(reason % {"file": file.name})

    def _report_line(self, result: LineResult) -> None:
        """Print a change, or why the line is refused. An unchanged line is only counted."""
        for reason in result.reasons:
            self.stderr.write(_("line %(line)s: %(message)s") % {"line": result.row.line, "message": reason})
        if result.outcome in CHANGES:
            facts = {"line": result.row.line, "email": result.row.email, "office": result.row.office}
            self.stdout.write(CHANGES[result.outcome] % facts)


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
