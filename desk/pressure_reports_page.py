"""The page with the reports of pressure, for the Central Police Office only. Everybody else gets 404."""

from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.acting_head import ActingHead
from accounts.actors import Actor
from accounts.middleware import switch_posting
from accounts.models import Posting
from complaints.models import Pressure
from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries import pressure_reports as reports
from complaints.rules.pressure_responders import must_act_on_pressure
from complaints.services import pressure_tasks
from desk.complaint.audited_views import require_recorded_readings
from desk.complaint.clock_badges import Badge, deadline_badge
from desk.formatting import joined, moment, post_of
from desk.moves.move_form import FIELD_ERRORS, TypedTextField
from desk.page_access import reading_role_required, session_expired_page
from desk.rules.protected_identity import may_unseal_withdrawn_files
from desk.services import reading_log
from ledger.service_exceptions import Refused

TEMPLATE = "desk/pressure.html"


class SettlePressureForm(forms.Form):
    """What was done about a report of pressure."""

    words = TypedTextField(
        label=_("Action taken"),
        help_text=_("Say who you spoke to and how the complainant is protected now."),
        error_messages=FIELD_ERRORS | {"required": _("Describe the action taken. This is recorded under your name.")},
    )


@dataclass(frozen=True)
class PressureReportRow:
    """One open report as the page shows it. `chip`: the time left of the two hours, or how late it is."""

    report: Pressure
    chip: Badge
    reported: str
    place: str
    held_by: str
    form: SettlePressureForm


def pressure_officers_only(view):
    """Allow officers who act on reports of pressure under any of their postings. Others get 404."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        posting = posting_that_acts_on_pressure(request)
        if posting is None:
            raise Http404
        switch_posting(request, posting)
        return view(request, *args, **kwargs)

    return reading_role_required(guarded)


def posting_that_acts_on_pressure(request: HttpRequest) -> Posting | ActingHead | None:
    """Return the posting under which the officer acts on these reports, preferably the current one; None if none."""
    ordered = sorted(request.postings, key=lambda posting: posting.choice != request.posting.choice)
    for posting in ordered:
        actor = Actor.of(posting)
        if must_act_on_pressure(kind=actor.office_kind, role=actor.role, is_head=actor.is_head):
            return posting
    return None


@require_safe
@pressure_officers_only
@require_recorded_readings
def show_pressure_reports(request: HttpRequest) -> HttpResponse:
    """Show the open reports, the earliest due first, and those settled lately."""
    return _render_pressure_reports(request, at=timezone.now())


@require_safe
@pressure_officers_only
def show_number_of_open_reports(request: HttpRequest) -> HttpResponse:
    """Return the number of open reports for the page header, which polls it. One statement."""
    return render(request, "desk/pressure_number.html", {"number": reports.count_open_reports(request.actor)})


def settle_pressure_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Record what was done about a report. If the session has expired, return the typed text to the officer."""
    if request.method == "POST" and not request.user.is_authenticated:
        return session_expired_page(
            request, back=reverse("desk:pressure"), typed=[request.POST.get("words", "").strip()]
        )
    return _process_settlement(request, report_id)


@require_http_methods(["GET", "HEAD", "POST"])
@pressure_officers_only
@require_recorded_readings
def _process_settlement(request: HttpRequest, report_id: int) -> HttpResponse:
    """Record it: 422 if the form is invalid, 409 if a colleague was faster. The form keeps the typed text."""
    if request.method != "POST":
        return redirect("desk:pressure")
    report = get_object_or_404(reports.visible_reports(request.actor), pk=report_id)
    at, form = timezone.now(), _build_settle_form(report, request.POST)
    if not form.is_valid():
        return _render_pressure_reports(request, at=at, refused=(report, form), status=422)
    try:
        pressure_tasks.close_pressure_task(
            pressure_id=report.pk, words=form.cleaned_data["words"], by=request.actor, at=at
        )
    except Refused as refusal:
        form.add_error("words", REFUSALS[refusal.reason])
        return _render_pressure_reports(request, at=at, refused=(report, form), status=409)
    messages.success(request, gettext("Recorded. Thank you."))
    return redirect("desk:pressure")


def _render_pressure_reports(
    request: HttpRequest, *, at: datetime, refused: tuple | None = None, status: int = 200
) -> HttpResponse:
    """Render the page, and record a reading of every complaint on it, since it shows what complainants wrote.

    `refused`: a report and its refused form. If the report was settled meanwhile, the form is shown by itself.
    """
    waiting, settled = reports.open_reports(request.actor), reports.recently_settled_reports(request.actor, at=at)
    reading_log.record_partial_readings([report.complaint for report in [*waiting, *settled]], by=request.actor, at=at)
    forms_by_id = {refused[0].pk: refused[1]} if refused else {}
    rows = [
        _open_report_row(report, forms_by_id.pop(report.pk, None) or _build_settle_form(report), at=at)
        for report in waiting
    ]
    context = {
        "reports": rows,
        "late": sum(one.report.due_at <= at for one in rows),
        "capped": len(rows) == reports.SHOWN,
        "settled": [_settled_report_row(report) for report in settled],
        "form": refused[1] if refused else None,
        "stray": refused[1] if forms_by_id else None,
        "unseals": may_unseal_withdrawn_files(request.actor),
    }
    return render(request, TEMPLATE, context, status=status)


def _build_settle_form(report: Pressure, data=None) -> SettlePressureForm:
    return SettlePressureForm(data, auto_id=f"settle_{report.pk}_%s")


def _open_report_row(report: Pressure, form: SettlePressureForm, *, at: datetime) -> PressureReportRow:
    complaint, place = report.complaint, report.complaint.place
    holder = complaint.holder
    return PressureReportRow(
        report=report,
        chip=deadline_badge(report.due_at, at=at),
        reported=moment(report.reported_at),
        place=joined(place.name, place.parent.name if place.parent_id else ""),
        held_by=post_of(holder) if holder else complaint.office.name,
        form=form,
    )


def _settled_report_row(report: Pressure) -> dict:
    officer = report.settled_by.officer.title
    settled = gettext("%(when)s · %(who)s") % {"when": moment(report.settled_at), "who": officer}
    return {"etag": report.complaint.etag, "when": settled, "done": report.done}
