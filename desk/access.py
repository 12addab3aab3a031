"""Who may enter the desk's pages: said here, once, for every view."""

from functools import wraps

from django.conf import settings
from django.forms import Textarea, TextInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from accounts.acting_head import ActingHead
from accounts.actors import Actor
from accounts.first_page import QUEUE, landing_of
from accounts.middleware import act_as
from accounts.models import Posting
from accounts.rules.roles import READING_ROLES
from complaints.models import Complaint
from desk.moves.form_table import FORMS
from desk.queries import complaint_details
from web.access import posting_required


def reading_required(view):
    """Let in a posting whose role reads complaints. Strangers sign in; nobody's browser keeps what it is shown."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.actor.role in READING_ROLES:
            return view(request, *args, **kwargs)
        return render(request, "desk/no_reading.html", status=403)

    return never_cache(posting_required(guarded))


def found_or_404(request: HttpRequest, etag: str) -> Complaint:
    """The complaint of that number as the reader sees it. 404 where it does not exist for them."""
    found = complaint_details.one_seen_by(request.actor, etag)
    if found is None:
        raise Http404
    return found


def at_work(request: HttpRequest) -> list[Posting | ActingHead]:
    """The officer's postings, and seats, whose work comes to the queue, the one in use first."""
    ordered = sorted(request.postings, key=lambda held: held.choice != request.posting.choice)
    return [held for held in ordered if held.role in READING_ROLES and landing_of(Actor.of(held)) == QUEUE]


def queue_is_theirs(view):
    """For the queue: whoever's work begins elsewhere under each of their postings is led there. An open queue that
    asks again is reloaded first."""

    @wraps(view)
    def guarded(request):
        place = landing_of(request.actor)
        if place == QUEUE:
            return view(request)
        if working := at_work(request):
            act_as(request, working[0])
            return view(request)
        return HttpResponse(status=204, headers={"HX-Refresh": "true"}) if request.htmx else redirect(place)

    return never_cache(guarded)


def words_survive(view):
    """For the view of a move: one that comes after the session's end is answered with what was typed, to be copied.

    A bare way to the sign-in would lose a report of pages. 401; nothing is looked up, so nothing is given away.
    """

    @wraps(view)
    def guarded(request, etag, move):
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, etag=etag, move=move)
        return signed_out(request, back=reverse("desk:complaint", args=[etag]), typed=typed(request.POST, move))

    return never_cache(guarded)


@never_cache
def signed_out(request, *, back: str, typed: list[str]):
    """What was typed past the session's end, and the way to sign in again that leads `back`. 401."""
    way = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    context = {"typed": typed, "sign_in_url": way}
    return render(request, "desk/signed_out.html", context, status=401)


def typed(data, move: str) -> list[str]:
    """What was written into a move's form in free words: choices and hidden fields are quickly made again."""
    fields = FORMS[move].base_fields if move in FORMS else {}
    free = [name for name, field in fields.items() if type(field.widget) in {Textarea, TextInput}]
    return [words for name in free if (words := data.get(name, "").strip())]
