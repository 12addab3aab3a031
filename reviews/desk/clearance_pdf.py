"""Prepare the written clearance of an officer for its PDF, in the active language."""

from datetime import datetime

from django.utils.translation import gettext, ngettext

from desk.formatting import day, joined, moment
from documents import ClearanceFacts
from reviews.models import Review, ReviewEvent
from reviews.models.labels import AUTHORITIES, DECISIONS
from reviews.queries import review_details
from reviews.queries.review_visibility import flags_visible_to
from reviews.rules import Stage
from reviews.rules.decision_kinds import Decision, OrderOutcome
from reviews.rules.review_capacities import ReviewActor

DECISION_LABELS, AUTHORITY_LABELS = dict(DECISIONS), dict(AUTHORITIES)


def is_cleared(review: Review) -> bool:
    """Return whether the review is closed without a finding against the officer, who then gets a written clearance."""
    return review.status == Stage.CLOSED and review.decision == Decision.NOT_DELIBERATE


def clearance_facts(review: Review, actor: ReviewActor, *, at: datetime) -> ClearanceFacts:
    """Return the content of the clearance of a closed review. Five statements.

    It names no complaint, and counts only the delays that the reader may see.
    """
    history = review_details.load_history(review)
    flags = flags_visible_to(actor, at=at).filter(review=review, called_at__isnull=False).count()
    facts = [
        (gettext("Delays examined"), str(flags)),
        (gettext("Opened"), moment(review.opened_at)),
        *_outcome_facts(review, history),
        (gettext("Closed"), moment(review.closed_at)),
    ]
    return ClearanceFacts(
        officer=review.officer.title,
        case=gettext("delay case %(number)s") % {"number": review.pk},
        facts=tuple(facts),
        meaning=(
            ngettext(
                "No finding of deliberate delay stands against this officer for this delay.",
                "No finding of deliberate delay stands against this officer for these delays.",
                flags,
            ),
            gettext("The case is not counted as a finding in any figure, list of repeated findings or later decision."),
            gettext("The history of the case stays as it is. It shows what was decided, by whom and why it ended so."),
        ),
        mark=bytes(review.mac).hex(),
    )


def _outcome_facts(review: Review, history: list[ReviewEvent]) -> list[tuple[str, str]]:
    """Return what ended the case: the government's order and the decision that it set aside, or the decision."""
    if review.order_outcome != OrderOutcome.SET_ASIDE:
        by = joined(moment(review.decided_at), review.seat.name if review.seat else "")
        return [(gettext("Decision"), str(DECISION_LABELS[review.decision])), (gettext("Decided"), by)]
    decisions = [event for event in history if event.facts().get("decision") and event.kind != "record_order"]
    old = decisions[-1]
    label = DECISION_LABELS[old.facts()["decision"]]
    authority = AUTHORITY_LABELS[old.facts()["state"]["authority"]]
    order = gettext("%(number)s of %(date)s") % {"number": review.order_number, "date": day(review.order_date)}
    return [
        (gettext("Decision set aside"), joined(str(label), day(old.at), str(authority))),
        (gettext("Set aside by order"), order),
    ]
