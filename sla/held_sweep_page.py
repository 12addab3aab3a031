"""The page of a held sweep: what a release would record, by office, and the monitor's decision."""

from functools import wraps

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models.choice_labels import localized_name
from complaints.models.display.complaint_labels import REFUSALS
from desk.formatting import moment
from desk.moves.move_form import TypedTextField
from desk.page_access import reading_role_required
from ledger.service_exceptions import NotPermitted, Refused
from sla.models import Hold
from sla.queries import held_sweeps
from sla.services import circuit_breaker


class HoldDecisionForm(forms.Form):
    """The decision to release or discard a held sweep, with a reason that is recorded."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            (Hold.Decision.RELEASED, gettext_lazy("Release: record each delay with its due date")),
            (
                Hold.Decision.DISCARDED,
                gettext_lazy("Discard: keep the delays in the history but count them against nobody"),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    reason = TypedTextField(label=gettext_lazy("Reason"), rows=3)


def central_monitor_required(view):
    """Decorate a view for monitors of the Central Police Office (404 for others)."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not circuit_breaker.may_decide_holds(request.actor):
            raise Http404
        return view(request, *args, **kwargs)

    return reading_role_required(guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@central_monitor_required
def show_held_sweep(request: HttpRequest) -> HttpResponse:
    """Show the held sweep, if there is one, and record a decision. 422 with the filled form if it is refused."""
    form = HoldDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _record_decision(request, form):
        messages.success(request, _("The decision is recorded. The next automatic check applies it within a minute."))
        return redirect("held")
    return _render_held_sweep_page(request, form)


def _record_decision(request: HttpRequest, form: HoldDecisionForm) -> bool:
    """Record the decision. Return False, with an error in the form, if that was refused."""
    try:
        circuit_breaker.decide_hold(**form.cleaned_data, by=request.actor, at=timezone.now())
    except NotPermitted:
        form.add_error(None, _("There is nothing left to decide. Nothing was recorded."))
    except Refused as refused:
        form.add_error("reason", REFUSALS[refused.reason])
    return form.is_valid()


def _render_held_sweep_page(request: HttpRequest, form: HoldDecisionForm) -> HttpResponse:
    at, hold = timezone.now(), held_sweeps.current_hold()
    rows = (
        [] if hold is None else [_add_office_name(row) for row in held_sweeps.preview_release_by_district(hold, at=at)]
    )
    context = {
        "hold": hold,
        "since": hold and moment(hold.opened_at),
        "decided": hold and hold.decided_at and moment(hold.decided_at),
        "rows": rows,
        "sums": {name: sum(row[name] for row in rows) for name in ("breaches", "escalations")},
        "form": form,
    }
    return render(request, "sla/held.html", context, status=422 if form.errors else 200)


def _add_office_name(row: dict) -> dict:
    office = localized_name(row["office_en"] or "", row["office_ur"] or "")
    return row | {"office": office or _("Outside the districts")}
