"""What was handed in with a complaint, as an officer sees it: in place, as the copy that was made of it."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.rules.roles import Role
from citizen.evidence.upload_target import shown_as, size_in_words
from complaints.evidence import serving
from complaints.models import Complaint, Evidence
from complaints.queries import evidence
from desk.access import found_or_404, reading_required
from desk.queries import complaint_details
from desk.rules.protected_identity import unseals_withdrawn
from desk.services import readings
from desk.wording import moment


@dataclass(frozen=True)
class Exhibit:
    """One file beside the others. `title`: its number and kind; `own_name`: its owner's, only where they may be known.

    `unseal_url`: where the copy of a file that the complainant took back is opened with a reason; empty where this
    officer may not, or there is no copy.
    """

    row: Evidence
    number: int
    url: str
    own_name: str
    unseal_url: str = ""

    @property
    def is_withdrawn(self) -> bool:
        return self.row.state == Evidence.State.WITHDRAWN

    @property
    def withdrawn(self) -> str:
        """When the complainant took it back."""
        return moment(self.row.withdrawn_at)

    @property
    def title(self) -> str:
        return f"{self.number} · {self.row.get_kind_display()}"

    @property
    def size(self) -> str:
        return size_in_words(self.row.size)

    @property
    def came(self) -> str:
        return moment(self.row.came_at) if self.row.came_at else ""

    @property
    def shown_as(self) -> str:
        """How the page shows it (citizen.evidence.upload_target.shown_as); empty while there is nothing to show."""
        return shown_as(self.row.shown_type) if self.row.is_open else ""

    @property
    def tone(self) -> str:
        if self.is_withdrawn:
            return "paused"
        return "late" if self.row.state == Evidence.State.REFUSED else "good" if self.row.is_open else "soon"

    @property
    def is_unscanned(self) -> bool:
        """No virus scanner has seen what is shown, because there is none."""
        return self.row.is_open and not settings.CLAMAV_URL


def may_see(actor: Actor) -> bool:
    """A clerk drafts, and sees no evidence."""
    return actor.role is not Role.CLERK


def exhibits(complaint: Complaint, *, actor: Actor) -> list[Exhibit]:
    """Everything that was handed in, in its order; nothing for who may not see it. One query."""
    if not may_see(actor):
        return []
    is_known, unseals = complaint_details.may_see_identity(actor, complaint), unseals_withdrawn(actor)
    return [
        Exhibit(
            row,
            number,
            _address("exhibit", complaint, row),
            row.name if is_known and row.state != Evidence.State.WITHDRAWN else "",
            _address("unseal", complaint, row) if unseals and row.can_be_unsealed else "",
        )
        for number, row in enumerate(evidence.handed_in(complaint.pk), 1)
    ]


def _address(door: str, complaint: Complaint, row: Evidence) -> str:
    return reverse(f"desk:{door}", kwargs={"etag": complaint.etag, "exhibit": row.pk})


@require_safe
@reading_required
def exhibit(request: HttpRequest, etag: str, exhibit: UUID) -> HttpResponse:
    """The copy of one file. 404 for clerks, and where the complaint or the file does not exist for this officer.

    Each is a reading; within a minute of another one of the same posting it is part of that, as inside the file's page.
    """
    if not may_see(request.actor):
        raise Http404
    complaint = found_or_404(request, etag)
    for found in exhibits(complaint, actor=request.actor):
        if found.row.pk == exhibit:
            readings.note_a_glance(complaint, by=request.actor, at=timezone.now())
            return serving.copy(request, found.row, name=f"{etag}-{found.number}")
    raise Http404
