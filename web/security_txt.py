"""`/.well-known/security.txt` (RFC 9116): whom somebody tells who has found a hole."""

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
    """Contacts in the order in which they are to be tried. 404 where SECURITY_CONTACT names none."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    return HttpResponse(text(at=now()), content_type="text/plain; charset=utf-8")


def text(*, at: datetime) -> str:
    """Its lines, at a moment: it runs out half a year after the day on which it is asked for, so it never does."""
    day = (at.astimezone(UTC) + GOOD_FOR).date()
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines += [f"Expires: {datetime.combine(day, time.min, UTC):%Y-%m-%dT%H:%M:%SZ}"]
    lines += ["Preferred-Languages: en, ur", f"Canonical: {settings.SITE_URL}{PATH}"]
    return "\r\n".join([*lines, ""])
