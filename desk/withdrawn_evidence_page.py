"""The page that lists the files that complainants withdrew, for the Central Police Office's monitors only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citizen.evidence.upload_target import format_size
from complaints.rules.access_proofs import OpenedBy
from desk.complaint.audited_views import require_recorded_readings
from desk.formatting import moment, officer_with_post
from desk.page_access import reading_role_required
from desk.queries import withdrawn_evidence
from desk.queries.withdrawn_evidence import WithdrawnFile
from desk.rules.protected_identity import may_unseal_withdrawn_files
from desk.services import reading_log

OPENED_BY = {
    OpenedBy.PHONE: _("A code to the phone"),
    OpenedBy.EMAIL: _("A code to the e-mail address"),
    OpenedBy.MESSAGE: _("A link in a message"),
    OpenedBy.CHAT: _("The chat in which it was made"),
    OpenedBy.WORD: _("The secret word"),
}


@require_safe
@reading_role_required
@require_recorded_readings
def show_withdrawn_files(request: HttpRequest) -> HttpResponse:
    """Show the files, and record a reading of every complaint on the page. 404 for everybody else."""
    if not may_unseal_withdrawn_files(request.actor):
        raise Http404
    files, page = withdrawn_evidence.load_withdrawn_files(request.actor, number=request.GET.get("page", ""))
    complaints = {one.row.complaint_id: one.row.complaint for one in files}
    reading_log.record_partial_readings(list(complaints.values()), by=request.actor, at=now())
    context = {
        "files": [_withdrawn_file_row(one) for one in files],
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "desk/withdrawn_files.html", context)


def _withdrawn_file_row(one: WithdrawnFile) -> dict:
    row = one.row
    url_arguments = {"etag": row.complaint.etag, "exhibit": row.pk}
    return {
        "row": row,
        "etag": row.complaint.etag,
        "size": format_size(row.size),
        "when": moment(row.withdrawn_at),
        "opened_by": OPENED_BY.get(one.opened_by, ""),
        "openings": [
            {"who": officer_with_post(reading.posting), "when": moment(reading.at), "why": reading.why}
            for reading in one.openings
        ],
        "unseal_url": reverse("desk:unseal_file", kwargs=url_arguments) if row.may_be_opened_by_cpo else "",
    }
