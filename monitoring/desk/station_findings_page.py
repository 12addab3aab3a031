"""The rows behind the findings of a station sheet: upheld complaints, disciplinary decisions and repeat officers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Office
from complaints.models.display.complaint_labels import OUTCOMES
from complaints.rules.etag import format_etag
from desk.formatting import post_of
from monitoring.board_access import board_access_required
from monitoring.queries.station_findings import (
    MOST_SHOWN,
    RepeatOfficer,
    findings_at,
    repeat_officers,
    upheld_against,
)
from reviews.models import Review
from reviews.models.labels import DECISIONS

OUTCOME_WORDS, DECISION_WORDS = dict(OUTCOMES), dict(DECISIONS)


@require_safe
@board_access_required
def show_station_findings(request: HttpRequest, code: str) -> HttpResponse:
    """Show the findings against a station. 404 unless it lies within the officer's office. At most 15 statements."""
    station = get_object_or_404(Office.objects.stations(), code=code, path__startswith=request.actor.office_path)
    at = timezone.now()
    upheld, findings = (load(station, request.actor, at=at) for load in (upheld_against, findings_at))
    context = {
        "station": station,
        "upheld_total": upheld.count(),
        "upheld": [
            {
                "etag": format_etag(complaint.etag),
                "url": reverse("desk:complaint", args=[complaint.etag]),
                "category": complaint.category.name,
                "outcome": OUTCOME_WORDS[complaint.outcome],
                "closed_at": complaint.closed_at,
            }
            for complaint in upheld.select_related("category").order_by("-closed_at", "-pk")[:MOST_SHOWN]
        ],
        "findings_total": findings.count(),
        "findings": [
            finding_row(review)
            for review in findings.select_related("officer").order_by("-decided_at", "-pk")[:MOST_SHOWN]
        ],
        "repeated": [repeat_officer_row(one, station) for one in repeat_officers(station, request.actor, at=at)],
        "most": MOST_SHOWN,
    }
    return render(request, "monitoring/station_findings.html", context)


def finding_row(review: Review) -> dict:
    """Return a finding for a table. `review.officer` should be loaded."""
    return {
        "who": review.officer.title,
        "decision": DECISION_WORDS[review.decision],
        "decided_at": review.decided_at,
        "url": reverse("review", args=[review.pk]),
    }


def repeat_officer_row(one: RepeatOfficer, station: Office) -> dict:
    """Return a repeat officer for a table; `url` leads to the findings that `number` counts."""
    for review in one.findings:
        review.officer = one.posting.officer
    return {
        "id": f"officer-{one.posting.officer_id}",
        "who": one.posting.officer.title,
        "post": post_of(one.posting),
        "number": len(one.findings),
        "url": f"{reverse('station_findings', args=[station.code])}#officer-{one.posting.officer_id}",
        "rows": [finding_row(review) for review in one.findings],
    }
