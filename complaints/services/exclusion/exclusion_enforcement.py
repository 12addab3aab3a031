"""Move complaints away from officers whom the conflict exclusion excludes.

It runs when an officer is named, and when a posting, a leave or the tree of offices changes.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.dispatch import receiver

from accounts.models import Leave, Posting
from accounts.signals import leave_begun, offices_moved, posting_started
from complaints.models import Complaint, Naming, ProvisionalExclusion
from complaints.models.complaint import OPEN_STATUSES
from complaints.models.naming import STATIONS
from complaints.queries.conflict_exclusion_lookup import excludes_somebody_condition, names_somebody_condition
from complaints.rules.actors import SYSTEM
from complaints.rules.statuses import Status
from complaints.services import routing
from complaints.services.exclusion import message_recall
from complaints.services.moves import make_move


@transaction.atomic
def enforce_exclusion(complaint_id: int, *, at: datetime) -> bool:
    """Recall unsent messages to excluded officers, and move the complaint if its holder or cell is excluded.

    Return whether it moved. The periodic job calls it outside a transaction.
    """
    related = "category", "policy", "office", "place__parent"
    complaint = (
        Complaint.objects.unscoped("the exclusion applies to every complaint")
        .select_related(*related)
        .get(pk=complaint_id)
    )
    message_recall.recall_messages(complaint, at=at)
    if routing.destination_after_naming(complaint, at=at) is None:
        return False
    name = "pass_by" if complaint.status == Status.RECEIVED else "keep_away"
    make_move(complaint_id=complaint_id, name=name, by=SYSTEM, at=at)
    return True


def enforce_all_exclusions(*, at: datetime) -> int:
    """Move complaints after postings and leaves whose start was set beforehand, which send no signal when they start.

    Return the number of complaints that moved. One query if there are none.
    """
    namings = Naming.objects.standing().filter(complaint__status__in=OPEN_STATUSES)
    exclusions = ProvisionalExclusion.objects.filter(complaint__status__in=OPEN_STATUSES)
    affected = (
        *_complaints_affected_by(namings, at=at),
        *_complaints_affected_by(exclusions, at=at),
        _complaints_held_at_accused_station(at=at),
    )
    return _enforce_each_exclusion(set(affected[0].union(*affected[1:])), at=at)


def _complaints_affected_by(exclusions: QuerySet, *, at: datetime) -> list[QuerySet]:
    """Select the complaints that an excluded officer may have reached.

    They are at or below an office that the officer heads, or the officer holds them, or their holder is on leave.
    """
    below = exclusions.filter(
        officer__postings__in=Posting.objects.heads().current(at),
        complaint__office__path__startswith=F("officer__postings__office__path"),
    )
    held = exclusions.filter(complaint__holder__officer=F("officer"))
    covered = exclusions.filter(complaint__holder__leaves__in=Leave.objects.current(at))
    return [rows.values_list("complaint", flat=True) for rows in (below, held, covered)]


def _complaints_held_at_accused_station(*, at: datetime) -> QuerySet:
    """Select open conduct complaints whose holder, or an officer acting for them, is posted at the accused station."""
    current = Posting.objects.current(at)
    against = Complaint.objects.unscoped("the exclusion applies to every complaint").open().filter(about_police=True)
    held = against.filter(
        place__kind__in=STATIONS,
        holder__officer__postings__in=current,
        holder__officer__postings__office=F("place"),
    )
    covered = against.filter(
        place__kind__in=STATIONS,
        holder__leaves__in=Leave.objects.current(at),
        holder__leaves__cover__officer__postings__in=current,
        holder__leaves__cover__officer__postings__office=F("place"),
    )
    return held.values_list("pk", flat=True).union(covered.values_list("pk", flat=True))


@receiver(posting_started)
def enforce_on_new_posting(sender, *, posting: Posting, at: datetime, **kwargs) -> None:
    """Move complaints that a new posting would bring to an officer who is excluded from them.

    The officer is named in them, or is now posted at the station that they are against. Runs in the transaction of the
    posting. A posting that starts later is handled when it starts (`enforce_all_exclusions`).
    """
    if not posting.is_current(at):
        return
    namings = Naming.objects.standing().filter(officer=posting.officer)
    exclusions = ProvisionalExclusion.objects.filter(officer=posting.officer)
    affected = set(namings.values_list("complaint", flat=True).union(exclusions.values_list("complaint", flat=True)))
    other_postings = Posting.objects.held_by(posting.officer).current(at).exclude(pk=posting.pk)
    if posting.office.kind in STATIONS and other_postings.exists():
        against = (
            Complaint.objects.unscoped("the exclusion applies to every complaint")
            .open()
            .filter(about_police=True, place=posting.office)
        )
        affected.update(against.values_list("pk", flat=True))
    _enforce_each_exclusion(affected, at=at)


@receiver(leave_begun)
def enforce_on_new_leave(sender, *, leave: Leave, at: datetime, **kwargs) -> None:
    """Move complaints of a holder on leave from which the acting officer is excluded.

    Runs in the transaction of the leave.
    """
    held = Complaint.objects.unscoped("the exclusion applies to every complaint").open().held_by(leave.posting_id)
    with_exclusion = held.filter(Q(about_police=True) | names_somebody_condition() | excludes_somebody_condition())
    _enforce_each_exclusion(list(with_exclusion.values_list("pk", flat=True)), at=at)


@receiver(offices_moved)
def enforce_on_moved_offices(sender, *, office_ids: list[int], at: datetime, **kwargs) -> None:
    """Move complaints of offices that were moved in the tree and may now be below a named officer."""
    at_offices = {"complaint__office__in": office_ids, "complaint__status__in": OPEN_STATUSES}
    named = Naming.objects.standing().filter(**at_offices).values_list("complaint", flat=True)
    excluded = ProvisionalExclusion.objects.filter(**at_offices).values_list("complaint", flat=True)
    _enforce_each_exclusion(set(named.union(excluded)), at=at)


def _enforce_each_exclusion(complaint_ids: Iterable[int], *, at: datetime) -> int:
    return sum(enforce_exclusion(complaint_id, at=at) for complaint_id in sorted(complaint_ids))
