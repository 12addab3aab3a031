"""Create the morning questions: the largest changes that are not chance, each for the head of its office."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, localtime, make_aware

from accounts.models import Office, Posting
from monitoring.models import Question
from monitoring.queries import morning_questions
from monitoring.rules.question_scores import FigureChange, choose_changes, compared_weeks
from notifications.services import enqueue

HOUR = 7
"""The hour of the day in Pakistan."""
QUESTIONS_PATH = "/desk/questions/"


@transaction.atomic
def create_morning_questions(*, at: datetime) -> int:
    """Create the questions of this day, unless there are any. Return how many.

    Safe to repeat and to run twice at once.
    """
    today = localdate(at)
    if localtime(at).hour < HOUR:
        return 0
    Office.objects.select_for_update(no_key=True).get(pk=Office.objects.central().pk)  # one at a time
    if Question.objects.filter(asked_on=today).exists():
        return 0
    quiet_ids = morning_questions.recent_question_keys(at=at)
    changes = morning_questions.measure_changes(today=today, at=at)
    quiet = {(change.office, change.figure) for change in changes if (change.office.pk, change.figure) in quiet_ids}
    largest = choose_changes(changes, quiet)
    for rank, change in enumerate(largest, 1):
        _create_question(change, rank, at=at)
    return len(largest)


def _create_question(change: FigureChange, rank: int, *, at: datetime) -> None:
    today, heads = localdate(at), Posting.objects.heads().current(at).filter(office=change.office).order_by("pk")
    (first, last), _before = compared_weeks(change.figure, today)
    head, due = heads.first(), today + timedelta(days=settings.QUESTION_DAYS + 1)
    question = Question.objects.create(
        asked_on=today,
        rank=rank,
        office=change.office,
        figure=change.figure.value,
        first=first,
        last=last,
        number=change.now.number,
        of=change.now.of,
        before_number=change.before.number,
        before_of=change.before.of,
        score=change.score,
        posting=head,
        asked_at=at,
        due_at=make_aware(datetime.combine(due, time.min)),
    )
    if head is not None:
        enqueue(
            recipient=f"posting:{head.pk}",
            template="asked_to_explain",
            context={"figure": change.figure.value, "due_at": question.due_at, "path": QUESTIONS_PATH, "via": "email"},
            at=at,
            dedupe_key=f"question:{question.pk}",
        )
