"""Page of the link by which an authority outside the police fetches a complaint that nobody in the police may open."""

import logging
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from citizen import rate_limits
from complaints.evidence.sealed_storage import DamagedFile
from complaints.services.exclusion import outside_evidence, outside_transfer
from ledger.public_key_encryption import fingerprint_of_key

logger = logging.getLogger(__name__)

FILE_NAME, EVIDENCE_NAME = "sealed-complaint.hpke", "evidence-{number}.hpke"


@csrf_exempt  # the address itself is secret, so neither a cookie nor a CSRF token is needed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fetch_outside_file(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button for each file of evidence, and one for the complaint; a POST returns that file, encrypted.

    The download of the complaint is recorded as its receipt. The files can be fetched as long as the link works.

    A GET changes nothing, because mail programs fetch links for their previews. The page does not show the E-tag.
    """
    at = now()
    if refusal := rate_limits.take_tokens_or_refusal_page(request, rate_limits.ONE_TAP_REQUESTS, at=at):
        return refusal
    if request.method == "POST" and "file" in request.POST:
        return _serve_evidence(request, token, at=at)
    if request.method == "POST" and (content := outside_transfer.fetch_file(token, at=at)):
        headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
        return HttpResponse(content, content_type="application/octet-stream", headers=headers)
    transfer = outside_transfer.find_transfer(token, at=at)
    context = {"token": token, "transfer": transfer, "files": outside_evidence.list_files_of_link(token, at=at)}
    if transfer:
        context["fingerprint"] = fingerprint_of_key(transfer.authority.public_key)
    return render(request, "citizen/access/outside_file.html", context, status=200 if transfer else 404)


def _serve_evidence(request: HttpRequest, token: str, *, at: datetime) -> StreamingHttpResponse:
    """Return one file of evidence. 404 for a file that the link does not give, and for one that is damaged."""
    ids = [str(row.pk) for row in outside_evidence.list_files_of_link(token, at=at)]
    chosen = request.POST["file"]
    if chosen not in ids:
        raise Http404
    try:
        content = outside_evidence.encrypted_file(token, UUID(chosen), at=at)
    except DamagedFile as damaged:
        logger.exception("The evidence %s cannot be read", chosen)
        raise Http404 from damaged
    name = EVIDENCE_NAME.format(number=ids.index(chosen) + 1)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(content, content_type="application/octet-stream", headers=headers)
