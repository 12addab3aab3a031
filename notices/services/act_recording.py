"""Lock a notice, load its situation for the table of acts, and record acts."""

from datetime import datetime

from accounts.actors import Actor
from ledger.service_exceptions import NotPermitted
from notices.models import Edition, Notice, NoticeAct
from notices.rules.notice_acts import NoticeSituation
from notices.rules.notice_kinds import NoticeKind


def lock_notice(notice_id: int, *, by: Actor, at: datetime) -> Notice:
    """Return the notice, locked until the end of the transaction.

    Raises NotPermitted if it is not on the actor's desk.
    """
    if not Notice.objects.on_desk_of(by, at=at).filter(pk=notice_id).exists():
        raise NotPermitted
    rows = Notice.objects.select_for_update(of=("self",)).select_related("office__routes_to", "current")
    return rows.get(pk=notice_id)


def edition_awaiting_decision(notice: Notice) -> Edition | None:
    """Return the edition that awaits a decision; None if there is none."""
    return notice.editions.filter(decided_at=None).select_related("picture").first()


def load_situation(notice: Notice, waiting_edition: Edition | None) -> NoticeSituation:
    """Return the facts that the table of acts needs. `waiting_edition`: the edition that awaits a decision."""
    return NoticeSituation(
        kind=NoticeKind(notice.kind),
        line=notice.line,
        is_over=notice.ended_at is not None,
        proposer_id=waiting_edition.proposed_by_id if waiting_edition else None,
        was_published=notice.current_id is not None,
    )


def record_act(
    notice: Notice, kind: str, *, by: Actor, at: datetime, edition: Edition | None = None, why: str = ""
) -> NoticeAct:
    """Record an act, in the transaction that performs it."""
    return NoticeAct.objects.create(notice=notice, edition=edition, kind=kind, posting_id=by.posting_id, at=at, why=why)
