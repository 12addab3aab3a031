"""The call log of a complaint, shown on the page of a call and on the complaint page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Call, Complaint
from complaints.queries.due_calls import call_log_of
from complaints.rules.calls.cell_calls import Purpose
from desk.formatting import moment
from desk.page_access import get_complaint_or_404, reading_role_required
from desk.services import reading_log


@require_safe
@reading_role_required
def show_call_log(request: HttpRequest, etag: str) -> HttpResponse:
    """Show the call log: a fragment of the complaint page for htmx, else a page of its own. 404 like the complaint."""
    complaint = get_complaint_or_404(request, etag)
    reading_log.record_partial_reading(complaint, by=request.actor, at=timezone.now())
    context = {"complaint": complaint, "calls": load_call_rows(complaint, request.actor)}
    is_fragment = request.headers.get("HX-Request") == "true"
    return render(request, f"desk/calls/{'diary' if is_fragment else 'diary_page'}.html", context)


def load_call_rows(complaint: Complaint, actor: Actor) -> list[dict]:
    """Return a row for each call, oldest first. Two statements.

    Only complaint cells read the operators' notes. Only the cell of the CPO reads notes about a wish to withdraw: the
    cell of a district works for its DPO.
    """
    is_operator, is_central = actor.role is Role.COMPLAINT_OPERATOR, actor.office_kind is OfficeKind.CENTRAL
    return [
        _call_row(call, with_note=is_operator and (is_central or call.purpose != Purpose.WITHDRAWAL))
        for call in call_log_of(complaint, actor)
    ]


def _call_row(call: Call, *, with_note: bool) -> dict:
    return {
        "when": moment(call.at),
        "who": call.posting.officer.title,
        "purpose": call.get_purpose_display(),
        "result": call.get_result_display(),
        "minutes": call.minutes,
        "back": moment(call.call_back_at) if call.call_back_at else "",
        "words": call.words if with_note else "",
    }
