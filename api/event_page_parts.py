"""What the administrators' page and the partner's own page about events share: forms, and pages of deliveries."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from api import event_texts
from api.models import EventDelivery, EventEndpoint
from api.rules.event_kinds import EventKind
from api.rules.webhook_addresses import LONGEST_ADDRESS

PAGE = 50
NO_ENDPOINT = _("The partner has no address for events yet.")
NO_SUCH_EVENT = _("There is no such event for this address. It may be older than the address, or deleted.")
TEST_SENT = _("A test event is on its way. Load this page again in a few seconds.")
PAUSED, RESUMED = _("Events wait until you resume."), _("Waiting events are sent now.")
SENT_AGAIN, ALL_SENT_AGAIN = _("The event is sent again."), _("Events that are sent again: %(count)d.")
UNKNOWN_ACT = _("Choose one of the buttons.")


class AddressForm(forms.Form):
    """Where the partner receives events."""

    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.URLInput(attrs={"dir": "ltr", "size": 60, "autocomplete": "off"}),
        help_text=_("https, port 443 or 8443, a public server."),
    )


class ReplayForm(forms.Form):
    """Since when everything is sent again."""

    since = forms.DateTimeField(
        label=_("Send all events again from"),
        help_text=_("Events created before the present address was set are not sent again."),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Enter a valid date and time.")},
    )


def load_page_of_events(
    endpoint: EventEndpoint | None, *, before: str, at, show: Callable[[EventDelivery], dict]
) -> dict:
    """Return the context of an endpoint and its deliveries, the latest first. One statement.

    `before`: the row after which the page begins, as the address has it; anything else than digits is ignored.
    """
    deliveries = EventDelivery.objects.filter(endpoint=endpoint).order_by("-pk") if endpoint else []
    if endpoint and before.isascii() and before.isdecimal() and len(before) < 18:
        deliveries = deliveries.filter(pk__lt=int(before))
    rows = list(deliveries[: PAGE + 1])
    state = endpoint and event_texts.state_of_endpoint(endpoint, at=at)
    return {
        "endpoint": endpoint,
        "endpoint_state": state and event_texts.ENDPOINT_STATES[state],
        "is_stopped": state not in {None, "working"},
        "deliveries": [show(row) for row in rows[:PAGE]],
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "address_form": AddressForm(initial={"address": endpoint.address if endpoint else ""}),
        "replay_form": ReplayForm(),
    }


def describe_delivery(row: EventDelivery) -> dict:
    """Return one line of the list without the body, which names a complaint."""
    return {
        "event_id": row.event_id,
        "kind": event_texts.KINDS[EventKind(row.kind)],
        "created_at": row.created_at,
        "state": event_texts.STATES[event_texts.state_of_delivery(row)],
        "attempts": row.attempts,
        "tried_at": row.tried_at,
        "last_answer": event_texts.last_answer(row),
    }
