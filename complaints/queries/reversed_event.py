"""Load the event that a move reverses, with the state of the complaint before it."""

import json
from collections.abc import Set

from django.db.models import Q

from complaints.models import Complaint, Event, Reading
from complaints.rules.guard_facts import ReversedEvent
from complaints.rules.statuses import Status


def load_reversed_event(complaint: Complaint, kinds: Set[str]) -> ReversedEvent | None:
    """Return the complaint's last event of these kinds, or None. Three queries. The caller has locked the complaint."""
    events = list(Event.objects.filter(complaint=complaint).select_related("posting").order_by("-seq"))
    position, event = next(((n, one) for n, one in enumerate(events) if one.kind in kinds), (0, None))
    if event is None:
        return None
    facts = [json.loads(one.body)["facts"] for one in events[position:]]
    state = next((one["state"] for one in facts[1:] if "state" in one), {})
    officer_id = event.posting.officer_id if event.posting else None
    return ReversedEvent(
        event_id=event.pk,
        at=event.at,
        officer_id=officer_id,
        status_before=Status(facts[0]["from"]),
        office_before=state.get("office"),
        holder_before=state.get("holder"),
        is_last=position == 0,
        is_opened=_has_holder_opened(complaint, event, officer_id),
    )


def _has_holder_opened(complaint: Complaint, event: Event, officer_id: int | None) -> bool:
    """Return whether the holder, or somebody who acts for the holder, has opened the complaint since the event.

    An officer who marked a complaint to themselves sees its page again at once; that is no reading by somebody else.
    """
    is_holder = Q(posting__officer__postings=complaint.holder_id)
    acts_for_holder = Q(posting__covered_leaves__posting=complaint.holder_id)
    readings = Reading.objects.filter(is_holder | acts_for_holder, complaint=complaint, at__gte=event.at)
    return complaint.holder_id is not None and readings.exclude(posting__officer=officer_id).exists()
