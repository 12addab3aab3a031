"""The question about photos, recordings and documents: files have doors of their own, this page shows them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import visitor_session
from citizen.access.key_required import by_key
from citizen.evidence import form_uploads, upload_target
from citizen.evidence.request_limits import takes_files
from citizen.followup import question_list
from complaints.queries.followup import asked_of
from complaints.rules.followup import Question


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_key
@takes_files
def evidence(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """The files, and a form for more. Saving leads to the next question; one of the list's own buttons leads here."""
    found = asked_of(complaint_id)
    files = upload_target.of_complaint(complaint_id, etag=etag, opened_by=visitor_session.opened_by(request))
    context = question_list.asking(Question.EVIDENCE, found) | {"target": files}
    if request.method == "POST":
        taken = form_uploads.take(request, files, at=now())
        if not taken.refused:
            messages.success(request, form_uploads.said_of(taken))
            return redirect(request.path if taken.stay else question_list.next_after(Question.EVIDENCE, found))
        context |= {"target": taken.target, "has_errors": True}
    status = 422 if context.get("has_errors") else 200
    return render(request, "citizen/followup/evidence.html", context, status=status)
