"""The administrators' page about one partner: its endpoint, the deliveries, and its secrets. It shows no complaint."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import site
from api import event_texts
from api.models import ApiClient, EventDelivery, EventEndpoint
from api.rules.client_scopes import ClientKind
from api.rules.event_kinds import EventKind
from api.rules.webhook_addresses import LONGEST_ADDRESS, RefusedAddress
from api.services import client_registration, event_endpoints
from api.services.event_recording import write_test_event

PAGE = 50
ROUTE = "admin:api_apiclient_events"


class AddressForm(forms.Form):
    """Where the partner receives events."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.URLInput(attrs={"dir": "ltr", "size": 60, "autocomplete": "off"}),
        help_text=gettext_lazy("https, port 443 or 8443, a public server."),
    )


class ReplayForm(forms.Form):
    """Since when everything is sent again."""

    since = forms.DateTimeField(
        label=gettext_lazy("Send all events again from"),
        help_text=gettext_lazy("What was written before the present address was set is not sent again."),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("Enter a valid date and time.")},
    )


def show_partner_events(request: HttpRequest, client_pk: int) -> HttpResponse:
    """Show a partner's events. POST with `act` does something; a new secret is shown in the answer alone."""
    client = ApiClient.objects.filter(pk=client_pk, kind=ClientKind.PARTNER).first()
    if client is None:
        raise Http404
    if request.method != "POST":
        return _render(request, client)
    return _do(request, client, at=now())


def _do(request: HttpRequest, client: ApiClient, *, at: datetime) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "address":
        return _save_address(request, client, at=at)
    if act == "secret":  # at once, so that a partner whose secret an administrator takes notices
        new = client_registration.rotate_secret(client.client_id, at_once=True, by=request.actor, at=at)
        return _render(request, client, client_secret=new.secret)
    if act == "revoke":
        client_registration.revoke_client(client.client_id, by=request.actor, at=at)
        messages.success(request, _("The partner is revoked. Its tokens no longer work, and it gets no events."))
        return redirect(ROUTE, client.pk)
    endpoint = EventEndpoint.objects.filter(client=client).first()
    if endpoint is None:
        messages.error(request, _("The partner has no address for events yet."))
        return redirect(ROUTE, client.pk)
    return _do_with_endpoint(request, client, endpoint, act, at=at)


def _do_with_endpoint(
    request: HttpRequest, client: ApiClient, endpoint: EventEndpoint, act: str, *, at: datetime
) -> HttpResponse:
    match act:
        case "rotate":
            secret = event_endpoints.rotate_event_secret(endpoint.pk, at_once=True, at=at)
            client_registration.log_endpoint_act(client, "event secret", by=request.actor, at=at)
            return _render(request, client, event_secret=secret)
        case "replay":
            form = ReplayForm(request.POST)
            if not form.is_valid():
                return _render(request, client, replay_form=form)
            count = event_endpoints.replay_since(endpoint.pk, form.cleaned_data["since"], at=at)
            messages.success(request, _("Events that are sent again: %(count)d.") % {"count": count})
        case "replay_one":
            if event_endpoints.replay_one(endpoint.pk, request.POST.get("event", "")[:40].replace("\x00", ""), at=at):
                messages.success(request, _("The event is sent again."))
            else:
                messages.error(
                    request, _("There is no such event for this address. It may be older than the address, or deleted.")
                )
        case "test":
            write_test_event(endpoint, at=at)
            messages.success(request, _("A test event is on its way. Load this page again in a few seconds."))
        case "pause":
            event_endpoints.pause_endpoint(endpoint.pk, at=at)
            messages.success(request, _("Events wait until you resume."))
        case "resume":
            event_endpoints.resume_endpoint(endpoint.pk)
            messages.success(request, _("Waiting events are sent now."))
        case _:
            messages.error(request, _("Choose one of the buttons."))
            return redirect(ROUTE, client.pk)
    client_registration.log_endpoint_act(client, act, by=request.actor, at=at)
    return redirect(ROUTE, client.pk)


def _save_address(request: HttpRequest, client: ApiClient, *, at: datetime) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _render(request, client, address_form=form)
    try:
        address = form.cleaned_data["address"]
        _endpoint, secret = event_endpoints.set_address(client, address, by_administrator=True, at=at)
    except RefusedAddress as refused:
        form.add_error("address", event_texts.ADDRESS_PROBLEMS[refused.problem])
        return _render(request, client, address_form=form)
    client_registration.log_endpoint_act(client, "address", by=request.actor, at=at)
    if secret:
        return _render(request, client, event_secret=secret)
    messages.success(request, _("The address is saved."))
    return redirect(ROUTE, client.pk)


def _render(request: HttpRequest, client: ApiClient, **more) -> HttpResponse:
    """Render the page. Five statements, whatever the number of events."""
    at = now()
    endpoint = EventEndpoint.objects.filter(client=client).first()
    before = request.GET.get("before", "")
    deliveries = EventDelivery.objects.filter(endpoint=endpoint).order_by("-pk") if endpoint else []
    if endpoint and before.isascii() and before.isdecimal() and len(before) < 18:
        deliveries = deliveries.filter(pk__lt=int(before))
    rows = list(deliveries[: PAGE + 1])
    context = {
        "title": client.name_ur if request.LANGUAGE_CODE == "ur" else client.name_en,
        "client": client,
        "endpoint": endpoint,
        "endpoint_state": endpoint and event_texts.ENDPOINT_STATES[event_texts.state_of_endpoint(endpoint, at=at)],
        "is_stopped": endpoint and event_texts.state_of_endpoint(endpoint, at=at) != "working",
        "deliveries": [_shown(row) for row in rows[:PAGE]],
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "address_form": AddressForm(initial={"address": endpoint.address if endpoint else ""}),
        "replay_form": ReplayForm(),
    }
    return TemplateResponse(request, "admin/api/apiclient/events.html", site.each_context(request) | context | more)


def _shown(row: EventDelivery) -> dict:
    """Return one line of the list. The body stays out: it names a complaint, which administrators may not see."""
    return {
        "event_id": row.event_id,
        "kind": event_texts.KINDS[EventKind(row.kind)],
        "created_at": row.created_at,
        "state": event_texts.STATES[event_texts.state_of_delivery(row)],
        "attempts": row.attempts,
        "tried_at": row.tried_at,
        "last_answer": event_texts.last_answer(row),
    }
