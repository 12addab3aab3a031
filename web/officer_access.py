"""View decorators for the desk: a signed-in officer, with or without a current posting."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import render


def posting_required(view):
    """Require `request.actor`: a signed-in officer with a current posting.

    Redirect anonymous users to the sign-in, and answer 403 to an officer without a posting. An htmx request after the
    end of the session reloads the whole page, so that nobody reads it at an unattended screen; a page with something
    typed, ticked or chosen stays (static/portal/desk_frame.js).
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if request.actor:
            return view(request, *args, **kwargs)
        return show_no_posting(request) if request.user.is_authenticated else _redirect_to_sign_in(request)

    return wrapper


def officer_required(view):
    """Require a signed-in officer, with or without a posting: for pages about the officer's own account."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        return view(request, *args, **kwargs) if request.user.is_authenticated else _redirect_to_sign_in(request)

    return wrapper


def _redirect_to_sign_in(request):
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect_to_login(request.get_full_path())


def show_no_posting(request):
    """Answer 403 with the page for an officer without a current posting."""
    return render(request, "accounts/no_posting.html", status=403)
