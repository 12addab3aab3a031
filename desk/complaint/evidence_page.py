"""The evidence of a complaint as officers see it: the inspected copy of each file."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.rules.roles import Role
from citizen.evidence.upload_target import display_kind, format_size
from complaints.evidence import file_responses
from complaints.file_scanning import is_scanner_configured
from complaints.models import Complaint, Evidence
from complaints.queries import uploaded_files
from desk.formatting import moment
from desk.page_access import get_complaint_or_404, reading_role_required
from desk.queries import complaint_details
from desk.rules.protected_identity import may_unseal_withdrawn_files
from desk.services import reading_log


@dataclass(frozen=True)
class EvidenceItem:
    """One file in the list.

    `own_name`: the name that the complainant gave the file; empty if this officer may not know the complainant.
    `unseal_url`: the page on which a withdrawn file is opened with a reason; empty if this officer may not open it, or
    there is no copy.
    """

    row: Evidence
    number: int
    url: str
    own_name: str
    unseal_url: str = ""

    @property
    def first_page_url(self) -> str:
        """Return the URL of the picture of a PDF's first page."""
        return f"{self.url}pages/1/"

    @property
    def is_withdrawn(self) -> bool:
        return self.row.state == Evidence.State.WITHDRAWN

    @property
    def withdrawn(self) -> str:
        """Return when the complainant withdrew the file."""
        return moment(self.row.withdrawn_at)

    @property
    def title(self) -> str:
        return f"{self.number} · {self.row.get_kind_display()}"

    @property
    def size(self) -> str:
        return format_size(self.row.size)

    @property
    def received(self) -> str:
        return moment(self.row.came_at) if self.row.came_at else ""

    @property
    def shown_as(self) -> str:
        """Return how the page shows it (citizen.evidence.upload_target.display_kind); empty while there is no copy."""
        return display_kind(self.row.shown_type) if self.row.is_open else ""

    @property
    def tone(self) -> str:
        if self.is_withdrawn:
            return "paused"
        return "late" if self.row.state == Evidence.State.REFUSED else "good" if self.row.is_open else "soon"

    @property
    def is_unscanned(self) -> bool:
        """Return whether the shown copy was not scanned for viruses, because no scanner is configured."""
        return self.row.is_open and not is_scanner_configured()


def may_see_evidence(actor: Actor) -> bool:
    """Return whether this actor may see evidence. Clerks only draft texts and may not."""
    return actor.role is not Role.CLERK


def load_evidence_items(complaint: Complaint, *, actor: Actor) -> list[EvidenceItem]:
    """Return all files of the complaint in their order; an empty list if the actor may not see them. One query."""
    if not may_see_evidence(actor):
        return []
    may_see_identity, may_unseal = (
        complaint_details.may_see_identity(actor, complaint),
        may_unseal_withdrawn_files(actor),
    )
    return [
        EvidenceItem(
            row,
            number,
            _file_url("desk:evidence_file", complaint, row),
            row.name if may_see_identity and row.state != Evidence.State.WITHDRAWN else "",
            _file_url("desk:unseal_file", complaint, row) if may_unseal and row.may_be_opened_by_cpo else "",
        )
        for number, row in enumerate(uploaded_files.list_uploaded_files(complaint.pk), 1)
    ]


def _file_url(view: str, complaint: Complaint, row: Evidence) -> str:
    return reverse(view, kwargs={"etag": complaint.etag, "exhibit": row.pk})


@require_safe
@reading_role_required
def serve_evidence_file(request: HttpRequest, etag: str, exhibit: UUID) -> HttpResponse:
    """Serve the copy of one file. 404 for clerks, and if this officer may not see the complaint or the file.

    It is recorded as a reading, unless the same posting has read the complaint within the last minute.
    """
    item = _get_opened_item_or_404(request, etag, exhibit)
    return file_responses.file_response(request, item.row, name=f"{etag}-{item.number}")


@require_safe
@reading_role_required
def serve_evidence_page(request: HttpRequest, etag: str, exhibit: UUID, page: int) -> HttpResponse:
    """Serve the picture of one page of a PDF. 404 and recorded like the file itself."""
    item = _get_opened_item_or_404(request, etag, exhibit, shown_as="paper")
    return file_responses.pdf_page_response(item.row, page)


def _get_opened_item_or_404(request: HttpRequest, etag: str, exhibit: UUID, *, shown_as: str = "") -> EvidenceItem:
    """Return the file and record the reading. Raises Http404 if this officer may not see the complaint or the file.

    `shown_as`: how the file has to be shown; "" for any.
    """
    if not may_see_evidence(request.actor):
        raise Http404
    complaint = get_complaint_or_404(request, etag)
    for item in load_evidence_items(complaint, actor=request.actor):
        if item.row.pk == exhibit and shown_as in {"", item.shown_as}:
            reading_log.record_partial_reading(complaint, by=request.actor, at=timezone.now())
            return item
    raise Http404
