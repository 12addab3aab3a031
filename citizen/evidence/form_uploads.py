"""Files that come with an ordinary form, without JavaScript. A bad file is refused and the others are stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from citizen import rate_limits
from citizen.evidence import upload_quota
from citizen.evidence.upload_target import RefusedFile, UploadTarget, parse_uuid
from complaints import evidence
from complaints.models import Evidence
from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules.accepted_files import FileRefused

PAGE = "citizen/evidence/files.html"
FILES, ADD, REMOVE, SHOWN_COUNT = "evidence", "evidence_add", "evidence_remove", "evidence_known"
"""SHOWN_COUNT: how many files there were when the page was rendered. Files that a script sent since then count too."""
UPLOADS_BEGUN = rate_limits.Bucket("evidence", every=1, burst=200)  # thousands share one address of a mobile operator


@dataclass(frozen=True)
class UploadResult:
    """The result of storing a form's files.

    `shows_page_again`: show the page again, because a button of the list was pressed or a file was refused. `target`:
    the files as they are now, with the refused ones.
    """

    count: int
    removed: bool
    refused: list[RefusedFile]
    shows_page_again: bool
    target: UploadTarget


def store_form_files(request: HttpRequest, target: UploadTarget, *, at: datetime) -> UploadResult:
    """Store each file that came with a form, and remove the file whose button was pressed."""
    removed_id = parse_uuid(request.POST.get(REMOVE, ""))
    removed = removed_id is not None and evidence.remove_file(owner=target.owner, evidence_id=removed_id)
    refused, count = [], _count_script_uploads(request, target)
    for number, upload in enumerate(request.FILES.getlist(FILES)):
        stored_at = at + timedelta(microseconds=number)  # keep the order in which they were chosen
        if reason := _store_file(request, target, upload, at=stored_at):
            refused.append(RefusedFile(upload.name, reason))
        else:
            count += 1
    shows_page_again = bool(refused) or ADD in request.POST or REMOVE in request.POST
    return UploadResult(count, removed, refused, shows_page_again, target.reload(refused))


def _count_script_uploads(request: HttpRequest, target: UploadTarget) -> int:
    """Return how many files a script has sent since the page was rendered."""
    shown_count = request.POST.get(SHOWN_COUNT, "")
    if not (shown_count.isascii() and shown_count.isdigit() and len(shown_count) < 4):
        return 0
    return max(0, len(target.files) - int(shown_count))


def upload_refusal(request: HttpRequest, target: UploadTarget, upload: UploadedFile, *, at: datetime) -> str:
    """Count this upload of the sender. Return the reason if it is too much, else an empty string."""
    if rate_limits.take_token(UPLOADS_BEGUN, rate_limits.client_address(request), at=at):
        return upload_quota.too_many_files_text()
    if seconds_until_upload_allowed(request, target, upload.size, at=at):
        is_draft = target.owner.draft_id is not None
        return upload_quota.too_many_files_text(
            of_draft=is_draft, of_unproved_complaint=not is_draft and not target.proved_phone
        )
    return disk_full_text() if getattr(upload, "is_cut", False) else ""


def _store_file(request: HttpRequest, target: UploadTarget, upload: UploadedFile, *, at: datetime) -> str:
    """Store one file. Return the reason if it is refused, else an empty string."""
    if reason := upload_refusal(request, target, upload, at=at):
        return reason
    try:
        row = evidence.upload_whole_file(
            owner=target.owner,
            name=upload.name,
            media_type=upload.content_type or "",
            parts=upload.chunks(),
            size=upload.size,
            at=at,
        )
    except FileRefused as refused:
        return str(REFUSED_BECAUSE[refused.reason])
    except evidence.StorageUnavailable:
        return disk_full_text()
    if row.state == Evidence.State.REFUSED:
        evidence.remove_file(owner=target.owner, evidence_id=row.pk)
    return row.refusal


def disk_full_text() -> str:
    """Return the message for a full disk."""
    return gettext("We cannot accept files right now. Send them again later. What you wrote is saved.")


def seconds_until_upload_allowed(request: HttpRequest, target: UploadTarget, size: int, *, at: datetime) -> float:
    """Count so many bytes of this sender and return 0, or return the seconds until they may be sent."""
    return upload_quota.seconds_until_bytes_allowed(request, size, proved_phone=target.proved_phone, at=at)


def show_and_store_files(request: HttpRequest, target: UploadTarget, *, back: str, at: datetime) -> HttpResponse:
    """Show a target's files and store those of a POST.

    Its own button leads to `back`, those of the list to this page.
    """
    context = {"target": target, "back": back, "neutral_title": True}
    if request.method != "POST":
        return render(request, PAGE, context)
    result = store_form_files(request, target, at=at)
    if result.refused:
        return render(request, PAGE, context | {"target": result.target, "has_errors": True}, status=422)
    if result.shows_page_again or result.count:
        messages.success(request, upload_result_text(result))
    return redirect(target.add_url if result.shows_page_again else back)


def upload_result_text(result: UploadResult) -> str:
    """Return what was done, as text."""
    if result.count:
        words = ngettext("%(count)d file received.", "%(count)d files received.", result.count)
        return words % {"count": result.count}
    if result.removed:
        return gettext("The file is removed.")
    return gettext("No file was chosen, so nothing was sent.")
