"""The deadline for an explanation counts days on duty: leave extends it, and a cover cannot explain instead."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.services.leave_arrangement import arrange_leave
from ledger.service_exceptions import NotPermitted
from reviews.rules import Stage
from reviews.rules.explanation_deadlines import explanation_deadline
from reviews.services import due_review_moves, officer_statements
from tests.monitoring.reviews.lives import WHY, called, doer, late_complaint, review_of
from tests.world import clock

CALLED_AT = datetime(2026, 11, 30, 4, tzinfo=UTC)
LIMIT = timedelta(days=3)


def day(number: float) -> datetime:
    return CALLED_AT + timedelta(days=number)


@pytest.mark.parametrize(
    ("leaves", "last"),
    [
        ([], 3),  # without a posting
        ([[]], 3),
        ([[(day(-5), day(-1))]], 3),  # back before the request
        ([[(day(-1), day(2))]], 5),  # away when the request came
        ([[(day(1), day(4))]], 6),
        ([[(day(2.5), day(3.5)), (day(3.75), day(5))]], 5.25),  # twice
        ([[(day(3), day(9))]], 3),  # leave begins at the deadline
        ([[(day(1), day(4))], []], 3),  # on duty at another post
        ([[(day(1), day(4))], [(day(2), day(9))]], 5),  # away from both for two days
        ([[(day(0), day(300))]], 3 + 30),
    ],
)
def test_leave_extends_the_deadline_by_the_missed_days_on_duty(leaves, last):
    assert explanation_deadline(CALLED_AT, LIMIT, leaves, longest_extension=timedelta(days=30)) == day(last)


def leave(world, since: str, until: str):
    posts = {"posting": world.bilal.posting, "cover": world.kamran.posting}
    return arrange_leave(**posts, starts_at=clock(since), ends_at=clock(until), by=None, at=clock(since))


def test_an_officer_on_leave_has_three_days_from_the_return(world):
    late_complaint(world)
    leave(world, "+7d 08:00", "+12d 09:00")
    review = called(world)
    assert review.due_at == clock("+15d 09:00")
    with pytest.raises(NotPermitted):
        officer_statements.submit_explanation(
            review_id=review.pk, words=WHY, by=doer(world.kamran), at=clock("+8d 10:00")
        )
    officer_statements.submit_explanation(review_id=review.pk, words=WHY, by=doer(world.bilal), at=clock("+8d 10:00"))
    assert review_of(world.bilal).status == Stage.EXPLAINED  # an officer on leave may still explain


def test_leave_after_the_request_extends_the_deadline_once_with_an_event(world):
    late_complaint(world)
    review = called(world)
    assert review.due_at == clock("+10d 09:00")
    leave(world, "+9d 09:00", "+11d 09:00")
    due_review_moves.handle_due_reviews(at=clock("+10d 09:05"))
    moved = review_of(world.bilal)
    assert (moved.status, moved.due_at) == (Stage.CALLED, clock("+12d 09:00"))
    assert list(review.events.values_list("kind", flat=True).order_by("seq")) == ["call", "wait"]
    assert due_review_moves.handle_due_reviews(at=clock("+10d 09:10")) == 0
    due_review_moves.handle_due_reviews(at=clock("+12d 09:00"))
    assert review_of(world.bilal).status == Stage.SILENT


def test_time_limits_are_settings_and_set_deadlines_do_not_change(world, settings):
    late_complaint(world)
    review = called(world)
    settings.REVIEW_DAYS = settings.REVIEW_DAYS | {"explanation": 9, "decision": 2}
    due_review_moves.handle_due_reviews(at=clock("+10d 08:59"))
    assert (review_of(world.bilal).status, review_of(world.bilal).due_at) == (Stage.CALLED, clock("+10d 09:00"))
    officer_statements.submit_explanation(review_id=review.pk, words=WHY, by=doer(world.bilal), at=clock("+10d 08:59"))
    assert review_of(world.bilal).due_at == clock("+12d 08:59")
