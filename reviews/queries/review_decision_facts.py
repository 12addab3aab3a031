"""Load the facts that determine who may act on a review, and the postings that may decide. One statement each."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.actors import Actor
from accounts.models import Leave, Office, Posting
from accounts.rules.office_tree import OfficeKind, paths_from_root
from accounts.rules.roles import Role
from complaints.models import Naming
from reviews.models import Dossier, Flag, Review, ReviewEvent
from reviews.rules.deciding_authority import Authority
from reviews.rules.decision_kinds import Decision, Ground
from reviews.rules.dossier_format import was_officer_notified_in_time
from reviews.rules.review_capacities import ReviewCase, may_decide_review

DECIDING_MOVES = ("decide", "decide_finally")


def standing_decisions() -> QuerySet[ReviewEvent]:
    """Return the events of decisions by officers, without those that the government sent back to be made again."""
    remands = ReviewEvent.objects.filter(kind="remand", review=OuterRef("review"), seq__gt=OuterRef("seq"))
    decisions = ReviewEvent.objects.filter(kind__in=DECIDING_MOVES, officer__isnull=False)
    return decisions.exclude(Exists(remands))


def load_review_case(review: Review) -> ReviewCase:
    """Load the officer, the late offices, the other officers involved and those who have decided. One statement."""
    own_flags = Flag.objects.filter(review=OuterRef("pk"))
    other_flags = Flag.objects.filter(breach__flags__review=OuterRef("pk")).exclude(review=OuterRef("pk"))
    namings = Naming.objects.standing().filter(complaint__breaches__flags__review=OuterRef("pk"))
    decisions = standing_decisions().filter(review=OuterRef("pk"))
    rows = Review.objects.filter(pk=review.pk).values_list(
        ArraySubquery(own_flags.order_by().values("breach__office__path").distinct()),
        ArraySubquery(other_flags.order_by().values("review__officer").distinct()),
        ArraySubquery(namings.order_by().values("officer").distinct()),
        ArraySubquery(decisions.order_by().values("officer").distinct()),
    )
    late_paths, flagged_officers, named_officers, decided_by = rows[0]
    return ReviewCase(
        officer_id=review.officer_id,
        authority=Authority(review.authority) if review.authority else None,
        authority_office_id=review.seat_id,
        late_paths=frozenset(late_paths),
        involved_officers=frozenset({*flagged_officers, *named_officers} - {review.officer_id}),
        decided_by=frozenset(decided_by),
    )


def remanded_decision(review: Review) -> Decision:
    """Return the decision that the government's last remand sent back. One statement."""
    remand = ReviewEvent.objects.filter(review=review, kind="remand").order_by("-seq")[0]
    return Decision(remand.facts()["remanded"])


def authority_that_decided(review: Review) -> Authority:
    """Return the authority of the last decision that an officer made. One statement."""
    decision = standing_decisions().filter(review=review).order_by("-seq")[0]
    return Authority(decision.facts()["state"]["authority"])


def supported_grounds_by_flag(review: Review) -> dict[int, frozenset[Ground]]:
    """Return the grounds that each dossier supports, by flag. One statement.

    Only flags that the officer was asked to explain are included. Dossiers of an earlier release give the ground
    *notices* even if none was delivered. They cannot be changed, so this ground is checked against the body.
    """
    rows = Dossier.objects.filter(flag__review=review, flag__called_at__isnull=False).order_by("flag")
    return {
        flag: frozenset(map(Ground, grounds))
        - (frozenset() if was_officer_notified_in_time(json.loads(body)) else {Ground.NOTICES_READ})
        for flag, grounds, body in rows.values_list("flag", "grounds", "body")
    }


def postings_that_may_decide(office_id: int | None, case: ReviewCase, *, at: datetime) -> list[Posting]:
    """Return the postings of an office that may decide this case there. One statement."""
    if office_id is None:
        return []
    deciding = Q(is_head=True) | Q(role=Role.DISCIPLINE_OFFICER.value)
    postings = Posting.objects.filter(deciding, office=office_id).current(at).with_people().order_by("-is_head", "pk")
    case_there = ReviewCase(
        case.officer_id, case.authority, office_id, case.late_paths, case.involved_officers, case.decided_by
    )
    return [post for post in postings if may_decide_review(Actor.of(post), case_there)]


def postings_of_accountability_branch(*, at: datetime) -> list[Posting]:
    """Return the discipline officers of the Central Police Office, who enter the government's orders."""
    postings = Posting.objects.filter(role=Role.DISCIPLINE_OFFICER.value, office__kind=OfficeKind.CENTRAL.value)
    return list(postings.current(at).order_by("pk"))


def current_office_of(officer_id: int, *, at: datetime) -> Office | None:
    """Return the office of the officer's present posting, a headship first; None without a posting."""
    postings = (
        Posting.objects.filter(officer=officer_id).current(at).select_related("office").order_by("-is_head", "pk")
    )
    return next((post.office for post in postings), None)


def leaves_by_posting(officer_id: int, *, since: datetime) -> list[list[tuple[datetime, datetime]]]:
    """Return, for each posting that the officer held at `since`, the leaves that end later. One statement."""
    leaves = Leave.objects.filter(posting=OuterRef("pk"), ends_at__gt=since).order_by("starts_at")
    spans = ArraySubquery(leaves.values(span=JSONObject(began="starts_at", ended="ends_at")))
    rows = Posting.objects.filter(officer=officer_id).current(since).values_list(spans)
    parse = datetime.fromisoformat
    return [[(parse(span["began"]), parse(span["ended"])) for span in spans_of_posting] for (spans_of_posting,) in rows]


def offices_on_path(path: str) -> dict[str, Office]:
    """Return the offices from the root to that path, by path."""
    return {office.path: office for office in Office.objects.filter(path__in=paths_from_root(path))}


def recipient_references(officers: Iterable[Posting]) -> list[str]:
    """Return the recipient references of these postings."""
    return [f"posting:{post.pk}" for post in officers]
