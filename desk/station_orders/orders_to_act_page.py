"""“Orders to act”: what the head of a station reads of an order on a complaint that is hidden from them.

Reference, offence, place and day, and nothing else. The answer is the number and date of the FIR.
"""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rules.office_tree import OfficeKind
from complaints.models import StationOrder
from complaints.models.display.complaint_labels import REFUSALS
from complaints.rules import station_orders as rule
from complaints.rules.refusals import Refusal
from complaints.services.exclusion import station_orders as service
from desk.formatting import day, moment
from desk.moves.move_form import FIELD_ERRORS
from ledger.service_exceptions import Refused
from web.form_fields import PlainTextField, TypedDateField
from web.officer_access import posting_required


class FirForm(forms.Form):
    """The FIR that the station registered."""

    fir_number = PlainTextField(label=_("FIR number"), max_length=40, needed=FIELD_ERRORS["required"])
    fir_on = TypedDateField(label=_("Date of the FIR"), error_messages=FIELD_ERRORS)


@require_safe
@never_cache
@posting_required
def list_orders_to_act(request: HttpRequest) -> HttpResponse:
    """List the orders to this station, the newest first. 404 for everybody but heads of stations."""
    orders = [_order_context(order) for order in _orders_of(request)]
    return render(request, "desk/station_orders/list.html", {"orders": orders})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@posting_required
def answer_order_to_act(request: HttpRequest, order: UUID) -> HttpResponse:
    """Show one order and record the FIR. 422 if the answer is refused, with what was typed."""
    row = get_object_or_404(_orders_of(request), pk=order)
    form = FirForm(request.POST or None, initial={"fir_on": localdate(now())})
    if form.is_valid():
        try:
            service.answer_station_order(order_id=row.pk, **form.cleaned_data, by=request.actor, at=now())
        except Refused as refused:
            field = {Refusal.FIR_MISSING: "fir_number", Refusal.NO_SUCH_DATE: "fir_on"}.get(refused.reason)
            form.add_error(field, _text_of_refusal(refused.reason))
        else:
            messages.success(request, gettext("The FIR is recorded."))
            return redirect("desk:order_to_act", order)
    context = {"order": _order_context(row), "form": None if row.answered_at else form, "has_errors": bool(form.errors)}
    return render(request, "desk/station_orders/act.html", context, status=422 if form.errors else 200)


def _text_of_refusal(reason: Refusal):
    if reason is Refusal.NO_SUCH_DATE:
        return _("The FIR cannot be older than the incident, or in the future.")
    return REFUSALS[reason] if reason is not Refusal.FIR_MISSING else _("Enter the number as it is in the register.")


def _orders_of(request: HttpRequest):
    actor = request.actor
    if not (actor.is_head and actor.office_kind is OfficeKind.STATION):
        raise Http404
    return StationOrder.objects.given_to_station(actor.office_id)


def _order_context(order: StationOrder) -> dict:
    return {
        "pk": order.pk,
        "reference": order.reference,
        "offence": order.offence,
        "place": order.place,
        "happened_on": day(order.happened_on),
        "given": moment(order.given_at),
        "due": moment(rule.act_due_at(order.given_at)),
        "fir_number": order.fir_number,
        "fir_on": day(order.fir_on) if order.fir_on else "",
    }
