"""The daily heads of the log as a page and as text, and the check of a receipt."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from citizen import rate_limits
from citizen.public_log.receipt_check_form import ReceiptCheckForm
from citizen.queries import receipt_proof
from citizen.queries.receipt_proof import ReceiptStatus

TEMPLATE = "citizen/public_log/receipt.html"


@require_safe
def public_log_page(request: HttpRequest) -> HttpResponse:
    """Show the latest heads and explain what they are for."""
    heads = [(head.day, bytes(head.digest).hex()) for head in receipt_proof.newest_log_heads()]
    return render(request, "citizen/public_log/log.html", {"heads": heads})


@require_safe
def log_heads_text(request: HttpRequest) -> HttpResponse:
    """Return every published head as text, one per line, oldest first."""
    return HttpResponse(
        "".join(f"{text}\n" for text in receipt_proof.published_log_head_texts()),
        content_type="text/plain; charset=utf-8",
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Ask for E-tag and verification code, and show the result; with `file` in the POST, return the proof as a file.

    The QR code of a document leads here with both filled in. Opening it checks nothing: the form has to be sent.
    """
    filled_in = {name: request.GET.get(name, "") for name in ("etag", "mark")}
    form = ReceiptCheckForm(request.POST if request.method == "POST" else None, initial=filled_in)
    if not form.is_valid():
        return render(request, TEMPLATE, {"form": form}, status=422 if form.errors else 200)
    data, at = form.cleaned_data, now()
    if limit_response := rate_limits.take_tokens_or_refusal_page(
        request, rate_limits.LOOK_UPS, rate_limits.LOOK_UPS_PER_ETAG, etag=data["etag"], at=at
    ):
        return limit_response
    result = receipt_proof.check_receipt_mark(data["etag"], data["mark"])
    if result.status == ReceiptStatus.IN_THE_LOG and "file" in request.POST:
        response = JsonResponse(result.as_proof(), json_dumps_params={"indent": 1})
        response["Content-Disposition"] = 'attachment; filename="proof.json"'
        return response
    status = 404 if result.status == ReceiptStatus.UNKNOWN else 200
    return render(request, TEMPLATE, {"form": form, "found": result, "told": data}, status=status)
