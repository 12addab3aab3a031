"""Register a complaint that arrived through the API, by the same service as every other channel."""

from datetime import datetime

from django.db import transaction

from accounts.models import Office
from api.problems import ProblemFound
from complaints.models import Category, Complaint
from complaints.rules.actors import Citizen
from complaints.rules.calls.cell_calls import PAKISTAN
from complaints.rules.statuses import Channel
from complaints.services import drafts
from complaints.services.registration import BadAnswer, register_locked_draft


@transaction.atomic
def register_from_api(
    answers: dict, *, channel: Channel, recorded_facts: dict | None = None, at: datetime
) -> Complaint:
    """Register the complaint of these answers. Raises ProblemFound for an answer that no form accepts.

    The draft's id is random and nobody learns it, because its address would show the receipt.
    """
    draft, _ = drafts.get_or_create_draft(key=None, answers=answers, channel=channel, at=at)
    try:
        return register_locked_draft(
            drafts.lock_draft(draft.pk), channel=channel, by=Citizen(), at=at, recorded_facts=recorded_facts
        )
    except BadAnswer as bad:
        raise ProblemFound("invalid", errors=[{"field": bad.field, "message": bad.reason}]) from bad
    except (Category.DoesNotExist, Office.DoesNotExist) as missing:  # taken out of use since the check
        raise ProblemFound("invalid", errors=[{"field": "category", "message": str(missing)}]) from missing


def public_state(complaint: Complaint) -> dict:
    """Return the two facts that the E-tag alone shows about a complaint that was just registered."""
    registered_on = complaint.received_at.astimezone(PAKISTAN).date().isoformat()
    return {"etag": complaint.etag, "registered_on": registered_on, "state": "open"}
