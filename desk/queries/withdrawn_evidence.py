"""The files that complainants withdrew, for the monitors of the Central Police Office, the latest first."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator

from accounts.actors import Actor
from accounts.queries.historical_names import set_historical_postings
from complaints.models import Complaint, Event, Evidence, Reading, ReadingKind

SIZE = 50
KIND = "evidence_withdrawn"


@dataclass(frozen=True)
class WithdrawnFile:
    """A withdrawn file.

    `opened_by`: how the complainant had opened the complaint (complaints.rules.access_proofs); empty if that was not
    recorded yet. `openings`: the readings by which officers opened withdrawn files of this complaint, the oldest first.
    """

    row: Evidence
    opened_by: str
    openings: list[Reading] = field(default_factory=list)


def load_withdrawn_files(actor: Actor, *, number: str) -> tuple[list[WithdrawnFile], Page]:
    """Return one page of the withdrawn files in complaints that this officer may see. Five statements at most."""
    visible = Complaint.objects.visible_to(actor)
    rows = Evidence.objects.filter(state=Evidence.State.WITHDRAWN, complaint__in=visible)
    related = "complaint__category", "complaint__office"
    page = Paginator(rows.select_related(*related).order_by("-withdrawn_at", "-pk"), SIZE).get_page(number)
    on_page = list(page.object_list)
    complaints = {row.complaint_id for row in on_page}
    opened_by, openings = _access_at_withdrawal_by_file(complaints), _file_readings_by_complaint(complaints)
    files = [WithdrawnFile(row, opened_by.get(str(row.pk), ""), openings.get(row.complaint_id, [])) for row in on_page]
    return files, page


def _access_at_withdrawal_by_file(complaints: Collection[int]) -> dict[str, str]:
    """Return how the complainant had opened the complaint when a file was withdrawn, by the id of the file."""
    events = Event.objects.filter(kind=KIND, complaint__in=complaints).values_list("body", flat=True)
    all_facts = [json.loads(body)["facts"] for body in events]
    return {file["id"]: facts.get("opened_by", "") for facts in all_facts for file in facts["files"]}


def _file_readings_by_complaint(complaints: Collection[int]) -> dict[int, list[Reading]]:
    """Return the readings that opened a withdrawn file, by complaint."""
    readings = Reading.objects.filter(kind=ReadingKind.UNSEALED, complaint__in=complaints).order_by("at", "pk")
    openings: dict[int, list[Reading]] = {}
    for reading in set_historical_postings(readings):
        openings.setdefault(reading.complaint_id, []).append(reading)
    return openings
