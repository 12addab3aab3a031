"""Whose the team's pages are: heads of offices. For everybody else they do not exist."""

from functools import wraps

from django.http import Http404

from desk.access import reading_required, signed_out


def leading_required(view):
    """Let in who heads an office; what somebody typed past the session's end is given back to them."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.actor.is_head:
            raise Http404
        return view(request, *args, **kwargs)

    return words_kept(reading_required(guarded))


def words_kept(view):
    """A form that comes after the session's end is answered with its words, to be copied. 401."""

    @wraps(view)
    def kept(request, *args, **kwargs):
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return signed_out(request, back=request.get_full_path(), typed=[request.POST.get("words", "").strip()])

    return kept
