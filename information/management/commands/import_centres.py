"""Command `import_centres FILE.csv`: import the list of Khidmat Markaz centres."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from information.rules.centre_rows import NotACentreList, read_centre_rows
from information.services.centre_import import WrongRows, import_centres


class Command(BaseCommand):
    help = (
        "Create and update Khidmat Markaz centres from a CSV file: code,district,name_en,name_ur,certainty,source, and "
        "if known name_roman,address_en,address_ur,address_roman,telephone,hours_en,hours_ur,hours_roman,"
        "latitude,longitude,as_of. If a row is wrong, nothing is imported."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--sample", action="store_true", help="the centres are invented, and every page shows this")

    def handle(self, *, file: Path, sample: bool, **options):
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                count = import_centres(read_centre_rows(lines), is_sample=sample)
        except NotACentreList as error:
            raise CommandError(
                _("%(file)s lacks these columns: %(columns)s") % {"file": file, "columns": error}
            ) from error
        except WrongRows as wrong:
            lines = [
                _("line %(line)s: %(message)s") % {"line": line, "message": message} for line, message in wrong.problems
            ]
            raise CommandError("\n".join([*lines, _("Nothing was loaded.")])) from wrong
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(_("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error}) from error
        self.stdout.write(f"{file.name}: {count} centres")
