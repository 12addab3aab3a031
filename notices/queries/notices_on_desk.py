"""The notices and editions on an officer's desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch

from accounts.actors import Actor
from accounts.models import Office
from accounts.queries.historical_names import set_historical_postings
from accounts.rules.office_tree import OfficeKind
from notices.models import Edition, Notice, NoticeAct

NOTICES_PER_PAGE = 50
PROPOSABLE_OFFICE_KINDS = (OfficeKind.CENTRAL, OfficeKind.REGION, OfficeKind.DISTRICT)


@dataclass(frozen=True)
class NoticesPage:
    """One page of notices. `older`: the id below which the next page begins; None on the last page."""

    rows: list[Notice]
    older: int | None


def load_notices_page(actor: Actor, *, at: datetime, before: int | None = None) -> NoticesPage:
    """Return one page of notices, the latest first. `waits` on each: an edition awaits a decision. One query."""
    waiting = Edition.objects.filter(notice=OuterRef("pk"), decided_at=None)
    notices = Notice.objects.on_desk_of(actor, at=at).with_related_rows().annotate(waits=Exists(waiting))
    rows = list((notices.filter(pk__lt=before) if before else notices).order_by("-pk")[: NOTICES_PER_PAGE + 1])
    older = rows[NOTICES_PER_PAGE - 1].pk if len(rows) > NOTICES_PER_PAGE else None
    return NoticesPage(rows[:NOTICES_PER_PAGE], older)


def editions_awaiting_decision(actor: Actor, *, at: datetime) -> list[Edition]:
    """Return the editions on this desk that await a decision, the oldest first. One query."""
    editions = Edition.objects.filter(
        decided_at=None, notice__in=Notice.objects.on_desk_of(actor, at=at), notice__ended_at=None
    )
    return list(editions.select_related("notice__office", "proposed_by").order_by("proposed_at")[:NOTICES_PER_PAGE])


def find_notice(actor: Actor, code: str, *, at: datetime) -> Notice | None:
    """Return a notice with its editions; None if this posting may not see it. Three queries."""
    editions = Edition.objects.select_related("proposed_by", "decided_by", "picture").order_by("-number")
    rows = Notice.objects.on_desk_of(actor, at=at).with_related_rows()
    return rows.prefetch_related(Prefetch("editions", editions.prefetch_related("helplines"))).filter(code=code).first()


def acts_on_notice(notice: Notice) -> list[NoticeAct]:
    """Return the acts on a notice, the latest first, with the names of the time. Two queries."""
    return set_historical_postings(notice.acts.order_by("-at", "-pk"))


def offices_to_propose_for(actor: Actor) -> list[Office]:
    """Return the offices for which this posting may propose notices. One query."""
    return list(
        Office.objects.filter(path__startswith=actor.office_path, kind__in=PROPOSABLE_OFFICE_KINDS).order_by("path")
    )
