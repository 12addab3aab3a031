"""The record of a complaint as a PDF: what this reader may see, who printed it, and when. Logged as a print."""

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
    """Return the record in the language of the page, or in that of `?language=`. 404 like the complaint page."""
    at, requested = timezone.now(), request.GET.get("language")
    complaint = found_or_404(request, etag)
    language = requested if requested in dict(LANGUAGES) else get_language()
    with translation.override(language):
        pdf = documents.record(_record_facts(request, complaint, at=at), language)
        name = quote(gettext("record"))
    readings.note(complaint, by=request.actor, at=at, kind=ReadingKind.PRINTED)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}-{etag}.pdf"
    return response


def _record_facts(request: HttpRequest, complaint: Complaint, *, at: datetime) -> documents.RecordFacts:
    """Collect what the complaint page shows, in the active language. Five statements at most."""
    history = complaint_details.history_of(complaint, request.actor)
    person = complaint_details.complainant_of(complaint, actor=request.actor)
    past = followup.latest((one.seq, one.at, one.facts) for one in history if one.kind == followup.KIND)
    rows = facts_of(complaint, past, named=person is not None)
    return documents.RecordFacts(
        etag=complaint.spaced_etag,
        category=complaint.category.name,
        status=str(complaint.desk_status),
        printed=printed_by(request, at=at),
        facts=tuple((str(one.label), joined(str(one.value), one.note)) for one in rows),
        words=complaint.statement.text,
        person=_person_rows(person),
        hidden="" if person else gettext("Identity protected"),
        exhibits=tuple(_file_line(one) for one in exhibits(complaint, actor=request.actor)),
        timeline=tuple(_entry(one) for one in timeline.told(history, complaint_details.names_in(history))),
    )


def _file_line(exhibit: Exhibit) -> str:
    standing = exhibit.row.standing if exhibit.is_withdrawn else ""
    return joined(exhibit.title, exhibit.own_name, exhibit.size, standing)


def printed_by(request: HttpRequest, *, at: datetime) -> str:
    """Return "Printed by Inspector Bilal, Inquiry officer, Gulberg Circle on 24 November 2026, 14:05."."""
    who = joined(request.posting.officer.title, post_of(request.posting))
    return gettext("Printed by %(who)s on %(when)s.") % {"who": who, "when": moment(at)}


def _person_rows(complainant) -> tuple[tuple[str, str], ...]:
    if complainant is None:
        return ()
    return tuple((str(label), str(value)) for label, value, _ in person_of(complainant)["facts"] if value)


def _entry(entry: dict) -> documents.RecordEntry:
    reader = "officers" if entry["internal"] else "citizen" if entry["for_citizen"] else ""
    return documents.RecordEntry(entry["when"], entry["sentence"], entry["words"], reader)
