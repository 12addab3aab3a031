"""Who may enter a page of the desk: somebody who is signed in and holds a posting now."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render


def posting_required(view):
    """Let in who has `request.actor`; a stranger goes to the sign-in, an officer without a posting is told so (403)."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.actor:
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            return no_posting(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def no_posting(request):
    """The page for an officer who holds nothing at present."""
    return render(request, "accounts/no_posting.html", status=403)
