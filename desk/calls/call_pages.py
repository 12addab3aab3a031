"""The call list, and the page of one call: number, script and result. For complaint operators only; others get 404."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import POSTING_PARAMETER
from accounts.models.choice_labels import localized_name
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import CallPurpose, Complaint, ContactClaim
from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries import pressure_reports
from complaints.queries.connected_call_requests import waiting_call_request
from complaints.queries.due_calls import (
    SHOWN,
    DueCall,
    count_expired_spot_checks,
    find_due_call,
    list_due_calls,
    next_due_call,
)
from complaints.rules.calls.cell_calls import CALLS_BEFORE_GIVING_UP, Purpose
from complaints.rules.statuses import Status
from complaints.services.calls.call_results import record_call
from desk.calls.call_form import OBJECTS, CallResultForm
from desk.calls.call_log import load_call_rows
from desk.calls.call_scripts import SOLVED_LINE, build_call_scripts, operator_reminders
from desk.calls.call_subject import load_call_subject
from desk.calls.narrowing_in_call import OBJECTION_LINE, NarrowingInCall, load_narrowing_in_call
from desk.complaint.clock_badges import Badge, deadline_badge
from desk.complaint.contact_safety import contact_safety_of
from desk.formatting import joined, moment, post_of
from desk.page_access import get_complaint_or_404, reading_role_required, session_expired_page
from desk.queries import complaint_details
from desk.services import reading_log
from ledger.service_exceptions import NotPermitted, Overtaken, Refused

LIST_TEMPLATE, CALL_TEMPLATE = "desk/calls/list.html", "desk/calls/call.html"
GUARDED_COLUMNS = "about_police", "confidential", "under_18", "has_secret", "neutral"
"""The columns of a due call with which its script is guarded, as on the page of the call (`build_call_scripts`)."""


@dataclass(frozen=True)
class CallRow:
    """One call in the list. `ring`: when the complainant may be called, if not now."""

    etag: str
    url: str
    purpose: str
    category: str
    chip: Badge
    ring: str
    failed: int
    guarded: bool


def call_operators_only(view):
    """Allow the view to complaint operators. If the session has expired, return the typed text to the operator."""

    @reading_role_required
    def for_operators(request: HttpRequest, **url_kwargs) -> HttpResponse:
        if request.actor.role is not Role.COMPLAINT_OPERATOR:
            raise Http404
        return view(request, **url_kwargs)

    @wraps(view)
    def guarded(request: HttpRequest, **url_kwargs) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            typed = [request.POST.get(name, "").strip() for name in ("objection", "words")]
            return session_expired_page(request, back=reverse("desk:calls"), typed=list(filter(None, typed)))
        return for_operators(request, **url_kwargs)

    return guarded


@require_safe
@call_operators_only
def show_call_list(request: HttpRequest) -> HttpResponse:
    """Show the calls to make now, the nearest deadline first, and separately those for later."""
    at = timezone.now()
    waiting = list_due_calls(request.actor, at=at)
    is_central = request.actor.office_kind is OfficeKind.CENTRAL
    later = sorted((one for one in waiting if one.ring_at > at), key=lambda one: one.ring_at)
    by_purpose = Counter(one.purpose for one in waiting)
    context = {
        "is_cut": any(number >= SHOWN for number in by_purpose.values()),
        "now": [_call_list_row(request, one, at=at) for one in waiting if one.ring_at <= at],
        "later": [_call_list_row(request, one, at=at) for one in later],
        "expired": count_expired_spot_checks(request.actor, at=at) if is_central else 0,
        "pressed": pressure_reports.count_open_reports(request.actor) if is_central else 0,
    }
    return render(request, LIST_TEMPLATE, context)


def _call_list_row(request: HttpRequest, one: DueCall, *, at: datetime) -> CallRow:
    row = one.row
    return CallRow(
        etag=row["etag"],
        url=_call_url(request, row["etag"], one.purpose),
        purpose=str(CallPurpose(str(one.purpose)).label),
        category=localized_name(row["category_en"], row["category_ur"]),
        chip=deadline_badge(one.due_at, at=at),
        ring=moment(one.ring_at) if one.ring_at > at else "",
        failed=one.failed,
        guarded=any(row[name] for name in GUARDED_COLUMNS),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@call_operators_only
def show_call(request: HttpRequest, etag: str, purpose: str) -> HttpResponse:
    """Show one call and record its result.

    422 if the form is refused; 409 if a colleague has settled the matter, or if the complainant was reached but has not
    heard something that the call is about, because it is newer than the operator's page.
    """
    if purpose not in set(Purpose):
        raise Http404
    at, call_purpose = timezone.now(), Purpose(purpose)
    complaint = get_complaint_or_404(request, etag)
    narrowing = None
    if call_purpose is Purpose.NEWS:
        narrowing = load_narrowing_in_call(complaint, actor=request.actor, at=at)
    # An objection that came too late is refused by the service, so that the page still shows the typed reason.
    may_object = (narrowing is not None and narrowing.may_record_objection) or request.POST.get("result") == OBJECTS
    form = CallResultForm(
        request.POST if request.method == "POST" else None,
        purpose=call_purpose,
        at=at,
        may_object=may_object,
    )
    is_overtaken = False
    if form.is_valid():
        seen = complaint_details.expected_seq_of_page(complaint, request.actor, seen=form.cleaned_data["seen"])
        following = _url_after(request, complaint, call_purpose, at=at) if "next" in request.POST else ""
        try:
            record_call(complaint.pk, call_purpose, by=request.actor, at=at, expected_seq=seen, **form.call_arguments)
        except Refused as refused:
            form.add_error(None, REFUSALS[refused.reason])
        except Overtaken:
            is_overtaken = True
            form.add_error(
                None,
                gettext(
                    "Nothing was saved yet: what the call is about has changed since you opened this page. Read the "
                    "new part to the complainant, then save again. If the call has ended, call them once more."
                ),
            )
        except NotPermitted:
            form.add_error(None, gettext("The complaint has changed in the meantime. Open it again."))
        else:
            messages.success(request, gettext("The call is saved."))
            return redirect(following or "desk:calls")
    return _render_call_page(request, complaint, call_purpose, form, narrowing, at=at, is_overtaken=is_overtaken)


@require_safe
@call_operators_only
def show_next_call(request: HttpRequest, etag: str, purpose: str) -> HttpResponse:
    """Redirect to the call after this one, without a result for this one; to the list if there is no other."""
    if purpose not in set(Purpose):
        raise Http404
    complaint = get_complaint_or_404(request, etag)
    if following := _url_after(request, complaint, Purpose(purpose), at=timezone.now()):
        return redirect(following)
    messages.info(request, gettext("There is no other call to make now."))
    return redirect("desk:calls")


def _url_after(request: HttpRequest, complaint: Complaint, purpose: Purpose, *, at: datetime) -> str:
    """Return the address of the call after this one; empty if there is no other to make now."""
    following = next_due_call(request.actor, complaint.pk, purpose, at=at)
    return _call_url(request, following.row["etag"], following.purpose) if following else ""


def _call_url(request: HttpRequest, etag: str, purpose: Purpose, *, page: str = "desk:call") -> str:
    """Return the address of a call. It names the posting if the officer has several: another window may change it."""
    url = reverse(page, kwargs={"etag": etag, "purpose": str(purpose)})
    return f"{url}?{POSTING_PARAMETER}={request.posting.choice}" if len(request.postings) > 1 else url


@transaction.atomic
def _render_call_page(
    request: HttpRequest,
    complaint: Complaint,
    purpose: Purpose,
    form: CallResultForm,
    narrowing: NarrowingInCall | None,
    *,
    at: datetime,
    is_overtaken: bool,
) -> HttpResponse:
    """Render the page and record a reading, since it shows the phone number.

    If no call waits any more: 404 for a GET, 409 with the typed text for a POST. `is_overtaken`: the form was refused
    because its page was older than what the call is about. Any other refused form keeps the length that it states,
    because its errors do not point to anything new on the page.
    """
    waiting = find_due_call(request.actor, complaint.pk, purpose, at=at)
    if waiting is None and request.method != "POST":
        raise Http404
    person = complaint_details.visible_complainant(complaint, actor=request.actor)
    guarded = complaint.is_sensitive or complaint.is_quiet or person.neutral
    subject = load_call_subject(complaint, purpose, actor=request.actor)
    news_lines = [SOLVED_LINE] if complaint.status == Status.RESOLVED else []
    reminders = operator_reminders(purpose, guarded=guarded)
    if narrowing is not None:
        news_lines.append(OBJECTION_LINE)
        reminders = [*narrowing.reminders(), *reminders]
    if is_overtaken or not form.is_bound:
        form.set_seen(subject.history_length)
    may_ring = waiting is not None and waiting.ring_at <= at
    context = {
        "complaint": complaint,
        "purpose": CallPurpose(str(purpose)).label,
        "call_url": _call_url(request, complaint.etag, purpose),
        "next_url": _call_url(request, complaint.etag, purpose, page="desk:next_call"),
        "person": person,
        "reaching": contact_safety_of(person, at=at, may_see_identity=True),
        "scripts": build_call_scripts(
            purpose, name=person.name, guarded=guarded, first=person.language, news_lines=news_lines
        ),
        "mind": reminders,
        "narrowing": narrowing,
        "officer": _claiming_officer_text(complaint) if purpose is Purpose.CONTACT else "",
        "subject": subject.entries,
        "connection": _connection_request_context(complaint) if purpose is Purpose.CONNECT else None,
        "guarded": guarded,
        "may_ring": may_ring,
        "often": waiting is not None and waiting.failed >= CALLS_BEFORE_GIVING_UP,
        "ring": moment(waiting.ring_at) if waiting else "",
        "calls": load_call_rows(complaint, request.actor),
        "form": form,
        "has_errors": bool(form.errors),
    }
    refused_status = 422 if waiting and not is_overtaken else 409
    response = render(request, CALL_TEMPLATE, context, status=refused_status if form.errors else 200)
    reading_log.record_reading(complaint, by=request.actor, at=at)
    return response


def _connection_request_context(complaint: Complaint) -> dict | None:
    """Return which officer asked for a connected call, and their phone number."""
    connection = waiting_call_request(complaint)
    if connection is None:
        return None
    return {"officer": joined(connection.by.officer.title, post_of(connection.by)), "telephone": connection.telephone}


def _claiming_officer_text(complaint: Complaint) -> str:
    """Return the officer whose claimed contact waits for an answer; empty if there is none."""
    claims = ContactClaim.objects.filter(complaint=complaint, answered_at=None)
    for claim in claims.select_related("posting__officer", "posting__office"):
        return f"{claim.posting.officer.title}, {post_of(claim.posting)}"
    return ""
