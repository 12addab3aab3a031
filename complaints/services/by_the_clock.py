"""What the system does when nobody does: marks, resumes, and closes. Each is harmless to repeat."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Q, Value

from complaints.models import Complaint
from complaints.rules.clock import PAUSED, URGENT_UP_TO, pause_ends_at
from complaints.rules.guards import SILENCE_CLOSES_AFTER
from complaints.rules.parties import SYSTEM
from complaints.rules.statuses import Status
from complaints.services import addressees, clocks
from complaints.services.moves import make_move
from complaints.services.refusals import NotPermitted, Overtaken, Refused

logger = logging.getLogger(__name__)
BATCH = 500
QUARTER = 0.25


def mark_the_unmarked(*, at: datetime) -> int:
    """Mark what waits too long (domain.md, *auto-mark*): urgent at once, else at a quarter of the contact limit.

    To the lowest head over the place whom the policy allows. Returns how many were marked.
    """
    hour = ExpressionWrapper(F("policy__contact_hours") * Value(timedelta(hours=1)), output_field=DurationField())
    urgent = Q(policy__contact_hours__lte=URGENT_UP_TO // timedelta(hours=1)) | ~Q(policy__urgent_act="")
    waiting = (
        Complaint.objects.for_system()
        .filter(status=Status.RECEIVED, received_at__lte=at, policy__contact_hours__isnull=False)
        .filter(urgent | Q(received_at__lte=at - hour * QUARTER))
        .select_related("office", "place", "policy")
        .order_by("received_at")
    )
    return act_on_each(waiting.iterator(), lambda complaint: _auto_mark(complaint, at=at))


def _auto_mark(complaint: Complaint, *, at: datetime) -> bool:
    head = addressees.first_head(complaint, at=at)
    if head is None:
        return False
    make_move(complaint_id=complaint.pk, name="auto_mark", by=SYSTEM, at=at, to=head.pk)
    return True


def end_used_up_pauses(*, at: datetime) -> int:
    """A question that was not answered within the pause's cap: the clock runs on."""
    waiting = Complaint.objects.for_system().filter(status=Status.AWAITING_CITIZEN).order_by("due_at", "pk")
    return act_on_each(waiting.iterator(), lambda complaint: _resume_at_cap(complaint, at=at))


def _resume_at_cap(complaint: Complaint, *, at: datetime) -> bool:
    runs = clocks.report_runs(complaint)
    if not runs or runs[-1].why != PAUSED or at < pause_ends_at(runs):
        return False
    make_move(complaint_id=complaint.pk, name="resume", by=SYSTEM, at=at)
    return True


def close_the_unanswered(*, at: datetime) -> int:
    """Seven days after the resolution without a word: closed as unanswered, never as satisfied."""
    silent = Complaint.objects.for_system().filter(status=Status.RESOLVED, resolved_at__lte=at - SILENCE_CLOSES_AFTER)
    return act_on_each(silent.order_by("resolved_at")[:BATCH], lambda complaint: _close(complaint, at=at))


def _close(complaint: Complaint, *, at: datetime) -> bool:
    make_move(complaint_id=complaint.pk, name="close", by=SYSTEM, at=at)
    return True


def act_on_each(complaints: Iterable[Complaint], act: Callable[[Complaint], bool]) -> int:
    """Act on each in a transaction of its own; one that somebody else has moved meanwhile is passed over."""
    done = 0
    for complaint in complaints:
        try:
            done += act(complaint)
        except (NotPermitted, Overtaken, Refused) as passed_over:
            logger.info("Complaint %s passed over: %r", complaint.pk, passed_over)
    return done
