"""The superior's page of orders to an excluded station: give one, and record the consent of a complainant by telephone.

The station does not see this page (`orders_to_act_page`).
"""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.models import Complaint, StationOrder
from complaints.models.display.complaint_labels import REFUSALS
from complaints.rules import station_orders as rule
from complaints.services.exclusion import station_orders as service
from complaints.services.facts import capacities_of
from desk.formatting import day, joined, moment, post_of
from desk.moves.move_form import FIELD_ERRORS
from desk.page_access import get_complaint_or_404, reading_role_required
from desk.services import reading_log
from ledger.service_exceptions import NotPermitted, Refused
from web.form_fields import PlainTextField, TypedDateField

TEMPLATE = "desk/station_orders/give.html"


class StationOrderForm(forms.Form):
    """What the station must do. It reads these four answers and nothing else."""

    station = forms.TypedChoiceField(label=_("Police station"), coerce=int, error_messages=FIELD_ERRORS)
    offence = PlainTextField(
        label=_("Law, section and offence"),
        max_length=160,
        help_text=_("For example: section 337-A PPC, hurt."),
        needed=FIELD_ERRORS["required"],
    )
    place = PlainTextField(
        label=_("Place of the incident"),
        max_length=160,
        help_text=_("Not the complainant's home or name."),
        needed=FIELD_ERRORS["required"],
    )
    happened_on = TypedDateField(label=_("Day of the incident"), error_messages=FIELD_ERRORS)

    def __init__(self, *args, stations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["station"].choices = [(station.pk, station.name) for station in stations]

    def clean_happened_on(self):
        if self.cleaned_data["happened_on"] > localdate(now()):
            raise forms.ValidationError(_("This day is in the future."))
        return self.cleaned_data["happened_on"]


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def show_station_orders(request: HttpRequest, etag: str) -> HttpResponse:
    """Show the orders, and the forms that this officer may send. 404 for officers who may send none."""
    at = now()
    complaint = get_complaint_or_404(request, etag)
    held = capacities_of(request.actor, complaint, at=at)
    may_order, may_consent = rule.may_order_station(held), rule.may_record_consent(held)
    if not complaint.is_open or not (may_order or may_consent):
        raise Http404
    stations = service.excluded_stations(complaint, at=at) if may_order else []
    form = StationOrderForm(request.POST or None, stations=stations) if stations else None
    try:
        if request.method == "POST" and "consent" in request.POST:
            return _record_consent(request, complaint, at=at)
        if request.method == "POST" and form is not None and form.is_valid():
            return _give_order(request, complaint, form, at=at)
    except NotPermitted as never_offered:
        raise Http404 from never_offered
    except Refused as refused:
        if form is None:
            messages.warning(request, REFUSALS[refused.reason])
            return redirect("desk:station_orders", etag)
        form.full_clean()
        form.add_error(None, REFUSALS[refused.reason])
    reading_log.record_reading(complaint, by=request.actor, at=at)
    has_errors = form is not None and bool(form.errors)
    context = {
        "complaint": complaint,
        "form": form,
        "may_order": may_order,
        "may_consent": may_consent,
        "needs_consent": rule.needs_consent(complaint.category.code),
        "orders": [_order_context(order) for order in _orders_of(complaint)],
        "has_errors": has_errors,
    }
    return render(request, TEMPLATE, context, status=422 if has_errors else 200)


def _orders_of(complaint: Complaint):
    related = "station", "asked_by__officer", "asked_by__office"
    return StationOrder.objects.filter(complaint=complaint).select_related(*related).order_by("asked_at")


def _order_context(order: StationOrder) -> dict:
    state = order.get_consent_display()
    if order.answered_at:
        fir = {"number": order.fir_number, "date": day(order.fir_on)}
        state = gettext("FIR %(number)s of %(date)s") % fir
    return {
        "row": order,
        "state": state,
        "happened_on": day(order.happened_on),
        "by": joined(order.asked_by.officer.title, post_of(order.asked_by), moment(order.asked_at)),
        "due": moment(rule.act_due_at(order.given_at)) if order.given_at and not order.answered_at else "",
        "is_asked": order.consent == StationOrder.Consent.ASKED,
    }


def _give_order(request: HttpRequest, complaint: Complaint, form: StationOrderForm, *, at: datetime) -> HttpResponse:
    answers = form.cleaned_data
    order = service.order_station(
        complaint_id=complaint.pk,
        station_id=answers["station"],
        offence=answers["offence"],
        place=answers["place"],
        happened_on=answers["happened_on"],
        by=request.actor,
        at=at,
    )
    given = gettext("The station got the order.")
    messages.success(request, given if order.given_at else gettext("The complainant is asked first."))
    return redirect("desk:station_orders", complaint.etag)


def _record_consent(request: HttpRequest, complaint: Complaint, *, at: datetime) -> HttpResponse:
    asked = StationOrder.objects.filter(complaint=complaint, consent=StationOrder.Consent.ASKED)
    order = get_object_or_404(asked.order_by("asked_at")[:1])
    agrees = request.POST["consent"] == "yes"
    service.answer_consent(order_id=order.pk, agrees=agrees, by=request.actor, at=at)
    messages.success(request, gettext("Their answer is recorded."))
    return redirect("desk:station_orders", complaint.etag)
