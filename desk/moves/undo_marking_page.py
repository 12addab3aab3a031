"""Undo markings: the button in the confirmation, and the action behind it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.rules.form_input import is_row_id
from complaints.models.display.complaint_labels import REFUSALS
from desk.page_access import reading_role_required
from desk.services.marking_undo import undo_markings

MOST_EVENTS = 100


def show_done_with_undo(request: HttpRequest, text: str, event_ids: Sequence[int], *, back: str) -> None:
    """Confirm markings on the next page, with the button to undo them. `back`: where to go after undoing."""
    context = {"text": text, "events": ",".join(map(str, event_ids)), "back": back}
    messages.success(request, render_to_string("desk/undo_marking.html", context, request), extra_tags="form")


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def undo_marking(request: HttpRequest) -> HttpResponse:
    """Undo the markings of a confirmation, each one that still can be undone, and say why the others cannot.

    A GET is redirected to the queue: it comes from the sign-in.
    """
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(reverse("desk:queue"))
    back = back if is_ours else reverse("desk:queue")
    ids = [int(text) for text in request.POST.get("events", "").split(",")[:MOST_EVENTS] if is_row_id(text)]
    if request.method == "POST" and ids:
        result = undo_markings(ids, by=request.actor, at=timezone.now())
        if result.undone:
            text = ngettext("The marking is undone.", "%(n)d markings are undone.", result.undone)
            messages.success(request, text % {"n": result.undone})
        for reason, number in result.refused.items():
            text = ngettext("%(n)d marking stays. %(why)s", "%(n)d markings stay. %(why)s", number)
            messages.warning(request, text % {"n": number, "why": REFUSALS[reason]})
    return redirect(back)
