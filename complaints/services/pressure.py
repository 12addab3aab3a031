"""A report of pressure becomes a task of the Central Police Office's complaint cell, past the district."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.roles import Role
from complaints.models import ChainHead, Complaint, Pressure
from complaints.queries.conflict_exclusion import wall_of
from complaints.rules.clock import Clock
from complaints.rules.pressure import ACT_WITHIN
from complaints.rules.refusals import Refusal
from complaints.services import obligations, required_words
from ledger.exceptions import Refused
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage


def open_task(complaint: Complaint, *, silent: bool, at: datetime) -> Pressure:
    """The CPO has two hours from now. Its operators are told, and its head, so that there is always somebody.

    A report while a task of the complaint is still open joins it, so that many of one bury nobody else's: its two hours
    stay, and the CPO is told again only where they have passed, once in two hours. `silent`: it came by the duress
    word; a task is silent as long as every report of it was. Runs in the transaction of the report (services.moves).
    """
    task = Pressure.objects.select_for_update().filter(complaint=complaint, settled_at=None).order_by("pk").first()
    if task is None:
        due_at = at + ACT_WITHIN
        task = Pressure.objects.create(complaint=complaint, reported_at=at, due_at=due_at, silent=silent)
        obligations.begin(complaint, Clock.PRESSURE, at=at, due_at=due_at)
    elif task.silent and not silent:
        task.silent = False
        task.save(update_fields=["silent"])
    _tell(task, complaint, at=at)
    return task


def _tell(task: Pressure, complaint: Complaint, *, at: datetime) -> None:
    """One message to each in every two hours since the first report."""
    hours = (at - task.reported_at) // ACT_WITHIN
    context = {
        "etag": complaint.etag,
        "spaced_etag": complaint.spaced_etag,
        "due_at": task.due_at,
        "silent": task.silent,
    }
    told = [
        NewMessage(recipient, "pressure", context, dedupe_key=f"pressure:{task.pk}:{hours}:{recipient}")
        for recipient in _told(complaint, at=at)
    ]
    enqueue_many(told, at=at)


def _told(complaint: Complaint, *, at: datetime) -> list[str]:
    """The CPO's head and operators, without whom the firewall keeps from the complaint."""
    central, wall = Office.objects.central(), wall_of(complaint, at=at)
    cell = Posting.objects.current(at).filter(office=central, role=str(Role.COMPLAINT_OPERATOR)).order_by("pk")
    outside = [posting.pk for posting in cell if not wall.keeps_from(posting.pk, posting.officer_id, central.path)]
    head = [] if wall.has_below(central.path) else [f"office:{central.pk}"]
    return head + [f"posting:{posting_id}" for posting_id in outside]


@transaction.atomic
def settle(*, pressure_id: int, words: str, by: Actor, at: datetime) -> Pressure:
    """Write down what was done. Raises Refused where nothing is said, or somebody else has settled it; Unreadable."""
    complaint = _locked(pressure_id)
    task = Pressure.objects.select_for_update().get(pk=pressure_id)
    if task.settled_at is not None:
        raise Refused(Refusal.KEY_TURNED)
    words = required_words.required(words)
    task.settled_at, task.settled_by_id, task.done = at, by.posting_id, words
    task.save(update_fields=["settled_at", "settled_by", "done"])
    obligations.end(complaint, Clock.PRESSURE, at=at)
    return task


def _locked(pressure_id: int) -> Complaint:
    """The complaint of a task, its chain's head first as everywhere: the sweep may have its clock in hand."""
    whose = Pressure.objects.only("complaint_id").get(pk=pressure_id).complaint_id
    ChainHead.objects.select_for_update().get(pk=whose)
    rows = Complaint.objects.unscoped("only the CPO acts on reports of pressure").select_related("policy")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=whose)
