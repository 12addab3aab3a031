"""Queries for marking several complaints together: the selected rows, and the officers to mark them to."""

from collections.abc import Iterable
from datetime import datetime

from accounts.actors import Actor
from accounts.models import Posting
from complaints.models import Complaint
from complaints.queries.officer_workload import end_of_leave
from complaints.queries.queue_cursor import queue_order
from complaints.rules.marking_eligibility import WORKING_ROLES
from desk.queries.queue_rows import load_queue_rows


def load_visible_selected_rows(etags: Iterable[str], *, actor: Actor) -> list[dict]:
    """Return the rows of these E-tags that this actor may see, most urgent first. Two statements."""
    visible = Complaint.objects.visible_to(actor).filter(etag__in=list(etags))
    return load_queue_rows(visible.order_by(*queue_order()).values_list("pk", flat=True))


def working_postings_below(actor: Actor, *, at: datetime) -> list[Posting]:
    """Return the postings at or below the actor's office that work on complaints, with `away_until`, by office.

    One statement.

    Whether one of them may have a certain complaint is checked for each complaint (complaints.services.routing).
    """
    working = Posting.objects.current(at).with_people().filter(role__in=WORKING_ROLES)
    working = working.annotate(away_until=end_of_leave(at))
    in_offices = working.filter(office__path__startswith=actor.office_path)
    return sorted(in_offices, key=lambda p: (p.office.path, not p.is_head, p.officer.name_en))
