"""What was told after the E-tag: the pages that ask for it, and what stands in the history."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from complaints.models import Event

KIND = "told"


@dataclass(frozen=True)
class Last:
    """When something was told last. `unknown`: they said that they don't know."""

    seq: int
    at: datetime
    unknown: bool


def last_told(complaint_id: int) -> dict[str, Last]:
    """By the name of what was told (rules.telling.Told), when that was last. One query."""
    events = Event.objects.filter(complaint=complaint_id, kind=KIND).order_by("seq").values_list("seq", "at", "body")
    return latest((seq, at, json.loads(body)["facts"]) for seq, at, body in events)


def latest(told: Iterable[tuple[int, datetime, Mapping]]) -> dict[str, Last]:
    """The same from events at hand, oldest first: number, moment and facts of each."""
    last = {}
    for seq, at, facts in told:
        last |= {name: Last(seq, at, unknown=False) for name in facts.get("what", ())}
        last |= {name: Last(seq, at, unknown=True) for name in facts.get("unknown", ())}
    return last
