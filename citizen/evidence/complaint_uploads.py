"""The files of one's own complaint, while it is open in this browser."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citizen import rate_limits, visitor_session
from citizen.access.key_required import key_required
from citizen.evidence import form_uploads, upload_actions, upload_target
from citizen.evidence.upload_limits import mark_takes_files
from complaints import evidence
from complaints.models import Complaint
from complaints.models.display.complaint_labels import REFUSALS
from ledger.service_exceptions import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@key_required
@mark_takes_files
def complaint_files_page(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Show the files and a form for more of them."""
    target = upload_target.complaint_upload_target(
        complaint_id, etag=etag, opened_by=visitor_session.visit_opened_by(request)
    )
    back = reverse("my_complaint", kwargs={"etag": etag})
    return form_uploads.show_and_store_files(request, target, back=back, at=now())


@never_cache
@require_POST
@key_required
def begin_complaint_upload(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Begin the upload of a file that a script announces."""
    return upload_actions.begin_upload(
        request,
        upload_target.complaint_upload_target(
            complaint_id, etag=etag, opened_by=visitor_session.visit_opened_by(request)
        ),
        at=now(),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "PATCH"])
@key_required
def receive_complaint_upload_piece(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """Receive a piece from a script, or tell it how much has arrived."""
    return upload_actions.receive_piece(
        request, upload_target.complaint_upload_target(complaint_id, etag=etag), file, at=now()
    )


@never_cache
@require_safe
@key_required
def show_complaint_file_line(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """Return one line of the list."""
    return upload_actions.render_file_line(
        request, upload_target.complaint_upload_target(complaint_id, etag=etag), file
    )


@never_cache
@require_http_methods(["GET", "HEAD", "DELETE"])
@key_required
def send_or_remove_complaint_file(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """Send the inspected copy of a file. DELETE removes a file that is not yet part of the complaint."""
    target = upload_target.complaint_upload_target(complaint_id, etag=etag)
    return (
        upload_actions.remove_file(target, file)
        if request.method == "DELETE"
        else upload_actions.send_file_copy(request, target, file)
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@key_required
def withdraw_complaint_file(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """Explain what taking back a file does, and take it back. If it was taken back already, redirect to the list."""
    target = upload_target.complaint_upload_target(complaint_id, etag=etag)
    if file in {row.pk for row in target.withdrawn}:
        return redirect(target.add_url)
    line = upload_actions.find_file_line(target, file)
    if not line.withdraw_url:
        raise Http404
    if request.method != "POST":
        return render(request, "citizen/evidence/withdraw.html", {"file": line, "target": target})
    if refusal := rate_limits.take_tokens_or_refusal_page(request, rate_limits.MOVES_PER_ETAG, etag=etag, at=now()):
        return refusal
    complainant_id = (
        Complaint.objects.unscoped("the complainant opened this complaint")
        .values_list("complainant", flat=True)
        .get(pk=complaint_id)
    )
    try:
        is_withdrawn = evidence.withdraw_file(
            complaint_id=complaint_id,
            evidence_id=file,
            by=visitor_session.citizen_of_visit(request, complainant_id),
            at=now(),
        )
    except Refused as refused:
        messages.error(request, REFUSALS[refused.reason])
        return redirect("my_complaint", etag=etag)
    if is_withdrawn:
        messages.success(request, gettext("The file was taken back. Officers can no longer open it."))
    return redirect(target.add_url)
