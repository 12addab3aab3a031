"""The page behind the link in the automatic answer to an e-mail. The link works once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import rate_limits
from citizen.evidence.form_uploads import disk_full_text
from citizen.filing import browser_drafts
from citizen.filing.draft_required import redirect_to_next_step
from complaints.evidence import StorageUnavailable
from mail_intake.services.mail_drafts import OpenedMail, can_be_opened, find_mail_of_link
from mail_intake.services.mail_drafts import open_mail as open_mail_as_draft
from web.text_cleaning import LONGEST_TEXT


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_mail(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show one button. A POST uses up the link and opens the draft in this browser only.

    A GET changes nothing, because mail scanners follow links. The URL reveals nothing about the complaint. If the
    button is pressed twice, the browser that used the link continues with its draft.
    """
    at = now()
    if refusal := rate_limits.take_tokens_or_refusal_page(request, rate_limits.DRAFTS_BEGUN, at=at):
        return refusal
    if request.method == "POST":
        try:
            opened = open_mail_as_draft(draft, at=at)
        except StorageUnavailable:
            messages.error(request, disk_full_text())
            opened = None
        if opened:
            _say_what_was_not_taken(request, opened)
            browser_drafts.remember_draft(request, draft, at=at)
            return redirect_to_next_step(opened.draft, answers=opened.draft.answers)
        own = browser_drafts.find_own_draft(request, draft, at=at)
        if own and not own.complaint_id:  # the button was pressed twice
            return redirect_to_next_step(own, answers=own.answers)
    is_valid = can_be_opened(find_mail_of_link(draft), at=at)
    context = {"is_valid": is_valid, "neutral_title": True}
    return render(request, "mail_intake/continue.html", context, status=200 if is_valid else 404)


def _say_what_was_not_taken(request: HttpRequest, opened: OpenedMail) -> None:
    if opened.refused_files:
        text = gettext(
            "We could not accept these files from your e-mail: %(names)s. Add them here as photos, sound or PDF."
        )
        messages.warning(request, text % {"names": gettext(", ").join(opened.refused_files)})
    if opened.is_cut:
        text = gettext("Your e-mail was long. Only its first %(number)s characters are here.")
        messages.warning(request, text % {"number": LONGEST_TEXT})
