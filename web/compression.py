"""Compression of pages: on a slow connection the transfer is most of the waiting time."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompressionMiddleware(GZipMiddleware):
    """Compress HTML and JSON with gzip and Django's random padding against BREACH.

    Other files are already compressed or are streamed.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        content_type = response.get("Content-Type", "")
        if response.streaming or not content_type.startswith(("text/html", "application/json")):
            return response
        return super().process_response(request, response)
