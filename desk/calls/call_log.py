"""The diary of calls as its readers see it: on a call's own page and on the file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Call, Complaint
from complaints.queries.due_calls import diary_of
from complaints.rules.calls.calling import Purpose
from desk.access import found_or_404, reading_required
from desk.services import readings
from desk.wording import moment


@require_safe
@reading_required
def diary(request: HttpRequest, etag: str) -> HttpResponse:
    """The diary: as a part of the file's page for htmx, as a page of its own otherwise. 404 as the file itself."""
    complaint = found_or_404(request, etag)
    readings.note_a_glance(complaint, by=request.actor, at=timezone.now())
    context = {"complaint": complaint, "calls": calls_of(complaint, request.actor)}
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, f"desk/calls/{'diary' if is_part else 'diary_page'}.html", context)


def calls_of(complaint: Complaint, actor: Actor) -> list[dict]:
    """A line for each call, oldest first. What an operator noted, only complaint cells read. Two statements.

    What was noted of a wish to withdraw, only the CPO's: a district's cell serves its DPO.
    """
    return [_line(call, with_words=_may_read(call, actor)) for call in diary_of(complaint, actor)]


def _may_read(call: Call, actor: Actor) -> bool:
    is_central = actor.office_kind is OfficeKind.CENTRAL
    return actor.role is Role.COMPLAINT_OPERATOR and (is_central or call.purpose != Purpose.WITHDRAWAL)


def _line(one: Call, *, with_words: bool) -> dict:
    return {
        "when": moment(one.at),
        "who": one.posting.officer.title,
        "purpose": one.get_purpose_display(),
        "result": one.get_result_display(),
        "minutes": one.minutes,
        "back": moment(one.call_back_at) if one.call_back_at else "",
        "words": one.words if with_words else "",
    }
