"""Receive a complaint that was written without a connection. It becomes an ordinary draft, never a complaint.

The phone sends the answers, then the files through the ordinary uploads of a draft, then the answers again as complete.
The person then checks every answer on the portal and registers it there. An answer that is not accepted is kept as it
was typed, and the portal asks for it on its own page.

The phone draws a random key for each complaint. The draft's id is computed from it with a key of the portal: sending
twice leads to one draft, and an id that is read from the database leads to no address (draft_addresses).
"""

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import rate_limits
from citizen.filing import browser_drafts, filing_choices
from citizen.filing.category_page import category_answers
from citizen.filing.contact_page import CHECKED
from citizen.filing.filing_forms import FilingContactForm, StatementForm
from citizen.filing.filing_pages import has_voice_note
from citizen.filing.kept_out_form import KeptOutForm
from citizen.offline.offline_form_page import is_offered_offline
from citizen.queries import filing_options
from complaints.models import Draft
from complaints.rules.complainant.anonymity_and_consent import MAY_BE_ANONYMOUS
from complaints.rules.statuses import Channel
from complaints.services import drafts as writing
from complaints.services import statement_proposals
from ledger.field_encryption import blind_index

KEY_PATTERN = re.compile(r"[0-9a-f]{32}")
COMPLETE, INQUIRY = "complete", "inquiry"
"""Fields: of the last sending, all files have arrived; and of a question what became of it, which stores nothing."""
RECEIVED_KEY = "_offline_received"
"""Key in the draft's answers: everything arrived from the phone. It changes nothing afterwards."""
CONTACT_FIELDS = ("reach", "phone", "email", "language", "under_18", "behalf", "behalf_consent", "country")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receive_offline_complaint(request: HttpRequest) -> HttpResponse:
    """Answer GET with the CSRF token, which the page on the phone lacks; store the answers of a POST in a draft.

    The answer has `state` ("draft", "registered" or "expired"), `draft` (its id), `next` (the page on which the person
    continues) and `begin` (where a file's upload begins). 422 for a key that no phone draws, 429 for too many drafts.
    """
    if request.method != "POST":
        return JsonResponse({"csrf": get_token(request)})
    if not KEY_PATTERN.fullmatch(request.POST.get("key", "")):
        return JsonResponse({"state": "refused"}, status=422)
    at, draft_id = now(), UUID(bytes=bytes(blind_index("offline complaint", request.POST["key"])))
    is_inquiry = INQUIRY in request.POST
    if not is_inquiry and not Draft.objects.filter(pk=draft_id).exists():
        if wait := rate_limits.take_tokens_and_get_wait(request, rate_limits.DRAFTS_BEGUN, at=at):
            return rate_limits.too_many_requests_page(request, seconds=wait)
        _begin_draft(request, draft_id, at=at)
    with transaction.atomic():
        draft = browser_drafts.find_own_draft(request, draft_id, at=at, lock=True)
        if draft and not (is_inquiry or draft.complaint_id or RECEIVED_KEY in draft.answers):
            draft = _store_answers(request, draft)
    return JsonResponse(_describe_draft(draft))


def _begin_draft(request: HttpRequest, draft_id: UUID, *, at: datetime) -> None:
    """Begin the draft. It opens in this browser alone if its category is not accepted, or if its text is sensitive."""
    category = filing_options.offered_category(request.POST.get("category", ""))
    is_accepted = category is not None and is_offered_offline(category)
    answers = category_answers(category) if is_accepted else {browser_drafts.CONFIDENTIAL_KEY: True}
    proposal = statement_proposals.propose_for_statement(request.POST.get("text", ""))
    if proposal.is_sensitive:
        answers[writing.PROPOSAL_KEY] = proposal.as_answers()
    draft, _ = writing.get_or_create_draft(key=draft_id, answers=answers, channel=Channel.WEB, at=at)
    if browser_drafts.is_private(draft):
        browser_drafts.remember_draft(request, draft_id, at=at)


def _store_answers(request: HttpRequest, draft: Draft) -> Draft:
    """Store the answers that are accepted as answers, and the others as they were typed."""
    data = request.POST
    accepted, typed = {}, {}
    if data.get("district") in {district.code for district in filing_choices.district_choices()}:
        accepted["district"] = data["district"]
    statement = StatementForm(data, spoken=True)
    if statement.is_valid():
        accepted |= {"text": statement.cleaned_data["text"], "spoken": has_voice_note(draft)}
    else:
        typed["what"] = {"text": data.get("text", "")}
    if data.get("keep_from") in {"no", "unknown"}:
        accepted["keep_from"] = data["keep_from"]
    elif data.get("keep_from") == "yes":  # the page that asks who it is also asks for the police station
        typed["whom"] = {"keep_from": "yes"} | {name: data.get(name, "") for name in KeptOutForm.base_fields}
    typed["reach"] = _typed_contact_details(data, category=draft.answers.get("category", ""))
    if COMPLETE in data:
        accepted[RECEIVED_KEY] = True
    draft = writing.add_answers(draft.pk, step="", answers=accepted)
    for step, fields in typed.items():
        draft = writing.store_rejected_input(draft.pk, step=step, typed=fields)
    return draft


def _typed_contact_details(data, *, category: str) -> dict:
    """Return the contact details as the contact page keeps them. If they are valid, the check page comes next."""
    typed = {name: data[name] for name in CONTACT_FIELDS if name in data}
    form = FilingContactForm(typed, confidential=False, may_be_anonymous=category in MAY_BE_ANONYMOUS)
    return form.typed() | ({CHECKED: "1"} if form.is_valid() else {})


def _describe_draft(draft: Draft | None) -> dict:
    """Return the answer to the phone. A draft that cannot be opened here any more has expired for the phone."""
    if draft is None:
        return {"state": "expired"}
    if draft.complaint_id:
        return {"state": "registered", "draft": str(draft.pk), "next": reverse("resume", args=[draft.pk])}
    step = browser_drafts.first_unanswered_step(draft.answers)
    return {
        "state": "draft",
        "draft": str(draft.pk),
        "next": reverse(step, args=[draft.pk]),
        "begin": reverse("draft_evidence_begin", args=[draft.pk]),
    }
