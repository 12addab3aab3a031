"""The client's IP address behind our own proxies."""

import ipaddress
import logging
from functools import cache

from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)


def client_ip(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the client's address, or None if none is known.

    Each of our TRUSTED_PROXIES proxies adds the address of its client at the end of X-Forwarded-For. So the address
    that the outermost of them added counts, and what the client wrote before it does not. In a request that went past
    a proxy the list is shorter than that; its first address counts, and one line in the log names the difference.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", text).split(",")
        if len(hops) < settings.TRUSTED_PROXIES:
            _log_passed_proxy(settings.TRUSTED_PROXIES, len(hops))
        text = hops[-min(settings.TRUSTED_PROXIES, len(hops))].strip()
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip


@cache
def _log_passed_proxy(expected: int, found: int) -> None:
    """Log once in a process, because anybody who reaches the inner proxy could fill the log."""
    logger.warning(
        "TRUSTED_PROXIES is %d, and X-Forwarded-For named %d: requests go past a proxy, or the number is wrong",
        expected,
        found,
    )
