"""Refuse DEMO and DEBUG except on a private computer (docs/decisions/0001).

DEMO lets anybody sign in as any officer; DEBUG shows settings and source code. The checks stop the start. The
middleware refuses requests from other computers, regardless of the address that the web server is bound to.
"""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import Error as DatabaseError
from django.db import connections
from django.http import HttpRequest, HttpResponseNotFound
from django.http.request import split_domain_port

from operations.configuration_checks import PORTAL
from operations.demo_marker import is_marked_as_demo
from operations.mail_settings import SMTP

ADDRESS = "http://127.0.0.1:8000"
FORWARDED = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")
"""Headers, in addition to X-Forwarded-*, by which a proxy shows that the request comes from another computer."""


def active_unsafe_modes() -> str:
    """Return the unsafe modes that are on, for a sentence ("DEMO and DEBUG"), or "" if none is."""
    return " and ".join(name for name in ("DEMO", "DEBUG") if getattr(settings, name))


def is_loopback(host: str) -> bool:
    """Return whether a host name or IP address is this computer's own."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def is_loopback_url(url: str) -> bool:
    """Return whether a URL leads to this computer. A malformed one does not."""
    try:
        return is_loopback(urlsplit(url).hostname or "")
    except ValueError:
        return False


@register(PORTAL)
def check_unsafe_modes_are_local(**_) -> list[Error]:
    """Refuse settings that would give strangers access, or send messages out."""
    if not active_unsafe_modes():
        return []
    rules = (
        (is_loopback_url(settings.SITE_URL), "SITE_URL is not on this computer", f"Set SITE_URL={ADDRESS}."),
        (all(map(is_loopback, settings.ALLOWED_HOSTS)), "ALLOWED_HOSTS names another host", "Leave localhost alone."),
        (
            all(map(is_loopback_url, settings.CSRF_TRUSTED_ORIGINS)),
            "CSRF_TRUSTED_ORIGINS names another site",
            "Leave it empty.",
        ),
        (not settings.TRUSTED_PROXIES, "TRUSTED_PROXIES is on", "Set TRUSTED_PROXIES=false."),
        (_is_mail_local(), "EMAIL_URL names a mail server of another computer", "Leave EMAIL_URL empty."),
        (not settings.SMS_URL or is_loopback_url(settings.SMS_URL), "SMS_URL is a real gateway", "Leave it empty."),
        (
            not settings.WHATSAPP_ACCESS_TOKEN or is_loopback_url(settings.WHATSAPP_GRAPH_URL),
            "WHATSAPP_GRAPH_URL is not on this computer",
            "Leave WHATSAPP_ACCESS_TOKEN empty.",
        ),
    )
    return [
        Error(
            f"{active_unsafe_modes()} is on, and {problem}.",
            hint=f"{hint} Or turn {active_unsafe_modes()} off.",
            id=f"portal.E06{number}",
        )
        for number, (is_valid, problem, hint) in enumerate(rules, start=1)
        if not is_valid
    ]


def _is_mail_local() -> bool:
    """Return whether e-mail stays on this computer: its own mail server, or a Django mailer that sends nothing."""
    senders = (mailer for mailer in settings.MAILERS.values() if mailer["BACKEND"] == SMTP)
    return all(is_loopback(sender["OPTIONS"]["host"]) for sender in senders)


@register(Tags.database, PORTAL)
def check_demo_database(databases=None, **_) -> list[Error]:
    """Refuse a database that is not a demo's, so that nobody uses DEMO or DEBUG with real complaints."""
    if not active_unsafe_modes() or "default" not in (databases or []) or _is_default_marked_or_unavailable():
        return []
    hint = f"`manage.py mark_demo` marks one that nobody uses yet. On any other turn {active_unsafe_modes()} off."
    return [
        Error(
            f"{active_unsafe_modes()} is on, and the database is not marked as a demo's.", hint=hint, id="portal.E068"
        )
    ]


def _is_default_marked_or_unavailable() -> bool:
    """Return whether the portal's database is a demo's. True if it is unavailable: other checks report that."""
    try:
        with connections["default"].cursor() as cursor:
            return is_marked_as_demo(cursor)
    except DatabaseError:
        return True


@register(PORTAL)
def check_site_url(**_) -> list[Error]:
    """Refuse an http site for other computers, because passwords and complaints would be sent unencrypted."""
    if settings.SITE_URL.startswith("https://") or is_loopback_url(settings.SITE_URL):
        return []
    hint = "Set it to the https address that people use (deploy/nginx.conf ends TLS)."
    return [Error("SITE_URL is not https.", hint=hint, id="portal.E069")]


class LocalRequestsOnly:
    """Middleware that answers 404 to requests from other computers. Used in DEMO and DEBUG only (config.settings)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        if is_local_request(request):
            return self.get_response(request)
        return HttpResponseNotFound("DEMO and DEBUG answer this computer only.", content_type="text/plain")


def is_local_request(request: HttpRequest) -> bool:
    """Return whether a request was sent from this computer, to this computer's name, without a proxy."""
    headers = request.META
    if any(name in FORWARDED or name.startswith("HTTP_X_FORWARDED") for name in headers):
        return False
    domain, _port = split_domain_port(request.get_host())
    return is_loopback(domain) and is_loopback(headers.get("REMOTE_ADDR", ""))
