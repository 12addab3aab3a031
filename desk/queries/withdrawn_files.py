"""The files that complainants took back, for the Central Police Office's monitors: the latest first."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator

from accounts.actors import Actor
from accounts.queries.former_names import named_then
from complaints.models import Complaint, Event, Evidence, Reading, ReadingKind

SIZE = 50
KIND = "evidence_withdrawn"


@dataclass(frozen=True)
class WithdrawnFile:
    """`opened_by`: what had opened the complaint (rules.opened_by); empty where that was not recorded yet. `openings`:
    when officers opened a file that was taken back in this complaint, the first one first."""

    row: Evidence
    opened_by: str
    openings: list[Reading] = field(default_factory=list)


def page_of(actor: Actor, *, number: str) -> tuple[list[WithdrawnFile], Page]:
    """Return one page of the files in complaints that this officer may see. Five statements at most."""
    visible = Complaint.objects.visible_to(actor)
    rows = Evidence.objects.filter(state=Evidence.State.WITHDRAWN, complaint__in=visible)
    related = "complaint__category", "complaint__office"
    page = Paginator(rows.select_related(*related).order_by("-withdrawn_at", "-pk"), SIZE).get_page(number)
    shown = list(page.object_list)
    complaints = {row.complaint_id for row in shown}
    opened_by, openings = _opened_by(complaints), _openings(complaints)
    files = [WithdrawnFile(row, opened_by.get(str(row.pk), ""), openings.get(row.complaint_id, [])) for row in shown]
    return files, page


def _opened_by(complaints: Collection[int]) -> dict[str, str]:
    """What had opened the complaint when a file was taken back, by the file's id."""
    events = Event.objects.filter(kind=KIND, complaint__in=complaints).values_list("body", flat=True)
    facts = [json.loads(body)["facts"] for body in events]
    return {file["id"]: one.get("opened_by", "") for one in facts for file in one["files"]}


def _openings(complaints: Collection[int]) -> dict[int, list[Reading]]:
    """The readings that show such a file, by complaint."""
    readings = Reading.objects.filter(kind=ReadingKind.UNSEALED, complaint__in=complaints).order_by("at", "pk")
    found: dict[int, list[Reading]] = {}
    for reading in named_then(readings):
        found.setdefault(reading.complaint_id, []).append(reading)
    return found
