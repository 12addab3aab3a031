"""A system check of the settings for events. An error is one line and keeps the portal from starting."""

from django.conf import settings
from django.core.checks import Error, register

from api.rules.webhook_addresses import parse_networks

PORTAL = "portal"


@register(PORTAL)
def check_refused_networks(**_) -> list[Error]:
    """Check that each entry of EVENTS_REFUSED_NETWORKS is a network. One that is not would protect nothing."""
    _networks, unreadable = parse_networks(settings.EVENTS_REFUSED_NETWORKS)
    if not unreadable:
        return []
    hint = "Write networks as CIDR, with no bit set after the prefix: 203.0.113.0/24,2001:db8:64::/96"
    return [
        Error(f"EVENTS_REFUSED_NETWORKS has unreadable entries: {', '.join(unreadable)}.", hint=hint, id="portal.E073")
    ]
