"""The firewall at work: what names an officer moves out of their reach, at once and whenever they are posted anew."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.dispatch import receiver

from accounts.models import Leave, Posting
from accounts.signals import offices_moved, posting_started
from complaints.models import Complaint, Naming
from complaints.models.complaint import OPEN_STATUSES
from complaints.rules.parties import SYSTEM
from complaints.rules.statuses import Status
from complaints.services import addressees, recalling
from complaints.services.moves import make_move


def keep_clear(complaint_id: int, *, at: datetime) -> bool:
    """Recall what waits for whoever may not know of it, and move it where the firewall wants it. Whether it moved."""
    related = "category", "policy", "office", "place__parent"
    complaint = Complaint.objects.for_service().select_related(*related).get(pk=complaint_id)
    recalling.recall(complaint, at=at)
    if addressees.way_out(complaint, at=at) is None:
        return False
    name = "pass_by" if complaint.status == Status.RECEIVED else "keep_away"
    make_move(complaint_id=complaint_id, name=name, by=SYSTEM, at=at)
    return True


def keep_all_clear(*, at: datetime) -> int:
    """Whatever a named officer has come to stand over without a signal: a posting, or a leave, that began by its date.

    Returns how many complaints moved. Two statements where none has to.
    """
    named = Naming.objects.standing().filter(complaint__status__in=OPEN_STATUSES)
    below = named.filter(
        officer__postings__in=Posting.objects.heads().current(at),
        complaint__office__path__startswith=F("officer__postings__office__path"),
    )
    covered = named.filter(complaint__holder__leaves__in=Leave.objects.current(at))
    found = {pk for rows in (below, covered) for pk in rows.values_list("complaint", flat=True)}
    return _each(found, at=at)


@receiver(posting_started)
def make_way(sender, *, posting: Posting, at: datetime, **kwargs) -> None:
    """Whoever is named gets nothing of it by a new post; runs in the transaction of the posting."""
    named = Naming.objects.standing().filter(officer=posting.officer)
    _each(named.values_list("complaint", flat=True), at=at)


@receiver(offices_moved)
def follow_offices(sender, *, office_ids: list[int], at: datetime, **kwargs) -> None:
    """Offices that stand elsewhere may have come below somebody who is named."""
    there = Naming.objects.standing().filter(complaint__office__in=office_ids, complaint__status__in=OPEN_STATUSES)
    _each(there.values_list("complaint", flat=True).distinct(), at=at)


def _each(complaint_ids: Iterable[int], *, at: datetime) -> int:
    return sum(keep_clear(complaint_id, at=at) for complaint_id in sorted(complaint_ids))
