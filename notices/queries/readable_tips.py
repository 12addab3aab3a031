"""The tips that an officer may read, and the status of a tip for its sender."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.queries.historical_names import set_historical_postings
from accounts.rules.office_tree import OfficeKind
from notices.models import Notice, Tip, TipAct

TIPS_PER_PAGE = 50


@dataclass(frozen=True)
class TipsPage:
    """One page of tips. `older`: the id below which the next page begins; None on the last page."""

    rows: list[Tip]
    older: int | None


def tips_readable_by(actor: Actor | None, *, at: datetime) -> QuerySet[Tip]:
    """Return the tips on the notices of this posting's desk. Tips for the CPO only are hidden below it."""
    tips = Tip.objects.filter(notice__in=Notice.objects.on_desk_of(actor, at=at))
    return tips if actor and actor.office_kind is OfficeKind.CENTRAL else tips.filter(past_the_district=False)


def load_tips_page(actor: Actor, *, at: datetime, notice: int | None = None, before: int | None = None) -> TipsPage:
    """Return one page of tips, the latest first, of one notice or of all. Texts are not loaded. One query."""
    tips = tips_readable_by(actor, at=at).select_related("notice__office", "notice__current").defer("text", "phone")
    tips = tips.filter(notice=notice) if notice else tips
    rows = list((tips.filter(pk__lt=before) if before else tips).order_by("-pk")[: TIPS_PER_PAGE + 1])
    return TipsPage(rows[:TIPS_PER_PAGE], rows[TIPS_PER_PAGE - 1].pk if len(rows) > TIPS_PER_PAGE else None)


def count_new_tips(actor: Actor, *, at: datetime) -> int:
    """Return how many tips nobody has opened yet, for the navigation. One query."""
    return tips_readable_by(actor, at=at).filter(standing="new").count()


def acts_on_tip(tip: Tip) -> list[TipAct]:
    """Return who opened a tip and the results they entered, the latest first. Two queries."""
    return set_historical_postings(tip.acts.order_by("-at", "-pk"))


def find_tip_status(number: str) -> Tip | None:
    """Return a tip by its number, with only its status; None if there is none. One query."""
    return Tip.objects.filter(number=number).only("number", "standing").first()
