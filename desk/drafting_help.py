"""Optional help with drafting a report: a plug-in, off unless DRAFTING_HELP names one.

The plug-in runs inside the portal. It is asked only when the holder presses the button, never for a confidential
complaint, and its text goes into the form, where the officer changes it, previews it and answers for it.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from complaints.models import Complaint
from complaints.rules.inquiry.report_parts import PARTS_BESIDE_FINDING
from web import text_cleaning

logger = logging.getLogger(__name__)

FIELDS = ("words", *PARTS_BESIDE_FINDING)
"""The fields of the report's form that a plug-in may fill."""


@dataclass(frozen=True)
class DraftRequest:
    """What a plug-in gets: nothing that identifies the complainant beyond what their statement says.

    `typed`: what stands in the report's fields so far, by the names of FIELDS.
    """

    category: str
    statement: str
    language: str
    typed: Mapping[str, str]


class DraftingHelp(Protocol):
    """A plug-in: DRAFTING_HELP is the dotted path of a function like this."""

    def __call__(self, request: DraftRequest) -> Mapping[str, str]:
        """Return texts for some of FIELDS."""


def is_drafting_help_offered(complaint: Complaint) -> bool:
    """Return whether a plug-in may help with the report of this complaint."""
    return bool(settings.DRAFTING_HELP) and not complaint.confidential


def suggest_report(complaint: Complaint, *, typed: Mapping[str, str], language: str) -> dict[str, str]:
    """Return the plug-in's texts for fields that are still empty. Nothing typed is replaced.

    Empty if no plug-in may help, or if it fails: the officer then writes as usual.
    """
    if not is_drafting_help_offered(complaint):
        return {}
    typed = {name: typed.get(name, "") for name in FIELDS}
    request = DraftRequest(complaint.category.name, complaint.statement.text, language, typed)
    try:
        suggested = import_string(settings.DRAFTING_HELP)(request)
        texts = {name: text_cleaning.clean_text(str(suggested.get(name) or "")) for name in FIELDS}
    except Exception as error:  # whatever a plug-in raises, the officer keeps the form
        # Without its text: a plug-in's message may quote the statement.
        logger.error("The drafting help failed: %s", type(error).__name__)
        return {}
    return {
        name: text[: text_cleaning.LONGEST_TEXT] for name, text in texts.items() if text and not typed[name].strip()
    }
