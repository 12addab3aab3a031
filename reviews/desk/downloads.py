"""What a reader of a review may take away: an attachment's copy, and a flag's dossier as JSON or PDF."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

import documents
from complaints.evidence.sealed_storage import Damaged
from complaints.evidence.serving import HEADERS
from complaints.rules.files import SHOWN_ENDINGS
from reviews.desk import dossier_pdf
from reviews.desk.access import doer, one_review
from reviews.models import Review
from reviews.queries import review_page
from reviews.rules import dossier as rule
from reviews.services import attachments

FORMS = ("json", "pdf")


@require_safe
@one_review
def file(request: HttpRequest, found: Review, file: UUID) -> HttpResponse:
    """The copy of an attachment: a picture in the page, a PDF to be saved."""
    row = review_page.attachment_of(found, file)
    try:
        plain = attachments.open_copy(row) if row else None
    except Damaged as damaged:
        raise Http404 from damaged
    if plain is None:
        raise Http404
    with plain:
        answer = HttpResponse(plain.read(), content_type=row.shown_type, headers=HEADERS)
    name = f"review-{found.pk}-{str(row.pk)[:8]}.{SHOWN_ENDINGS[row.shown_type]}"
    answer["Content-Disposition"] = content_disposition_header(not row.shown_type.startswith("image/"), name)
    return answer


@require_safe
@one_review
def dossier(request: HttpRequest, found: Review, flag: int, form: str) -> HttpResponse:
    """As it was frozen: the JSON that `verify_dossier` checks, or a paper of it in the page's language."""
    one = review_page.one_flag(found, doer(request), flag, at=timezone.now())
    if one is None or form not in FORMS:
        raise Http404
    if form == "pdf":
        answer = HttpResponse(documents.dossier(dossier_pdf.facts(one), get_language()), content_type="application/pdf")
    else:
        kept = one.flag.dossier
        told = rule.as_file(kept.body, key_id=kept.key_id, mac=bytes(kept.mac))
        answer = HttpResponse(told, content_type="application/json")
    answer["Content-Disposition"] = content_disposition_header(True, f"dossier-{flag}.{form}")
    return answer
