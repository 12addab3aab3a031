"""`make_placeholders`: a computer speaks each sentence of citizens' pages that nobody has recorded."""

from django.core.management.base import BaseCommand, CommandError

from operations.recordings.audio_conversion import EspeakMissing
from operations.recordings.placeholder_voice import SPOKEN_LANGUAGES, make_placeholders
from operations.recordings.sentence_list import XgettextMissing, list_sentences


class Command(BaseCommand):
    help = "Make recordings with a computer's voice (espeak-ng) for sentences that have none. Pages mark them as such."

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=SPOKEN_LANGUAGES, action="append")

    def handle(self, *args, **options):
        try:
            sentences = list_sentences()
            for language in options["language"] or SPOKEN_LANGUAGES:
                self.stdout.write(f"{language}: {make_placeholders(language, sentences)} made")
        except XgettextMissing as missing:
            raise CommandError("xgettext is missing. Install gettext (Debian: apt-get install gettext).") from missing
        except EspeakMissing as missing:
            raise CommandError("espeak-ng is missing. Debian: apt-get install espeak-ng.") from missing
