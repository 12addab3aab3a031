"""Propose a notice, or a new edition of one: a later end, a changed text, another picture."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office
from complaints.models import Complaint
from information.models import Helpline
from ledger.service_exceptions import Refused
from notices.models import Edition, Notice, NoticeAct, Picture
from notices.models.edition import columns_of_content
from notices.rules import notice_content as contents
from notices.rules import victim_protection
from notices.rules.notice_acts import NoticeSituation, require_act_is_allowed
from notices.rules.notice_content import ProposedContent
from notices.rules.notice_kinds import NoticeKind
from notices.rules.notice_refusals import NoticeRefusal
from notices.rules.public_codes import new_notice_code
from notices.services import notice_notifications, picture_inspection
from notices.services.act_recording import edition_awaiting_decision, load_situation, lock_notice, record_act


@transaction.atomic
def propose_notice(
    *,
    kind: NoticeKind,
    office: Office,
    content: ProposedContent,
    sexual_violence: bool,
    by: Actor,
    at: datetime,
    picture: Picture | None = None,
    complaint: Complaint | None = None,
    is_sample: bool = False,
) -> Notice:
    """Propose a notice. It is public only after another officer approves it.

    `sexual_violence`: the officer's answer to the question in every form. Raises NotPermitted, Refused.
    """
    require_act_is_allowed("propose", by, NoticeSituation(kind=kind, line=office.handling_office().path, is_over=False))
    content = _validate_content(content, kind, sexual_violence=sexual_violence, at=at)
    if complaint is not None:
        _require_publishable_complaint(complaint, by=by, at=at)
    notice = Notice.objects.create(
        code=new_notice_code(), kind=kind, office=office, complaint=complaint, is_sample=is_sample, opened_at=at
    )
    edition = _create_edition(notice, content, picture, number=1, by=by, at=at)
    record_act(notice, NoticeAct.Kind.PROPOSE, edition=edition, by=by, at=at)
    notice_notifications.notify_of_proposal(notice, by=by, at=at)
    return notice


@transaction.atomic
def propose_new_edition(
    *,
    notice: Notice,
    content: ProposedContent,
    sexual_violence: bool,
    by: Actor,
    at: datetime,
    picture: Picture | None = None,
) -> Edition:
    """Propose a renewal or a correction. The published edition stays until its end, or until this one is approved.

    Raises NotPermitted, Refused.
    """
    notice = lock_notice(notice.pk, by=by, at=at)
    require_act_is_allowed("propose", by, load_situation(notice, edition_awaiting_decision(notice)))
    content = _validate_content(content, NoticeKind(notice.kind), sexual_violence=sexual_violence, at=at)
    if notice.complaint_id:
        _require_publishable_complaint(notice.complaint, by=by, at=at)
    edition = _create_edition(notice, content, picture, number=notice.editions.count() + 1, by=by, at=at)
    record_act(notice, NoticeAct.Kind.AGAIN, edition=edition, by=by, at=at)
    notice_notifications.notify_of_proposal(notice, by=by, at=at)
    return edition


def _validate_content(
    content: ProposedContent, kind: NoticeKind, *, sexual_violence: bool, at: datetime
) -> ProposedContent:
    """Return the cleaned content. Raises Refused if it must not be proposed."""
    if sexual_violence:
        raise Refused(NoticeRefusal.SEXUAL_VIOLENCE)
    content = contents.clean_content(content, kind)
    if reason := contents.first_problem(content, kind, at=at):
        raise Refused(reason)
    texts = [text for translations in contents.texts_of(content).values() for text in translations]
    if kind is NoticeKind.ALERT and victim_protection.suggests_sexual_violence(*texts):
        raise Refused(NoticeRefusal.TELLS_OF_IT)
    return content


def _require_publishable_complaint(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Raise Refused if the officer may not see the complaint, or if it must not have a public notice."""
    visible_complaint = (
        Complaint.objects.visible_to(by, at=at).select_related("category").filter(pk=complaint.pk).first()
    )
    if visible_complaint is None:
        raise Refused(NoticeRefusal.NO_SUCH_COMPLAINT)
    category = visible_complaint.category
    if not victim_protection.may_have_public_notice(
        code=category.code, group=category.group, confidential=category.confidential
    ):
        raise Refused(NoticeRefusal.NEVER_OF_THIS_KIND)


def _create_edition(
    notice: Notice, content: ProposedContent, picture: Picture | None, *, number: int, by: Actor, at: datetime
) -> Edition:
    if picture is not None and not (picture.is_open and picture.side == picture_inspection.NOTICE_PIXELS):
        raise Refused(NoticeRefusal.PICTURE_NOT_READY)  # photos of tips are never published; they have another size
    helplines = list(Helpline.objects.advertised().filter(number__in=content.helplines))
    if not helplines:
        raise Refused(NoticeRefusal.NO_NUMBER)
    edition = Edition.objects.create(
        notice=notice,
        number=number,
        picture=picture,
        proposed_by_id=by.officer_id,
        proposed_at=at,
        **columns_of_content(content),
    )
    edition.helplines.set(helplines)
    return edition
