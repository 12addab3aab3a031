"""The panel for a missing child on the complaint page: urgent steps, and the draft of the report to ZARRA."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from complaints.models import Complainant, Complaint, MissingChild
from complaints.rules.special_categories import MISSING_CHILD
from desk.formatting import joined, moment
from desk.queries.complaint_details import TimelineEntry


class MissingChildPanel(NamedTuple):
    """Content of the panel.

    `phone`: the complainant's number; empty if it is unknown or this reader may not see it. `report`: the draft for
    ZARRA. `is_told`: it is recorded that ZARRA was notified.
    """

    phone: str
    report: str
    is_told: bool


def build_missing_child_panel(
    complaint: Complaint, person: Complainant, history: Sequence[TimelineEntry], *, files: int, may_see_identity: bool
) -> MissingChildPanel | None:
    """Return the panel, or None for other categories. No query."""
    if complaint.category.code != MISSING_CHILD:
        return None
    urgent_act = next((entry.facts for entry in reversed(history) if entry.kind == "urgent_act"), None)
    phone = person.phone if may_see_identity else ""
    return MissingChildPanel(
        phone, _zarra_report_text(complaint, urgent_act or {}, phone=phone, files=files), urgent_act is not None
    )


def missing_child_facts(complaint: Complaint) -> list[tuple[str, str]]:
    """Return label and value of each fact about the child, unknown values empty; an empty list for other categories.

    Where and when the child was last seen is part of the statement.
    """
    child = missing_child_of(complaint)
    if child is None or complaint.category.code != MISSING_CHILD:
        return []
    return [
        (_("Child"), child.name),
        (_("Age of the child"), "" if child.age is None else str(child.age)),
        (_("Girl or boy"), str(child.get_sex_display())),
        (_("Clothes"), child.wearing),
        (_("May have left on their own"), str(child.get_left_display())),
        (_("Dispute over custody"), str(child.get_custody_display())),
    ]


def missing_child_of(complaint: Complaint) -> MissingChild | None:
    """Return the child's row, which is loaded with the complaint (complaint_details), or None."""
    return getattr(complaint, "missing_child", None)


def _zarra_report_text(complaint: Complaint, urgent_act: dict, *, phone: str, files: int) -> str:
    """Return the draft, a line for each fact. Unknown facts are listed too, because ZARRA asks for them.

    `urgent_act`: the facts of the event that records the notice to ZARRA.
    """
    place, statement = complaint.place, complaint.statement
    fir = ""
    if urgent_act.get("fir_number"):
        fir = joined(urgent_act["fir_number"], moment(datetime.fromisoformat(urgent_act["fir_at"])))
    lines = [
        (_("E-tag number"), complaint.spaced_etag),
        (_("Reported to the police"), moment(complaint.received_at)),
        (_("Police office"), joined(place.name, place.parent.name if place.parent_id else "")),
        (_("FIR number and time"), fir),
        *missing_child_facts(complaint),
        (_("Last seen at"), statement.landmark),
        (_("Last seen"), statement.happened_about),
        (_("What happened"), statement.text),
        (_("Files with the complaint"), str(files) if files else ""),
        (_("Phone of the reporter"), phone),
    ]
    return "\n".join(
        [
            _("Missing child: report to ZARRA (draft)"),
            *(f"{label}: {value or _('not known')}" for label, value in lines),
        ]
    )
