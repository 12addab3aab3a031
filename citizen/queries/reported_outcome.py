"""The police's report, as the question “Is it solved?” repeats it on every channel."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from complaints.models import Event
from complaints.models.display.complaint_labels import OUTCOMES
from complaints.models.display.report_texts import ReportPart, labelled_parts
from complaints.rules.inquiry.report_parts import NEXT_STEP, RELIEF


@dataclass(frozen=True)
class ReportSummary:
    """The result (a code of Outcome), the reported FIR, and the officer's own words to the complainant.

    `parts`: the parts of a structured report with their labels; empty for one text. `gist`: finding, relief and next
    step without labels, for messages and the chat.
    """

    outcome: str
    fir: str
    words: str
    parts: tuple[ReportPart, ...] = ()
    gist: str = ""

    @property
    def outcome_name(self) -> str:
        """Return the result as text; an empty string if there was none."""
        return str(dict(OUTCOMES).get(self.outcome, ""))


def last_report(complaint_id: int, *, before: int) -> ReportSummary | None:
    """Return the last report up to the event with the sequence number `before`; None without one. One query."""
    reports = Event.objects.filter(complaint=complaint_id, kind="submit_report", seq__lte=before)
    event = reports.select_related("words").order_by("-seq").first()
    return summarise_report(event) if event else None


def last_report_in_events(events: Iterable[Event]) -> ReportSummary | None:
    """Return the last report in a list of events; None without one."""
    reports = [event for event in events if event.kind == "submit_report"]
    return summarise_report(reports[-1]) if reports else None


def summarise_report(event: Event) -> ReportSummary:
    """Return the summary of a report event from its own body, because the complaint's row may have changed since."""
    facts, words = json.loads(event.body)["facts"], getattr(event, "words", None)
    fir = ", ".join(part for part in (facts.get("fir_number"), facts.get("fir_station")) if part)
    text = words.full_text if words and words.for_citizen else ""
    parts = tuple(labelled_parts(words.text, words.parts)) if text else ()
    gist = "\n".join(filter(None, (words.text, words.parts.get(RELIEF), words.parts.get(NEXT_STEP)))) if text else ""
    return ReportSummary(outcome=facts.get("outcome") or "", fir=fir, words=text, parts=parts, gist=gist)
