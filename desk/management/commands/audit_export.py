"""`audit_export FIRST LAST FILE.zip --by EMAIL`: write a signed export of the logs, as this auditor may see them."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from desk.services import audit_export


class Command(BaseCommand):
    help = (
        "Write a signed ZIP file with the actions of administrators, the access log and the event log of a period. The "
        "export is recorded among the auditors' searches; complaints hidden from the auditor are left out."
    )

    def add_arguments(self, parser):
        parser.add_argument("first", type=date.fromisoformat, help="first day, as 2026-11-01")
        parser.add_argument("last", type=date.fromisoformat, help="last day")
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the auditor of the Central Police Office")

    def handle(self, *, first: date, last: date, file: Path, by: str, **options):
        auditors = Posting.objects.current(now()).filter(role=Role.AUDITOR, office__kind=OfficeKind.CENTRAL)
        posting = auditors.filter(officer__email=by.lower()).with_people().first()
        if posting is None:
            raise CommandError(_("%(email)s is not an auditor of the Central Police Office.") % {"email": by})
        if first > last:
            raise CommandError(_("The last day must be on or after the first day."))
        actor = Actor.of(posting)
        export = audit_export.request_audit_export(first=first, last=last, by=actor, at=now())
        audit_export.make_audit_export(export.pk, at=now())
        try:
            file.write_bytes(audit_export.open_audit_export(export.pk, by=actor, at=now()))
        except audit_export.ExportGone as error:
            raise CommandError(_("Too large for one file. Choose a shorter period.")) from error
        except OSError as error:
            raise CommandError(_("%(file)s cannot be written: %(reason)s") % {"file": file, "reason": error}) from error
        export.refresh_from_db()
        self.stdout.write(f"{file.name}: SHA-256 {export.sha256}")
