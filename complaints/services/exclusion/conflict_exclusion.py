"""The firewall at work: what names an officer moves out of their reach, at once and whenever they are posted anew."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.dispatch import receiver

from accounts.models import Leave, Posting
from accounts.signals import leave_begun, offices_moved, posting_started
from complaints.models import Complaint, Naming, ProvisionalExclusion
from complaints.models.complaint import OPEN_STATUSES
from complaints.models.naming import STATIONS
from complaints.queries.conflict_exclusion import excludes_somebody, names_somebody
from complaints.rules.parties import SYSTEM
from complaints.rules.statuses import Status
from complaints.services import routing
from complaints.services.exclusion import message_recall
from complaints.services.moves import make_move


def keep_clear(complaint_id: int, *, at: datetime) -> bool:
    """Recall what waits for whoever may not know of it, and move it where the firewall wants it. Whether it moved."""
    related = "category", "policy", "office", "place__parent"
    complaint = (
        Complaint.objects.unscoped("the exclusion applies to every complaint")
        .select_related(*related)
        .get(pk=complaint_id)
    )
    message_recall.recall(complaint, at=at)
    if routing.way_out(complaint, at=at) is None:
        return False
    name = "pass_by" if complaint.status == Status.RECEIVED else "keep_away"
    make_move(complaint_id=complaint_id, name=name, by=SYSTEM, at=at)
    return True


def keep_all_clear(*, at: datetime) -> int:
    """What lies where it may not by a posting, or a leave, that began by its date: without a signal.

    Returns how many complaints moved. One statement where none has to.
    """
    named = Naming.objects.standing().filter(complaint__status__in=OPEN_STATUSES)
    excluded = ProvisionalExclusion.objects.filter(complaint__status__in=OPEN_STATUSES)
    ways = *_of_the_officers(named, at=at), *_of_the_officers(excluded, at=at), _of_the_station(at=at)
    return _each(set(ways[0].union(*ways[1:])), at=at)


def _of_the_officers(named: QuerySet, *, at: datetime) -> list[QuerySet]:
    """Open ones that such an officer has come to stand over, or holds, or whose holder is on leave."""
    below = named.filter(
        officer__postings__in=Posting.objects.heads().current(at),
        complaint__office__path__startswith=F("officer__postings__office__path"),
    )
    theirs = named.filter(complaint__holder__officer=F("officer"))
    covered = named.filter(complaint__holder__leaves__in=Leave.objects.current(at))
    return [rows.values_list("complaint", flat=True) for rows in (below, theirs, covered)]


def _of_the_station(*, at: datetime) -> QuerySet:
    """Open conduct complaints that somebody who is posted at the accused station holds, or covers for their holder."""
    current, against = (
        Posting.objects.current(at),
        Complaint.objects.unscoped("the exclusion applies to every complaint").open().filter(about_police=True),
    )
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
def make_way(sender, *, posting: Posting, at: datetime, **kwargs) -> None:
    """Whoever is named, or now of the station that is complained of, gets nothing of it by a new post.

    Runs in the transaction of the posting. One that begins later is heeded when it begins (`keep_all_clear`).
    """
    if not posting.is_current(at):
        return
    named = Naming.objects.standing().filter(officer=posting.officer)
    excluded = ProvisionalExclusion.objects.filter(officer=posting.officer)
    found = set(named.values_list("complaint", flat=True).union(excluded.values_list("complaint", flat=True)))
    others = Posting.objects.of(posting.officer).current(at).exclude(pk=posting.pk)
    if posting.office.kind in STATIONS and others.exists():
        against = (
            Complaint.objects.unscoped("the exclusion applies to every complaint")
            .open()
            .filter(about_police=True, place=posting.office)
        )
        found.update(against.values_list("pk", flat=True))
    _each(found, at=at)


@receiver(leave_begun)
def mind_the_cover(sender, *, leave: Leave, at: datetime, **kwargs) -> None:
    """What must not reach whoever acts for the holder leaves them; runs in the transaction of the leave."""
    held = Complaint.objects.unscoped("the exclusion applies to every complaint").open().held_by(leave.posting_id)
    kept = held.filter(Q(about_police=True) | names_somebody() | excludes_somebody())
    _each(list(kept.values_list("pk", flat=True)), at=at)


@receiver(offices_moved)
def follow_offices(sender, *, office_ids: list[int], at: datetime, **kwargs) -> None:
    """Offices that stand elsewhere may have come below somebody who is named."""
    there = {"complaint__office__in": office_ids, "complaint__status__in": OPEN_STATUSES}
    named = Naming.objects.standing().filter(**there).values_list("complaint", flat=True)
    excluded = ProvisionalExclusion.objects.filter(**there).values_list("complaint", flat=True)
    _each(set(named.union(excluded)), at=at)


def _each(complaint_ids: Iterable[int], *, at: datetime) -> int:
    return sum(keep_clear(complaint_id, at=at) for complaint_id in sorted(complaint_ids))
