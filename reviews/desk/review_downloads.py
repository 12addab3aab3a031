"""Downloads of a review: the copy of an attachment, the dossier of a flag as JSON or PDF, and the clearance."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

import documents
from complaints.evidence.file_responses import HEADERS
from complaints.evidence.sealed_storage import DamagedFile
from complaints.rules.accepted_files import SHOWN_ENDINGS
from reviews.desk import clearance_pdf, dossier_pdf
from reviews.desk.review_access import review_actor, visible_review_required
from reviews.models import Review
from reviews.queries import review_details
from reviews.rules import dossier_format as rule
from reviews.services import attachment_files

DOSSIER_FORMATS = ("json", "pdf")


@require_safe
@visible_review_required
def download_attachment(request: HttpRequest, review: Review, file: UUID) -> HttpResponse:
    """Send the inspected copy of an attachment: a picture inline, a PDF as a download."""
    row = review_details.find_attachment(review, file)
    try:
        plain = attachment_files.open_attachment(row) if row else None
    except DamagedFile as damaged:
        raise Http404 from damaged
    if plain is None:
        raise Http404
    with plain:
        response = HttpResponse(plain.read(), content_type=row.shown_type, headers=HEADERS)
    name = f"review-{review.pk}-{str(row.pk)[:8]}.{SHOWN_ENDINGS[row.shown_type]}"
    response["Content-Disposition"] = content_disposition_header(not row.shown_type.startswith("image/"), name)
    return response


@require_safe
@visible_review_required
def download_dossier(request: HttpRequest, review: Review, flag: int, form: str) -> HttpResponse:
    """Send a frozen dossier: the JSON that `verify_dossier` checks, or a PDF in the language of the page."""
    evidence = review_details.find_flag(review, review_actor(request), flag, at=timezone.now())
    if evidence is None or form not in DOSSIER_FORMATS:
        raise Http404
    if form == "pdf":
        pdf = documents.make_dossier(dossier_pdf.dossier_pdf_facts(evidence), get_language())
        response = HttpResponse(pdf, content_type="application/pdf")
    else:
        stored = evidence.flag.dossier
        exported = rule.dossier_file_bytes(stored.body, key_id=stored.key_id, mac=bytes(stored.mac))
        response = HttpResponse(exported, content_type="application/json")
    response["Content-Disposition"] = content_disposition_header(True, f"dossier-{flag}.{form}")
    return response


@require_safe
@visible_review_required
def download_clearance(request: HttpRequest, review: Review) -> HttpResponse:
    """Send the written clearance as a PDF in the language of the page. 404 unless the case ended without a finding."""
    if not clearance_pdf.is_cleared(review):
        raise Http404
    facts = clearance_pdf.clearance_facts(review, review_actor(request), at=timezone.now())
    pdf = documents.make_clearance(facts, get_language())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"clearance-{review.pk}.pdf")
    return response
