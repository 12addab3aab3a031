"""Reminding: of a question past its day without an answer its owner is told again, and whoever is above them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from accounts.models import Office, Posting
from accounts.rules.offices import ancestors
from monitoring.models import Question
from monitoring.queries.questions import late
from monitoring.services.questions.asking import PAGE
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage


def remind(*, at: datetime) -> int:
    """The owner of each late question, and the head of the nearest office above it that has one; how many messages.

    Each is told once of a question: harmless to repeat and to run twice at once.
    """
    return sum(enqueue_many(list(_messages(question, at=at)), at=at) for question in late(at=at))


def _messages(question: Question, *, at: datetime) -> Iterator[NewMessage]:
    said = {"figure": question.figure, "due_at": question.due_at, "path": PAGE, "via": "email"}
    heads = list(Posting.objects.heads().current(at).filter(office=question.office).order_by("pk"))
    for head in heads:
        yield NewMessage(f"posting:{head.pk}", "answer_late", said, dedupe_key=f"question:{question.pk}:late:{head.pk}")
    above = _above(question.office, heads, at=at)
    if above is not None:
        key = f"question:{question.pk}:late:above"
        yield NewMessage(f"posting:{above.pk}", "answer_late_below", said, dedupe_key=key)


def _above(office: Office, own: Sequence[Posting], *, at: datetime) -> Posting | None:
    """Who heads the nearest office above that has another head: the CCPO of Lahore heads district and region."""
    heads = Posting.objects.heads().current(at).filter(office__path__in=ancestors(office.path))
    others = heads.exclude(officer__in=[head.officer_id for head in own])
    return others.order_by("-office__path", "pk").first()
