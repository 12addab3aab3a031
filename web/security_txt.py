"""`/.well-known/security.txt` (RFC 9116): where to report a vulnerability."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

GOOD_FOR = timedelta(days=180)
"""The RFC advises less than a year."""
PATH = "/.well-known/security.txt"


@require_safe
@cache_control(public=True, max_age=86_400)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Show the file, with the contacts in the order in which to try them. Answer 404 if SECURITY_CONTACT is empty."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    return HttpResponse(render_security_txt(at=now()), content_type="text/plain; charset=utf-8")


def render_security_txt(*, at: datetime) -> str:
    """Return the text of the file. Each copy expires half a year after the day of the request `at`."""
    day = (at.astimezone(UTC) + GOOD_FOR).date()
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines += [f"Expires: {datetime.combine(day, time.min, UTC):%Y-%m-%dT%H:%M:%SZ}"]
    lines += ["Preferred-Languages: en, ur", f"Canonical: {settings.SITE_URL}{PATH}"]
    return "\r\n".join([*lines, ""])
