"""The decision of a second officer on a proposed edition: approve or refuse."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from ledger.service_exceptions import Refused
from notices.models import Edition, Notice, NoticeAct
from notices.rules import act_reasons, victim_protection
from notices.rules.notice_acts import EditionDecision, require_act_is_allowed
from notices.rules.notice_refusals import NoticeRefusal
from notices.services import share_image
from notices.services.act_recording import edition_awaiting_decision, load_situation, lock_notice, record_act


@transaction.atomic
def approve_edition(*, edition: Edition, sexual_violence: bool, by: Actor, at: datetime) -> Notice:
    """Publish an edition from now until its end. `edition`: the one that the officer has read.

    The question about sexual violence is answered again, and the complaint and the end date are checked again, because
    the proposal may be hours old. Raises NotPermitted, Refused.
    """
    notice, edition = _lock_waiting_edition("approve", edition, by=by, at=at)
    if sexual_violence:
        raise Refused(NoticeRefusal.SEXUAL_VIOLENCE)
    if edition.expires_at <= at:
        raise Refused(NoticeRefusal.NO_END)
    if edition.picture is not None and not edition.picture.is_open:
        raise Refused(NoticeRefusal.PICTURE_NOT_READY)
    _require_publishable_complaint(notice)
    _record_decision(edition, EditionDecision.APPROVED, by=by, at=at)
    notice.current = edition
    notice.save(update_fields=["current"])
    record_act(notice, NoticeAct.Kind.APPROVE, edition=edition, by=by, at=at)
    share_image.draw_share_images(notice)
    return notice


@transaction.atomic
def refuse_edition(*, edition: Edition, why: str, by: Actor, at: datetime) -> Notice:
    """Refuse an edition. An edition that is already published stays published. Raises NotPermitted, Refused."""
    why = act_reasons.clean_reason(why)
    notice, edition = _lock_waiting_edition("refuse", edition, by=by, at=at, why=why)
    _record_decision(edition, EditionDecision.REFUSED, by=by, at=at)
    record_act(notice, NoticeAct.Kind.REFUSE, edition=edition, by=by, at=at, why=why)
    return notice


def _lock_waiting_edition(
    act: str, edition: Edition, *, by: Actor, at: datetime, why: str = ""
) -> tuple[Notice, Edition]:
    """Lock and return the notice and the edition, if this officer may decide it. Raises NotPermitted, Refused."""
    notice = lock_notice(edition.notice_id, by=by, at=at)
    waiting_edition = edition_awaiting_decision(notice)
    require_act_is_allowed(act, by, load_situation(notice, waiting_edition), why=why)
    if waiting_edition is None or waiting_edition.pk != edition.pk:
        raise Refused(NoticeRefusal.NOTHING_WAITS)
    return notice, waiting_edition


def _require_publishable_complaint(notice: Notice) -> None:
    """Check again that the complaint may have a notice: its category may have changed. Raises Refused."""
    if notice.complaint_id is None:
        return
    category = notice.complaint.category
    if not victim_protection.may_have_public_notice(
        code=category.code, group=category.group, confidential=category.confidential
    ):
        raise Refused(NoticeRefusal.NEVER_OF_THIS_KIND)


def _record_decision(edition: Edition, decision: EditionDecision, *, by: Actor, at: datetime) -> None:
    edition.decision, edition.decided_by_id, edition.decided_at = decision.value, by.officer_id, at
    edition.save(update_fields=["decision", "decided_by", "decided_at"])
