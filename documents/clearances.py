"""The written clearance of an officer: a delay case ended without a finding against them."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from documents.common_layout_facts import common_facts
from documents.typst_compiler import compile_pdf


@dataclass(frozen=True)
class ClearanceFacts:
    """The content of a clearance, as text in its language.

    `facts`: labels and values. `meaning`: what the clearance means, one paragraph each. `mark`: the hash of the case's
    last event, by which its history is verified.
    """

    officer: str
    case: str
    facts: tuple[tuple[str, str], ...]
    meaning: tuple[str, ...]
    mark: str


def make_clearance(facts: ClearanceFacts, language: str) -> bytes:
    """Return the clearance as a tagged PDF, one page of A4. Raises documents.CompilationFailed."""
    with translation.override(language):
        shared = common_facts()
        labels = {
            "case": gettext("The case"),
            "meaning": gettext("What this means"),
            "verify": gettext("Verification"),
            "mark": gettext("Latest hash of the case's history"),
        }
        data = {
            **shared,
            "labels": shared["labels"] | labels,
            "title": gettext("Written clearance: %(case)s") % {"case": facts.case},
            "officer": facts.officer,
            "facts": [{"label": label, "value": value} for label, value in facts.facts],
            "meaning": list(facts.meaning),
            "mark": facts.mark,
        }
        return compile_pdf("clearance", data, language=language)
