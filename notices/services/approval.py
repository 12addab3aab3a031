"""The decision of a second officer on a proposed edition: approve or refuse."""

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
    """Publish an edition from now until its end. `edition`: the one that the officer has read.

    The question about sexual violence is answered again, and the complaint and the end date are checked again, because
    the proposal may be hours old. Raises NotPermitted, Refused.
    """
    notice, edition = _lock_waiting_edition("approve", edition, by=by, at=at)
    if sexual_violence:
        raise Refused(Refusal.SEXUAL_VIOLENCE)
    if edition.expires_at <= at:
        raise Refused(Refusal.NO_END)
    if edition.picture is not None and not edition.picture.is_open:
        raise Refused(Refusal.PICTURE_NOT_READY)
    _require_publishable_complaint(notice)
    _record_decision(edition, Decision.APPROVED, by=by, at=at)
    notice.current = edition
    notice.save(update_fields=["current"])
    write(notice, NoticeAct.Kind.APPROVE, edition=edition, by=by, at=at)
    share_image.draw(notice)
    return notice


@transaction.atomic
def refuse(*, edition: Edition, why: str, by: Actor, at: datetime) -> Notice:
    """Refuse an edition. An edition that is already published stays published. Raises NotPermitted, Refused."""
    why = reasons.cleaned(why)
    notice, edition = _lock_waiting_edition("refuse", edition, by=by, at=at, why=why)
    _record_decision(edition, Decision.REFUSED, by=by, at=at)
    write(notice, NoticeAct.Kind.REFUSE, edition=edition, by=by, at=at, why=why)
    return notice


def _lock_waiting_edition(
    act: str, edition: Edition, *, by: Actor, at: datetime, why: str = ""
) -> tuple[Notice, Edition]:
    """Lock and return the notice and the edition, if this officer may decide it. Raises NotPermitted, Refused."""
    notice = locked(edition.notice_id, by=by, at=at)
    waiting_edition = waiting(notice)
    require(act, by, situation(notice, waiting_edition), why=why)
    if waiting_edition is None or waiting_edition.pk != edition.pk:
        raise Refused(Refusal.NOTHING_WAITS)
    return notice, waiting_edition


def _require_publishable_complaint(notice: Notice) -> None:
    """Check again that the complaint may have a notice: its category may have changed. Raises Refused."""
    if notice.complaint_id is None:
        return
    category = notice.complaint.category
    if not protection.lends_itself(code=category.code, group=category.group, confidential=category.confidential):
        raise Refused(Refusal.NEVER_OF_THIS_KIND)


def _record_decision(edition: Edition, decision: Decision, *, by: Actor, at: datetime) -> None:
    edition.decision, edition.decided_by_id, edition.decided_at = decision.value, by.officer_id, at
    edition.save(update_fields=["decision", "decided_by", "decided_at"])
