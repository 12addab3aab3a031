"""What needs two officers: printed codes to approve and to hand over, and requests for a second administrator."""

from datetime import datetime

from django.apps import apps
from django.db.models import CharField, Count, Min, Value
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext

from accounts.acting_head import ActingHead
from accounts.admin_base import is_administrator, site
from accounts.middleware import POSTING_PARAMETER
from accounts.models import Posting
from accounts.models.two_administrators import TwoAdministrators
from accounts.rules.roles import Role
from complaints.queries.printed_key_requests import (
    approves_printed_keys,
    list_approved_keys,
    list_requests_to_approve,
)
from complaints.rules.key_approval import ISSUED_WITHIN
from complaints.services.access_keys.printed_keys import may_issue_key
from desk.today.waiting_tasks import OfficerPostings, WaitingTask


def list_approval_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return the printed codes to approve or to hand over, and what waits for a second administrator.

    Two statements for a monitor and for an operator, one for an administrator, none for others.
    """
    return [
        *_requested_key_tasks(officer_postings, at=at),
        *_approved_key_tasks(officer_postings, at=at),
        *_administrator_tasks(officer_postings),
    ]


def _requested_key_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return a task for each requested code. Its deadline is when the request lapses."""
    monitors = officer_postings.acting(approves_printed_keys)
    if not monitors:
        return []
    under, actor = monitors[0]
    posting = officer_postings.postings[under]
    return [
        WaitingTask(
            gettext("Approve a new code for the complainant"),
            due_at=request.asked_at + ISSUED_WITHIN,
            since=request.asked_at,
            complaint_id=request.complaint_id,
            url=_printed_key_url(request.etag, posting),
            posting=posting,
        )
        for request in list_requests_to_approve(actor, at=at)
    ]


def _approved_key_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return a task for each approved code that the officer requested. Its deadline is when the approval lapses."""
    operators = officer_postings.acting(lambda actor: actor.role is Role.COMPLAINT_OPERATOR)
    if not operators:
        return []
    tasks = []
    for approved in list_approved_keys(operators, at=at):
        complaint, posting = approved.complaint, officer_postings.postings[approved.under]
        if may_issue_key(officer_postings.actors[approved.under], complaint, complaint.complainant):
            tasks.append(
                WaitingTask(
                    gettext("Hand over the approved code"),
                    due_at=approved.approved_at + ISSUED_WITHIN,
                    since=approved.approved_at,
                    complaint_id=complaint.pk,
                    url=_printed_key_url(complaint.etag, posting),
                    posting=posting,
                )
            )
    return tasks


def _printed_key_url(etag: str, posting: Posting | ActingHead) -> str:
    return f"{reverse('desk:printed_key', args=[etag])}?{POSTING_PARAMETER}={posting.choice}"


def _administrator_tasks(officer_postings: OfficerPostings) -> list[WaitingTask]:
    """Return one task for each kind of request: others' requests that no administrator has decided."""
    administrators = officer_postings.acting(is_administrator)
    if not administrators:
        return []
    models = {
        model._meta.label_lower: model
        for model in apps.get_models()
        if issubclass(model, TwoAdministrators) and site.is_registered(model)
    }
    parts = [
        model.objects.filter(decided_at=None)
        .exclude(asked_by=officer_postings.officer.pk)
        .order_by()
        .values(label=Value(label, CharField()))
        .annotate(number=Count("pk"), since=Min("asked_at"))
        .values_list("label", "number", "since")
        for label, model in models.items()
    ]
    posting, tasks = officer_postings.postings[administrators[0][0]], []
    for label, number, since in parts[0].union(*parts[1:], all=True):
        if number:
            options = models[label]._meta
            undecided = urlencode({"decided_at__isempty": 1, POSTING_PARAMETER: posting.choice})
            tasks.append(
                WaitingTask(
                    gettext("Confirm or refuse as the second administrator"),
                    since=since,
                    subject=f"{capfirst(options.verbose_name_plural)}: {number}",
                    url=f"{reverse(f'admin:{options.app_label}_{options.model_name}_changelist')}?{undecided}",
                    posting=posting,
                )
            )
    return tasks
