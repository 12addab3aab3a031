"""Ask complainants whether anybody troubles them, 30 and 90 days after a conduct or confidential complaint closed."""

from datetime import datetime

from django.db.models import Q

from complaints.models import Complaint
from complaints.models.complaint import ComplaintQuerySet
from complaints.rules.actors import SYSTEM
from complaints.rules.calls.aftercare_dates import AFTERCARE_MARKS
from complaints.rules.statuses import Ending, Status
from complaints.services.automatic_moves import BATCH_SIZE, act_on_each
from complaints.services.moves import make_move


def ask_due_aftercare_questions(*, at: datetime) -> int:
    """Ask all complainants for whom a question is due; return their number.

    Safe to run again: the guard of the move allows each question once.
    """
    return act_on_each(
        complaints_due_for_aftercare(at=at)[:BATCH_SIZE], lambda complaint: _ask_aftercare_question(complaint, at=at)
    )


def complaints_due_for_aftercare(*, at: datetime) -> ComplaintQuerySet:
    """Return the complaints for which a question is due, the earliest closed first.

    Feedback is left out because there was no inquiry, and complainants who left the inquiry get no messages. The query
    uses the index `closed_to_ask_after`: it repeats the literals of the index's condition, because PostgreSQL would not
    use the index with parameters.
    """
    closed = Complaint.objects.unscoped("a job asks after closed complaints").filter(
        Q(about_police=True) | Q(confidential=True)
    )
    closed = closed.filter(status=Status.CLOSED, asked_after__lt=len(AFTERCARE_MARKS), left_at=None).exclude(
        ending=Ending.FEEDBACK
    )
    first, second = (at - mark for mark in AFTERCARE_MARKS)
    return closed.filter(closed_at__lte=first).filter(Q(asked_after=0) | Q(closed_at__lte=second)).order_by("closed_at")


def _ask_aftercare_question(complaint: Complaint, *, at: datetime) -> bool:
    make_move(complaint_id=complaint.pk, name="ask_after", by=SYSTEM, at=at)
    return True
