"""Tips, as those who may read them find them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.queries.former_names import named_then
from accounts.rules.offices import OfficeKind
from notices.models import Notice, Tip, TipAct

A_PAGE = 50


@dataclass(frozen=True)
class TipsPage:
    """`older`: the id that the next page begins below; None on the last one."""

    rows: list[Tip]
    older: int | None


def readable(actor: Actor | None, *, at: datetime) -> QuerySet[Tip]:
    """The tips that this posting may read: of the notices on its desk; below the CPO none that passes the district."""
    tips = Tip.objects.filter(notice__in=Notice.objects.on_desk_of(actor, at=at))
    return tips if actor and actor.office_kind is OfficeKind.CENTRAL else tips.filter(past_the_district=False)


def listed(actor: Actor, *, at: datetime, notice: int | None = None, before: int | None = None) -> TipsPage:
    """The latest first, of one notice or of all; without their words, which only opening a tip shows. One query."""
    found = readable(actor, at=at).select_related("notice__office", "notice__current").defer("text", "phone")
    found = found.filter(notice=notice) if notice else found
    rows = list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: A_PAGE + 1])
    return TipsPage(rows[:A_PAGE], rows[A_PAGE - 1].pk if len(rows) > A_PAGE else None)


def new_ones(actor: Actor, *, at: datetime) -> int:
    """How many nobody has opened yet, for the navigation. One query."""
    return readable(actor, at=at).filter(standing="new").count()


def acts_of(tip: Tip) -> list[TipAct]:
    """Who opened it and what they said of it, the latest first. Two queries."""
    return named_then(tip.acts.order_by("-at", "-pk"))


def standing_of(number: str) -> Tip | None:
    """The tip of that number, for whoever holds it: nothing but its standing is shown. One query."""
    return Tip.objects.filter(number=number).only("number", "standing").first()
