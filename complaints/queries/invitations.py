"""Find a complaint's current invitation, and the offices to which its complainant can be invited."""

from collections.abc import Sequence

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import OfficeKind, lineage
from complaints.models import Complaint, Invitation
from complaints.models.naming import STATIONS
from complaints.rules.calls.invitations import may_host
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion


def of_this_round() -> QuerySet[Invitation]:
    """Return the invitations by a queried complaint's present holder in this round, latest first, for a subquery."""
    by_holder = {"complaint": OuterRef("pk"), "cycle": OuterRef("cycle"), "to": OuterRef("holder")}
    return Invitation.objects.filter(**by_holder).latest_first()


def as_invited() -> dict[str, Subquery]:
    """Return annotations of a queried complaint: appointment and answer of the latest invitation of this round."""
    last = of_this_round()
    return {
        "invited_for": Subquery(last.values("appointed_at")[:1]),
        "invitation_answer": Subquery(last.values("answer")[:1]),
    }


def sent_in_this_round(complaint: Complaint) -> QuerySet[Invitation]:
    """Return the invitations by a complaint's present holder in this round, latest first."""
    by_holder = {"complaint": complaint, "cycle": complaint.cycle, "to": complaint.holder_id}
    return Invitation.objects.filter(**by_holder).latest_first()


def last_of(complaint: Complaint) -> Invitation | None:
    """Return the latest invitation of this round with its office and inviting officer, or None. One statement."""
    return sent_in_this_round(complaint).select_related("office", "by__officer", "by__office").first()


def offices_on_file(complaint: Complaint, by: Actor, *, exclusion: ConflictExclusion) -> Sequence[Office]:
    """Return the offices that the complaint page offers for an invitation.

    If the complaint's own office may host, only that one is returned, without a statement; else those of `offices_for`.
    """
    against = complaint.place.path if complaint.about_police and complaint.place.kind in STATIONS else None
    if complaint.office_id == by.office_id and may_host(complaint.office.path, accused=against, exclusion=exclusion):
        return [complaint.office]
    return offices_for(complaint, by, exclusion=exclusion)


def offices_for(complaint: Complaint, by: Actor, *, exclusion: ConflictExclusion) -> Sequence[Office]:
    """Return the officer's own office and those above it, nearest first, except those the complaint is against.

    One statement.
    """
    against = complaint.place.path if complaint.about_police and complaint.place.kind in STATIONS else None
    line = Office.objects.filter(path__in=lineage(by.office_path)).order_by("-path")
    # The region and the CPO are too far away, except for officers who are posted there.
    too_far = {OfficeKind.REGION, OfficeKind.CENTRAL} - {by.office_kind}
    near = (office for office in line if OfficeKind(office.kind) not in too_far)
    return [office for office in near if may_host(office.path, accused=against, exclusion=exclusion)]
