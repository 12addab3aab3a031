"""Turn reports of pressure into tasks of the complaint cell of the CPO. The district does not see them."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.roles import Role
from complaints.models import ChainHead, Complaint, Pressure
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.clock import Clock
from complaints.rules.pressure_responders import ACT_WITHIN
from complaints.rules.refusals import Refusal
from complaints.services import internal_clocks, required_text
from ledger.service_exceptions import Refused
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage


def open_pressure_task(complaint: Complaint, *, silent: bool, at: datetime) -> Pressure:
    """Open a task for a report of pressure, with a deadline of two hours, and notify the CPO's operators and head.

    The head is notified so that there is always somebody. If a task of the complaint is open, the report joins it and
    the deadline stays; the CPO is notified again at most once in two hours, so that many reports of one complaint do
    not bury others. Runs in the transaction of the report (`services.moves`).

    silent: the report came from the duress word. A task is silent only while all its reports are.
    """
    task = Pressure.objects.select_for_update().filter(complaint=complaint, settled_at=None).order_by("pk").first()
    if task is None:
        due_at = at + ACT_WITHIN
        task = Pressure.objects.create(complaint=complaint, reported_at=at, due_at=due_at, silent=silent)
        internal_clocks.start_internal_clock(complaint, Clock.PRESSURE, at=at, due_at=due_at)
        if silent:
            internal_clocks.defer_call_steps(complaint)
    elif task.silent and not silent:
        task.silent = False
        task.save(update_fields=["silent"])
        internal_clocks.resume_call_steps(complaint, at=at)
    _notify_cpo(task, complaint, at=at)
    return task


def _notify_cpo(task: Pressure, complaint: Complaint, *, at: datetime) -> None:
    """Write a message to each recipient, at most one in each period of two hours since the first report."""
    period = (at - task.reported_at) // ACT_WITHIN
    context = {
        "etag": complaint.etag,
        "spaced_etag": complaint.spaced_etag,
        "due_at": task.due_at,
        "silent": task.silent,
    }
    messages = [
        NewMessage(recipient, "pressure", context, dedupe_key=f"pressure:{task.pk}:{period}:{recipient}")
        for recipient in _cpo_recipients(complaint, at=at)
    ]
    enqueue_many(messages, at=at)


def _cpo_recipients(complaint: Complaint, *, at: datetime) -> list[str]:
    """Return the CPO's head and operators who are not excluded from the complaint."""
    central, exclusion = Office.objects.central(), conflict_exclusion_of(complaint, at=at)
    cell = Posting.objects.current(at).filter(office=central, role=str(Role.COMPLAINT_OPERATOR)).order_by("pk")
    operators = [
        f"posting:{posting.pk}"
        for posting in cell
        if not exclusion.excludes_posting(posting.pk, posting.officer_id, central.path)
    ]
    return operators if exclusion.excludes_office(central.path) else [f"office:{central.pk}", *operators]


@transaction.atomic
def close_pressure_task(*, pressure_id: int, words: str, by: Actor, at: datetime) -> Pressure:
    """Close a task with a note of what was done.

    Raises Refused without words or if somebody else has closed it; text_cleaning.UnreadableText.
    """
    complaint = _lock_complaint_of(pressure_id)
    task = Pressure.objects.select_for_update().get(pk=pressure_id)
    if task.settled_at is not None:
        raise Refused(Refusal.ALREADY_DONE)
    words = required_text.require_text(words)
    task.settled_at, task.settled_by_id, task.done = at, by.posting_id, words
    task.save(update_fields=["settled_at", "settled_by", "done"])
    internal_clocks.stop_internal_clock(complaint, Clock.PRESSURE, at=at)
    if task.silent:
        internal_clocks.resume_call_steps(complaint, at=at)
    return task


def _lock_complaint_of(pressure_id: int) -> Complaint:
    """Lock the complaint of a task, after the head of its history, in the same order as the sweep and all writers."""
    complaint_id = Pressure.objects.only("complaint_id").get(pk=pressure_id).complaint_id
    ChainHead.objects.select_for_update().get(pk=complaint_id)
    rows = Complaint.objects.unscoped("only the CPO acts on reports of pressure").select_related("policy")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=complaint_id)
