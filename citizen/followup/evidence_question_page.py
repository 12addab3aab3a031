"""The question about photos, recordings and documents. Files have their own upload URLs; this page lists them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import visitor_session
from citizen.access.key_required import key_required
from citizen.evidence import form_uploads, upload_target
from citizen.evidence.upload_limits import mark_takes_files
from citizen.followup import question_list_page
from complaints.queries.followup_context import load_followup_context
from complaints.rules.followup_questions import Question


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@key_required
@mark_takes_files
def answer_evidence_question(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Show the files and a form for more. Saving leads to the next question, the list's buttons to this page."""
    followup = load_followup_context(complaint_id)
    target = upload_target.complaint_upload_target(
        complaint_id, etag=etag, opened_by=visitor_session.visit_opened_by(request)
    )
    context = question_list_page.question_page_context(Question.EVIDENCE, followup) | {"target": target}
    if request.method == "POST":
        result = form_uploads.store_form_files(request, target, at=now())
        if not result.refused:
            messages.success(request, form_uploads.upload_result_text(result))
            return redirect(
                request.path
                if result.shows_page_again
                else question_list_page.next_open_question_url(Question.EVIDENCE, followup)
            )
        context |= {"target": result.target, "has_errors": True}
    status = 422 if context.get("has_errors") else 200
    return render(request, "citizen/followup/evidence.html", context, status=status)
