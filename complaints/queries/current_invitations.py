"""Find a complaint's current invitation, and the offices to which its complainant can be invited."""

from collections.abc import Sequence

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import STATION_KINDS, OfficeKind, paths_from_root
from complaints.models import Complaint, Invitation
from complaints.rules.calls.invitation_rules import may_be_invited_to
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion


def holder_invitations_for_subquery() -> QuerySet[Invitation]:
    """Return the invitations by a queried complaint's present holder in this round, latest first, for a subquery."""
    by_holder = {"complaint": OuterRef("pk"), "cycle": OuterRef("cycle"), "to": OuterRef("holder")}
    return Invitation.objects.filter(**by_holder).latest_first()


def invitation_annotations() -> dict[str, Subquery]:
    """Return annotations of a queried complaint: appointment and answer of the latest invitation of this round."""
    last = holder_invitations_for_subquery()
    return {
        "invited_for": Subquery(last.values("appointed_at")[:1]),
        "invitation_answer": Subquery(last.values("answer")[:1]),
    }


def invitations_of_round(complaint: Complaint) -> QuerySet[Invitation]:
    """Return the invitations by a complaint's present holder in this round, latest first."""
    by_holder = {"complaint": complaint, "cycle": complaint.cycle, "to": complaint.holder_id}
    return Invitation.objects.filter(**by_holder).latest_first()


def latest_invitation_of(complaint: Complaint) -> Invitation | None:
    """Return the latest invitation of this round with its office and inviting officer, or None. One statement."""
    return invitations_of_round(complaint).select_related("office", "by__officer", "by__office").first()


def suggested_host_offices(complaint: Complaint, by: Actor, *, exclusion: ConflictExclusion) -> Sequence[Office]:
    """Return the offices that the complaint page offers for an invitation.

    If the complaint's own office may host, only that one is returned, without a statement; else those of
    `possible_host_offices`.
    """
    against = complaint.place.path if complaint.about_police and complaint.place.kind in STATION_KINDS else None
    if complaint.office_id == by.office_id and may_be_invited_to(
        complaint.office.path, accused=against, exclusion=exclusion
    ):
        return [complaint.office]
    return possible_host_offices(complaint, by, exclusion=exclusion)


def possible_host_offices(complaint: Complaint, by: Actor, *, exclusion: ConflictExclusion) -> Sequence[Office]:
    """Return the officer's own office and those above it, nearest first, except those the complaint is against.

    One statement.
    """
    against = complaint.place.path if complaint.about_police and complaint.place.kind in STATION_KINDS else None
    line = Office.objects.filter(path__in=paths_from_root(by.office_path)).order_by("-path")
    # The region and the CPO are too far away, except for officers who are posted there.
    too_far = {OfficeKind.REGION, OfficeKind.CENTRAL} - {by.office_kind}
    near = (office for office in line if OfficeKind(office.kind) not in too_far)
    return [office for office in near if may_be_invited_to(office.path, accused=against, exclusion=exclusion)]
