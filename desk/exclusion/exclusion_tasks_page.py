"""The list of what waits about exclusions: complaints to settle, names to confirm, ends to approve, objections."""

from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from complaints.models import Complaint
from complaints.queries.exclusion.exclusion_tasks import (
    SHOWN,
    ExclusionTasks,
    load_exclusion_tasks,
    works_on_exclusions,
)
from desk.complaint.clock_badges import Badge, deadline_badge
from desk.formatting import moment
from desk.page_access import reading_role_required


@dataclass(frozen=True)
class ExclusionTaskRow:
    """One complaint in the list. `chip`: the time left; `since`: since when it waits, if there is no deadline."""

    etag: str
    category: str
    chip: Badge | None = None
    since: str = ""


def exclusion_workers_only(view):
    """Allow the view to operators, and to the head and monitors of the Central Police Office. Others get 404."""

    @wraps(view)
    def guarded(request: HttpRequest, **url_kwargs) -> HttpResponse:
        if not works_on_exclusions(request.actor):
            raise Http404
        return view(request, **url_kwargs)

    return reading_role_required(guarded)


@require_safe
@exclusion_workers_only
def show_exclusion_tasks(request: HttpRequest) -> HttpResponse:
    """Show what waits for this officer. Rows show neither what complainants wrote nor any officer's name."""
    at = now()
    tasks = load_exclusion_tasks(request.actor, at=at)
    return render(request, "desk/exclusion/tasks.html", {"sections": _sections(tasks, at=at)})


def _sections(tasks: ExclusionTasks, *, at: datetime) -> dict[str, dict]:
    """Return {"rows", "is_cut"} of each list, by its name in the template. `is_cut`: there may be more rows."""
    rows = {
        "to_settle": [_row(clock.complaint, due_at=clock.due_at, at=at) for clock in tasks.to_settle],
        "names": [_row(row.complaint, due_at=row.lapses_at, at=at) for row in tasks.names],
        "approvals": [_row(request.complaint, since=request.asked_at, at=at) for request in tasks.approvals],
        "objections": [_row(request.complaint, since=request.objected_at, at=at) for request in tasks.objections],
    }
    return {name: {"rows": found, "is_cut": len(found) >= SHOWN} for name, found in rows.items()}


def _row(
    complaint: Complaint, *, at: datetime, due_at: datetime | None = None, since: datetime | None = None
) -> ExclusionTaskRow:
    return ExclusionTaskRow(
        etag=complaint.etag,
        category=complaint.category.name,
        chip=deadline_badge(due_at, at=at) if due_at else None,
        since=moment(since) if since else "",
    )
