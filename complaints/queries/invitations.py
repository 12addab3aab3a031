"""The invitation that stands for a complaint, and the offices to which its complainant may be invited."""

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
    """Of a complaint in an outer query: what its present holder has sent in this round, the last one first."""
    theirs = {"complaint": OuterRef("pk"), "cycle": OuterRef("cycle"), "to": OuterRef("holder")}
    return Invitation.objects.filter(**theirs).latest_first()


def as_invited() -> dict[str, Subquery]:
    """Of a complaint in a query, to be annotated: the last of these, for when and how it is answered."""
    last = of_this_round()
    return {
        "invited_for": Subquery(last.values("appointed_at")[:1]),
        "invitation_answer": Subquery(last.values("answer")[:1]),
    }


def sent_in_this_round(complaint: Complaint) -> QuerySet[Invitation]:
    """Return what the present holder of a complaint in hand has sent in this round, the last one first."""
    theirs = {"complaint": complaint, "cycle": complaint.cycle, "to": complaint.holder_id}
    return Invitation.objects.filter(**theirs).latest_first()


def last_of(complaint: Complaint) -> Invitation | None:
    """Return the last of these, with its office and who invites. One statement."""
    return sent_in_this_round(complaint).select_related("office", "by__officer", "by__office").first()


def offices_on_file(complaint: Complaint, by: Actor, *, wall: ConflictExclusion) -> Sequence[Office]:
    """What the file offers of these: the office that has it, without a statement; where it may not, others."""
    against = complaint.place.path if complaint.about_police and complaint.place.kind in STATIONS else None
    if complaint.office_id == by.office_id and may_host(complaint.office.path, accused=against, wall=wall):
        return [complaint.office]
    return offices_for(complaint, by, wall=wall)


def offices_for(complaint: Complaint, by: Actor, *, wall: ConflictExclusion) -> Sequence[Office]:
    """The officer's own office and those above it, the nearest first, but none that the complaint is against. One
    statement."""
    against = complaint.place.path if complaint.about_police and complaint.place.kind in STATIONS else None
    line = Office.objects.filter(path__in=lineage(by.office_path)).order_by("-path")
    upper = {OfficeKind.REGION, OfficeKind.CENTRAL} - {
        by.office_kind
    }  # far away, but where the officer sits there themselves
    near = (office for office in line if OfficeKind(office.kind) not in upper)
    return [office for office in near if may_host(office.path, accused=against, wall=wall)]
