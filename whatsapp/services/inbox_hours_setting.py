"""The hours of a complaint cell's inbox, set by the head of its office."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.models import WorkingCalendar
from complaints.rules.time_limits.working_week import has_working_hours, parse_week
from ledger.service_exceptions import NotPermitted, Refused
from whatsapp.models import InboxHours
from whatsapp.rules.handover.handover_refusals import HandoverRefusal
from whatsapp.rules.handover.handover_rules import InboxReader, inbox_reader_of


@transaction.atomic
def set_inbox_hours(week: Sequence[str], calendar: WorkingCalendar | None, *, by: Actor, at: datetime) -> InboxHours:
    """Set when the cell of the actor's office answers chats.

    Raises NotPermitted, FaultyDay, or Refused for a week without hours.
    """
    if inbox_reader_of(by.role, by.office_kind, is_head=by.is_head) is not InboxReader.HEAD:
        raise NotPermitted
    parse_week(week)
    if not has_working_hours(week):
        raise Refused(HandoverRefusal.NO_HOURS)
    values = {"week": list(week), "calendar": calendar, "changed_by_id": by.posting_id, "changed_at": at}
    return InboxHours.objects.update_or_create(office_id=by.office_id, defaults=values)[0]
