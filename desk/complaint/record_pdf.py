"""The record of a complaint as a PDF: what this reader may see, who printed it, and when. Logged as printed."""

from datetime import datetime
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

import documents
from complaints.models import Complaint, ReadingKind
from complaints.models.canned_reply import LANGUAGES
from complaints.queries import followup
from desk.access import found_or_404, reading_required
from desk.complaint import timeline
from desk.complaint.complainant_card import person_of
from desk.complaint.complaint_page import facts_of
from desk.complaint.evidence_page import Exhibit, exhibits
from desk.queries import complaint_details
from desk.services import readings
from desk.wording import joined, moment, post_of


@require_safe
@reading_required
def record(request: HttpRequest, etag: str) -> HttpResponse:
    """The record, in the language of the address or, with `?language=`, in the other one. 404 as the file itself."""
    at, asked = timezone.now(), request.GET.get("language")
    complaint = found_or_404(request, etag)
    language = asked if asked in dict(LANGUAGES) else get_language()
    with translation.override(language):
        paper = documents.record(_facts(request, complaint, at=at), language)
        name = quote(gettext("record"))
    readings.note(complaint, by=request.actor, at=at, kind=ReadingKind.PRINTED)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}-{etag}.pdf"
    return answer


def _facts(request: HttpRequest, complaint: Complaint, *, at: datetime) -> documents.RecordFacts:
    """As the file's page shows it, in the active language. Five statements at most."""
    history = complaint_details.history_of(complaint, request.actor)
    who = complaint_details.complainant_of(complaint, actor=request.actor)
    past = followup.latest((one.seq, one.at, one.facts) for one in history if one.kind == followup.KIND)
    known = facts_of(complaint, past, named=who is not None)
    return documents.RecordFacts(
        etag=complaint.spaced_etag,
        category=complaint.category.name,
        status=str(complaint.desk_status),
        printed=printed_by(request, at=at),
        facts=tuple((str(one.label), joined(str(one.value), one.note)) for one in known),
        words=complaint.statement.text,
        person=_person(who),
        hidden="" if who else gettext("Identity protected"),
        exhibits=tuple(_exhibit(one) for one in exhibits(complaint, actor=request.actor)),
        timeline=tuple(_entry(one) for one in timeline.told(history, complaint_details.names_in(history))),
    )


def _exhibit(one: Exhibit) -> str:
    return joined(one.title, one.own_name, one.size, one.row.standing if one.is_withdrawn else "")


def printed_by(request: HttpRequest, *, at: datetime) -> str:
    """ "Printed by Inspector Bilal, Inquiry officer, Gulberg Circle, on 24 November 2026, 14:05." """
    who = joined(request.posting.officer.title, post_of(request.posting))
    return gettext("Printed by %(who)s on %(when)s.") % {"who": who, "when": moment(at)}


def _person(who) -> tuple[tuple[str, str], ...]:
    if who is None:
        return ()
    return tuple((str(label), str(value)) for label, value, _ in person_of(who)["facts"] if value)


def _entry(one: dict) -> documents.RecordEntry:
    reader = "officers" if one["internal"] else "citizen" if one["for_citizen"] else ""
    return documents.RecordEntry(one["when"], one["sentence"], one["words"], reader)
