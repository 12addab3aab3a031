"""The record of a complaint as a PDF: what this reader may see, who printed it, and when. Logged as a print."""

from datetime import datetime
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

import documents
from complaints.models import Complaint, ReadingKind
from complaints.models.desk_tools.canned_reply import LANGUAGES
from complaints.queries import followup_context
from desk.complaint import timeline
from desk.complaint.complainant_card import complainant_card_context
from desk.complaint.complaint_page import complaint_facts
from desk.complaint.evidence_page import EvidenceItem, load_evidence_items
from desk.formatting import joined, moment, post_of
from desk.page_access import get_complaint_or_404, reading_role_required
from desk.queries import complaint_details
from desk.services import reading_log


@require_safe
@reading_role_required
def download_record(request: HttpRequest, etag: str) -> HttpResponse:
    """Return the record in the language of the page, or in that of `?language=`. 404 like the complaint page."""
    at, requested = timezone.now(), request.GET.get("language")
    complaint = get_complaint_or_404(request, etag)
    language = requested if requested in dict(LANGUAGES) else get_language()
    with translation.override(language):
        pdf = documents.make_record(_record_facts(request, complaint, at=at), language)
        name = quote(gettext("record"))
    reading_log.record_reading(complaint, by=request.actor, at=at, kind=ReadingKind.PRINTED)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}-{etag}.pdf"
    return response


def _record_facts(request: HttpRequest, complaint: Complaint, *, at: datetime) -> documents.RecordFacts:
    """Collect what the complaint page shows, in the active language. Five statements at most."""
    history = complaint_details.visible_history(complaint, request.actor)
    person = complaint_details.visible_complainant(complaint, actor=request.actor)
    last_answers = followup_context.last_answers_in_events(
        (one.seq, one.at, one.facts) for one in history if one.kind == followup_context.KIND
    )
    rows = complaint_facts(complaint, last_answers, may_see_identity=person is not None)
    return documents.RecordFacts(
        etag=complaint.spaced_etag,
        category=complaint.category.name,
        status=str(complaint.desk_status),
        printed=printed_by_sentence(request, at=at),
        facts=tuple((str(one.label), joined(str(one.value), one.note)) for one in rows),
        words=complaint.statement.text,
        person=_complainant_rows(person),
        hidden="" if person else gettext("Identity protected"),
        exhibits=tuple(_evidence_file_text(one) for one in load_evidence_items(complaint, actor=request.actor)),
        timeline=tuple(
            _record_entry(one)
            for one in timeline.timeline_entries(history, complaint_details.load_history_names(history))
        ),
    )


def _evidence_file_text(exhibit: EvidenceItem) -> str:
    standing = exhibit.row.state_label if exhibit.is_withdrawn else ""
    return joined(exhibit.title, exhibit.own_name, exhibit.size, standing)


def printed_by_sentence(request: HttpRequest, *, at: datetime) -> str:
    """Return "Printed by Inspector Bilal, Inquiry officer, Gulberg Circle on 24 November 2026, 14:05."."""
    officer = joined(request.posting.officer.title, post_of(request.posting))
    return gettext("Printed by %(who)s on %(when)s.") % {"who": officer, "when": moment(at)}


def _complainant_rows(complainant) -> tuple[tuple[str, str], ...]:
    if complainant is None:
        return ()
    return tuple(
        (str(label), str(value)) for label, value, _ in complainant_card_context(complainant)["facts"] if value
    )


def _record_entry(entry: dict) -> documents.RecordEntry:
    reader = "officers" if entry["internal"] else "citizen" if entry["for_citizen"] else ""
    return documents.RecordEntry(entry["when"], entry["sentence"], entry["words"], reader)
