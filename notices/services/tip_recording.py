"""Record tips from the public, and the readings and results that officers enter.

The officers responsible for the notice read its tips, but never an officer whom its complaint names.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.actors import Actor
from complaints.rules.statuses import Channel
from ledger.service_exceptions import NotPermitted, Refused
from notices.models import Notice, Tip, TipAct
from notices.queries import readable_tips as tip_queries
from notices.rules import notice_permissions
from notices.rules import tip_validation as rules
from notices.rules.notice_kinds import NoticeKind
from notices.rules.notice_refusals import NoticeRefusal
from notices.rules.public_codes import new_tip_number
from notices.rules.tip_validation import TipStatus
from notices.services import notice_notifications, picture_inspection
from notices.services.picture_inspection import SubmittedPhoto


def record_tip(
    *,
    notice: Notice,
    text: str,
    channel: Channel,
    at: datetime,
    key: UUID | None = None,
    phone: str = "",
    photo: SubmittedPhoto | None = None,
    past_the_district: bool = False,
) -> Tip:
    """Store a tip, sealed, and notify its readers. Apart from `phone`, nothing about the sender is stored.

    `key`: an id from the client; an earlier tip with the same key is returned unchanged. `phone`: E.164
    (web.identity_numbers), only if the sender wants to be called. `past_the_district`: for the Central Police Office
    only. Raises Refused (no text, or the notice is not public any more) or FileRefused (not a photo), and then stores
    nothing.
    """
    key, words = key or uuid4(), rules.clean_tip_text(text)
    if earlier_tip := Tip.objects.filter(key=key, notice=notice).first():
        return earlier_tip
    if notice.kind == NoticeKind.NOTICE or not Notice.objects.public(at).filter(pk=notice.pk).exists():
        raise Refused(NoticeRefusal.NOT_PUBLIC)
    picture = picture_inspection.seal_photo(photo, side=picture_inspection.TIP_PIXELS, at=at) if photo else None
    with transaction.atomic():
        tip, is_new = Tip.objects.get_or_create(
            key=key,
            defaults={
                "number": new_tip_number(),
                "notice": notice,
                "text": words,
                "phone": phone,
                "picture": picture,
                "past_the_district": past_the_district,
                "channel": channel,
                "at": at,
            },
        )
        if is_new:
            notice_notifications.notify_of_tip(tip, at=at)
    return tip


@transaction.atomic
def record_tip_opening(*, tip: Tip, by: Actor, at: datetime) -> Tip:
    """Record that this officer opens the tip, in the transaction of the page that shows it. Raises NotPermitted."""
    tip = _lock_readable_tip(tip, by=by, at=at)
    _record_act(tip, TipAct.Kind.OPENED, by=by, at=at)
    if tip.standing == TipStatus.NEW and notice_permissions.may_record_tip_results(by, tip.notice.line):
        _save_status(tip, TipStatus.SEEN)
    return tip


@transaction.atomic
def record_tip_result(*, tip: Tip, result: TipStatus, by: Actor, at: datetime) -> Tip:
    """Record the result of a tip. Raises NotPermitted."""
    tip = _lock_readable_tip(tip, by=by, at=at)
    if result not in rules.TIP_RESULTS or not notice_permissions.may_record_tip_results(by, tip.notice.line):
        raise NotPermitted
    _record_act(tip, result.value, by=by, at=at)
    _save_status(tip, result)
    return tip


def _lock_readable_tip(tip: Tip, *, by: Actor, at: datetime) -> Tip:
    """Lock and return the tip. Raises NotPermitted if this posting may not read it."""
    if not tip_queries.tips_readable_by(by, at=at).filter(pk=tip.pk).exists():
        raise NotPermitted
    rows = Tip.objects.select_for_update(of=("self",)).select_related("notice__office__routes_to", "picture")
    return rows.get(pk=tip.pk)


def _save_status(tip: Tip, status: TipStatus) -> None:
    tip.standing = status.value
    tip.save(update_fields=["standing"])


def _record_act(tip: Tip, kind: str, *, by: Actor, at: datetime) -> None:
    TipAct.objects.create(tip=tip, kind=kind, posting_id=by.posting_id, office_id=by.office_id, at=at)
