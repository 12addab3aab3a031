"""The PDF of a delay dossier, with the frozen evidence: deadlines, custody, notices, pauses, leave and events."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from documents.common_layout_facts import common_facts
from documents.printable_text import split_paragraphs
from documents.record_codes import RecordCode, record_code_facts, record_code_labels
from documents.typst_compiler import compile_pdf


@dataclass(frozen=True)
class DossierLine:
    """A dated line of a dossier. `words`: text that an officer or the complainant wrote."""

    when: str
    what: str
    words: str = ""


@dataclass(frozen=True)
class DossierFacts:
    """The content of a dossier, as text in its language. `mark` and `chain`: the codes by which it is verified here.

    `record`: the code by which anybody verifies the history up to the freezing. `proof`: the proof of each event, which
    is attached; "" for none.

    For an empty part, the document states that there is none.
    """

    etag: str
    officer: str
    frozen: str
    mark: str
    chain: str
    facts: tuple[tuple[str, str], ...]
    custody: tuple[DossierLine, ...] = ()
    notices: tuple[DossierLine, ...] = ()
    views: tuple[DossierLine, ...] = ()
    pauses: tuple[DossierLine, ...] = ()
    leaves: tuple[DossierLine, ...] = ()
    deadlines: tuple[DossierLine, ...] = ()
    events: tuple[DossierLine, ...] = ()
    record: RecordCode | None = None
    proof: str = ""


def make_dossier(facts: DossierFacts, language: str) -> bytes:
    """Return the dossier as a tagged PDF, A4. Raises documents.CompilationFailed."""
    with translation.override(language):
        shared = common_facts()
        data = {
            **shared,
            "labels": shared["labels"] | _section_labels() | record_code_labels(),
            **record_code_facts(facts.record),
            "title": gettext("Delay dossier, complaint %(etag)s") % {"etag": facts.etag},
            "officer": facts.officer,
            "frozen": facts.frozen,
            "mark": facts.mark,
            "chain": facts.chain,
            "facts": [{"label": label, "value": value} for label, value in facts.facts],
            "parts": [
                {
                    "heading": heading,
                    "lines": [
                        {"when": line.when, "what": line.what, "words": split_paragraphs(line.words)} for line in lines
                    ],
                }
                for heading, lines in _titled_sections(facts)
            ],
        }
        return compile_pdf("dossier", data, language=language, proof=facts.proof)


def _titled_sections(facts: DossierFacts) -> list[tuple[str, tuple[DossierLine, ...]]]:
    return [
        (gettext("Holders of the complaint until the deadline passed"), facts.custody),
        (gettext("Notices to the officer"), facts.notices),
        (gettext("When the officer opened the complaint"), facts.views),
        (gettext("Pauses and their reasons"), facts.pauses),
        (gettext("Officer's leave"), facts.leaves),
        (gettext("Deadline history"), facts.deadlines),
        (gettext("What happened"), facts.events),
    ]


def _section_labels() -> dict[str, str]:
    return {
        "matter": gettext("The delay"),
        "none": gettext("None."),
        "frozen": gettext("Frozen"),
        "verify": gettext("Verification"),
        "mark": gettext("Dossier verification code"),
        "chain": gettext("Latest hash of the complaint's history"),
        "for_officers": gettext(
            "Evidence for and against an officer. It makes no recommendation and imposes no penalty."
        ),
    }
