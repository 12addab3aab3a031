"""Find hearings: for the page of a complaint, and for the officer's own page."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from accounts.queries.historical_names import set_historical_postings
from complaints.models import Complaint, Hearing, Naming
from complaints.rules.statuses import OPEN

OPEN_STATUSES = sorted(str(status) for status in OPEN)


def hearings_of_naming(naming: Naming) -> list[Hearing]:
    """Return the hearings of a named officer, by round. Two statements."""
    hearings = Hearing.objects.filter(naming=naming).select_related("naming__officer").order_by("cycle")
    return set_historical_postings(hearings, posting="written_by", at="written_at")


def has_unheard_officer(complaint: Complaint, *, at: datetime) -> bool:
    """Return whether the complaint names an officer without a hearing that was answered or expired. One statement."""
    return Naming.objects.standing().filter(complaint=complaint).exclude(_heard_condition(at=at)).exists()


def _heard_condition(*, at: datetime) -> Exists:
    """Return the condition that the officer of a queried naming has answered, or that the time for it has passed."""
    done = Q(answered_at__isnull=False) | Q(due_at__lte=at)
    return Exists(Hearing.objects.filter(done, naming=OuterRef("pk")))


def hearings_awaiting_consent() -> QuerySet[Hearing]:
    """Return the hearings that the CPO has to agree to before the officer receives them.

    They were written while the complaint was confidential, whatever its category is now.
    """
    this_round = Hearing.objects.filter(given_at=None, cycle=F("naming__complaint__cycle"))
    return this_round.filter(naming__taken_back_at=None)


def annotate_namings_with_hearing_state(names: QuerySet[Naming], *, at: datetime) -> QuerySet[Naming]:
    """Annotate namings with `awaits_consent` and `is_heard`, in the same statement.

    `awaits_consent`: the hearing waits for the CPO. `is_heard`: the officer has answered, or the time has passed.
    """
    awaits = Exists(hearings_awaiting_consent().filter(naming=OuterRef("pk")))
    return names.annotate(awaits_consent=awaits, is_heard=_heard_condition(at=at))


def hearings_received_by(officer_id: int) -> QuerySet[Hearing]:
    """Return the hearings that an officer has received, latest first, unless the naming was taken back."""
    hearings = Hearing.objects.filter(naming__officer=officer_id, naming__taken_back_at=None)
    return hearings.filter(given_at__isnull=False, given_at__lte=Now()).order_by("-given_at", "pk")


def is_hearing_open(hearing: Hearing) -> bool:
    """Return whether the officer can still answer: there is no answer and the complaint is open."""
    return (
        hearing.answered_at is None
        and Complaint.objects.unscoped("only the status is read, and a hearing does not reveal its complaint")
        .filter(pk=hearing.naming.complaint_id, status__in=OPEN_STATUSES)
        .exists()
    )
