"""Texts about a review: its deadline, who decides it, and the rules that apply to the officer."""

from datetime import datetime

from django.utils.translation import gettext

from accounts.rules.ranks import Rank
from desk.formatting import moment
from reviews.models import Review
from reviews.models.labels import AUTHORITIES, RULE_SETS
from reviews.rules import Stage
from reviews.rules.deciding_authority import rule_set_of_rank

AUTHORITY_LABELS = dict(AUTHORITIES)
DEADLINE_TEXTS = {
    Stage.CALLED: lambda at: gettext("Explanation by %(when)s") % {"when": at},
    Stage.EXPLAINED: lambda at: gettext("Decision by %(when)s") % {"when": at},
    Stage.SILENT: lambda at: gettext("Decision by %(when)s") % {"when": at},
    Stage.DECIDED: lambda at: gettext("Appeal until %(when)s") % {"when": at},
    Stage.REMANDED: lambda at: gettext("New decision by %(when)s") % {"when": at},
    Stage.APPEALED: lambda at: gettext("Final decision by %(when)s") % {"when": at},
    Stage.DECIDED_FINALLY: lambda at: gettext("Order by %(when)s") % {"when": at},
}


def deadline_badge(review: Review, *, at: datetime) -> dict | None:
    """Return the deadline of the stage for components/chip.html; None without a deadline."""
    if review.due_at is None:
        return None
    words = DEADLINE_TEXTS[Stage(review.status)](moment(review.due_at))
    return {"words": words, "tone": "late" if review.due_at < at else "soon", "at": review.due_at}


def deciding_office_name(review: Review) -> str:
    """Return who decides: the name of the office, or the government. Empty before the explanation was requested."""
    if review.seat_id is not None:
        return review.seat.name
    return str(AUTHORITY_LABELS[review.authority]) if review.authority else ""


def rule_set_label(review: Review) -> str:
    """Return the name of the rules that apply to the officer's rank."""
    rank = review.officer.rank
    return str(RULE_SETS[rule_set_of_rank(Rank(rank) if rank else None)])
