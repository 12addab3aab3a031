"""The public log explained to its readers, its hourly heads, and the check of a receipt."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from citizen import rate_limits
from citizen.public_log.receipt_check_form import ReceiptCheckForm
from citizen.queries import receipt_proof
from citizen.queries.receipt_proof import ReceiptStatus
from complaints.queries import public_log
from ledger import log_keys

TEMPLATE = "citizen/public_log/receipt.html"
HOURS_UNREMARKED = 2
"""So many checkpoints may wait for their witnesses before the page says that they are away."""


@require_safe
def public_log_page(request: HttpRequest) -> HttpResponse:
    """Explain the log, and show its latest heads and who has witnessed it."""
    newest, witnessed = public_log.newest_checkpoint(), public_log.newest_witnessed_checkpoint()
    key = log_keys.public_key()
    keys = [str(key), *(str(witness.key) for witness in log_keys.configured_witnesses())] if key else []
    context = {
        "heads": [(head.hour, bytes(head.digest).hex()) for head in receipt_proof.newest_log_heads()],
        "newest": newest,
        "witnessed": witnessed,
        "is_behind": public_log.is_behind(HOURS_UNREMARKED),
        "needed": settings.LOG_WITNESSES_NEEDED,
        "witnesses": public_log.witness_reports(),
        "monitors": public_log.monitor_lines(),
        "key": key,
        "keys_as_json": json.dumps(keys),
    }
    return render(request, "citizen/public_log/log.html", context)


@require_safe
@cache_control(public=True, max_age=600)
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
        response = HttpResponse(result.as_proof(), content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="receipt.tlog-proof"'
        return response
    status = 404 if result.status == ReceiptStatus.UNKNOWN else 200
    return render(request, TEMPLATE, {"form": form, "found": result, "told": data}, status=status)
