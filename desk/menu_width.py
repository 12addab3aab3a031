"""The width of the desk's menu in this browser: the officer folds it to icons or opens it, and a cookie keeps that."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from web.officer_access import officer_required

COOKIE = "desk_menu"
NARROW, WIDE, AUTOMATIC = "narrow", "wide", "auto"
YEAR = 365 * 24 * 60 * 60


def menu_width(request: HttpRequest) -> str:
    """Return "narrow", "wide" or, if the officer has not chosen, "auto": the style sheet decides by the screen."""
    chosen = request.COOKIES.get(COOKIE)
    return chosen if chosen in {NARROW, WIDE} else AUTOMATIC


@require_POST
@never_cache
@officer_required
def set_menu_width(request: HttpRequest) -> HttpResponse:
    """Keep the chosen width for a year and return to the page. With JavaScript the page itself does not reload."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if is_ours else reverse("desk:today"))
    width = request.POST.get("width")
    if width in {NARROW, WIDE}:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, width, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return response
