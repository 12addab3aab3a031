"""Page of a link by which a chat opens a complaint on the web."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import rate_limits, visitor_session
from citizen.services.web_links import InvalidWebLink, WebLink, read_web_link
from complaints.services.access_keys.access_codes import find_complaint_or_placeholder


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_web_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; a POST uses the link up and opens the complaint, or asks for its key.

    A GET changes nothing, because messengers fetch links for their previews.
    """
    at = now()
    if refusal := rate_limits.take_tokens_or_refusal_page(request, rate_limits.ONE_TAP_REQUESTS, at=at):
        return refusal
    try:
        link = read_web_link(token, at=at)
    except InvalidWebLink:
        return _render_link_page(request, token, is_valid=False)
    if request.method != "POST":
        return _render_link_page(request, token, is_valid=True)
    if rate_limits.take_token(rate_limits.LINK_USES, link.name, at=at):
        return _render_link_page(request, token, is_valid=False)
    return _open_complaint(request, link, at=at)


def _open_complaint(request: HttpRequest, link: WebLink, *, at: datetime) -> HttpResponse:
    """Open the complaint as the chat may. If it has a secret word by now, only the word opens it."""
    complaint = find_complaint_or_placeholder(link.etag)
    if link.opened_by is None or complaint.complainant.has_secret:
        return redirect("status", etag=link.etag)
    visitor_session.begin_visit(request, etag=link.etag, complaint_id=complaint.pk, opened_by=link.opened_by, at=at)
    return redirect("my_complaint", etag=link.etag)


def _render_link_page(request: HttpRequest, token: str, *, is_valid: bool) -> HttpResponse:
    context = {"token": token, "is_valid": is_valid}
    return render(request, "citizen/access/web_link.html", context, status=200 if is_valid else 404)
