"""Move complaints away from officers whom the conflict exclusion excludes.

It runs when an officer is named, and when a posting, a leave or the tree of offices changes.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.dispatch import receiver

from accounts.models import Leave, Posting
from accounts.rules.office_tree import paths_from_root
from accounts.signals import leave_begun, offices_moved, posting_started
from complaints.models import Complaint, Event, Exclusion
from complaints.models.complaint import OPEN_STATUSES
from complaints.queries.exclusion.conflict_exclusion_lookup import excludes_somebody_condition
from complaints.rules.actors import SYSTEM
from complaints.rules.statuses import Status
from complaints.services import notification_writing, routing
from complaints.services.exclusion import message_recall, outside_transfer
from complaints.services.exclusion.exclusion_merging import pass_on_to_merged_complaints
from complaints.services.moves import make_move
from complaints.signals import event_recorded
from complaints.workflow.assignment import RECATEGORISE


@transaction.atomic
def enforce_exclusion(complaint_id: int, *, at: datetime) -> bool:
    """Recall unsent messages to excluded officers, and move the complaint if its holder or cell is excluded.

    Their unread notifications about it are removed. The complaints that were merged into it get its exclusions too, and
    are handled likewise. If nobody in the police is left, it goes to the authority outside (`outside_transfer`). Return
    whether it moved. The periodic job calls it outside a transaction.
    """
    related = "category", "policy", "office", "place__parent"
    complaint = (
        Complaint.objects.unscoped("the exclusion applies to every complaint")
        .select_related(*related)
        .get(pk=complaint_id)
    )
    for each in (complaint, *pass_on_to_merged_complaints(complaint, at=at)):
        message_recall.recall_messages(each, at=at)
        notification_writing.remove_unread_of_excluded(each, at=at)
    has_moved = routing.destination_after_naming(complaint, at=at) is not None
    if has_moved:
        name = "pass_by" if complaint.status == Status.RECEIVED else "keep_away"
        make_move(complaint_id=complaint_id, name=name, by=SYSTEM, at=at)
    outside_transfer.transfer_if_nobody_is_left(complaint_id, at=at)
    return has_moved


@receiver(event_recorded)
def enforce_after_new_category(sender, *, event: Event, complaint: Complaint, **kwargs) -> None:
    """Move a complaint that has become one about the police, and recall what waits for the officers excluded now."""
    if event.kind == RECATEGORISE.name and complaint.about_police:
        enforce_exclusion(complaint.pk, at=event.at)


def enforce_all_exclusions(*, at: datetime) -> int:
    """Move complaints after postings and leaves whose start was set beforehand, which send no signal when they start.

    Return the number of complaints that moved. One query if there are none.
    """
    exclusions = Exclusion.objects.current().filter(complaint__status__in=OPEN_STATUSES).order_by()
    current, on_leave = Posting.objects.current(at), Leave.objects.current(at)
    affected = (
        # An excluded officer heads the office that has the complaint, or one above it.
        exclusions.filter(
            officer__postings__in=current.heads(),
            complaint__office__path__startswith=F("officer__postings__office__path"),
        ),
        exclusions.filter(complaint__holder__officer=F("officer")),
        # The holder has another posting at or below an excluded office.
        exclusions.filter(
            complaint__holder__officer__postings__in=current,
            complaint__holder__officer__postings__office__path__startswith=F("office__path"),
        ),
        # The holder has another posting at or below an office that an excluded officer heads.
        exclusions.filter(
            officer__postings__in=current.heads(),
            complaint__holder__officer__postings__in=current,
            complaint__holder__officer__postings__office__path__startswith=F("officer__postings__office__path"),
        ),
        # Somebody acts for the holder: an officer below an excluded office, or perhaps below an excluded officer.
        exclusions.filter(
            complaint__holder__leaves__in=on_leave,
            complaint__holder__leaves__cover__officer__postings__in=current,
            complaint__holder__leaves__cover__officer__postings__office__path__startswith=F("office__path"),
        ),
        exclusions.filter(office=None, complaint__holder__leaves__in=on_leave),
    )
    ids = [rows.values_list("complaint", flat=True) for rows in affected]
    return _enforce_each_exclusion(set(ids[0].union(*ids[1:])), at=at)


@receiver(posting_started)
def enforce_on_new_posting(sender, *, posting: Posting, at: datetime, **kwargs) -> None:
    """Move complaints that a new posting would bring to an officer who is excluded from them.

    The officer is excluded, or holds a complaint under another posting and is now posted below an excluded office
    or one that an excluded officer heads. Runs in the transaction of the posting. A posting that starts later is
    handled when it starts (`enforce_all_exclusions`).
    """
    if not posting.is_current(at):
        return
    exclusions = Exclusion.objects.current().order_by()
    affected = [exclusions.filter(officer=posting.officer)]
    other_postings = Posting.objects.held_by(posting.officer).current(at).exclude(pk=posting.pk)
    if other_postings.exists():
        line = paths_from_root(posting.office.path)
        heads = Posting.objects.heads().current(at).filter(office__path__in=line)
        is_closed_by = Q(office__path__in=line) | Q(officer__in=heads.values("officer"))
        at_office = exclusions.filter(is_closed_by)
        held = Q(complaint__holder__officer=posting.officer)
        covered = Q(complaint__holder__leaves__in=Leave.objects.current(at).filter(cover__officer=posting.officer))
        affected += [at_office.filter(held), at_office.filter(covered)]
    ids = [rows.values_list("complaint", flat=True) for rows in affected]
    _enforce_each_exclusion(set(ids[0].union(*ids[1:])), at=at)


@receiver(leave_begun)
def enforce_on_new_leave(sender, *, leave: Leave, at: datetime, **kwargs) -> None:
    """Move complaints of a holder on leave from which the acting officer is excluded.

    Runs in the transaction of the leave.
    """
    held = Complaint.objects.unscoped("the exclusion applies to every complaint").open().held_by(leave.posting_id)
    _enforce_each_exclusion(list(held.filter(excludes_somebody_condition()).values_list("pk", flat=True)), at=at)


@receiver(offices_moved)
def enforce_on_moved_offices(sender, *, office_ids: list[int], at: datetime, **kwargs) -> None:
    """Move complaints of offices that were moved in the tree and may now be below an excluded officer or office."""
    affected = Exclusion.objects.current().filter(complaint__office__in=office_ids, complaint__status__in=OPEN_STATUSES)
    _enforce_each_exclusion(set(affected.order_by().values_list("complaint", flat=True)), at=at)


def _enforce_each_exclusion(complaint_ids: Iterable[int], *, at: datetime) -> int:
    return sum(enforce_exclusion(complaint_id, at=at) for complaint_id in sorted(complaint_ids))
