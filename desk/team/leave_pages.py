"""The pages for leave of the team's officers, and who acts for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Leave
from accounts.services import leave_arrangement as services
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.services.staff_changes import handover
from desk.formatting import end_of_period, joined, post_of, start_of_period
from desk.queries import team_workload
from desk.queries.marking_candidates import working_postings_below
from desk.team.team_access import office_heads_only
from desk.team.team_forms import LeaveForm


@require_http_methods(["GET", "HEAD", "POST"])
@office_heads_only
def show_leaves(request: HttpRequest) -> HttpResponse:
    """Show current and future leaves, and the form for a new one. 422 with the form if it is refused."""
    at = timezone.now()
    form = LeaveForm(
        request.POST if request.method == "POST" else None, team=working_postings_below(request.actor, at=at)
    )
    if request.method == "POST" and form.is_valid() and _arrange_leave_of_form(request, form, at=at):
        messages.success(request, _("Leave saved. The acting officer has been notified."))
        _warn_about_unassignable_complaints(request, form, at=at)
        return redirect("desk:leaves")
    rows = [
        _leave_row(leave, request.actor, at=at)
        for leave in team_workload.current_and_future_leaves(request.actor, at=at)
    ]
    context = {"form": form, "rows": rows, "has_errors": bool(form.errors)}
    return render(request, "desk/team/leaves.html", context, status=422 if form.errors else 200)


@require_POST
@office_heads_only
def end_leave(request: HttpRequest, leave_id: int) -> HttpResponse:
    """End a leave, because the officer is back, or cancel a future one."""
    leaves_below = Leave.objects.filter(posting__office__path__startswith=request.actor.office_path)
    try:
        services.end_leave(leave=get_object_or_404(leaves_below, pk=leave_id), by=request.actor, at=timezone.now())
        messages.success(request, _("Leave ended."))
    except StaffChangeRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:leaves")


def _arrange_leave_of_form(request: HttpRequest, form: LeaveForm, *, at) -> bool:
    """Record the leave. Return False, with an error on the form, if it is refused."""
    data, (starts_at, ends_at) = form.cleaned_data, form.span(at)
    people = {"posting": form.postings[data["posting"]], "cover": form.postings[data["cover"]]}
    try:
        services.arrange_leave(**people, starts_at=starts_at, ends_at=ends_at, by=request.actor, at=at)
    except StaffChangeRefused as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _warn_about_unassignable_complaints(request: HttpRequest, form: LeaveForm, *, at) -> None:
    """Warn of complaints that the acting officer may not hold: nobody works on them unless somebody marks them anew."""
    data = form.cleaned_data
    posting, cover = form.postings[data["posting"]], form.postings[data["cover"]]
    if number := handover.preview_handover(posting=posting, to=cover, by=request.actor, at=at).staying.total():
        text = ngettext(
            "%(n)d of their complaints cannot go to the acting officer. Mark it to someone else.",
            "%(n)d of their complaints cannot go to the acting officer. Mark them to someone else.",
            number,
        )
        messages.warning(request, text % {"n": number})


def _leave_row(leave: Leave, actor, *, at) -> dict:
    return {
        "leave": leave,
        "who": joined(leave.posting.officer.title, post_of(leave.posting)),
        "cover": joined(leave.cover.officer.title, post_of(leave.cover)),
        "begins": start_of_period(leave.starts_at),
        "ends": end_of_period(leave.ends_at),
        "lasts": leave.starts_at <= at,
        "may_end": services.may_arrange_leave(actor, leave.posting),
    }
