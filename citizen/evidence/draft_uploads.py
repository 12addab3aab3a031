"""The files of a draft, for a browser that may open it (citizen.filing.browser_drafts)."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citizen.evidence import form_uploads, upload_actions, upload_target
from citizen.evidence.upload_limits import mark_takes_files
from citizen.filing import browser_drafts
from complaints.models import Draft


def open_draft_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view that receives the draft itself.

    It answers 404 if the draft is not this browser's, has expired or is a complaint now.
    """

    @wraps(view)
    def guarded(request: HttpRequest, draft: UUID, **url_kwargs) -> HttpResponse:
        own_draft = browser_drafts.find_own_draft(request, draft)
        if own_draft is None or own_draft.complaint_id:
            raise Http404
        return view(request, draft=own_draft, **url_kwargs)

    return guarded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mark_takes_files
def draft_files_page(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show the files and a form for more of them. A draft that cannot be opened leads to the start of filing."""
    own_draft = browser_drafts.find_own_draft(request, draft)
    if own_draft is None or own_draft.complaint_id:
        messages.warning(request, gettext("This page has expired in this browser. Start your complaint again."))
        return redirect("complain")
    back = reverse("what", kwargs={"draft": draft})
    return form_uploads.show_and_store_files(request, upload_target.draft_upload_target(own_draft), back=back, at=now())


@never_cache
@require_POST
@open_draft_required
def begin_draft_upload(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Begin the upload of a file that a script announces."""
    return upload_actions.begin_upload(request, upload_target.draft_upload_target(draft), at=now())


@never_cache
@require_http_methods(["GET", "HEAD", "PATCH"])
@open_draft_required
def receive_draft_upload_piece(request: HttpRequest, draft: Draft, file: UUID) -> HttpResponse:
    """Receive a piece from a script, or tell it how much has arrived."""
    return upload_actions.receive_piece(request, upload_target.draft_upload_target(draft), file, at=now())


@never_cache
@require_safe
@open_draft_required
def show_draft_file_line(request: HttpRequest, draft: Draft, file: UUID) -> HttpResponse:
    """Return one line of the list."""
    return upload_actions.render_file_line(request, upload_target.draft_upload_target(draft), file)


@never_cache
@require_http_methods(["GET", "HEAD", "DELETE"])
@open_draft_required
def send_or_remove_draft_file(request: HttpRequest, draft: Draft, file: UUID) -> HttpResponse:
    """Send the inspected copy of a file. DELETE removes the file."""
    target = upload_target.draft_upload_target(draft)
    return (
        upload_actions.remove_file(target, file)
        if request.method == "DELETE"
        else upload_actions.send_file_copy(request, target, file)
    )
