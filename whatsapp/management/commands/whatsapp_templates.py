"""Message templates: list them, compare them with Meta's, and submit missing ones."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from whatsapp.queries.service_status import missing_settings
from whatsapp.rules.cloud_api.message_templates import missing_templates, required_templates
from whatsapp.services import graph_api


class Command(BaseCommand):
    help = "Lists the templates of the service; --check holds them against the account's, --push hands in the missing."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="exit with an error if one is missing or unapproved")
        parser.add_argument("--push", action="store_true", help="hand in what is missing")

    def handle(self, *args, check: bool, push: bool, **options):
        if not (check or push):
            for template in required_templates():
                self._say(template, template["components"][0]["text"])
            self.stdout.write("There is no Roman Urdu among WhatsApp's languages: its readers get the Urdu ones.")
            return
        try:
            self._compare(push=push)
        except graph_api.GraphError as failed:
            raise CommandError(f"The Graph API does not answer as it should: code {failed.error.code}.") from None

    def _compare(self, *, push: bool) -> None:
        if not_set := [*missing_settings(), *([] if settings.WHATSAPP_ACCOUNT_ID else ["WHATSAPP_ACCOUNT_ID"])]:
            raise CommandError(f"{not_set[0]} is not set.")
        absent = missing_templates(graph_api.fetch_templates(settings.WHATSAPP_ACCOUNT_ID))
        for template in absent:
            self._say(
                template, graph_api.create_template(settings.WHATSAPP_ACCOUNT_ID, template) if push else "missing"
            )
        if absent and not push:
            raise CommandError(
                f"{len(absent)} of {len(required_templates())} are missing or not approved. --push hands them in."
            )
        if not absent:
            self.stdout.write("All templates are approved.")

    def _say(self, template: dict, what: str) -> None:
        self.stdout.write(f"{template['name']} ({template['language']}): {what}")
