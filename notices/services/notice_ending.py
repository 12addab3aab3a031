"""End a notice: the child is found, the person is in custody, or the notice was wrong. One officer is enough."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from notices.models import Notice
from notices.rules import act_reasons
from notices.rules.notice_acts import NoticeEnding, require_act_is_allowed
from notices.rules.notice_kinds import NoticeKind
from notices.services import picture_inspection, share_image
from notices.services.act_recording import edition_awaiting_decision, load_situation, lock_notice, record_act

ACT_OF_ENDING = {NoticeEnding.FOUND: "found", NoticeEnding.WITHDRAWN: "withdraw"}


@transaction.atomic
def end_notice(*, notice: Notice, ending: NoticeEnding, why: str, by: Actor, at: datetime) -> Notice:
    """End a notice. It disappears immediately: page, list, feed, pictures and share image check each request.

    An ended notice cannot be reinstated; a new one must be proposed. The pictures of a found child are erased.
    Raises NotPermitted, Refused.
    """
    why = act_reasons.clean_reason(why)
    notice = lock_notice(notice.pk, by=by, at=at)
    require_act_is_allowed(
        ACT_OF_ENDING[ending], by, load_situation(notice, edition_awaiting_decision(notice)), why=why
    )
    notice.ended_at, notice.ending = at, ending.value
    notice.save(update_fields=["ended_at", "ending"])
    if ending is NoticeEnding.FOUND and notice.kind == NoticeKind.ALERT:
        picture_inspection.remove_pictures_of(notice)
        share_image.remove_share_images_of(notice)
    record_act(notice, ACT_OF_ENDING[ending], by=by, at=at, why=why)
    return notice
