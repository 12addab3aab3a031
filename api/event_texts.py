"""What people read about events: why an address was refused, why an attempt failed, and the state of a delivery."""

from django.utils.translation import gettext_lazy as _

from api.models import EventDelivery, EventEndpoint
from api.rules.event_kinds import EventKind
from api.rules.webhook_addresses import AddressProblem

ADDRESS_PROBLEMS = {
    AddressProblem.UNREADABLE: _("This is not an address of a web server. Example: https://events.example.org/portal"),
    AddressProblem.NOT_HTTPS: _("The address must begin with https://."),
    AddressProblem.HAS_CREDENTIALS: _("The address must not contain a user name or a password."),
    AddressProblem.HAS_FRAGMENT: _("The address must not contain #."),
    AddressProblem.PORT: _("Use port 443 or 8443."),
    AddressProblem.NOT_RESOLVED: _("The name of the server was not found. Check the spelling, or try again later."),
    AddressProblem.LOOPBACK: _("This address leads to the portal's own machine. Use a public address."),
    AddressProblem.METADATA: _("This address leads to a service of the data centre. Use a public address."),
    AddressProblem.LINK_LOCAL: _("This address works only inside one network (link-local). Use a public address."),
    AddressProblem.MULTICAST: _("This address leads to many machines (multicast). Use the address of one server."),
    AddressProblem.PRIVATE: _("This address leads into a private or reserved network. Use a public address."),
    AddressProblem.EMBEDDED: _("This IPv6 address contains an IPv4 address. Use a public address."),
}
"""Why an address is refused, and what to do."""

PROBLEMS = {
    **ADDRESS_PROBLEMS,
    "timeout": _("The server did not answer in time."),
    "not_reached": _("The connection to the server failed."),
    "certificate": _("The server's certificate is not valid for this name."),
    "address_changed": _("An administrator changed the address before it could be sent."),
    "expired": _("The time for which events are kept ended before it could be sent."),
}
"""Why an attempt failed without an answer."""

KINDS = {
    EventKind.CLOSED: _("Complaint closed"),
    EventKind.OPENED: _("Complaint opened again"),
    EventKind.REFERRED: _("Matter referred"),
    EventKind.WITHDRAWN: _("Referral withdrawn"),
    EventKind.MOVED: _("Address changed"),
    EventKind.TEST: _("Test"),
}

STATES = {"delivered": _("delivered"), "dead": _("given up"), "retrying": _("will be retried"), "waiting": _("waiting")}


def state_of_delivery(row: EventDelivery) -> str:
    """Return where a delivery stands: a key of STATES."""
    if row.sent_at:
        return "delivered"
    if row.given_up_at:
        return "dead"
    return "retrying" if row.attempts else "waiting"


def state_of_endpoint(endpoint: EventEndpoint, *, at) -> str:
    """Return where an endpoint stands: paused, gone, resting or working."""
    if endpoint.paused_at:
        return "paused"
    if endpoint.gone_at:
        return "gone"
    return "resting" if endpoint.rests_until and endpoint.rests_until > at else "working"


ENDPOINT_STATES = {
    "paused": _("Paused. Events wait until it is resumed."),
    "gone": _("The address answered 410 (gone). Events wait until the address is changed or resumed."),
    "resting": _("Several attempts in a row failed. The next attempt follows after a pause."),
    "working": _("Working."),
}


def last_answer(row: EventDelivery) -> str:
    """Return the last answer of the partner's server: its status, or why there was none."""
    return f"HTTP {row.status}" if row.status else str(PROBLEMS.get(row.problem, row.problem))
