"""A report of pressure becomes a task of the Central Police Office's complaint cell, past the district."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.roles import Role
from complaints.models import Complaint, Pressure
from complaints.rules import text
from complaints.rules.pressure import ACT_WITHIN
from complaints.rules.refusals import Refusal
from complaints.services.refusals import Refused
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage


def open_task(complaint: Complaint, *, silent: bool, at: datetime) -> Pressure:
    """The CPO has two hours from now. Its operators are told, and its head, so that there is always somebody.

    `silent`: it came by the duress word. Runs in the transaction of the report (services.moves).
    """
    due_at = at + ACT_WITHIN
    task = Pressure.objects.create(complaint=complaint, reported_at=at, due_at=due_at, silent=silent)
    context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag, "due_at": due_at, "silent": silent}
    told = [
        NewMessage(recipient, "pressure", context, dedupe_key=f"pressure:{task.pk}:{recipient}")
        for recipient in _told(at=at)
    ]
    enqueue_many(told, at=at)
    return task


def _told(*, at: datetime) -> list[str]:
    central = Office.objects.central()
    cell = Posting.objects.current(at).filter(office=central, role=str(Role.COMPLAINT_OPERATOR)).order_by("pk")
    return [f"office:{central.pk}", *(f"posting:{posting_id}" for posting_id in cell.values_list("pk", flat=True))]


@transaction.atomic
def settle(*, pressure_id: int, words: str, by: Actor, at: datetime) -> Pressure:
    """Write down what was done. Raises Refused where nothing is said, or somebody else has settled it; Unreadable."""
    task = Pressure.objects.select_for_update().get(pk=pressure_id)
    words = text.clean(words)
    if task.settled_at is not None:
        raise Refused(Refusal.KEY_TURNED)
    if not words:
        raise Refused(Refusal.WORDS_MISSING)
    if len(words) > text.LONGEST:
        raise Refused(Refusal.WORDS_TOO_LONG)
    task.settled_at, task.settled_by_id, task.done = at, by.posting_id, words
    task.save(update_fields=["settled_at", "settled_by", "done"])
    return task
