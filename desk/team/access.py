"""Access to the pages of the team: for heads of offices. Others get 404."""

from functools import wraps

from django.http import Http404

from desk.access import reading_required, signed_out


def leading_required(view):
    """Allow the view to heads of offices. If the session has expired, return the typed text."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.actor.is_head:
            raise Http404
        return view(request, *args, **kwargs)

    return words_kept(reading_required(guarded))


def words_kept(view):
    """Answer a form that is posted after the session expired with the typed text (401), so that it can be copied."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return signed_out(request, back=request.get_full_path(), typed=[request.POST.get("words", "").strip()])

    return guarded
