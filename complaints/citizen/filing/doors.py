"""The door of a draft: who may open it, where it goes on, and what is said of one that is over."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from complaints.citizen.filing import drafts
from complaints.models import Draft
from complaints.services.drafts import Finished

View = Callable[..., HttpResponse]


def by_draft(view: View) -> View:
    """A view of `/complain/<draft>/…` that is handed the draft. One that is a complaint already leads to its receipt.

    What is over, unknown, or not for this browser is answered by one page, the same for all three (410); it gives back
    the words that came with it, so that nothing typed is lost.
    """

    @wraps(view)
    def guarded(request: HttpRequest, draft: UUID) -> HttpResponse:
        found = drafts.mine(request, draft)
        if found is None:
            context = {"typed": request.POST.get("text", "")}
            return render(request, "complaints/citizen/filing/over.html", context, status=410)
        if found.complaint_id:
            return redirect("receipt", draft=draft)
        try:
            return view(request, draft=found)
        except Finished:  # the same form, sent twice at once
            return redirect("receipt", draft=draft)

    return guarded


def onward(draft: Draft, *, answers: dict) -> HttpResponse:
    """To the next question; every answer that is there already is passed over."""
    return redirect(drafts.next_step(answers), draft=draft.pk)
