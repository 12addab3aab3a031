"""Samples of disciplinary reviews: explanations, decisions and appeals, made by the services.

The number of a review determines its course, so that every run contains all of them.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Posting
from complaints.rules.clock import Clock
from notifications.models import Message
from reviews.models import Flag, Review
from reviews.queries.review_decision_facts import (
    load_review_case,
    postings_of_accountability_branch,
    postings_that_may_decide,
    supported_grounds_by_flag,
)
from reviews.rules import Stage
from reviews.rules.deciding_authority import Authority
from reviews.rules.decision_kinds import Decision, OrderOutcome
from reviews.rules.review_capacities import ReviewActor
from reviews.services import (
    breach_flagging,
    due_review_moves,
    explanation_requests,
    new_flag_details,
    officer_statements,
    review_decisions,
)
from reviews.services.review_history import load_review_facts
from sla.models import Breach, Swept
from sla.rules.breaker_limits import BATCH_OF
from sla.services import officer_notices

INTERVAL = timedelta(days=2)
EXPLAINS_AFTER, DECIDES_AFTER, APPEALS_AFTER = timedelta(days=1), timedelta(days=4), timedelta(days=3)
ORDERED_AFTER = timedelta(days=33)
DECISIONS = (Decision.NOT_DELIBERATE, Decision.WARNING, Decision.DISPLEASURE, Decision.REFERRED, Decision.CENSURE)
ORDER_OUTCOMES = (OrderOutcome.UPHELD, OrderOutcome.SET_ASIDE, OrderOutcome.REMANDED)
EXPLANATIONS = (
    "SAMPLE. گاڑی دو دن خراب رہی، فون پر رابطہ نہ ہو سکا۔",
    "SAMPLE. عدالت میں پیشی تھی؛ شکایت اگلے دن دیکھی۔",
    "SAMPLE. The number on the complaint was switched off; I went to the house on the third day.",
)
DECISION_TEXT = "SAMPLE. The dossier and the explanation were read together."
APPEAL_TEXT = "SAMPLE. رپورٹ مکمل ہونے کے قریب تھی، اس کا لحاظ نہیں رکھا گیا۔"


def replay_breaches(*, end: datetime) -> None:
    """Flag the breaches of the copies in order of their days, and advance the reviews meanwhile.

    Officers get the messages that the sweep would have sent, one for each posting and day.
    """
    breaches = list(Breach.objects.order_by("noticed_at", "pk").select_related("complaint"))
    if not breaches:
        return
    _record_sweep_counts(breaches)
    day = breaches[0].noticed_at.replace(hour=0, minute=0)
    while day < end:
        before, day = day, min(day + INTERVAL, end)
        that_day = [breach for breach in breaches if before < breach.noticed_at <= day]
        _enqueue_past_notifications(that_day, at=day)
        firsts = [(breach.pk, breach.officer_id) for breach in that_day if breach.level == 0 and breach.officer_id]
        breach_flagging.flag_breaches(firsts, at=day)
        advance_reviews(at=day)


def _record_sweep_counts(breaches: Sequence[Breach]) -> None:
    """Record hourly results of sweeps, from which the usual number is computed (sla.services.circuit_breaker)."""
    hours = Counter(
        (breach.noticed_at.replace(minute=0, second=0, microsecond=0), BATCH_OF[Clock(breach.clock)])
        for breach in breaches
        if breach.level == 0 and Clock(breach.clock) in BATCH_OF
    )
    Swept.objects.bulk_create(Swept(at=at, batch=batch, breaches=number) for (at, batch), number in hours.items())


def _enqueue_past_notifications(breaches: Sequence[Breach], *, at: datetime) -> None:
    notices = []
    for breach in breaches:
        kind = "escalated" if breach.level else "breached"
        for posting, is_superior in ((breach.told_id, True), (breach.posting_id if not breach.level else None, False)):
            if posting:
                name = officer_notices.notice_template_name(Clock(breach.clock), kind, is_superior=is_superior)
                notices.append((f"posting:{posting}", name, breach.complaint.etag))
    officer_notices.store_notices(notices)
    officer_notices.send_notices(at=at)
    Message.objects.filter(sent_at=None, created_at=at, recipient__startswith="posting:").update(sent_at=at)


def advance_reviews(*, at: datetime) -> None:
    """Run the jobs of reviews, here once a day, and the actions of the people involved."""
    new_flag_details.complete_flags(at=at)
    explanation_requests.request_due_explanations(at=at)
    due_review_moves.handle_due_reviews(at=at)
    for review in list(Review.objects.open().exclude(status=Stage.FLAGGED.value).order_by("pk")):
        _advance_review(review, at=at)


def make_review_at_every_stage(*, at: datetime) -> None:
    """Take a newly flagged review to each stage that has none, within its last hours."""
    new_flag_details.complete_flags(at=at)
    for stage, steps in STEPS_TO_STAGE.items():
        if not Review.objects.filter(status=stage.value).exists():
            _take_one_to_stage(steps, at=at)


def _advance_review(review: Review, *, at: datetime) -> None:
    since = review.events.order_by("-seq").values_list("at", flat=True)[0]
    match Stage(review.status):
        case Stage.CALLED if review.pk % 3 and at - since >= EXPLAINS_AFTER:
            _submit_explanation(review, at)
        case Stage.EXPLAINED | Stage.SILENT | Stage.REMANDED if at - since >= DECIDES_AFTER:
            _record_decision(review, at)
        case Stage.DECIDED if review.pk % 2 and _is_adverse(review) and at - since >= APPEALS_AFTER:
            _submit_appeal(review, at)
        case Stage.APPEALED if review.seat_id and at - since >= DECIDES_AFTER:
            _record_decision(review, at)
        case Stage.DECIDED | Stage.APPEALED | Stage.DECIDED_FINALLY if at - since >= ORDERED_AFTER:
            _record_order_of_branch(review, at)


def _is_adverse(review: Review) -> bool:
    return Decision(review.decision).is_adverse and review.authority != Authority.GOVERNMENT


def _review_actor_of_officer(review: Review, at: datetime) -> ReviewActor:
    post = (
        Posting.objects.current(at).with_people().filter(officer=review.officer_id).order_by("-is_head", "pk").first()
    )
    return ReviewActor(review.officer_id, Actor.of(post) if post else None)


def _submit_explanation(review: Review, at: datetime) -> None:
    words = EXPLANATIONS[review.pk % len(EXPLANATIONS)]
    officer_statements.submit_explanation(
        review_id=review.pk, words=words, by=_review_actor_of_officer(review, at), at=at
    )


def _record_decision(review: Review, at: datetime, decision: Decision | None = None) -> None:
    """Record a decision by an authority that may; on an appeal the same one, or a milder one."""
    posts = postings_that_may_decide(review.seat_id, load_review_case(review), at=at)
    if not posts:
        return
    supported_grounds = frozenset().union(*supported_grounds_by_flag(review).values())
    before = load_review_facts(review).gravest
    new_decision = decision or (before if before and review.pk % 4 else DECISIONS[review.pk % len(DECISIONS)])
    if before and new_decision.gravity > before.gravity:
        new_decision = before
    if new_decision.is_adverse and not supported_grounds:
        new_decision = Decision.NOT_DELIBERATE
    by = ReviewActor(posts[0].officer_id, Actor.of(posts[0]))
    grounds = supported_grounds if new_decision.is_adverse else frozenset()
    review_decisions.decide_review(
        review_id=review.pk, decision=new_decision, grounds=grounds, words=DECISION_TEXT, by=by, at=at
    )


def _record_referral(review: Review, at: datetime) -> None:
    _record_decision(review, at, Decision.REFERRED)


def _record_warning(review: Review, at: datetime) -> None:
    _record_decision(review, at, Decision.WARNING)


def _submit_appeal(review: Review, at: datetime) -> None:
    officer_statements.submit_appeal(
        review_id=review.pk, words=APPEAL_TEXT, by=_review_actor_of_officer(review, at), at=at
    )


def _record_order_of_branch(review: Review, at: datetime) -> None:
    """Record the order of the CPO's accountability branch on a referral, or on an appeal to the government."""
    posts = postings_of_accountability_branch(at=at)
    waits = review.seat_id is None if review.status == Stage.APPEALED else review.decision == Decision.REFERRED
    if posts and waits:
        by, on = (
            ReviewActor(posts[0].officer_id, Actor.of(Posting.objects.with_people().get(pk=posts[0].pk))),
            localdate(at),
        )
        outcome = ORDER_OUTCOMES[review.pk % len(ORDER_OUTCOMES)]  # used for an appeal only
        number = f"SAMPLE-{review.pk}"
        review_decisions.record_order(review_id=review.pk, number=number, order_date=on, by=by, at=at, outcome=outcome)


