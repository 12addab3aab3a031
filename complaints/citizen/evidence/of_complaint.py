"""The files of one's own complaint, while this browser has it open."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.citizen import limits, visit
from complaints.citizen.evidence import acts, by_form, target
from complaints.citizen.evidence.bodies import takes_files
from complaints.citizen.keys.by_key import by_key
from complaints.models import Complaint
from complaints.models.words import REFUSALS
from complaints.services import evidence
from complaints.services.refusals import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_key
@takes_files
def page(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """The files, and a form for more of them."""
    shown = target.of_complaint(complaint_id, etag=etag, opened_by=visit.opened_by(request))
    back = reverse("my_complaint", kwargs={"etag": etag})
    return by_form.page(request, shown, back=back, at=now())


@never_cache
@require_POST
@by_key
def begin(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """A script announces a file."""
    return acts.begin(
        request, target.of_complaint(complaint_id, etag=etag, opened_by=visit.opened_by(request)), at=now()
    )


@never_cache
@require_http_methods(["GET", "HEAD", "PATCH"])
@by_key
def piece(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """A script sends a piece, or asks where the file stands."""
    return acts.piece(request, target.of_complaint(complaint_id, etag=etag), file, at=now())


@never_cache
@require_safe
@by_key
def line(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """One line of the list."""
    return acts.line(request, target.of_complaint(complaint_id, etag=etag), file)


@never_cache
@require_http_methods(["GET", "HEAD", "DELETE"])
@by_key
def file(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """What may be shown of a file; DELETE takes away one that is not yet part of the complaint."""
    found = target.of_complaint(complaint_id, etag=etag)
    return acts.remove(found, file) if request.method == "DELETE" else acts.copy(request, found, file)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_key
def withdraw(request: HttpRequest, complaint_id: int, etag: str, file: UUID) -> HttpResponse:
    """What taking a file back does, and the button for it. A file that was taken back already leads to the others."""
    found = target.of_complaint(complaint_id, etag=etag)
    if file in {row.pk for row in found.withdrawn}:
        return redirect(found.add_url)
    line = acts.line_named(found, file)
    if not line.withdraw_url:
        raise Http404
    if request.method != "POST":
        return render(request, "complaints/citizen/evidence/withdraw.html", {"file": line, "target": found})
    if full := limits.refuse(request, limits.ACTS_OF_ONE, etag=etag, at=now()):
        return full
    complainant_id = Complaint.objects.for_service().values_list("complainant", flat=True).get(pk=complaint_id)
    try:
        done = evidence.withdraw(
            complaint_id=complaint_id, evidence_id=file, by=visit.citizen(request, complainant_id), at=now()
        )
    except Refused as refused:
        messages.error(request, REFUSALS[refused.reason])
        return redirect("my_complaint", etag=etag)
    if done:
        messages.success(request, gettext("The file was taken back. Officers can no longer open it."))
    return redirect(found.add_url)
