"""The messages that Meta has to approve: which are missing there, and handing them in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from whatsapp.queries.standing import missing
from whatsapp.rules.templates import lacking, wanted
from whatsapp.services import graph


class Command(BaseCommand):
    help = "Lists the templates of the service; --check holds them against the account's, --push hands in the missing."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="exit with an error if one is missing or unapproved")
        parser.add_argument("--push", action="store_true", help="hand in what is missing")

    def handle(self, *args, check: bool, push: bool, **options):
        if not (check or push):
            for template in wanted():
                self._say(template, template["components"][0]["text"])
            self.stdout.write("There is no Roman Urdu among WhatsApp's languages: its readers get the Urdu ones.")
            return
        try:
            self._compare(push=push)
        except graph.Failed as failed:
            raise CommandError(f"The Graph API does not answer as it should: code {failed.trouble.code}.") from None

    def _compare(self, *, push: bool) -> None:
        if not_set := [*missing(), *([] if settings.WHATSAPP_ACCOUNT_ID else ["WHATSAPP_ACCOUNT_ID"])]:
            raise CommandError(f"{not_set[0]} is not set.")
        absent = lacking(graph.templates(settings.WHATSAPP_ACCOUNT_ID))
        for template in absent:
            self._say(template, graph.create_template(settings.WHATSAPP_ACCOUNT_ID, template) if push else "missing")
        if absent and not push:
            raise CommandError(f"{len(absent)} of {len(wanted())} are missing or not approved. --push hands them in.")
        if not absent:
            self.stdout.write("All templates are approved.")

    def _say(self, template: dict, what: str) -> None:
        self.stdout.write(f"{template['name']} ({template['language']}): {what}")
