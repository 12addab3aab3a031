"""Pages on which a head of office answers escalations: overdue complaints of which the office was notified."""

from datetime import timedelta
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from complaints.models import Complaint
from complaints.models.display.complaint_labels import REFUSALS
from complaints.rules.refusals import Refusal
from desk.audit.access_log_forms import day_field
from desk.formatting import end_of_period, moment
from desk.moves.move_form import TypedTextField
from desk.page_access import session_expired_page
from desk.queries.complaint_list_pages import ComplaintList
from desk.queue.page_links import load_requested_page, page_links_context
from desk.queue.row_display import make_queue_row
from desk.team.team_access import head_of_office_required
from ledger.service_exceptions import NotPermitted, Refused
from sla.models import Answer
from sla.queries.escalations import escalated_complaints, escalation_rows, latest_answers_of_office
from sla.services import escalation_answers
from web.calendar_days import start_of_day

ONE_DAY = timedelta(days=1)


class EscalationAnswerForm(forms.Form):
    """The answer to an escalation: what is being done, and until the end of which day."""

    words = TypedTextField(
        label=gettext_lazy("Action being taken"),
        rows=3,
        help_text=gettext_lazy("Officers can read this in the history; the complainant cannot."),
    )

    def __init__(self, data=None, *, complaint_id: int):
        super().__init__(data, auto_id=f"answer_{complaint_id}_%s")
        self.fields["until"] = day_field(gettext_lazy("Due by the end of"), required=True)


@require_safe
@head_of_office_required
def list_escalations(request: HttpRequest) -> HttpResponse:
    """Show the escalations without an answer, or with `?answered=1` those whose answer is still valid."""
    return _render_escalations_page(request)


def answer_escalation(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Record an answer. After the session has ended, the officer gets the typed text back."""
    if request.method == "POST" and not request.user.is_authenticated:
        return session_expired_page(request, back=reverse("escalations"), typed=[request.POST.get("words", "").strip()])
    return _answer_escalation_signed_in(request, complaint_id)


@require_http_methods(["GET", "HEAD", "POST"])
@head_of_office_required
def _answer_escalation_signed_in(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Record an answer. 422 with the filled form if it is refused."""
    if request.method != "POST":
        return redirect("escalations")
    complaint = get_object_or_404(Complaint.objects.visible_to(request.actor), pk=complaint_id)
    form = EscalationAnswerForm(request.POST, complaint_id=complaint.pk)
    if form.is_valid() and _record_answer(request, complaint, form):
        messages.success(request, _("Answer recorded."))
        return redirect("escalations")
    return _render_escalations_page(request, failed=(complaint, form))


def _record_answer(request: HttpRequest, complaint: Complaint, form: EscalationAnswerForm) -> bool:
    """Record the answer. Return False, with an error in the form, if that was refused."""
    words, until = form.cleaned_data["words"], start_of_day(form.cleaned_data["until"] + ONE_DAY)
    try:
        escalation_answers.record_escalation_answer(
            complaint_id=complaint.pk, words=words, until=until, by=request.actor, at=timezone.now()
        )
    except NotPermitted:
        form.add_error(
            None, _("This complaint is no longer late, or your office was not notified of it. Nothing was recorded.")
        )
    except Refused as refused:
        field = "until" if refused.reason is Refusal.NOT_WITHIN_A_MONTH else "words"
        form.add_error(field, REFUSALS[refused.reason])
    return form.is_valid()


def _render_escalations_page(
    request: HttpRequest, *, failed: tuple[Complaint, EscalationAnswerForm] | None = None
) -> HttpResponse:
    """Render the page.

    `failed`: a complaint and its form with errors. If the complaint is not in the list any more, the form is shown
    outside of it (`stray`).
    """
    at, answered = timezone.now(), request.GET.get("answered") == "1"
    complaints = escalated_complaints(request.actor, at=at, answered=answered)
    escalations = ComplaintList(complaints, rows=partial(escalation_rows, actor=request.actor, at=at))
    page = load_requested_page(request, escalations)
    failed_forms = {failed[0].pk: failed[1]} if failed else {}
    answers = latest_answers_of_office([row["id"] for row in page.rows], request.actor)
    rows = [
        {
            **vars(make_queue_row(row, at=at)),
            "id": row["id"],
            "notified": moment(row["last_notified_at"]),
            "answer": _answer_context(answers.get(row["id"])),
            "form": failed_forms.pop(row["id"], None) or EscalationAnswerForm(complaint_id=row["id"]),
        }
        for row in page.rows
    ]
    context = {
        "rows": rows,
        "total": page.total or escalations.total(),
        "answered": answered,
        "form": failed[1] if failed else None,
        "stray": failed[1] if failed_forms else None,
        **page_links_context(request, page),
    }
    return render(request, "sla/escalations.html", context, status=422 if failed else 200)


def _answer_context(answer: Answer | None) -> dict | None:
    """Return the last answer of the office, whether it is still valid or not."""
    if answer is None:
        return None
    return {
        "who": answer.posting.officer.title,
        "when": moment(answer.at),
        "until": end_of_period(answer.until),
        "words": answer.event.words.text,
    }
