"""The page of an order on a complaint: a superior gives it, and the holder answers it."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.models import Complaint, Order
from complaints.models.display.complaint_labels import REFUSALS
from complaints.rules.refusals import Refusal
from complaints.services import orders
from complaints.services.orders import may_answer_order, may_give_order
from desk.complaint.clock_badges import deadline_badge
from desk.formatting import moment, post_of
from desk.page_access import get_complaint_or_404, reading_role_required
from desk.services import reading_log
from desk.team.team_access import return_text_of_expired_session
from desk.team.team_forms import GiveOrderForm, OrderAnswerForm
from ledger.service_exceptions import NotPermitted, Refused
from web.calendar_days import start_of_day

TEMPLATE = "desk/team/order.html"
ONE_DAY = timedelta(days=1)


@return_text_of_expired_session
@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def show_order(request: HttpRequest, etag: str) -> HttpResponse:
    """Show the open order with the form to answer it, or the form for a new one. 422 if refused, 404 if forbidden."""
    at = timezone.now()
    complaint = get_complaint_or_404(request, etag)
    waiting = Order.objects.waiting().filter(complaint=complaint).select_related("given__words", *_RELATED).first()
    is_answer = waiting is not None and may_answer_order(request.actor, complaint)
    if not is_answer and not may_give_order(request.actor, complaint):
        raise Http404
    form = (OrderAnswerForm if is_answer else GiveOrderForm)(request.POST if request.method == "POST" else None)
    if (
        form.is_bound
        and form.is_valid()
        and _record_order_or_answer(request, complaint, form, is_answer=is_answer, at=at)
    ):
        messages.success(request, _("Answer recorded.") if is_answer else _("Order given."))
        return redirect("desk:complaint", etag=etag)
    reading_log.record_reading(complaint, by=request.actor, at=at)
    context = {
        "complaint": complaint,
        "order": _order_context(waiting, at=at) if waiting else None,
        "form": form if is_answer or waiting is None else None,
        "answers": is_answer,
        "has_errors": bool(form.errors),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


_RELATED = ("by__officer", "by__office", "to__officer", "to__office")


def _record_order_or_answer(
    request: HttpRequest, complaint: Complaint, form: forms.Form, *, is_answer: bool, at
) -> bool:
    """Record the order or the answer. Return False, with an error on the form, if it is refused."""
    arguments = {"complaint_id": complaint.pk, "words": form.cleaned_data["words"], "by": request.actor, "at": at}
    try:
        if is_answer:
            orders.answer_order(**arguments)
        else:
            orders.give_order(**arguments, due_at=start_of_day(form.cleaned_data["until"] + ONE_DAY))
    except NotPermitted as never_offered:
        raise PermissionDenied from never_offered
    except Refused as refusal:
        form.add_error("until" if refusal.reason is Refusal.NO_SUCH_DATE else None, REFUSALS[refusal.reason])
    return form.is_valid()


def _order_context(waiting: Order, *, at) -> dict:
    return {
        "words": waiting.given.words.text,
        "who": waiting.by.officer.title,
        "post": post_of(waiting.by),
        "to": waiting.to.officer.title,
        "when": moment(waiting.given_at),
        "chip": deadline_badge(waiting.due_at, at=at),
    }
