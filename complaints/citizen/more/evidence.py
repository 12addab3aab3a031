"""The question about photos, recordings and documents: files have doors of their own, this page shows them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.citizen import visit
from complaints.citizen.evidence import by_form, target
from complaints.citizen.evidence.bodies import takes_files
from complaints.citizen.keys.by_key import by_key
from complaints.citizen.more import listing
from complaints.queries.telling import asked_of
from complaints.rules.telling import Question


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_key
@takes_files
def evidence(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """The files, and a form for more. Saving leads to the next question; one of the list's own buttons leads here."""
    found = asked_of(complaint_id)
    files = target.of_complaint(complaint_id, etag=etag, opened_by=visit.opened_by(request))
    context = listing.asking(Question.EVIDENCE, found) | {"target": files}
    if request.method == "POST":
        taken = by_form.take(request, files, at=now())
        if not taken.refused:
            messages.success(request, by_form.said_of(taken))
            return redirect(request.path if taken.stay else listing.next_after(Question.EVIDENCE, found))
        context |= {"target": taken.target, "has_errors": True}
    status = 422 if context.get("has_errors") else 200
    return render(request, "complaints/citizen/more/evidence.html", context, status=status)
