"""Who may enter the desk's pages: said here, once, for every view."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.access import posting_required
from complaints.models.complaint import READING_ROLES


def reading_required(view):
    """Let in a posting whose role reads complaints. Strangers sign in; nobody's browser keeps what it is shown."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.actor.role in READING_ROLES:
            return view(request, *args, **kwargs)
        return render(request, "complaints/desk/no_reading.html", status=403)

    return never_cache(posting_required(guarded))
