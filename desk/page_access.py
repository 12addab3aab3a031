"""Decorators and look-ups that decide who may open the desk's pages."""

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
from accounts.first_page import first_page_of_actor
from accounts.middleware import switch_posting
from accounts.models import Posting
from accounts.rules.roles import READING_ROLES, Role
from complaints.models import Complaint
from desk.moves.form_table import FORMS
from desk.queries import complaint_details
from web.officer_access import posting_required


def reads_complaints(actor: Actor) -> bool:
    """Return whether this posting's role reads complaints."""
    return actor.role in READING_ROLES


def reading_role_required(view):
    """Allow the view to postings whose role reads complaints. Others get 403, and anonymous users the sign-in page.

    Browsers must not cache the answer.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if reads_complaints(request.actor):
            return view(request, *args, **kwargs)
        return render(request, "desk/no_reading.html", status=403)

    return never_cache(posting_required(guarded))


def get_complaint_or_404(request: HttpRequest, etag: str) -> Complaint:
    """Return the complaint with this E-tag. Raises Http404 if this officer may not see it."""
    complaint = complaint_details.load_complaint(request.actor, etag)
    if complaint is None:
        raise Http404
    return complaint


def works_in_queue(actor: Actor) -> bool:
    """Return whether this posting works on complaints. Monitors and auditors only read them."""
    return actor.role in READING_ROLES - {Role.MONITOR, Role.AUDITOR}


def postings_with_queue(request: HttpRequest) -> list[Posting | ActingHead]:
    """Return the officer's postings and acting headships whose work is in the queue, the current one first."""
    ordered = sorted(request.postings, key=lambda posting: posting.choice != request.posting.choice)
    return [one for one in ordered if works_in_queue(Actor.of(one))]


def queue_workers_only(view):
    """Allow the queue to officers with a posting that works in it, and redirect others to their own first page.

    An htmx refresh of an open queue reloads the whole page instead, so that the browser follows the redirect.
    """

    @wraps(view)
    def guarded(request):
        if request.actor is None or works_in_queue(request.actor):
            return view(request)
        if postings := postings_with_queue(request):
            switch_posting(request, postings[0])
            return view(request)
        return (
            HttpResponse(status=204, headers={"HX-Refresh": "true"})
            if request.htmx
            else redirect(first_page_of_actor(request.actor))
        )

    return never_cache(guarded)


def keep_text_of_expired_session(view):
    """Answer a move that is posted after the session expired with the typed text (401), so that it can be copied.

    A plain redirect to the sign-in page would lose a report of several pages. The database is not read, so the answer
    reveals nothing.
    """

    @wraps(view)
    def guarded(request, etag, move):
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, etag=etag, move=move)
        return session_expired_page(
            request, back=reverse("desk:complaint", args=[etag]), typed=typed_texts_of_move(request.POST, move)
        )

    return never_cache(guarded)


@never_cache
def session_expired_page(request, *, back: str, typed: list[str]):
    """Return a page (401) with the text typed after the session expired, and a sign-in link that leads to `back`."""
    sign_in_url = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    context = {"typed": typed, "sign_in_url": sign_in_url}
    return render(request, "desk/signed_out.html", context, status=401)


def typed_texts_of_move(data, move: str) -> list[str]:
    """Return the free text of a move's form. Choices and hidden fields are left out: they are quickly entered again."""
    fields = FORMS[move].base_fields if move in FORMS else {}
    text_fields = [name for name, field in fields.items() if type(field.widget) in {Textarea, TextInput}]
    return [text for name in text_fields if (text := data.get(name, "").strip())]
