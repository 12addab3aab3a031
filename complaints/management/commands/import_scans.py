"""`import_scans FOLDER --by EMAIL`: import letters that were scanned with cover sheets (docs/data-in.md)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.roles import Role
from complaints.evidence import StorageUnavailable
from complaints.isolation.bubblewrap import SandboxUnavailable, find_sandbox_problem
from complaints.services.scanning.folder_import import (
    FolderBusy,
    FolderUnusable,
    ReportLine,
    import_folder,
    is_open_to_others,
)


class Command(BaseCommand):
    help = (
        "Import letters that were scanned with cover sheets. Letters wait for the complaint cell of their sheet; what "
        "cannot be attributed is moved to the folder set-aside. It can be interrupted and repeated."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the complaint operator who imports")
        parser.add_argument("--dry-run", action="store_true", help="read every page and change nothing")

    def handle(self, *, folder: Path, by: str, dry_run: bool, **options):
        importer, letters, problems = find_operator(by), 0, 0
        try:
            for line in import_folder(folder, by=importer, at=now(), is_dry_run=dry_run):
                letters, problems = letters + line.is_letter, problems + line.is_problem
                (self.stderr if line.is_problem else self.stdout).write(f"{place_of(line)}: {line.text}")
            if is_open_to_others(folder):
                self.stderr.write(_("Every user of this computer can open the folder. See docs/data-in.md."))
        except FolderBusy as busy:
            raise CommandError(_("%(folder)s: another import is running.") % {"folder": busy}) from busy
        except FolderUnusable as error:
            raise CommandError(str(error)) from error
        except SandboxUnavailable as error:
            raise CommandError(find_sandbox_problem()) from error
        except StorageUnavailable as error:
            raise CommandError(_("The files cannot be stored now. Run the command again later.")) from error
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was saved and no file was moved."))
            return
        text = ngettext("%(count)d letter taken.", "%(count)d letters taken.", letters)
        self.stdout.write(text % {"count": letters})
        if problems:
            self.stderr.write(_("Files with problems are in the folder set-aside, each with a list of them."))


def place_of(line: ReportLine) -> str:
    """Return the file and the pages that a line is about."""
    if not line.pages:
        return line.file
    text = _("%(file)s, page %(pages)s") if line.pages.isdigit() else _("%(file)s, pages %(pages)s")
    return text % {"file": line.file, "pages": line.pages}


def find_operator(email: str) -> Actor:
    """Return the complaint operator with this address, of the highest cell. Raises CommandError."""
    postings = Posting.objects.current(now()).filter(officer__email=email.lower(), role=Role.COMPLAINT_OPERATOR)
    posting = postings.with_people().order_by("office__path").first()
    if posting is None:
        raise CommandError(_("%(email)s is not a complaint operator.") % {"email": email})
    return Actor.of(posting)
