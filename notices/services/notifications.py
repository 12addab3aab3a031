"""Who is told that something waits. A message never says of whom: it leads to the desk, which asks who reads."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.offices import OfficeKind, lineage
from accounts.rules.roles import Role
from complaints.models import Complaint
from complaints.queries.conflict_exclusion import wall_of
from notices.models import Notice, Tip
from notices.rules.powers import APPROVE_AT, HEADS_OF
from notifications.services import NewMessage, enqueue_many


def that_one_waits(notice: Notice, *, by: Actor, at: datetime) -> None:
    """To whoever may approve it, but for the officer who proposed it."""
    approving = Q(is_head=True, office__kind__in=APPROVE_AT) | Q(role=Role.MONITOR)
    able = _on_the_line(notice, approving, at=at).exclude(officer=by.officer_id)
    facts = {"notice": notice.pk, "kind": notice.kind}
    enqueue_many(
        [NewMessage(f"posting:{one.pk}", "notice_waits", facts) for one in _outside(notice, able, at=at)], at=at
    )


def that_a_tip_came(tip: Tip, *, at: datetime) -> None:
    """To the heads and operators of the nearest office who may know; once an hour for a notice, however many come."""
    notice, facts = tip.notice, {"notice": tip.notice_id, "kind": tip.notice.kind}
    enqueue_many(
        [
            NewMessage(f"posting:{one.pk}", "tip_came", facts, dedupe_key=f"tip:{notice.pk}:{one.pk}:{at:%Y%m%d%H}")
            for one in _nearest_readers(tip, at=at)
        ],
        at=at,
    )


def _nearest_readers(tip: Tip, *, at: datetime) -> list[Posting]:
    """Of the office that answers; where the firewall leaves nobody there, of the next one above it."""
    reading = Q(is_head=True) | Q(role=Role.COMPLAINT_OPERATOR)
    postings = _on_the_line(tip.notice, reading & Q(office__kind__in=HEADS_OF), at=at)
    if tip.past_the_district:
        postings = postings.filter(office__kind=OfficeKind.CENTRAL)
    able = _outside(tip.notice, postings, at=at)
    nearest = max((len(one.office.path) for one in able), default=0)
    return [one for one in able if len(one.office.path) == nearest]


def _on_the_line(notice: Notice, wanted: Q, *, at: datetime) -> QuerySet[Posting]:
    return Posting.objects.current(at).filter(wanted, office__path__in=lineage(notice.line)).select_related("office")


def _outside(notice: Notice, postings: QuerySet[Posting], *, at: datetime) -> list[Posting]:
    """Those whom the firewall of the notice's complaint doesn't keep from it."""
    if notice.complaint_id is None:
        return list(postings)
    wall = wall_of(
        Complaint.objects.unscoped("the exclusion decides who is notified").get(pk=notice.complaint_id), at=at
    )
    return [one for one in postings if not wall.keeps_from(one.pk, one.officer_id, one.office.path)]
