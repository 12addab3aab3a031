"""End a notice: the child is found, the person is in custody, or the notice was wrong. One officer is enough."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from notices.models import Notice
from notices.rules import reasons
from notices.rules.acts import Ending, require
from notices.rules.kinds import NoticeKind
from notices.services import pictures, share_image
from notices.services.acts import locked, situation, waiting, write

ACTS = {Ending.FOUND: "found", Ending.WITHDRAWN: "withdraw"}


@transaction.atomic
def end(*, notice: Notice, ending: Ending, why: str, by: Actor, at: datetime) -> Notice:
    """End a notice. It disappears immediately: page, list, feed, pictures and share image check each request.

    An ended notice cannot be reinstated; a new one must be proposed. The pictures of a found child are erased.
    Raises NotPermitted, Refused.
    """
    why = reasons.cleaned(why)
    notice = locked(notice.pk, by=by, at=at)
    require(ACTS[ending], by, situation(notice, waiting(notice)), why=why)
    notice.ended_at, notice.ending = at, ending.value
    notice.save(update_fields=["ended_at", "ending"])
    if ending is Ending.FOUND and notice.kind == NoticeKind.ALERT:
        pictures.remove_of(notice)
        share_image.remove_of(notice)
    write(notice, ACTS[ending], by=by, at=at, why=why)
    return notice
