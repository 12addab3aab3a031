"""The PDF of a complaint's record, which an officer prints: facts, complainant, statement, files and timeline."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from documents.common_layout_facts import common_facts
from documents.printable_text import split_paragraphs
from documents.typst_compiler import compile_pdf


@dataclass(frozen=True)
class RecordEntry:
    """One event of the timeline. `when`: time and post; `words`: text that somebody wrote.

    `reader`: who may read `words` ("officers", "citizen"), or "" if that needs no mention.
    """

    when: str
    what: str
    words: str = ""
    reader: str = ""


@dataclass(frozen=True)
class RecordFacts:
    """The content of a record, as text in its language. `words`: the complainant's statement, unchanged.

    `printed`: by whom and when it was printed, for the footer of each page. `person`: empty if the identity is
    protected; `hidden` then states that.
    """

    etag: str
    category: str
    status: str
    printed: str
    facts: tuple[tuple[str, str], ...]
    words: str
    person: tuple[tuple[str, str], ...] = ()
    hidden: str = ""
    exhibits: tuple[str, ...] = ()
    timeline: tuple[RecordEntry, ...] = ()


def make_record(facts: RecordFacts, language: str) -> bytes:
    """Return the record as a tagged PDF, A4. Raises documents.CompilationFailed."""
    with translation.override(language):
        shared = common_facts()
        reader_labels = {
            "officers": gettext("Only officers read this"),
            "citizen": gettext("The complainant reads this"),
        }
        data = {
            **shared,
            "labels": shared["labels"] | _section_labels(),
            "title": gettext("Record of complaint %(etag)s") % {"etag": facts.etag},
            "category": facts.category,
            "status": facts.status,
            "printed": facts.printed,
            "facts": _labelled_values(facts.facts),
            "person": _labelled_values(facts.person),
            "hidden": facts.hidden,
            "words": split_paragraphs(facts.words),
            "exhibits": list(facts.exhibits),
            "timeline": [
                {
                    "when": entry.when,
                    "what": entry.what,
                    "words": split_paragraphs(entry.words),
                    "reader": reader_labels.get(entry.reader, ""),
                    "internal": entry.reader == "officers",
                }
                for entry in facts.timeline
            ],
        }
        return compile_pdf("record", data, language=language)


def _labelled_values(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in pairs]


def _section_labels() -> dict[str, str]:
    return {
        "matter": gettext("The matter"),
        "complainant": gettext("Complainant"),
        "own_words": gettext("Complainant's statement"),
        "exhibits": gettext("Files submitted"),
        "timeline": gettext("What happened"),
        "status": gettext("Status"),
        "for_officers": gettext(
            "For officers only. It contains information that is not for the complainant or the public."
        ),
    }
