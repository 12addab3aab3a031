"""A second officer decides: what was proposed is published, or is not."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from ledger.exceptions import Refused
from notices.models import Edition, Notice, NoticeAct
from notices.rules import protection, reasons
from notices.rules.acts import Decision, require
from notices.rules.refusals import Refusal
from notices.services import share_image
from notices.services.acts import locked, situation, waiting, write


@transaction.atomic
def approve(*, edition: Edition, sexual_violence: bool, by: Actor, at: datetime) -> Notice:
    """Publish it, from this moment until its end. `edition`: the one that the officer has read.

    The question is asked again, the complaint and the end are looked at anew: hours may lie between. Raises
    NotPermitted, Refused.
    """
    notice, edition = _taken("approve", edition, by=by, at=at)
    if sexual_violence:
        raise Refused(Refusal.SEXUAL_VIOLENCE)
    if edition.expires_at <= at:
        raise Refused(Refusal.NO_END)
    if edition.picture is not None and not edition.picture.is_open:
        raise Refused(Refusal.PICTURE_NOT_READY)
    _require_lending(notice)
    _decide(edition, Decision.APPROVED, by=by, at=at)
    notice.current = edition
    notice.save(update_fields=["current"])
    write(notice, NoticeAct.Kind.APPROVE, edition=edition, by=by, at=at)
    share_image.draw(notice)
    return notice


@transaction.atomic
def refuse(*, edition: Edition, why: str, by: Actor, at: datetime) -> Notice:
    """Do not publish it; an edition that is published meanwhile stays so. Raises NotPermitted, Refused."""
    why = reasons.cleaned(why)
    notice, edition = _taken("refuse", edition, by=by, at=at, why=why)
    _decide(edition, Decision.REFUSED, by=by, at=at)
    write(notice, NoticeAct.Kind.REFUSE, edition=edition, by=by, at=at, why=why)
    return notice


def _taken(act: str, edition: Edition, *, by: Actor, at: datetime, why: str = "") -> tuple[Notice, Edition]:
    """The notice, locked, and its edition, which is this officer's to decide now. Raises NotPermitted, Refused."""
    notice = locked(edition.notice_id, by=by, at=at)
    waits = waiting(notice)
    require(act, by, situation(notice, waits), why=why)
    if waits is None or waits.pk != edition.pk:
        raise Refused(Refusal.NOTHING_WAITS)
    return notice, waits


def _require_lending(notice: Notice) -> None:
    """A complaint may have been given another category since."""
    if notice.complaint_id is None:
        return
    category = notice.complaint.category
    if not protection.lends_itself(code=category.code, group=category.group, confidential=category.confidential):
        raise Refused(Refusal.NEVER_OF_THIS_KIND)


def _decide(edition: Edition, decision: Decision, *, by: Actor, at: datetime) -> None:
    edition.decision, edition.decided_by_id, edition.decided_at = decision.value, by.officer_id, at
    edition.save(update_fields=["decision", "decided_by", "decided_at"])
