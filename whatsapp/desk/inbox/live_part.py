"""The part of a page of the inbox that the page polls. An unchanged part is not sent again, so that nothing moves."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

SEEN_FIELD = "seen"


def live_part_response(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """Return the part `live` of a template with its version, or 204 if the page has this version already.

    htmx leaves the page as it is after a 204: a text that the operator is selecting stays selected.
    """
    content = render_to_string(f"{template}#live", context, request)
    version = hashlib.sha256(content.encode()).hexdigest()[:16]
    if request.GET.get(SEEN_FIELD) == version:
        return HttpResponse(status=204)
    return HttpResponse(content + format_html('<input type="hidden" name="{}" value="{}">', SEEN_FIELD, version))
