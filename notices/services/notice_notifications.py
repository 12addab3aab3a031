"""Notify officers of proposals and tips. A message names nobody: it links to the desk, where access is checked."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind, paths_from_root
from accounts.rules.roles import Role
from complaints.models import Complaint
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from notices.models import Notice, Tip
from notices.rules.notice_permissions import APPROVING_OFFICE_KINDS, PROPOSING_OFFICE_KINDS
from notifications.services import NewMessage, enqueue_many


def notify_of_proposal(notice: Notice, *, by: Actor, at: datetime) -> None:
    """Notify the officers who may approve a proposal, except the proposer."""
    may_approve = Q(is_head=True, office__kind__in=APPROVING_OFFICE_KINDS) | Q(role=Role.MONITOR)
    approvers = _postings_above(notice, may_approve, at=at).exclude(officer=by.officer_id)
    context = {"notice": notice.pk, "kind": notice.kind}
    recipients = _without_excluded(notice, approvers, at=at)
    enqueue_many([NewMessage(f"posting:{posting.pk}", "notice_waits", context) for posting in recipients], at=at)


def notify_of_tip(tip: Tip, *, at: datetime) -> None:
    """Notify the heads and operators of the nearest office who may read the tip, at most once an hour per notice."""
    notice, context = tip.notice, {"notice": tip.notice_id, "kind": tip.notice.kind}
    enqueue_many(
        [
            NewMessage(
                f"posting:{posting.pk}",
                "tip_came",
                context,
                dedupe_key=f"tip:{notice.pk}:{posting.pk}:{at:%Y%m%d%H}",
            )
            for posting in _nearest_readers(tip, at=at)
        ],
        at=at,
    )


def _nearest_readers(tip: Tip, *, at: datetime) -> list[Posting]:
    """Return the readers at the responsible office, or at the next office above if all are excluded there."""
    may_read = Q(is_head=True) | Q(role=Role.COMPLAINT_OPERATOR)
    postings = _postings_above(tip.notice, may_read & Q(office__kind__in=PROPOSING_OFFICE_KINDS), at=at)
    if tip.past_the_district:
        postings = postings.filter(office__kind=OfficeKind.CENTRAL)
    readers = _without_excluded(tip.notice, postings, at=at)
    longest_path = max((len(posting.office.path) for posting in readers), default=0)
    return [posting for posting in readers if len(posting.office.path) == longest_path]


def _postings_above(notice: Notice, condition: Q, *, at: datetime) -> QuerySet[Posting]:
    """Return the current postings at the responsible office, and at the offices above it, that meet a condition."""
    return (
        Posting.objects.current(at)
        .filter(condition, office__path__in=paths_from_root(notice.line))
        .select_related("office")
    )


def _without_excluded(notice: Notice, postings: QuerySet[Posting], *, at: datetime) -> list[Posting]:
    """Return the postings from which no conflict exclusion hides the notice's complaint."""
    if notice.complaint_id is None:
        return list(postings)
    exclusion = conflict_exclusion_of(
        Complaint.objects.unscoped("the exclusion decides who is notified").get(pk=notice.complaint_id), at=at
    )
    return [
        posting
        for posting in postings
        if not exclusion.excludes_posting(posting.pk, posting.officer_id, posting.office.path)
    ]
