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
from citizen.access.key_required import by_key
from citizen.evidence import form_uploads, upload_actions, upload_target
from citizen.evidence.request_limits import takes_files
from complaints import evidence
from complaints.models import Complaint
from complaints.models.labels import REFUSALS
from ledger.exceptions import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_key
@takes_files
def page(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Show the files and a form for more of them."""
    target = upload_target.of_complaint(complaint_id, etag=etag, opened_by=visitor_session.opened_by(request))
    back = reverse("my_complaint", kwargs={"etag": etag})
    return form_uploads.page(request, target, back=back, at=now())


@never_cache
@require_POST
@by_key
def begin(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Begin the upload of a file that a script announces."""
    return upload_actions.begin(
        request,
        upload_target.of_complaint(complaint_id, etag=etag, opened_by=visitor_session.opened_by(request)),
        at=now(),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "PATCH"])
@by_key
def piece(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """Receive a piece from a script, or tell it how much has arrived."""
    return upload_actions.piece(request, upload_target.of_complaint(complaint_id, etag=etag), file, at=now())


@never_cache
@require_safe
@by_key
def line(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """Return one line of the list."""
    return upload_actions.line(request, upload_target.of_complaint(complaint_id, etag=etag), file)


@never_cache
@require_http_methods(["GET", "HEAD", "DELETE"])
@by_key
def file(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """Send the inspected copy of a file. DELETE removes a file that is not yet part of the complaint."""
    target = upload_target.of_complaint(complaint_id, etag=etag)
    return (
        upload_actions.remove(target, file)
        if request.method == "DELETE"
        else upload_actions.copy(request, target, file)
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_key
def withdraw(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """Explain what taking back a file does, and take it back. If it was taken back already, redirect to the list."""
    target = upload_target.of_complaint(complaint_id, etag=etag)
    if file in {row.pk for row in target.withdrawn}:
        return redirect(target.add_url)
    line = upload_actions.line_named(target, file)
    if not line.withdraw_url:
        raise Http404
    if request.method != "POST":
        return render(request, "citizen/evidence/withdraw.html", {"file": line, "target": target})
    if refusal := rate_limits.refuse(request, rate_limits.ACTS_OF_ONE, etag=etag, at=now()):
        return refusal
    complainant_id = (
        Complaint.objects.unscoped("the complainant opened this complaint")
        .values_list("complainant", flat=True)
        .get(pk=complaint_id)
    )
    try:
        done = evidence.withdraw(
            complaint_id=complaint_id, evidence_id=file, by=visitor_session.citizen(request, complainant_id), at=now()
        )
    except Refused as refused:
        messages.error(request, REFUSALS[refused.reason])
        return redirect("my_complaint", etag=etag)
    if done:
        messages.success(request, gettext("The file was taken back. Officers can no longer open it."))
    return redirect(target.add_url)
