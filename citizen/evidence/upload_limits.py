"""Limits for the size of requests, checked before the body is read; and temporary storage for a form's files."""

import tempfile
from collections.abc import Callable

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from complaints.rules import accepted_files


def mark_takes_files[View: Callable](view: View) -> View:
    """Mark a view whose forms may carry whole files.

    Use it as the innermost decorator, so that the others keep the mark.
    """
    view.takes_files = True
    return view


class RefuseLargeBodiesMiddleware:
    """Middleware that answers 413 to a body larger than its view accepts, without reading it."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> HttpResponse | None:
        limit = (
            accepted_files.LARGEST_FORM if getattr(view, "takes_files", False) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        )
        return too_large_response(request) if declared_content_length(request) > limit else None


def declared_content_length(request: HttpRequest) -> int:
    """Return the length that the request declares; 0 without one, and then no body is read."""
    header = request.META.get("CONTENT_LENGTH") or ""
    return int(header) if header.isascii() and header.isdigit() else 0


def too_large_response(request: HttpRequest) -> HttpResponse:
    """Return a 413 response, as JSON for a script."""
    if request.accepts("text/html"):
        return render(request, "citizen/evidence/too_large.html", status=413)
    return JsonResponse({"words": gettext("This is too much to send at once, so nothing was received.")}, status=413)


class LimitedFileUploadHandler(FileUploadHandler):
    """Upload handler that keeps a form's file in an unnamed temporary file, up to the limit.

    It reports the true size.
    """

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.file = tempfile.SpooledTemporaryFile(max_size=accepted_files.MB)  # noqa: SIM115 (the form's reader closes it)
        self.received_size, self.is_cut = 0, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.is_cut or self.received_size + len(raw_data) > accepted_files.LARGEST_FILE:
            return
        try:
            self.file.write(raw_data)
            self.received_size += len(raw_data)
        except OSError:
            self.is_cut = True

    def file_complete(self, file_size: int) -> UploadedFile:
        """Return the file. `is_cut`: the disk for temporary files was full. The rest of the form is read."""
        if not self.is_cut:
            self.file.seek(0)
        upload = UploadedFile(self.file, self.file_name, self.content_type, file_size, self.charset)
        upload.is_cut = self.is_cut
        return upload

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
