"""Remind heads of unanswered morning questions after the deadline, and notify the head above them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from accounts.models import Office, Posting
from accounts.rules.office_tree import ancestor_paths
from monitoring.models import Question
from monitoring.queries.morning_questions import late_questions
from monitoring.services.questions.question_creation import QUESTIONS_PATH
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage


def remind_of_late_questions(*, at: datetime) -> int:
    """Write to the head of the office of each late question, and to the head of the nearest office above it.

    Return the number of messages. Each person gets one message about a question, so this is safe to repeat and to run
    twice at once.
    """
    return sum(enqueue_many(list(_reminder_messages(question, at=at)), at=at) for question in late_questions(at=at))


def _reminder_messages(question: Question, *, at: datetime) -> Iterator[NewMessage]:
    context = {"figure": question.figure, "due_at": question.due_at, "path": QUESTIONS_PATH, "via": "email"}
    heads = list(Posting.objects.heads().current(at).filter(office=question.office).order_by("pk"))
    for head in heads:
        yield NewMessage(
            f"posting:{head.pk}", "answer_late", context, dedupe_key=f"question:{question.pk}:late:{head.pk}"
        )
    above = _head_above(question.office, heads, at=at)
    if above is not None:
        key = f"question:{question.pk}:late:above"
        yield NewMessage(f"posting:{above.pk}", "answer_late_below", context, dedupe_key=key)


def _head_above(office: Office, own_heads: Sequence[Posting], *, at: datetime) -> Posting | None:
    """Return the head of the nearest office above that has another head.

    One officer can head two levels: the CCPO of Lahore heads the district and the region.
    """
    heads = Posting.objects.heads().current(at).filter(office__path__in=ancestor_paths(office.path))
    other_heads = heads.exclude(officer__in=[head.officer_id for head in own_heads])
    return other_heads.order_by("-office__path", "pk").first()
