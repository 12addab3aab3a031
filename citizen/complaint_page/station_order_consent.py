"""The complainant's answer to the question whether an excluded station may be ordered to register an FIR."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import visitor_session
from citizen.access.etag_parsing import require_parsed_etag
from citizen.access.key_required import key_required
from citizen.queries import own_complaint
from citizen.queries.own_complaint import OpenedComplaint
from complaints.models import StationOrder
from complaints.models.display.complaint_labels import REFUSALS
from complaints.services.exclusion import station_orders
from complaints.workflow.superior_orders import STATION_CONSENT_ASKED
from ledger.service_exceptions import Refused


def station_order_context(opened: OpenedComplaint) -> dict | None:
    """Return what the station would read; None if nobody asks. No query unless somebody has asked once."""
    if not any(event.kind == STATION_CONSENT_ASKED.name for event in opened.events):
        return None
    order = _asked_order(opened.complaint.pk)
    return order and {
        "station": order.station.name,
        "offence": order.offence,
        "place": order.place,
        "happened_on": date_format(order.happened_on, "j F Y"),
    }


def _asked_order(complaint_id: int) -> StationOrder | None:
    asked = StationOrder.objects.filter(complaint=complaint_id, consent=StationOrder.Consent.ASKED)
    return asked.select_related("station").order_by("asked_at").first()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_parsed_etag
def answer_station_order(request: HttpRequest, etag: str) -> HttpResponse:
    """Record the answer. A GET leads to the complaint, for example after signing in again."""
    if request.method != "POST":
        return redirect("my_complaint", etag=etag)
    return _handle_answer(request, etag=etag)


@key_required
def _handle_answer(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    order, answer = _asked_order(complaint_id), request.POST.get("answer")
    if order is None or answer not in {"yes", "no"}:
        messages.warning(request, gettext("There is nothing to answer now. Nothing was changed."))
        return redirect("my_complaint", etag=etag)
    complaint = own_complaint.load_complaint_with_complainant_id(complaint_id)
    citizen = visitor_session.citizen_of_visit(request, complaint.complainant_id)
    try:
        station_orders.answer_consent(order_id=order.pk, agrees=answer == "yes", by=citizen, at=now())
    except Refused as refused:
        messages.warning(request, REFUSALS[refused.reason])
    else:
        agreed = gettext("You agreed. The police station gets the order.")
        refused_text = gettext("You did not agree. The police station gets no order.")
        messages.success(request, agreed if answer == "yes" else refused_text)
    return redirect("my_complaint", etag=etag)
