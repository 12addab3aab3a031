"""The page of the log's daily heads, the same for machines, and the check of a receipt."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from citizen import rate_limits
from citizen.public_log.forms import ReceiptForm
from citizen.queries import receipt_proof
from citizen.queries.receipt_proof import ReceiptStatus

PAGE = "citizen/public_log/receipt.html"


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What was published of the last days, and what it is for."""
    heads = [(head.day, bytes(head.digest).hex()) for head in receipt_proof.newest()]
    return render(request, "citizen/public_log/log.html", {"heads": heads})


@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """Every head that was published, one a line, the oldest first."""
    return HttpResponse(
        "".join(f"{text}\n" for text in receipt_proof.texts()), content_type="text/plain; charset=utf-8"
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Ask for number and mark, and say what can be said; as a file where that is asked for."""
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422 if form.errors else 200)
    told, at = form.cleaned_data, now()
    if full := rate_limits.refuse(request, rate_limits.LOOK_UPS, rate_limits.LOOK_UPS_OF_ONE, etag=told["etag"], at=at):
        return full
    found = receipt_proof.check(told["etag"], told["mark"])
    if found.standing == ReceiptStatus.IN_THE_LOG and "file" in request.POST:
        answer = JsonResponse(found.as_proof(), json_dumps_params={"indent": 1})
        answer["Content-Disposition"] = 'attachment; filename="proof.json"'
        return answer
    status = 404 if found.standing == ReceiptStatus.UNKNOWN else 200
    return render(request, PAGE, {"form": form, "found": found, "told": told}, status=status)
