"""The administrators' page about one partner: its endpoint, the deliveries, and its secrets. It shows no complaint.

Another address and new secrets are only requested here; a second administrator decides (api.partner_change_admin).
"""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import site
from accounts.services.staff_refusals import StaffChangeRefused
from api import event_texts
from api.event_page_parts import (
    ALL_SENT_AGAIN,
    NO_ENDPOINT,
    NO_SUCH_EVENT,
    PAUSED,
    RESUMED,
    SENT_AGAIN,
    TEST_SENT,
    UNKNOWN_ACT,
    AddressForm,
    ReplayForm,
    describe_delivery,
    load_page_of_events,
)
from api.models import ApiClient, EventEndpoint, PartnerChange
from api.rules.client_scopes import ClientKind
from api.rules.webhook_addresses import RefusedAddress
from api.services import client_registration, event_endpoints, partner_changes
from api.services.event_recording import write_test_event

ROUTE = "admin:api_apiclient_events"
WAITS = gettext_lazy("Another administrator must confirm this. The auditors are notified.")


def show_partner_events(request: HttpRequest, client_pk: int) -> HttpResponse:
    """Show a partner's events. POST with `act` does something, or requests it."""
    client = ApiClient.objects.filter(pk=client_pk, kind=ClientKind.PARTNER).first()
    if client is None:
        raise Http404
    if request.method != "POST":
        return _render(request, client)
    return _do(request, client, at=now())


def _do(request: HttpRequest, client: ApiClient, *, at: datetime) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "address":
        return _request_address(request, client, at=at)
    if act == "secret":
        return _request_secret(request, client, PartnerChange.Kind.CLIENT_SECRET, at=at)
    if act == "revoke":
        client_registration.revoke_client(client.client_id, by=request.actor, at=at)
        messages.success(request, _("The partner is revoked. Its tokens no longer work, and it gets no events."))
        return redirect(ROUTE, client.pk)
    endpoint = EventEndpoint.objects.filter(client=client).first()
    if endpoint is None:
        messages.error(request, str(NO_ENDPOINT))
        return redirect(ROUTE, client.pk)
    return _do_with_endpoint(request, client, endpoint, act, at=at)


def _do_with_endpoint(
    request: HttpRequest, client: ApiClient, endpoint: EventEndpoint, act: str, *, at: datetime
) -> HttpResponse:
    match act:
        case "rotate":
            return _request_secret(request, client, PartnerChange.Kind.EVENT_SECRET, at=at)
        case "replay":
            form = ReplayForm(request.POST)
            if not form.is_valid():
                return _render(request, client, replay_form=form)
            count = event_endpoints.replay_since(endpoint.pk, form.cleaned_data["since"], at=at)
            messages.success(request, str(ALL_SENT_AGAIN) % {"count": count})
        case "replay_one":
            if event_endpoints.replay_one(endpoint.pk, request.POST.get("event", "")[:40].replace("\x00", ""), at=at):
                messages.success(request, str(SENT_AGAIN))
            else:
                messages.error(request, str(NO_SUCH_EVENT))
        case "test":
            write_test_event(endpoint, at=at)
            messages.success(request, str(TEST_SENT))
        case "pause":
            event_endpoints.pause_endpoint(endpoint.pk, at=at)
            messages.success(request, str(PAUSED))
        case "resume":
            event_endpoints.resume_endpoint(endpoint.pk)
            messages.success(request, str(RESUMED))
        case _:
            messages.error(request, str(UNKNOWN_ACT))
            return redirect(ROUTE, client.pk)
    client_registration.log_endpoint_act(client, act, by=request.actor, at=at)
    return redirect(ROUTE, client.pk)


def _request_secret(request: HttpRequest, client: ApiClient, kind: PartnerChange.Kind, *, at: datetime) -> HttpResponse:
    try:
        partner_changes.request_secret(client=client, kind=kind, by=request.actor, at=at)
        messages.success(request, WAITS)
    except StaffChangeRefused as refused:
        messages.error(request, str(refused))
    return redirect(ROUTE, client.pk)


def _request_address(request: HttpRequest, client: ApiClient, *, at: datetime) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _render(request, client, address_form=form)
    try:
        partner_changes.request_address(client=client, address=form.cleaned_data["address"], by=request.actor, at=at)
    except RefusedAddress as refused:
        form.add_error("address", event_texts.ADDRESS_PROBLEMS[refused.problem])
        return _render(request, client, address_form=form)
    except StaffChangeRefused as refused:
        form.add_error("address", str(refused))
        return _render(request, client, address_form=form)
    messages.success(request, WAITS)
    return redirect(ROUTE, client.pk)


def _render(request: HttpRequest, client: ApiClient, **more) -> HttpResponse:
    """Render the page. Six statements, whatever the number of events. No body of an event, which names a complaint."""
    endpoint = EventEndpoint.objects.filter(client=client).first()
    before = request.GET.get("before", "")
    context = load_page_of_events(endpoint, before=before, at=now(), show=describe_delivery) | {
        "title": client.name_ur if request.LANGUAGE_CODE == "ur" else client.name_en,
        "client": client,
        "waiting_changes": PartnerChange.objects.filter(client=client, decided_at=None).select_related("asked_by"),
    }
    return TemplateResponse(request, "admin/api/apiclient/events.html", site.each_context(request) | context | more)
