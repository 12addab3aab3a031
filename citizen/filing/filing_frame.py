"""What all filing pages share: the frame of a page, and the way back to an earlier page."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from citizen.filing import browser_drafts
from complaints.models import Draft
from complaints.services import drafts as writing

CHANGE_BUTTON = "change"
"""Name of the buttons that lead to an earlier page."""

BACK_STEPS = {*browser_drafts.STEPS, *browser_drafts.SENTENCE_STEPS}


def redirect_to_earlier_page(request: HttpRequest, draft: Draft, step: str, *, typed: dict) -> HttpResponse | None:
    """Redirect to the earlier page that a button names (“Change”, “Back”). What was typed here is kept."""
    earlier_step = request.POST.get(CHANGE_BUTTON, "")
    steps = browser_drafts.every_step_of(draft.answers)
    listed = {"kind", "where"} if draft.answers.get(browser_drafts.SENTENCE_FIRST_KEY) else set()
    if earlier_step not in listed | set(steps[: steps.index(step)]):
        return None
    writing.store_rejected_input(draft.pk, step=step, typed=typed)
    warn_about_secret_word(request)
    return redirect(earlier_step, draft=draft.pk)


def warn_about_secret_word(request: HttpRequest) -> None:
    """Tell the person that the typed secret word was not kept."""
    if request.POST.get("secret"):
        messages.info(request, gettext("For your safety we did not keep the secret word. Type it again at the end."))


def render_step(request: HttpRequest, draft: Draft, step: str, context: dict, *, status: int) -> HttpResponse:
    """Return one page of the filing in its frame."""
    confidential = bool(draft.answers.get(browser_drafts.CONFIDENTIAL_KEY))
    is_private = browser_drafts.is_private(draft)
    number, total = browser_drafts.step_number_and_total(step, draft.answers)
    frame = {
        "draft": draft,
        "step": step,
        "number": number,
        "of": total,
        "back": browser_drafts.previous_step(step, draft.answers) if step in BACK_STEPS else None,
        "confidential": confidential,
        "is_private": is_private,
        "neutral_title": is_private,
        "resume_url": "" if is_private else settings.SITE_URL + reverse("resume", args=[draft.pk]),
    }
    return render(request, f"citizen/filing/{step}.html", frame | context, status=status)
