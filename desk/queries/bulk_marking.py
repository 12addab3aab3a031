"""What marking several complaints at once asks for: the ticked rows, and to whom they may go."""

from collections.abc import Iterable
from datetime import datetime

from accounts.actors import Actor
from accounts.models import Posting
from complaints.models import Complaint
from complaints.queries.cursor import queue_order
from complaints.rules.assignment import WORKING_ROLES
from desk.queries.queue_rows import queue_rows


def ticked(etags: Iterable[str], *, actor: Actor) -> list[dict]:
    """Return the rows of these E-tags that this actor may see, most urgent first. Two statements."""
    seen = Complaint.objects.visible_to(actor).filter(etag__in=list(etags))
    return queue_rows(seen.order_by(*queue_order()).values_list("pk", flat=True))


def postings_within(actor: Actor, *, at: datetime) -> list[Posting]:
    """The postings of the actor's subtree that work on complaints, by office. One statement.

    Whether one of them may have a certain complaint is that complaint's to say (services.addressees.refuse).
    """
    working = Posting.objects.current(at).with_people().filter(role__in=WORKING_ROLES)
    within = working.filter(office__path__startswith=actor.office_path)
    return sorted(within, key=lambda p: (p.office.path, not p.is_head, p.officer.name_en))
