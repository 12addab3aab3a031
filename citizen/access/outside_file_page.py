"""Page of the link by which an authority outside the police fetches a complaint that nobody in the police may open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from citizen import rate_limits
from complaints.services.exclusion import outside_transfer
from ledger.public_key_encryption import fingerprint_of_key

FILE_NAME = "sealed-complaint.hpke"


@csrf_exempt  # the address itself is secret, so neither a cookie nor a CSRF token is needed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fetch_outside_file(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; a POST returns the encrypted file and records the receipt.

    A GET changes nothing, because mail programs fetch links for their previews. The page does not show the E-tag.
    """
    at = now()
    if refusal := rate_limits.take_tokens_or_refusal_page(request, rate_limits.ONE_TAP_REQUESTS, at=at):
        return refusal
    if request.method == "POST" and (content := outside_transfer.fetch_file(token, at=at)):
        headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
        return HttpResponse(content, content_type="application/octet-stream", headers=headers)
    transfer = outside_transfer.find_transfer(token, at=at)
    context = {"token": token, "transfer": transfer}
    if transfer:
        context["fingerprint"] = fingerprint_of_key(transfer.authority.public_key)
    return render(request, "citizen/access/outside_file.html", context, status=200 if transfer else 404)
