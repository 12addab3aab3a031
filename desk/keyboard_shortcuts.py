"""The keyboard shortcuts: their list, and the setting that turns single-key shortcuts off in this browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from desk.page_access import reading_role_required

COOKIE, OFF = "desk_keys", "off"
YEAR = 365 * 24 * 60 * 60
SHORTCUTS = [
    ("/", _("Go to the search box")),
    ("j", _("Next row")),
    ("k", _("Previous row")),
    ("o", _("Open the complaint in this row")),
    ("Space", _("In a queue: preview the complaint in this row, or close the preview")),
    ("n", _("In a list: show what is new")),
    ("a", _("In a queue: select all on this page")),
    ("m", _("In a queue: select the row, or choose the officer. In a complaint: go to the form for marking it")),
    ("↵", _("In the list of officers: accept the officer")),
    ("u", _("After marking: undo it, for one minute")),
    ("w", _("In a complaint: write to the complainant")),
    ("r", _("In a complaint: go to the report")),
    ("n", _("In a call: go to the next call")),
    ("Ctrl+Enter", _("In a text on a complaint: preview or submit its form")),
    ("?", _("Show these keyboard shortcuts")),
    ("Esc", _("Close the preview or the keyboard shortcuts")),
]


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def show_shortcuts(request: HttpRequest) -> HttpResponse:
    """Show the list of shortcuts. Its form turns single keys on or off; a cookie keeps that for a year."""
    if request.method != "POST":
        return render(request, "desk/shortcuts.html", {"sheet": SHORTCUTS, "is_on": has_single_keys_on(request)})
    response = redirect("desk:shortcuts")
    if request.POST.get("keys") == OFF:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, OFF, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def has_single_keys_on(request: HttpRequest) -> bool:
    """Return whether single-key shortcuts are turned on in this browser."""
    return request.COOKIES.get(COOKIE) != OFF
