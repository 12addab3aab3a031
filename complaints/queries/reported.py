"""What the police reported, as the question "Is it solved?" repeats it on every channel."""

import json
from dataclasses import dataclass

from complaints.models import Event
from complaints.models.words import OUTCOMES


@dataclass(frozen=True)
class Gist:
    """The result, the FIR as it was reported, and the officer's own words to the complainant."""

    outcome: str
    fir: str
    words: str


def last_report(complaint_id: int, *, before: int) -> Gist | None:
    """Return the last report up to the event with the sequence number `before`; None without one. One query."""
    reports = Event.objects.filter(complaint=complaint_id, kind="submit_report", seq__lte=before)
    event = reports.select_related("words").order_by("-seq").first()
    return gist(event) if event else None


def gist(event: Event) -> Gist:
    """Return what a report event says, from its own body: never from what the complaint's row says today."""
    facts, words = json.loads(event.body)["facts"], getattr(event, "words", None)
    fir = ", ".join(part for part in (facts.get("fir_number"), facts.get("fir_station")) if part)
    said = words.text if words and words.for_citizen else ""
    return Gist(outcome=str(dict(OUTCOMES).get(facts.get("outcome"), "")), fir=fir, words=said)
