"""The disciplinary reviews that wait for an officer, for the page *Today* (desk.today)."""

from datetime import datetime

from django.db.models import IntegerField, Value
from django.urls import reverse
from django.utils.translation import gettext

from accounts.middleware import POSTING_PARAMETER
from accounts.models.choice_labels import localized_name
from desk.today.waiting_tasks import MOST_OF_A_KIND, OfficerPostings, WaitingTask
from reviews.queries.review_visibility import can_receive_reviews, reviews_visible_to, reviews_waiting_for
from reviews.rules.review_capacities import ReviewActor
from reviews.rules.review_stages import Stage


def list_review_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return the officer's own review if they must explain, and the reviews that they decide. Two statements."""
    return [*_explanation_tasks(officer_postings, at=at), *_decision_tasks(officer_postings, at=at)]


def _explanation_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    officer_id = officer_postings.officer.pk
    called = reviews_visible_to(ReviewActor(officer_id, None), at=at).of_officer(officer_id)
    return [
        WaitingTask(
            gettext("Explain the delay"),
            due_at=due_at,
            subject=gettext("Delay case against you"),
            url=reverse("review", args=[review]),
        )
        for review, due_at in called.filter(status=Stage.CALLED.value).values_list("pk", "due_at")
    ]


def _decision_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    officer_id = officer_postings.officer.pk
    parts = [
        reviews_waiting_for(ReviewActor(officer_id, actor), at=at)
        .annotate(under=Value(number, IntegerField()))
        .order_by("due_at", "pk")
        .values_list("pk", "due_at", "opened_at", "officer__name_en", "officer__name_ur", "under")[:MOST_OF_A_KIND]
        for number, actor in officer_postings.acting(can_receive_reviews)
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts else ()
    tasks = {}
    for review, due_at, opened_at, name_en, name_ur, under in rows:
        posting = officer_postings.postings[under]
        task = WaitingTask(
            gettext("Decide the delay case"),
            due_at=due_at,
            since=opened_at,
            subject=localized_name(name_en, name_ur),
            url=f"{reverse('review', args=[review])}?{POSTING_PARAMETER}={posting.choice}",
            posting=posting,
        )
        tasks.setdefault(review, task)
    return list(tasks.values())
