"""Notices, as officers see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch

from accounts.actors import Actor
from accounts.models import Office
from accounts.queries.former_names import named_then
from accounts.rules.offices import OfficeKind
from notices.models import Edition, Notice, NoticeAct

A_PAGE = 50
OFFICES = (OfficeKind.CENTRAL, OfficeKind.REGION, OfficeKind.DISTRICT)


@dataclass(frozen=True)
class NoticesPage:
    """`older`: the id that the next page begins below; None on the last one."""

    rows: list[Notice]
    older: int | None


def listed(actor: Actor, *, at: datetime, before: int | None = None) -> NoticesPage:
    """What waits for a decision first, then the latest. Each with `waits` and how many tips are `unread`. One query."""
    waiting = Edition.objects.filter(notice=OuterRef("pk"), decided_at=None)
    found = Notice.objects.on_desk_of(actor, at=at).for_screen().annotate(waits=Exists(waiting))
    rows = list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: A_PAGE + 1])
    older = rows[A_PAGE - 1].pk if len(rows) > A_PAGE else None
    return NoticesPage(rows[:A_PAGE], older)


def waiting(actor: Actor, *, at: datetime) -> list[Edition]:
    """What waits for a decision on this desk, the oldest first. One query."""
    found = Edition.objects.filter(
        decided_at=None, notice__in=Notice.objects.on_desk_of(actor, at=at), notice__ended_at=None
    )
    return list(found.select_related("notice__office", "proposed_by").order_by("proposed_at")[:A_PAGE])


def one(actor: Actor, code: str, *, at: datetime) -> Notice | None:
    """A notice with its editions; None where it does not exist for this posting. Three queries."""
    editions = Edition.objects.select_related("proposed_by", "decided_by", "picture").order_by("-number")
    rows = Notice.objects.on_desk_of(actor, at=at).for_screen()
    return rows.prefetch_related(Prefetch("editions", editions.prefetch_related("helplines"))).filter(code=code).first()


def acts_of(notice: Notice) -> list[NoticeAct]:
    """Who did what, the latest first. Two queries."""
    return named_then(notice.acts.order_by("-at", "-pk"))


def offices(actor: Actor) -> list[Office]:
    """For which a notice may be proposed by this posting. One query."""
    return list(Office.objects.filter(path__startswith=actor.office_path, kind__in=OFFICES).order_by("path"))
