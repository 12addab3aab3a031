"""Files that a person sent while the chat was with the operators."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from complaints.evidence import file_responses
from complaints.models import Evidence
from complaints.models.evidence import REFUSED_BECAUSE
from desk.services.reading_log import SAME_READING_WITHIN
from whatsapp.desk.inbox.chat_readings import record_chat_reading
from whatsapp.desk.inbox.inbox_access import inbox_access_required, reader_of
from whatsapp.models import Handover, HandoverLine
from whatsapp.queries.inbox_lists import find_visible_handover
from whatsapp.queries.protected_chats import find_protected_chats
from whatsapp.rules.handover.handover_rules import InboxReader


def is_protected_from(actor: Actor, handover: Handover, *, at: datetime) -> bool:
    """Return whether this reader learns neither who the person is nor what was written and sent."""
    return reader_of(actor) is InboxReader.HEAD and bool(find_protected_chats([handover], at=at))


def load_chat_files(handover: Handover, lines: Iterable[HandoverLine]) -> dict[UUID, dict]:
    """Return address and state of each file of a chat, by its id. One statement."""
    ids = [line.evidence for line in lines if line.evidence]
    rows = {row.pk: row for row in Evidence.objects.filter(pk__in=ids)}
    return {file_id: _file_context(handover, file_id, rows.get(file_id)) for file_id in ids}


def _file_context(handover: Handover, file_id: UUID, row: Evidence | None) -> dict:
    """Return the link to an inspected file, or why there is none."""
    if row is None and handover.texts_erased_at:
        return {"url": "", "words": _("The file was deleted.")}
    if row is None:
        return {"url": "", "words": _("The file is being fetched, or is no longer kept.")}
    if row.state == Evidence.State.SHOWN:
        url = reverse("inbox_file", kwargs={"handover_id": handover.pk, "file": file_id})
        return {"url": url, "words": _("Open the file")}
    if row.state == Evidence.State.REFUSED:
        return {"url": "", "words": str(REFUSED_BECAUSE.get(row.refused_because, row.get_state_display()))}
    return {"url": "", "words": row.get_state_display()}


@require_safe
@inbox_access_required
def serve_chat_file(request: HttpRequest, handover_id: int, file: UUID) -> HttpResponse:
    """Serve the copy of a file of a chat. 404 for whoever may not read the chat. It is recorded as a reading."""
    at = timezone.now()
    handover = find_visible_handover(request.actor, handover_id, at=at)
    if handover is None or handover.texts_erased_at or is_protected_from(request.actor, handover, at=at):
        raise Http404
    row = Evidence.objects.filter(pk=file, pk__in=handover.lines.values("evidence")).first()
    if row is None:
        raise Http404
    record_chat_reading(handover, by=request.actor, at=at, within=SAME_READING_WITHIN)
    return file_responses.file_response(request, row, name=f"chat-{handover.pk}-{str(file)[:8]}")
