"""`create_administrators`: create the first two administrators and print a one-time link for each, without mail."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.services.first_administrators import create_administrators
from accounts.services.officer_invitations import password_link_for
from accounts.services.staff_refusals import StaffChangeRefused


class Command(BaseCommand):
    help = (
        "Create the first two administrators and print a one-time link for each, to choose a password and set up a "
        "second factor. Needs no mail. Without --officer: links for the administrators that import_officers recorded. "
        "Refused once an administrator has chosen a password."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--officer",
            nargs=2,
            action="append",
            default=[],
            metavar=("EMAIL", "NAME"),
            help="an administrator's e-mail address and name in English; give it twice",
        )

    def handle(self, *, officer: list[list[str]], **options):
        try:
            administrators = create_administrators(people=[tuple(person) for person in officer], at=timezone.now())
        except StaffChangeRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        for administrator in administrators:
            with override(administrator.language):
                link = password_link_for(administrator)
            self.stdout.write(f"{administrator.email}\n  {link}")
        self.stdout.write(_("Each link works once, for three days. Give it to that person only."))
