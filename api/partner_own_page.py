"""The page on which a partner sees and controls its events, for people: the same as the routes below /partner/.

A partner has no account. It opens the page with client id and secret, like a program, and it closes after half an hour.
"""

import json
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from api import event_texts
from api.access_tokens import client_of_token, issue_token
from api.event_page_parts import (
    ALL_SENT_AGAIN,
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
from api.models import ApiClient, EventDelivery, EventEndpoint
from api.partners.token_routes import find_client
from api.rate_limit_headers import ADDRESS_CHANGES, TEST_EVENTS, WRONG_SECRETS
from api.rules.client_scopes import ClientKind, Scope
from api.rules.webhook_addresses import RefusedAddress
from api.services import event_endpoints
from api.services.event_recording import write_test_event
from citizen import rate_limits

ROUTE = "partner_events"
OPEN_FOR = timedelta(minutes=30)
WRONG = _("The client id or the secret is wrong, or this client gets no events.")
TOO_OFTEN = _("Too many attempts. Wait a minute, then try again.")


class OpenForm(forms.Form):
    """What opens the page."""

    client_id = forms.CharField(
        label=_("Client id"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "username", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=100,
        widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "current-password"}),
    )


def cookie_name() -> str:
    """Return the name of the page's cookie. With TLS its prefix keeps every other host from setting it."""
    return "__Host-partner" if settings.SESSION_COOKIE_SECURE else "partner"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_own_events(request: HttpRequest) -> HttpResponse:
    """Show the partner's events, or ask for client id and secret. POST with `act` does something."""
    at, act = now(), request.POST.get("act", "")
    if act == "open":
        return _open(request, at=at)
    client = _partner_of(request, at=at)
    if client is None:
        return _ask(request, OpenForm(), is_over=request.method == "POST")
    if request.method != "POST":
        return _render(request, client, at=at)
    if act == "leave":
        response = redirect(ROUTE)
        response.delete_cookie(cookie_name(), samesite="Strict")
        return response
    return _do(request, client, act, at=at)


def _open(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Open the page to a partner that may receive events. Wrong secrets are counted like those of programs."""
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    secret = form.cleaned_data["secret"]
    client = find_client(form.cleaned_data["client_id"], secret, at=at)
    if client is None or client.kind != ClientKind.PARTNER or Scope.EVENTS not in client.scopes:
        wait = rate_limits.take_token(WRONG_SECRETS, rate_limits.client_address(request), at=at)
        form.add_error(None, TOO_OFTEN if wait else WRONG)
        return _ask(request, form)
    response = redirect(ROUTE)
    token = issue_token(client, secret, frozenset({Scope.EVENTS}), lifetime=OPEN_FOR, at=at)
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(cookie_name(), token, max_age=OPEN_FOR, httponly=True, samesite="Strict", secure=secure)
    return response


def _partner_of(request: HttpRequest, *, at: datetime) -> ApiClient | None:
    """Return the partner to whom this browser has opened the page. A revocation or a new secret closes it."""
    client, scopes = client_of_token(request.COOKIES.get(cookie_name(), ""), at=at) or (None, ())
    return client if client and client.kind == ClientKind.PARTNER and Scope.EVENTS in scopes else None


def _do(request: HttpRequest, client: ApiClient, act: str, *, at: datetime) -> HttpResponse:
    if act == "address":
        return _save_address(request, client, at=at)
    endpoint = EventEndpoint.objects.filter(client=client).first()
    if endpoint is None:
        messages.error(request, gettext("Enter an address for events first."))
        return redirect(ROUTE)
    match act:
        case "rotate" | "rotate_now":
            secret = event_endpoints.rotate_event_secret(endpoint.pk, at_once=act == "rotate_now", at=at)
            return _render(request, client, at=at, secret=secret)
        case "replay":
            form = ReplayForm(request.POST)
            if not form.is_valid():
                return _render(request, client, at=at, replay_form=form)
            count = event_endpoints.replay_since(endpoint.pk, form.cleaned_data["since"], at=at)
            messages.success(request, str(ALL_SENT_AGAIN) % {"count": count})
        case "replay_one":
            event_id = request.POST.get("event", "")[:40].replace("\x00", "")
            done = event_endpoints.replay_one(endpoint.pk, event_id, at=at)
            messages.info(request, str(SENT_AGAIN if done else NO_SUCH_EVENT))
        case "test":
            wait = rate_limits.take_token(TEST_EVENTS, str(endpoint.pk), at=at)
            if not wait:
                write_test_event(endpoint, at=at)
            messages.info(request, str(TOO_OFTEN if wait else TEST_SENT))
        case "pause":
            event_endpoints.pause_endpoint(endpoint.pk, at=at)
            messages.success(request, str(PAUSED))
        case "resume":
            event_endpoints.resume_endpoint(endpoint.pk)
            messages.success(request, str(RESUMED))
        case _:
            messages.error(request, str(UNKNOWN_ACT))
    return redirect(ROUTE)


def _save_address(request: HttpRequest, client: ApiClient, *, at: datetime) -> HttpResponse:
    form, secret = AddressForm(request.POST), ""
    if form.is_valid():
        try:
            if rate_limits.take_token(ADDRESS_CHANGES, client.client_id, at=at):
                form.add_error("address", TOO_OFTEN)
            else:
                _endpoint, secret = event_endpoints.set_address(client, form.cleaned_data["address"], at=at)
        except RefusedAddress as refused:
            form.add_error("address", event_texts.ADDRESS_PROBLEMS[refused.problem])
    if secret or form.errors:
        return _render(request, client, at=at, secret=secret, **({"address_form": form} if form.errors else {}))
    messages.success(request, gettext("The address is saved."))
    return redirect(ROUTE)


def _ask(request: HttpRequest, form: OpenForm, *, is_over: bool = False) -> HttpResponse:
    context = {"form": form, "is_over": is_over, "has_errors": bool(form.errors)}
    return render(request, "api/partner_open.html", context, status=422 if form.errors or is_over else 200)


def _render(request: HttpRequest, client: ApiClient, *, at: datetime, **more) -> HttpResponse:
    """Render the page. Three statements, whatever the number of events."""
    endpoint = EventEndpoint.objects.filter(client=client).first()

    def show(row: EventDelivery) -> dict:
        """Return one line of the list with the E-tag, which the partner knows."""
        return describe_delivery(row) | {"etag": json.loads(row.body).get("data", {}).get("etag", "")}

    context = load_page_of_events(endpoint, before=request.GET.get("before", ""), at=at, show=show)
    is_changing = endpoint and endpoint.former_until and at < endpoint.former_until
    context |= {"client": client, "former_until": endpoint.former_until if is_changing else None} | more
    forms_shown = (context["address_form"], context["replay_form"])
    context["form"] = next((form for form in forms_shown if form.is_bound), None)
    context["has_errors"] = context["form"] is not None
    return render(request, "api/partner_events.html", context, status=422 if context["has_errors"] else 200)
