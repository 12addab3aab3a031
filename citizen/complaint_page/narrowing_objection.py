"""The complainant's objection to opening the complaint to officers who were kept from it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Posting
from accounts.rules.office_tree import STATION_KINDS
from citizen import visitor_session
from citizen.access.etag_parsing import require_parsed_etag
from citizen.access.key_required import key_required
from citizen.complaint_page.citizen_timeline import rank_and_office
from citizen.queries import own_complaint
from citizen.queries.own_complaint import OpenedComplaint
from complaints.models import Exclusion, NarrowingRequest
from complaints.queries.exclusion.exclusion_tasks import exclusions_of_request
from complaints.rules.exclusion import narrowing as narrowing_rule
from complaints.services.exclusion import narrowing
from complaints.workflow.exclusion_changes import NARROWING_ANNOUNCED
from web.time_format import format_relative_time


def narrowing_context(opened: OpenedComplaint, *, at: datetime) -> dict | None:
    """Return what would be opened to whom, why, and until when the complainant can object; None if nothing waits.

    No query unless two operators have approved such a request. Officers appear by rank and office, not by name. To
    somebody with an officer-issued key, who does not count as the complainant, the earliest time is shown.
    """
    if not _was_announced(opened):
        return None
    waiting = NarrowingRequest.objects.awaiting_complainant().filter(complaint=opened.complaint)
    request = waiting.select_related("asked__words").first()
    if request is None:
        return None
    until = request.takes_effect_at or narrowing_rule.takes_effect_at(at)
    return {
        "labels": labels_for_complainant(request, at=at),
        "why": request.asked.words.text,
        "until": format_relative_time(until, now=at, zone=opened.complaint.complainant.time_zone),
    }


def record_narrowing_read(request: HttpRequest, opened: OpenedComplaint, *, at: datetime) -> None:
    """Record that this page shows the complainant a narrowing that no message announced. No query without one."""
    if request.method == "HEAD" or not _was_announced(opened):
        return
    citizen = visitor_session.citizen_of_visit(request, opened.complaint.complainant_id)
    narrowing.record_narrowing_read(complaint_id=opened.complaint.pk, by=citizen, at=at)


def _was_announced(opened: OpenedComplaint) -> bool:
    return any(event.kind == NARROWING_ANNOUNCED.name for event in opened.events)


def labels_for_complainant(request: NarrowingRequest, *, at: datetime) -> list[str]:
    """Return the offices and officers to whom the complaint would be opened. Officers appear without their names."""
    return list(dict.fromkeys(_label(exclusion, at=at) for exclusion in exclusions_of_request(request)))


def _label(exclusion: Exclusion, *, at: datetime) -> str:
    if exclusion.office_id and exclusion.office.kind in STATION_KINDS:
        return exclusion.office.name
    if exclusion.office_id:
        return gettext("%(office)s and every office below it") % {"office": exclusion.office.name}
    posting = Posting.objects.held_by(exclusion.officer).current(at).with_people().order_by("-is_head", "pk").first()
    return rank_and_office(posting) if posting else gettext("An officer who has no post now")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_parsed_etag
def object_to_narrowing(request: HttpRequest, etag: str) -> HttpResponse:
    """Record the objection. A GET leads to the complaint, for example after signing in again."""
    if request.method != "POST":
        return redirect("my_complaint", etag=etag)
    return _handle_objection(request, etag=etag)


@key_required
def _handle_objection(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Record the objection. It needs no proof of who acts: only the police could want it not to be made."""
    complaint = own_complaint.load_complaint_with_complainant_id(complaint_id)
    citizen = visitor_session.citizen_of_visit(request, complaint.complainant_id)
    if narrowing.object_to_narrowing(complaint_id=complaint_id, by=citizen, at=now()):
        messages.success(
            request,
            gettext(
                "You objected. Your complaint is not opened to anyone else until the Central Police Office decides."
            ),
        )
    else:
        messages.warning(request, gettext("There is nothing to object to now. Nothing was changed."))
    return redirect("my_complaint", etag=etag)
