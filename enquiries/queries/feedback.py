"""Feedback: where it stands, for whoever has the number; what is published; the CPO's list."""

from dataclasses import dataclass

from accounts.queries.former_names import named_then
from enquiries.models import Feedback, FeedbackAct
from enquiries.rules import numbers
from information.rules.languages import Language

LENGTH = 50
PUBLISHED = 100


def feedback_standing(number: str) -> Feedback | None:
    """The feedback of that number, however it is typed; None for one that nobody has. One query.

    Pages and chat show its status and answer, never what was written: the number alone is no key to that.
    """
    try:
        digits = numbers.parse(number, numbers.Letter.FEEDBACK)
    except numbers.Mistyped:
        return None
    return Feedback.objects.defer("text", "phone").filter(number=digits).first()


def said_and_done(*, most: int = PUBLISHED) -> list[Feedback]:
    """What was suggested and what became of it, as it is published, the latest first. One query.

    `information.rules.languages.said(row, "said" | "answer", language)` reads each.
    """
    words = [f"{name}_{language}" for name in ("said", "answer") for language in Language]
    columns = ("number", "status", "published_at", *words)
    return list(Feedback.objects.published().only(*columns)[:most])


@dataclass(frozen=True)
class Listed:
    """A part of the list, the oldest first. `after`: the id of the last row, where more follow."""

    rows: list[Feedback]
    after: int | None


def listed(*, status: str, after: int | None = None) -> Listed:
    """What has one status, with what was written. One query; ids follow the order in which it came."""
    rows = Feedback.objects.filter(status=status).order_by("pk")
    found = list((rows.filter(pk__gt=after) if after else rows)[: LENGTH + 1])
    return Listed(found[:LENGTH], found[LENGTH - 1].pk if len(found) > LENGTH else None)


def acts_of(feedback: Feedback) -> list[FeedbackAct]:
    """What was done with it. Two queries."""
    return named_then(feedback.acts.order_by("seq"))
