"""The page of the link by which a chat hands a complaint over to the web. The link works once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import rate_limits
from citizen.filing import browser_drafts
from citizen.filing.draft_required import redirect_to_next_step
from complaints.models import Draft


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def continue_filing(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show one button; a POST uses the link up and opens the draft in this browser alone.

    A GET changes nothing, because messengers fetch links for their previews. In the browser that used the link it goes
    on. The address shows nothing of the matter.
    """
    at = now()
    if refusal := rate_limits.take_tokens_or_refusal_page(request, rate_limits.DRAFTS_BEGUN, at=at):
        return refusal
    if request.method == "POST" and (opened := browser_drafts.open_handed_over_draft(request, draft, at=at)):
        return redirect_to_next_step(opened, answers=opened.answers)
    is_valid = Draft.objects.filter(pk=draft, complaint=None, expires_at__gt=at).exists()
    is_valid = is_valid and browser_drafts.is_waiting_to_be_opened(Draft.objects.get(pk=draft))
    context = {"is_valid": is_valid, "draft_id": draft, "neutral_title": True}
    return render(request, "citizen/filing/continue.html", context, status=200 if is_valid else 404)
