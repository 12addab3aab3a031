"""What was found against a station: upheld complaints and disciplinary decisions that stand. Never allegations.

Each reader gets only what they may see: complaints by `visible_to`, reviews by `reviews_visible_to`, and a review
counts at the station only by a flag that they may see.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actors import Actor
from accounts.models import Office, Posting
from complaints.models import Complaint, Exclusion
from complaints.models.complaint import ComplaintQuerySet
from complaints.rules.statuses import Outcome, Status
from reviews.models import Review
from reviews.queries.review_visibility import flags_visible_to, reviews_visible_to
from reviews.rules.review_capacities import ReviewActor

PERIOD = timedelta(days=365)
UPHELD = [str(each) for each in (Outcome.RELIEF_GRANTED, Outcome.PARTLY_GRANTED, Outcome.FIR_REGISTERED)]
"""Outcomes that confirm a complaint, at least in part."""
FEWEST_FINDINGS = 2
"""So many findings make a repeat officer."""
MOST_SHOWN = 200


@dataclass(frozen=True)
class RepeatOfficer:
    """An officer who is posted at the station and has several findings, newest first."""

    posting: Posting
    findings: list[Review]


def upheld_against(station: Office, actor: Actor, *, at: datetime) -> ComplaintQuerySet:
    """Return the conduct complaints against a station that were closed as upheld in the last twelve months."""
    against = Exclusion.objects.current().filter(office=station, officer=None, ground=Exclusion.Ground.PLACE)
    upheld = Complaint.objects.visible_to(actor, at=at).filter(
        status=str(Status.CLOSED), outcome__in=UPHELD, closed_at__gt=at - PERIOD, closed_at__lte=at
    )
    return upheld.filter(pk__in=against.order_by().values("complaint"))


def findings_at(station: Office, actor: Actor, *, at: datetime) -> QuerySet[Review]:
    """Return the findings of the last twelve months about delays at a station, also of officers who have left."""
    here = flags_visible_to(ReviewActor(actor.officer_id, actor), at=at).filter(
        review=OuterRef("pk"), breach__office=station
    )
    return _visible_findings(actor, at=at).filter(Exists(here))


def repeat_officers(station: Office, actor: Actor, *, at: datetime) -> list[RepeatOfficer]:
    """Return the officers at a station with two findings or more in the last twelve months, at any of their posts.

    Two statements.
    """
    postings = {one.officer_id: one for one in Posting.objects.current(at).filter(office=station).with_people()}
    findings = defaultdict(list)
    for review in _visible_findings(actor, at=at).filter(officer__in=list(postings)).order_by("-decided_at", "-pk"):
        findings[review.officer_id].append(review)
    repeated = [
        RepeatOfficer(postings[officer], rows) for officer, rows in findings.items() if len(rows) >= FEWEST_FINDINGS
    ]
    return sorted(repeated, key=lambda one: (-len(one.findings), one.posting.officer.title))


def _visible_findings(actor: Actor, *, at: datetime) -> QuerySet[Review]:
    """Return the findings of the last twelve months that the actor may see."""
    visible = reviews_visible_to(ReviewActor(actor.officer_id, actor), at=at)
    return visible.with_finding().filter(decided_at__gt=at - PERIOD)
