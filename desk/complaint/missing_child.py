"""A missing child on the desk's page: what to do at once, and the draft of the report to ZARRA."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from complaints.models import Complainant, Complaint, MissingChild
from complaints.rules.categories import MISSING_CHILD
from desk.queries.complaint_details import TimelineEntry
from desk.wording import joined, moment


class Panel(NamedTuple):
    """`phone`: on which the reporter is called; empty where it is unknown or this reader may not see it. `report`: the
    draft for ZARRA. `is_told`: ZARRA was told, and that is on record."""

    phone: str
    report: str
    is_told: bool


def panel(
    complaint: Complaint, who: Complainant, history: Sequence[TimelineEntry], *, files: int, named: bool
) -> Panel | None:
    """The panel of a missing child; None for other categories. No query."""
    if complaint.category.code != MISSING_CHILD:
        return None
    done = next((one.facts for one in reversed(history) if one.kind == "urgent_act"), None)
    told = done or {}
    phone = who.phone if named else ""
    return Panel(phone, _report(complaint, told, phone=phone, files=files), done is not None)


def child_facts(complaint: Complaint) -> list[tuple[str, str]]:
    """What is known of a missing child: label and value, empty where nobody told it. None of other categories.

    Where and when it was last seen the statement says.
    """
    child = child_of(complaint)
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


def child_of(complaint: Complaint) -> MissingChild | None:
    """The child's row, which comes with the complaint (queries.file); none of other categories."""
    return getattr(complaint, "missing_child", None)


def _report(complaint: Complaint, told: dict, *, phone: str, files: int) -> str:
    """The draft, a line for each fact; what is not known says so, because ZARRA asks for it."""
    place, statement = complaint.place, complaint.statement
    fir = joined(told["fir_number"], moment(datetime.fromisoformat(told["fir_at"]))) if told.get("fir_number") else ""
    lines = [
        (_("E-tag number"), complaint.spaced_etag),
        (_("Reported to the police"), moment(complaint.received_at)),
        (_("Police office"), joined(place.name, place.parent.name if place.parent_id else "")),
        (_("FIR number and time"), fir),
        *child_facts(complaint),
        (_("Last seen at"), statement.landmark),
        (_("Last seen"), statement.happened_about),
        (_("What happened"), statement.text),
        (_("Files with the complaint"), str(files) if files else ""),
        (_("Phone of the reporter"), phone),
    ]
    return "\n".join(
        [_("Missing child: report to ZARRA (draft)"), *(f"{name}: {said or _('not known')}" for name, said in lines)]
    )
