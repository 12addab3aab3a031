"""The pages on which supervisors manage the canned replies for their officers' forms. Others get 404."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.models import CannedReply
from desk.page_access import reading_role_required, session_expired_page
from desk.queries import canned_replies as reply_queries
from desk.replies.reply_form import CannedReplyForm, choices_of_moves_with_replies
from desk.rules.reply_placeholders import PLACEHOLDERS
from desk.services import reply_writing


def supervisors_only(view: Callable) -> Callable:
    """Allow the view to supervisors. If the session has expired, return the typed text."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not reply_writing.may_write_replies(request.actor):
            raise Http404
        return view(request, *args, **kwargs)

    for_supervisors = reading_role_required(guarded)

    @wraps(view)
    def outer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            typed = [value for name in ("title", "text") if (value := request.POST.get(name, "").strip())]
            return session_expired_page(request, back=reverse("desk:replies"), typed=typed)
        return for_supervisors(request, *args, **kwargs)

    return outer


@require_safe
@supervisors_only
def show_replies(request: HttpRequest) -> HttpResponse:
    """Show the replies of the supervisor's office and of those above and below it. `?move=` filters by move."""
    move = request.GET.get("move", "")
    titles = dict(choices_of_moves_with_replies())
    move = move if move in titles else ""
    rows = reply_queries.replies_for_supervisor(request.actor, move=move)
    reply_rows = [
        {"reply": row, "step": titles[row.move], "own": reply_writing.may_change_reply(request.actor, row)}
        for row in rows
    ]
    context = {
        "rows": reply_rows,
        "moves": choices_of_moves_with_replies(),
        "move": move,
        "capped": len(rows) == reply_queries.MOST_LISTED,
    }
    return render(request, "desk/replies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@supervisors_only
def add_reply(request: HttpRequest) -> HttpResponse:
    """Write a reply for the supervisor's own office and all offices below it."""
    return _process_reply_form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@supervisors_only
def edit_reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Change a reply. 404 if it belongs to an office that is not at or below the supervisor's."""
    return _process_reply_form(request, get_object_or_404(reply_queries.changeable_replies(request.actor), pk=reply_id))


@require_POST
@supervisors_only
def delete_reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Remove a reply, so that it is no longer offered."""
    reply = get_object_or_404(reply_queries.changeable_replies(request.actor), pk=reply_id)
    reply_writing.remove_reply(reply, by=request.actor)
    messages.success(request, _("Reply removed. Messages already sent with it stay on record."))
    return redirect("desk:replies")


def _process_reply_form(request: HttpRequest, reply: CannedReply | None) -> HttpResponse:
    form = CannedReplyForm(request.POST if request.method == "POST" else None, reply=reply)
    if form.is_valid() and _save_reply_of_form(form, reply, request):
        messages.success(request, _("Reply saved. Your officers will find it in the form for that step."))
        return redirect("desk:replies")
    context = {"form": form, "reply": reply, "places": _placeholder_rows(), "has_errors": bool(form.errors)}
    return render(request, "desk/reply.html", context, status=422 if form.errors else 200)


def _save_reply_of_form(form: CannedReplyForm, reply: CannedReply | None, request: HttpRequest) -> bool:
    """Save the reply. Return False, with an error on the form, if its title is taken."""
    try:
        reply_writing.save_reply(form.content, by=request.actor, at=timezone.now(), reply=reply)
    except reply_writing.TitleTaken:
        form.add_error("title", _("A reply with this title already exists for this step, category and language."))
        return False
    return True


def _placeholder_rows() -> list[tuple[str, str]]:
    """Return each placeholder, and what it is replaced with."""
    meanings = {
        "etag": _("the E-tag number"),
        "category": _("the category"),
        "received": _("the date received"),
        "office": _("the sender's office"),
        "officer": _("the sender's rank and name"),
        "post": _("the sender's post and office"),
        "deadline": _("the report deadline"),
    }
    return [(f"{{{name}}}", meanings[name]) for name in PLACEHOLDERS]
