"""The only way a status changes."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.models import ChainHead, Complaint, Event
from complaints.rules.capacities import Capacity
from complaints.rules.facts import Facts
from complaints.rules.opened_by import Trust
from complaints.rules.parties import Citizen, System
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import GRAVE, Status
from complaints.services import announcements, clocks, custody, facts, history, move_effects, obligations, routing
from complaints.services.calls import call_log
from complaints.signals import event_recorded
from complaints.workflow.declaration import Move
from complaints.workflow.table import MOVES, is_read_by_citizen, refusal, refusal_of_details
from ledger.exceptions import NotPermitted, Overtaken, Refused
from web import text


@transaction.atomic
def make_move(
    *,
    complaint_id: int,
    name: str,
    by: Actor | Citizen | System,
    at: datetime,
    words: str = "",
    to: int | None = None,
    details: dict | None = None,
    seen: int | None = None,
) -> Event:
    """Take one move of the table and record it.

    `words`: what is said with it, cleaned. `to`: the posting (or, for *forward*, the office) it goes to. `details`:
    what the move needs beside words (outcome, FIR, answer, verdict). `seen`: the history's length that the actor saw.
    Raises NotPermitted, Refused with the reason, or Overtaken if someone else was first; text.Unreadable for words
    with control characters.
    """
    details, words = dict(details or {}), text.clean(words)
    head, complaint = lock(complaint_id)
    at = max(at, head.at or at)  # two servers' clocks differ a little; history never runs backwards
    came_from = Status(complaint.status)
    move, held = _require(name, complaint, head, by=by, at=at, seen=seen)
    known = _check(move, complaint, by=by, held=held, at=at, words=words, details=details)
    move_effects.apply(name, complaint, by=by, at=at, details=details)
    _turn_status(move, complaint, at=at)
    if destination := routing.find(complaint, move, by=by, to=to, known=known, at=at):
        custody.pass_on(complaint, office=destination.office, posting_id=destination.posting_id, at=at)
    clocks.follow(complaint, move, at=at, came_from=came_from)
    obligations.follow(complaint, move, known, at=at)
    complaint.save()
    event = history.append(head, _entry(move, complaint, came_from, words, details, by=by, known=known), by=by, at=at)
    call_log.use_prepared(move, complaint, at=at)
    call_log.note_move(move, complaint, by=by, at=at, words=words, details=details)
    call_log.draw_sample(event, complaint, at=at)
    announcements.announce(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return event


def lock(complaint_id: int) -> tuple[ChainHead, Complaint]:
    """Head first, then the complaint, then (in clocks) its clocks: the lock order of every writer."""
    head = ChainHead.objects.select_for_update().get(pk=complaint_id)
    related = "category", "policy", "office", "place__parent", "complainant"
    rows = (
        Complaint.objects.unscoped("capacities are checked before the move")
        .select_related(*related)
        .select_for_update(of=("self",), no_key=True)
    )
    return head, rows.get(pk=complaint_id)


def _require(
    name: str, complaint: Complaint, head: ChainHead, *, by, at: datetime, seen: int | None
) -> tuple[Move, frozenset[Capacity]]:
    """The move, and the capacities in which this actor may take it."""
    move = MOVES[name]
    held = facts.capacities_of(by, complaint, at=at) & move.by
    if complaint.status in move.sources and held:
        return move, held
    if seen is not None and seen != head.seq:
        raise Overtaken(Status(complaint.status))
    raise NotPermitted(name)


def _check(move: Move, complaint: Complaint, *, by, held, at: datetime, words: str, details: dict) -> Facts:
    known = facts.gather(complaint, by=by, held=held, at=at, words=words, details=details, loads=move.loads)
    if move.needs_words and not words:
        raise Refused(Refusal.WORDS_MISSING)
    if len(words) > text.LONGEST:
        raise Refused(Refusal.WORDS_TOO_LONG)
    if reason := refusal(move.name, known) or refusal_of_details(move.name, details):
        raise Refused(reason)
    return known


def _turn_status(move: Move, complaint: Complaint, *, at: datetime) -> None:
    """To the move's target; of two keys, the second one turns it. Who left the inquiry need not be asked."""
    target = move.target
    if move.other_key and (_is_stamped(complaint, move.other_key) or (complaint.left_at and move.enough_if_left)):
        target = move.both_keys
    if target is None or (move.stays_if_grave and complaint.category.code in GRAVE):
        return
    complaint.status = target
    if target is Status.RESOLVED:
        complaint.resolved_at = at


def _is_stamped(complaint: Complaint, name: str) -> bool:
    """Return whether this one of the two approvals has been given to the report that waits."""
    return getattr(complaint, MOVES[name].stamp) is not None


def _entry(
    move: Move, complaint: Complaint, came_from: Status, words: str, details: dict, *, by, known: Facts
) -> history.Entry:
    shown = {key: str(value) for key, value in details.items() if key in move.records and value} | marks_of(known.trust)
    return history.Entry(
        kind=move.name,
        cycle=complaint.cycle,
        facts={"from": str(came_from), "state": history.state_of(complaint), **shown},
        words=words,
        for_citizen=is_read_by_citizen(move.name, by_officer=isinstance(by, Actor)),
    )


def marks_of(trust: Trust) -> dict:
    """What an event says of an act with a key that an officer issued; nothing for any other."""
    return {"officers_key": True} if trust is Trust.OFFICERS_KEY else {}
