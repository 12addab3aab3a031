"""Record tips from the public, and the readings and results that officers enter.

The officers responsible for the notice read its tips, but never an officer whom its complaint names.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.actors import Actor
from complaints.rules.statuses import Channel
from ledger.exceptions import NotPermitted, Refused
from notices.models import Notice, Tip, TipAct
from notices.queries import tips as tip_queries
from notices.rules import powers
from notices.rules import tips as rules
from notices.rules.kinds import NoticeKind
from notices.rules.numbers import new_tip_number
from notices.rules.refusals import Refusal
from notices.rules.tips import TipStatus
from notices.services import notifications, pictures
from notices.services.pictures import Handed


def take_tip(
    *,
    notice: Notice,
    text: str,
    channel: Channel,
    at: datetime,
    key: UUID | None = None,
    phone: str = "",
    photo: Handed | None = None,
    past_the_district: bool = False,
) -> Tip:
    """Store a tip, sealed, and notify its readers. Apart from `phone`, nothing about the sender is stored.

    `key`: an id from the client; an earlier tip with the same key is returned unchanged. `phone`: E.164
    (web.identity_numbers), only if the sender wants to be called. `past_the_district`: for the Central Police Office
    only. Raises Refused (no text, or the notice is not public any more) or FileRefused (not a photo), and then stores
    nothing.
    """
    key, words = key or uuid4(), rules.cleaned(text)
    if earlier_tip := Tip.objects.filter(key=key, notice=notice).first():
        return earlier_tip
    if notice.kind == NoticeKind.NOTICE or not Notice.objects.public(at).filter(pk=notice.pk).exists():
        raise Refused(Refusal.NOT_PUBLIC)
    picture = pictures.take(photo, side=pictures.OF_A_TIP, at=at) if photo else None
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
            notifications.that_a_tip_came(tip, at=at)
    return tip


@transaction.atomic
def open_tip(*, tip: Tip, by: Actor, at: datetime) -> Tip:
    """Record that this officer opens the tip, in the transaction of the page that shows it. Raises NotPermitted."""
    tip = _lock_readable(tip, by=by, at=at)
    _record_act(tip, TipAct.Kind.OPENED, by=by, at=at)
    if tip.standing == TipStatus.NEW and powers.may_settle_tips(by, tip.notice.line):
        _save_status(tip, TipStatus.SEEN)
    return tip


@transaction.atomic
def settle_tip(*, tip: Tip, standing: TipStatus, by: Actor, at: datetime) -> Tip:
    """Record the result of a tip. Raises NotPermitted."""
    tip = _lock_readable(tip, by=by, at=at)
    if standing not in rules.SAID or not powers.may_settle_tips(by, tip.notice.line):
        raise NotPermitted
    _record_act(tip, standing.value, by=by, at=at)
    _save_status(tip, standing)
    return tip


def _lock_readable(tip: Tip, *, by: Actor, at: datetime) -> Tip:
    """Lock and return the tip. Raises NotPermitted if this posting may not read it."""
    if not tip_queries.readable(by, at=at).filter(pk=tip.pk).exists():
        raise NotPermitted
    rows = Tip.objects.select_for_update(of=("self",)).select_related("notice__office__routes_to", "picture")
    return rows.get(pk=tip.pk)


def _save_status(tip: Tip, standing: TipStatus) -> None:
    tip.standing = standing.value
    tip.save(update_fields=["standing"])


def _record_act(tip: Tip, kind: str, *, by: Actor, at: datetime) -> None:
    TipAct.objects.create(tip=tip, kind=kind, posting_id=by.posting_id, office_id=by.office_id, at=at)
