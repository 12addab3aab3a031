"""The page of the appeals desk: its officers, what it has, and who receives appeals while nobody is posted there."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.models.choice_labels import localized_name
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models.complaint import NO_DEADLINE
from complaints.models.display.complaint_labels import DESK_STATUSES
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.complaint.clock_badges import deadline_badge
from desk.exports.selections import export_links
from desk.formatting import day, joined, moment, post_of
from desk.page_access import reading_role_required
from desk.queries.appeals_desk import AppealsDesk, DeskOfficer, load_appeals_desk

STATUS_LABELS = {str(status): words for status, words in DESK_STATUSES}


def sees_appeals_desk(actor: Actor) -> bool:
    """Return whether the actor works at or oversees the desk: the CPO's supervisors, head, monitors and auditors."""
    return actor.office_kind is OfficeKind.CENTRAL and actor.role in {Role.SUPERVISOR, Role.MONITOR, Role.AUDITOR}


@require_safe
@reading_role_required
def show_appeals_desk(request: HttpRequest) -> HttpResponse:
    """Show the desk as far as the reader may see its complaints. 404 for everybody outside the CPO."""
    if not sees_appeals_desk(request.actor):
        raise Http404
    at = timezone.now()
    desk = load_appeals_desk(request.actor, at=at)
    context = {
        "is_staffed": desk.is_staffed,
        "fallback": joined(desk.head.officer.title, post_of(desk.head)) if desk.head else "",
        "officers": [_officer_row(officer) for officer in desk.officers],
        "rows": _complaint_rows(desk, at=at),
        "total": desk.total,
        "export_complaints": export_links(ViewPage.APPEALS, {"table": "complaints"}),
        "export_officers": export_links(ViewPage.APPEALS, {"table": "officers"}),
    }
    return render(request, "desk/team/appeals.html", context)


def _officer_row(officer: DeskOfficer) -> dict:
    posting = officer.posting
    return {
        "who": posting.officer.title,
        "since": day(timezone.localtime(posting.starts_at)),
        "until": moment(posting.ends_at) if posting.ends_at else "",
        "number": officer.open,
        "url": f"{reverse('desk:office')}?holder={posting.pk}",
        "receives": officer.receives,
        "is_away": officer.is_away,
    }


def _complaint_rows(desk: AppealsDesk, *, at: datetime) -> list[dict]:
    """Return the rows for the page. `came`: empty for a complaint that the CPO's head marked to the desk."""
    names = {officer.posting.pk: officer.posting.officer.title for officer in desk.officers}
    kinds = {"appeal": pgettext("kind of case", "Appeal"), "object": gettext("Objection")}
    return [
        {
            "etag": row["etag"],
            "url": reverse("desk:complaint", args=[row["etag"]]),
            "category": localized_name(row["category_en"], row["category_ur"]),
            "came": joined(kinds[row["reopened_by"]], day(timezone.localtime(row["reopened_on"])))
            if row["reopened_by"]
            else "",
            "holder": names[row["holder"]],
            "status": STATUS_LABELS[row["status"]],
            "badge": None if row["due_at"] == NO_DEADLINE else deadline_badge(row["due_at"], at=at),
        }
        for row in desk.rows
    ]