STEPS_TO_STAGE: dict[Stage, tuple[Callable[[Review, datetime], None], ...]] = {
    Stage.CALLED: (),
    Stage.EXPLAINED: (_submit_explanation,),
    Stage.DECIDED: (_submit_explanation, _record_warning),
    Stage.APPEALED: (_submit_explanation, _record_warning, _submit_appeal),
    Stage.DECIDED_FINALLY: (_submit_explanation, _record_referral, _submit_appeal, _record_referral),
}


def _take_one_to_stage(steps: tuple[Callable[[Review, datetime], None], ...], *, at: datetime) -> None:
    """Take one review to a stage. Inspectors and below are chosen, because the portal decides their appeals."""
    flagged = Review.objects.filter(status=Stage.FLAGGED.value, officer__rank__in=["SI", "IP"])
    for review in flagged.order_by("pk") if steps else Review.objects.filter(status=Stage.FLAGGED.value).order_by("pk"):
        latest = Flag.objects.filter(review=review).order_by("-breach__noticed_at")[0].breach.noticed_at
        pace = (at - latest) / (len(steps) + 2)
        if explanation_requests.request_explanation(review.pk, at=latest + pace):
            for number, step in enumerate(steps, 2):
                review.refresh_from_db()
                step(review, latest + number * pace)
            return
