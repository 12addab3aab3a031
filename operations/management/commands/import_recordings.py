"""`import_recordings`: take in the recordings of a human speaker."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from operations.recordings.recording_exchange import import_recordings
from operations.recordings.sentence_list import XgettextMissing, list_sentences
from web.listening.recordings import LANGUAGES


class Command(BaseCommand):
    help = (
        "Take in recordings (WAV, MP3, M4A, Ogg or FLAC, named as list_sentences --pack says) and say which are "
        "missing, unusable or unknown. Exits with 1 if a file was not taken."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--language", choices=LANGUAGES, required=True)
        parser.add_argument("--speaker", required=True, help="who speaks; kept in the list and in each file")

    def handle(self, *args, **options):
        if not options["folder"].is_dir():
            raise CommandError(f"{options['folder']} is not a folder.")
        try:
            result = import_recordings(
                options["folder"], options["language"], list_sentences(), speaker=options["speaker"]
            )
        except XgettextMissing as missing:
            raise CommandError("xgettext is missing. Install gettext (Debian: apt-get install gettext).") from missing
        self.stdout.write(f"{result.taken} sentences taken; {result.missing} of the list are not in this folder")
        for name, reason in result.unusable.items():
            self.stdout.write(f"unusable: {name}: {reason}")
        for name in result.unknown:
            self.stdout.write(f"unknown file: {name}")
        for text in result.incomplete:
            self.stdout.write(f"a piece is missing: {text}")
        if result.unusable or result.unknown or result.incomplete:
            raise CommandError("Not every file was taken.")
