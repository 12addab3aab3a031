"""`list_sentences`: how many sentences of citizens' pages are recorded, and the pack for a human speaker."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from operations.recordings.placeholder_voice import list_missing
from operations.recordings.recording_exchange import SHEET, write_pack
from operations.recordings.sentence_list import AREAS, XgettextMissing, list_sentences
from web.listening.recordings import LANGUAGES, load_recordings


class Command(BaseCommand):
    help = (
        "Show how many sentences of citizens' pages have a recording. With --pack: write the list of sentences that a "
        "person has not recorded yet, for a speaker (docs/listening.md)."
    )

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=LANGUAGES, help="only this language; needed for --pack")
        parser.add_argument("--area", choices=list(AREAS), help="only the sentences of this part of the portal")
        parser.add_argument("--all", action="store_true", help="pack also what a person has recorded already")
        parser.add_argument("--pack", metavar="FOLDER", type=Path)

    def handle(self, *args, **options):
        try:
            sentences = [one for one in list_sentences() if options["area"] in (None, one.area)]
        except XgettextMissing as missing:
            raise CommandError("xgettext is missing. Install gettext (Debian: apt-get install gettext).") from missing
        for language in [options["language"]] if options["language"] else LANGUAGES:
            self.stdout.write(_summary(language, sentences))
        if not options["pack"]:
            return
        if not options["language"]:
            raise CommandError("Say for which language: --language ur, en or pa.")
        recordings = load_recordings(options["language"])
        current = {one.key for one in sentences} - {one.key for one in list_missing(options["language"], sentences)}
        to_record = [
            one for one in sentences if options["all"] or one.key not in current or recordings[one.key].is_synthetic
        ]
        count = write_pack(options["pack"], options["language"], to_record)
        self.stdout.write(f"{count} recordings to make: {options['pack'] / SHEET}")


def _summary(language: str, sentences: list) -> str:
    recordings = load_recordings(language)
    missing = {one.key for one in list_missing(language, sentences)}
    current = [recordings[one.key] for one in sentences if one.key not in missing]
    synthetic = sum(recording.is_synthetic for recording in current)
    return (
        f"{language}: {len(sentences)} sentences; {len(current) - synthetic} recorded by a person, "
        f"{synthetic} by a computer, {len(missing)} missing or changed since"
    )
