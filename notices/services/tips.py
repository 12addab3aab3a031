"""Tips: taken from anybody, read by the notice's own line, never by somebody whom its complaint names."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.actors import Actor
from complaints.rules.statuses import Channel
from ledger.exceptions import NotPermitted, Refused
from notices.models import Notice, Tip, TipAct
from notices.queries import tips as found
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
    """Keep what somebody knows, sealed, and tell whoever reads it. Nothing is kept of who they are but `phone`.

    `key`: the sender's own; a tip that came before under it is given back as it is. `phone`: E.164
    (web.identity_numbers), only where they gave it to be rung. `past_the_district`: for the Central Police Office
    alone. Raises Refused (nothing said, or the notice is public no more), and FileRefused for what is no photo:
    then nothing was kept.
    """
    key, words = key or uuid4(), rules.cleaned(text)
    if known := Tip.objects.filter(key=key, notice=notice).first():
        return known
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
    """Write down that this officer reads it, in the transaction of the page that shows it. Raises NotPermitted."""
    tip = _theirs(tip, by=by, at=at)
    _write(tip, TipAct.Kind.OPENED, by=by, at=at)
    if tip.standing == TipStatus.NEW and powers.may_settle_tips(by, tip.notice.line):
        _stands(tip, TipStatus.SEEN)
    return tip


@transaction.atomic
def settle_tip(*, tip: Tip, standing: TipStatus, by: Actor, at: datetime) -> Tip:
    """Say what came of it. Raises NotPermitted."""
    tip = _theirs(tip, by=by, at=at)
    if standing not in rules.SAID or not powers.may_settle_tips(by, tip.notice.line):
        raise NotPermitted
    _write(tip, standing.value, by=by, at=at)
    _stands(tip, standing)
    return tip


def _theirs(tip: Tip, *, by: Actor, at: datetime) -> Tip:
    """The tip, locked, as this posting may read it. Raises NotPermitted."""
    if not found.readable(by, at=at).filter(pk=tip.pk).exists():
        raise NotPermitted
    rows = Tip.objects.select_for_update(of=("self",)).select_related("notice__office__routes_to", "picture")
    return rows.get(pk=tip.pk)


def _stands(tip: Tip, standing: TipStatus) -> None:
    tip.standing = standing.value
    tip.save(update_fields=["standing"])


def _write(tip: Tip, kind: str, *, by: Actor, at: datetime) -> None:
    TipAct.objects.create(tip=tip, kind=kind, posting_id=by.posting_id, office_id=by.office_id, at=at)
