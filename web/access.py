"""Who may enter a page of the desk: somebody who is signed in and, but for what is their own, holds a posting now."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import render


def posting_required(view):
    """Let in who has `request.actor`; a stranger goes to the sign-in, an officer without a posting is told so (403).

    What a page fetches for itself after the session's end reloads that page: a sign-in in its middle helps nobody.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.actor:
            return view(request, *args, **kwargs)
        return no_posting(request) if request.user.is_authenticated else _to_the_sign_in(request)

    return guarded


def officer_required(view):
    """Let in whoever is signed in, with or without a posting: for what concerns the person, whatever they hold."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return view(request, *args, **kwargs) if request.user.is_authenticated else _to_the_sign_in(request)

    return guarded


def _to_the_sign_in(request):
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect_to_login(request.get_full_path())


def no_posting(request):
    """The page for an officer who holds nothing at present."""
    return render(request, "accounts/no_posting.html", status=403)
