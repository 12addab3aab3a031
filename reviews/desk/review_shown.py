"""A review in words: its clock, with whom it lies, under which rules the officer stands."""

from datetime import datetime

from django.utils.translation import gettext

from accounts.rules.ranks import Rank
from desk.wording import moment
from reviews.models import Review
from reviews.models.labels import AUTHORITIES, RULE_SETS
from reviews.rules import Stage
from reviews.rules.authority import rules_of

AUTHORITY_WORDS = dict(AUTHORITIES)
DUE = {
    Stage.CALLED: lambda at: gettext("Explanation by %(when)s") % {"when": at},
    Stage.EXPLAINED: lambda at: gettext("Decision by %(when)s") % {"when": at},
    Stage.SILENT: lambda at: gettext("Decision by %(when)s") % {"when": at},
    Stage.DECIDED: lambda at: gettext("Appeal until %(when)s") % {"when": at},
    Stage.APPEALED: lambda at: gettext("Final decision by %(when)s") % {"when": at},
    Stage.DECIDED_FINALLY: lambda at: gettext("Order by %(when)s") % {"when": at},
}


def clock_of(review: Review, *, at: datetime) -> dict | None:
    """Until when it may stand as it does, for components/chip.html; None where nothing runs."""
    if review.due_at is None:
        return None
    words = DUE[Stage(review.status)](moment(review.due_at))
    return {"words": words, "tone": "late" if review.due_at < at else "soon", "at": review.due_at}


def decided_by(review: Review) -> str:
    """With whom a decision lies: an office, or the government."""
    if review.seat_id is not None:
        return review.seat.name
    return str(AUTHORITY_WORDS[review.authority]) if review.authority else ""


def rules_for(review: Review) -> str:
    """The rules that follow from the officer's rank."""
    rank = review.officer.rank
    return str(RULE_SETS[rules_of(Rank(rank) if rank else None)])
