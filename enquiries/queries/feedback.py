"""Queries of feedback: the status by number, the published feedback, and the CPO's list."""

from dataclasses import dataclass

from accounts.queries.former_names import named_then
from enquiries.models import Feedback, FeedbackAct
from enquiries.rules import numbers
from information.rules.languages import Language

LENGTH = 50
PUBLISHED = 100


def feedback_standing(number: str) -> Feedback | None:
    """Return the feedback with a typed number; None if there is none. One query.

    Pages and chat show its status and answer. The text is not loaded, because the number alone must not reveal it.
    """
    try:
        digits = numbers.parse(number, numbers.Letter.FEEDBACK)
    except numbers.Mistyped:
        return None
    return Feedback.objects.defer("text", "phone").filter(number=digits).first()


def said_and_done(*, most: int = PUBLISHED) -> list[Feedback]:
    """Return the published feedback with its answers, the latest first. One query.

    Read the texts with `information.rules.languages.said(row, "said" | "answer", language)`.
    """
    words = [f"{name}_{language}" for name in ("said", "answer") for language in Language]
    columns = ("number", "status", "published_at", *words)
    return list(Feedback.objects.published().only(*columns)[:most])


@dataclass(frozen=True)
class Listed:
    """One page of the list. `after`: the id of the last row, None on the last page."""

    rows: list[Feedback]
    after: int | None


def listed(*, status: str, after: int | None = None) -> Listed:
    """Return one page of the feedback with a status, the oldest first (by id), with the texts. One query."""
    rows = Feedback.objects.filter(status=status).order_by("pk")
    page_and_next = list((rows.filter(pk__gt=after) if after else rows)[: LENGTH + 1])
    has_more = len(page_and_next) > LENGTH
    return Listed(page_and_next[:LENGTH], page_and_next[LENGTH - 1].pk if has_more else None)


def acts_of(feedback: Feedback) -> list[FeedbackAct]:
    """Return the acts on a feedback, in order, with the names of the time. Two queries."""
    return named_then(feedback.acts.order_by("seq"))
