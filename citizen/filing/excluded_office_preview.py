"""The offices that will not be able to open the complaint, before it is registered."""

from datetime import datetime

from accounts.models import Office
from complaints.models import Category
from complaints.queries.exclusion.excluded_offices import ExcludedOffice, topmost_excluded_offices
from complaints.rules.exclusion import settling
from complaints.services import drafts as writing
from complaints.services.draft_answers import DraftAnswers
from complaints.services.exclusion.exclusion_by_description import preview_exclusions


def is_protection_default(answers: dict, excluded_offices: list[ExcludedOffice]) -> bool:
    """Return whether a draft's complainant is protected unless they want otherwise (`rules.exclusion.settling`)."""
    return settling.is_protection_default(
        has_exclusions=bool(excluded_offices), category_code=answers.get("category", "")
    )


def preview_excluded_offices_of_draft(answers: dict, *, at: datetime) -> list[ExcludedOffice]:
    """Return the offices that the answers of an unfinished draft exclude."""
    return preview_excluded_offices(DraftAnswers(**{"text": ""} | writing.answers_without_page_state(answers)), at=at)


def preview_excluded_offices(answers: DraftAnswers, *, at: datetime) -> list[ExcludedOffice]:
    """Return the offices that the answers exclude. No query if nobody is to be kept out.

    A category or district that is no longer used excludes nothing here: the registration asks for another.
    """
    if answers.keep_from == "no":
        return []
    try:
        return topmost_excluded_offices(preview_exclusions(answers, at=at))
    except (Category.DoesNotExist, Office.DoesNotExist):
        return []
