"""The record of a complaint, for an officer who takes the file away: facts, words, and what happened, in order."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from documents.compiling import pdf
from documents.printable_text import paragraphs
from documents.shared_notes import common


@dataclass(frozen=True)
class RecordEntry:
    """One event: when and under which post, in a sentence; `words` are somebody's own. `reader`: who may read them
    ("officers", "citizen"), or "" where that goes without saying.
    """

    when: str
    what: str
    words: str = ""
    reader: str = ""


@dataclass(frozen=True)
class RecordFacts:
    """What the paper says, as ready words in its language; `words` are the complainant's own, untouched.

    `printed` says who printed it and when, at the foot of every page. `person` is empty where the identity is not to be
    shown; `hidden` then says so.
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


def record(facts: RecordFacts, language: str) -> bytes:
    """The record as a tagged PDF, A4. Raises papers.NotMade."""
    with translation.override(language):
        shared = common()
        told = {
            **shared,
            "say": shared["say"] | _labels(),
            "title": gettext("Record of complaint %(etag)s") % {"etag": facts.etag},
            "category": facts.category,
            "status": facts.status,
            "printed": facts.printed,
            "facts": _rows(facts.facts),
            "person": _rows(facts.person),
            "hidden": facts.hidden,
            "words": paragraphs(facts.words),
            "exhibits": list(facts.exhibits),
            "timeline": [
                {
                    "when": one.when,
                    "what": one.what,
                    "words": paragraphs(one.words),
                    "reader": _reader(one.reader),
                    "internal": one.reader == "officers",
                }
                for one in facts.timeline
            ],
        }
        return pdf("record", told, language=language)


def _rows(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in pairs]


def _reader(reader: str) -> str:
    said = {"officers": gettext("Only officers read this"), "citizen": gettext("The citizen reads this")}
    return said.get(reader, "")


def _labels() -> dict[str, str]:
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
