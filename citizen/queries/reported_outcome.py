"""What the police reported, as the question "Is it solved?" repeats it on every channel."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from complaints.models import Event
from complaints.models.labels import OUTCOMES


@dataclass(frozen=True)
class Gist:
    """The result (a code of Outcome), the FIR as it was reported, and the officer's own words to the complainant."""

    outcome: str
    fir: str
    words: str

    @property
    def outcome_name(self) -> str:
        """The result in words; empty where none was given."""
        return str(dict(OUTCOMES).get(self.outcome, ""))


def last_report(complaint_id: int, *, before: int) -> Gist | None:
    """Return the last report up to the event with the sequence number `before`; None without one. One query."""
    reports = Event.objects.filter(complaint=complaint_id, kind="submit_report", seq__lte=before)
    event = reports.select_related("words").order_by("-seq").first()
    return gist(event) if event else None


def last_report_among(events: Iterable[Event]) -> Gist | None:
    """Return the last report of a complaint's events, which the caller has read; None without one."""
    reports = [event for event in events if event.kind == "submit_report"]
    return gist(reports[-1]) if reports else None


def gist(event: Event) -> Gist:
    """Return what a report event says, from its own body: never from what the complaint's row says today."""
    facts, words = json.loads(event.body)["facts"], getattr(event, "words", None)
    fir = ", ".join(part for part in (facts.get("fir_number"), facts.get("fir_station")) if part)
    said = words.text if words and words.for_citizen else ""
    return Gist(outcome=facts.get("outcome") or "", fir=fir, words=said)
