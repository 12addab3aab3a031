"""Queries of feedback: the status by number, the published feedback, and the CPO's list."""

from dataclasses import dataclass

from accounts.queries.historical_names import set_historical_postings
from enquiries.models import Feedback, FeedbackAct
from enquiries.rules import enquiry_numbers
from information.rules.text_languages import Language

FEEDBACK_PER_PAGE = 50
LONGEST_PUBLISHED_LIST = 100


def find_feedback_by_number(number: str) -> Feedback | None:
    """Return the feedback with a typed number; None if there is none. One query.

    Pages and chat show its status and answer. The text is not loaded, because the number alone must not reveal it.
    """
    try:
        digits = enquiry_numbers.parse_number(number, enquiry_numbers.RegisterLetter.FEEDBACK)
    except enquiry_numbers.MistypedNumber:
        return None
    return Feedback.objects.defer("text", "phone").filter(number=digits).first()


def list_published_feedback(*, most: int = LONGEST_PUBLISHED_LIST) -> list[Feedback]:
    """Return the published feedback with its answers, the latest first. One query.

    Read the texts with `information.rules.text_languages.text_in_language(row, "said" | "answer", language)`.
    """
    words = [f"{name}_{language}" for name in ("said", "answer") for language in Language]
    columns = ("number", "status", "published_at", *words)
    return list(Feedback.objects.published().only(*columns)[:most])


@dataclass(frozen=True)
class FeedbackPage:
    """One page of the list. `after`: the id of the last row, None on the last page."""

    rows: list[Feedback]
    after: int | None


def load_feedback_page(*, status: str, after: int | None = None) -> FeedbackPage:
    """Return one page of the feedback with a status, the oldest first (by id), with the texts. One query."""
    rows = Feedback.objects.filter(status=status).order_by("pk")
    page_and_next = list((rows.filter(pk__gt=after) if after else rows)[: FEEDBACK_PER_PAGE + 1])
    has_more = len(page_and_next) > FEEDBACK_PER_PAGE
    return FeedbackPage(
        page_and_next[:FEEDBACK_PER_PAGE], page_and_next[FEEDBACK_PER_PAGE - 1].pk if has_more else None
    )


def acts_on_feedback(feedback: Feedback) -> list[FeedbackAct]:
    """Return the acts on a feedback, in order, with the names of the time. Two queries."""
    return set_historical_postings(feedback.acts.order_by("seq"))
