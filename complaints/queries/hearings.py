"""Hearings: of a complaint for its file, and of an officer for their own page."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from accounts.queries.former_names import named_then
from complaints.models import Complaint, Hearing, Naming
from complaints.rules.statuses import OPEN

OPEN_STATUSES = sorted(str(status) for status in OPEN)


def of_naming(naming: Naming) -> list[Hearing]:
    """What this officer was asked, round by round. Two statements."""
    asked = Hearing.objects.filter(naming=naming).select_related("naming__officer").order_by("cycle")
    return named_then(asked, posting="written_by", at="written_at")


def anybody_unheard(complaint: Complaint, *, at: datetime) -> bool:
    """Whether it names somebody who has neither answered nor let the time for it pass. One statement."""
    return Naming.objects.standing().filter(complaint=complaint).exclude(_is_heard(at=at)).exists()


def _is_heard(*, at: datetime) -> Exists:
    """Of a name in a query: whether its officer has answered, or let the time for it pass."""
    done = Q(answered_at__isnull=False) | Q(due_at__lte=at)
    return Exists(Hearing.objects.filter(done, naming=OuterRef("pk")))


def waiting_for_consent() -> QuerySet[Hearing]:
    """What the CPO has to agree to before the officer concerned is asked it: it was written of a confidential
    complaint, whatever that is by now."""
    this_round = Hearing.objects.filter(given_at=None, cycle=F("naming__complaint__cycle"))
    return this_round.filter(naming__taken_back_at=None)


def with_hearings(names: QuerySet[Naming], *, at: datetime) -> QuerySet[Naming]:
    """Each with `awaits_consent`: whether what its officer is asked waits for the CPO; and `is_heard`: whether they
    have answered, or let the time for it pass. In the same statement."""
    awaits = Exists(waiting_for_consent().filter(naming=OuterRef("pk")))
    return names.annotate(awaits_consent=awaits, is_heard=_is_heard(at=at))


def of_officer(officer_id: int) -> QuerySet[Hearing]:
    """What was laid before this officer, the latest first, as long as the name stands. Nothing of the complaint."""
    mine = Hearing.objects.filter(naming__officer=officer_id, naming__taken_back_at=None)
    return mine.filter(given_at__isnull=False, given_at__lte=Now()).order_by("-given_at", "pk")


def is_open(hearing: Hearing) -> bool:
    """Whether the inquiry still waits for the answer, or would still read it."""
    return (
        hearing.answered_at is None
        and Complaint.objects.unscoped("a hearing tells nothing of its complaint")
        .filter(pk=hearing.naming.complaint_id, status__in=OPEN_STATUSES)
        .exists()
    )
