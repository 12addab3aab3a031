"""The sentences of citizens' pages, from the sources and the Urdu catalogue, and the names that the database keeps."""

import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polib
from django.conf import settings
from django.utils.translation import override, pgettext
from django.utils.translation.template import templatize

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models import Category
from web.listening.spoken_text import (
    NUMBER_CONTEXT,
    SPOKEN_NUMBERS,
    STAND_IN,
    STAND_IN_CONTEXT,
    fixed_pieces,
    normalise_text,
    sentence_key,
)

AREAS = {
    "filing": (
        "templates/citizen/filing",
        "templates/citizen/receipt.html",
        "templates/citizen/evidence",
        "citizen/filing",
        "citizen/evidence",
    ),
    "complaint": ("templates/citizen", "citizen", "complaints/models/display"),
    "information": (
        "templates/home.html",
        "templates/offline.html",
        "templates/information",
        "templates/notices",
        "templates/enquiries/citizen",
        "information",
        "notices/public",
        "enquiries/citizen",
        "web",
    ),
}
"""The sources of each area, most urgent first. A sentence belongs to the first area that has it."""
KEYWORDS = (
    "gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "npgettext:1c,2,3", "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
)  # fmt: skip


class XgettextMissing(Exception):
    """The program xgettext, which finds the messages in the sources, is not installed."""


class Translation(NamedTuple):
    """A message with its two texts."""

    message: str
    context: str
    english: str
    urdu: str


@dataclass(frozen=True)
class Sentence:
    """A sentence to record. `texts`: by language, as displayed, with placeholders. `source`: where it first stands."""

    key: str
    area: str
    source: str
    texts: dict[str, str]

    def pieces(self, language: str) -> list[str]:
        """Return what a speaker says, one recording for each piece. Punjabi is spoken from the Urdu text."""
        return fixed_pieces(self.texts.get(language) or self.texts["ur"])

    def text(self, language: str) -> str:
        """Return the displayed text that the recording belongs to."""
        return self.texts.get(language) or self.texts["ur"]


def list_sentences() -> list[Sentence]:
    """Return all sentences, the most urgent area first. Three queries. Raises XgettextMissing."""
    sentences: dict[str, Sentence] = {}
    for sentence in (*_spoken_parts(), *_messages_of_sources(), *_names_of_database()):
        if all(fixed_pieces(text) for text in sentence.texts.values()):
            sentences.setdefault(sentence.key, sentence)
    order = list(AREAS)
    return sorted(sentences.values(), key=lambda sentence: order.index(sentence.area))


def _spoken_parts() -> Iterator[Sentence]:
    """Yield what is spoken inside other sentences: the numbers, and what stands for a name or a date."""
    stand_in = {}
    for language in ("en", "ur"):
        with override(language):
            stand_in[language] = pgettext("spoken in place of a name or a date", "as written on this page")
    yield Sentence(sentence_key(STAND_IN, STAND_IN_CONTEXT), "filing", STAND_IN_CONTEXT, stand_in)
    for number in map(str, SPOKEN_NUMBERS):
        yield Sentence(sentence_key(number, NUMBER_CONTEXT), "filing", NUMBER_CONTEXT, {"en": number, "ur": number})


def _messages_of_sources() -> Iterator[Sentence]:
    path = Path(settings.BASE_DIR) / "locale" / "ur" / "LC_MESSAGES" / "django.po"
    catalogue = {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(path)) if entry.translated()}
    for area, folders in AREAS.items():
        for entry in extract_messages(settings.BASE_DIR, list_source_files(settings.BASE_DIR, folders)):
            for one in _translations(entry, catalogue):
                texts = {"en": normalise_text(one.english), "ur": normalise_text(one.urdu)}
                source = entry.occurrences[0][0].removesuffix(".py") if entry.occurrences else ""
                yield Sentence(sentence_key(one.message, one.context), area, source, texts)


def _translations(entry: polib.POEntry, catalogue: dict) -> Iterator[Translation]:
    context = entry.msgctxt or ""
    translated = catalogue.get((context, entry.msgid))
    if translated is None:
        return
    if not entry.msgid_plural:
        yield Translation(entry.msgid, context, entry.msgid, translated.msgstr)
        return
    for number, message in enumerate((entry.msgid, entry.msgid_plural)):
        yield Translation(message, context, message, translated.msgstr_plural[number])


def _names_of_database() -> Iterator[Sentence]:
    categories = Category.objects.filter(is_active=True).values_list("name_en", "name_ur", "help_en", "help_ur")
    for name_en, name_ur, help_en, help_ur in categories:
        yield Sentence(sentence_key(name_en, "category"), "filing", "category", {"en": name_en, "ur": name_ur})
        yield Sentence(sentence_key(help_en, "category"), "filing", "category", {"en": help_en, "ur": help_ur})
    districts = Office.objects.filter(kind=OfficeKind.DISTRICT).values_list("name_en", "name_ur")
    for name_en, name_ur in districts:
        yield Sentence(sentence_key(name_en, "district"), "filing", "district", {"en": name_en, "ur": name_ur})


def list_source_files(root: Path, folders: Iterable[str]) -> list[Path]:
    """Return the templates and modules in these folders, relative to `root`. The desk's are left out."""
    files: set[Path] = set()
    for folder in folders:
        path = root / folder
        files |= {path} if path.is_file() else {*path.rglob("*.html"), *path.rglob("*.py")}
    relative = (path.relative_to(root) for path in files)
    return sorted(path for path in relative if not {"desk", "migrations", "management", "admin.py"} & set(path.parts))


def extract_messages(root: Path, files: Iterable[Path]) -> list[polib.POEntry]:
    """Return the messages in these files, as `makemessages` finds them. Raises XgettextMissing."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for path in files:
            source = (root / path).read_text()
            copy = Path(folder) / f"{path}.py" if path.suffix == ".html" else Path(folder) / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(templatize(source, origin=str(path)) if path.suffix == ".html" else source)
            names.append(str(copy.relative_to(folder)))
        options = [f"--keyword={keyword}" for keyword in KEYWORDS]
        command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--no-wrap", "--output=-", *options, *names]
        try:
            run = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603 (our files)
        except FileNotFoundError as missing:
            raise XgettextMissing from missing
    return list(polib.pofile(run.stdout)) if run.stdout else []
