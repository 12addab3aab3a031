"""Optional help with drafting a report: a package's function, off unless DRAFTING_HELP names one.

It runs inside the portal. It is asked only when the holder presses the button, never for a confidential complaint, and
its text goes into the form, marked as a draft, where the officer changes it, previews it and answers for it.
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
from web.extension_calls import call_within

logger = logging.getLogger(__name__)

FIELDS = ("words", *PARTS_BESIDE_FINDING)
"""The fields of the report's form that a package may fill."""
TIME_LIMIT = 10.0  # seconds


@dataclass(frozen=True)
class DraftRequest:
    """What the function gets: nothing that identifies the complainant beyond what their statement says.

    `typed`: what stands in the report's fields so far, by the names of FIELDS.
    """

    category: str
    statement: str
    language: str
    typed: Mapping[str, str]


class DraftingHelp(Protocol):
    """A function that suggests texts for a report (DRAFTING_HELP).

    It is called once for each press of the button, within a request, in a thread without a transaction: no database.
    After ten seconds or an exception the officer keeps the form as it was, and may press again.
    """

    def __call__(self, request: DraftRequest) -> Mapping[str, str]:
        """Return texts for some of FIELDS; others are ignored.

        The statement is a citizen's: keep no copy and send it to nobody outside the operator's control.
        """


def is_drafting_help_offered(complaint: Complaint) -> bool:
    """Return whether a package may help with the report of this complaint."""
    return bool(settings.DRAFTING_HELP) and not complaint.confidential


def suggest_report(complaint: Complaint, *, typed: Mapping[str, str], language: str) -> dict[str, str]:
    """Return the package's texts for fields that are still empty. Nothing typed is replaced.

    Empty if no package may help, or if it fails: the officer then writes as usual.
    """
    if not is_drafting_help_offered(complaint):
        return {}
    typed = {name: typed.get(name, "") for name in FIELDS}
    request = DraftRequest(complaint.category.name, complaint.statement.text, language, typed)
    try:
        suggested = call_within(TIME_LIMIT, import_string(settings.DRAFTING_HELP), request)
        texts = {name: text_cleaning.clean_text(str(suggested.get(name) or "")) for name in FIELDS}
    except Exception as error:  # whatever a package raises, the officer keeps the form
        # Without its text: a package's message may quote the statement.
        logger.error("The drafting help failed: %s", type(error).__name__)
        return {}
    return {
        name: text[: text_cleaning.LONGEST_TEXT] for name, text in texts.items() if text and not typed[name].strip()
    }
