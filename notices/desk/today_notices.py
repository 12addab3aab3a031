"""Public notices to decide on and unread tips, for the page *Today* (desk.today): one line for each list."""

from datetime import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.middleware import POSTING_PARAMETER
from desk.today.waiting_tasks import OfficerPostings, WaitingTask
from notices.models import Edition, Notice
from notices.queries.readable_tips import tips_readable_by
from notices.rules.notice_permissions import has_notices_desk, may_approve
from notices.rules.tip_validation import TipStatus


def list_notice_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return a line for the notices that the officer may approve, and one for unread tips. Two statements at most."""
    return [*_approval_task(officer_postings, at=at), *_tips_task(officer_postings, at=at)]


def _approval_task(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    approvers = officer_postings.acting(lambda actor: may_approve(actor, actor.office_path))
    if not approvers:
        return []
    on_desks = Q()
    for _, actor in approvers:
        on_desks |= Q(notice__in=Notice.objects.on_desk_of(actor, at=at))
    waiting = Edition.objects.filter(on_desks, decided_at=None, notice__ended_at=None)
    waiting = waiting.exclude(proposed_by=officer_postings.officer.pk)
    found = waiting.aggregate(number=Count("pk"), since=Min("proposed_at"))
    if not found["number"]:
        return []
    subject = ngettext("%(n)d public notice", "%(n)d public notices", found["number"]) % {"n": found["number"]}
    posting = officer_postings.postings[approvers[0][0]]
    url = f"{reverse('notices_desk')}?{POSTING_PARAMETER}={posting.choice}"
    return [WaitingTask(gettext("Approve or refuse"), since=found["since"], subject=subject, url=url, posting=posting)]


def _tips_task(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    readers = officer_postings.acting(has_notices_desk)
    if not readers:
        return []
    tips = tips_readable_by(readers[0][1], at=at).filter(standing=TipStatus.NEW.value)
    for _, actor in readers[1:]:
        tips = tips | tips_readable_by(actor, at=at).filter(standing=TipStatus.NEW.value)
    found = tips.aggregate(number=Count("pk", distinct=True), since=Min("at"))
    number, posting = found["number"], officer_postings.postings[readers[0][0]]
    if not number:
        return []
    subject = ngettext("%(n)d unread tip", "%(n)d unread tips", number) % {"n": number}
    url = f"{reverse('notices_tips')}?{POSTING_PARAMETER}={posting.choice}"
    return [WaitingTask(gettext("Read the tips"), since=found["since"], subject=subject, url=url, posting=posting)]
