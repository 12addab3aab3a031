"""Make a move on a complaint. Only `make_move` changes the status of a complaint."""

from collections.abc import Set
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.actors import Actor
from complaints.models import ChainHead, Complaint, Event
from complaints.rules.access_proofs import Trust
from complaints.rules.actors import Citizen, System
from complaints.rules.capacities import Capacity
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import GRAVE_CATEGORIES, Status
from complaints.services import (
    clocks,
    custody,
    event_messages,
    facts,
    history,
    internal_clocks,
    move_effects,
    notification_writing,
    routing,
)
from complaints.services.calls import call_log, waiting_calls
from complaints.services.calls.call_conditions import require_recordable_call_of_move
from complaints.signals import event_recorded
from complaints.workflow.declaration import VOICE_NOTE, Move
from complaints.workflow.table import MOVES, may_citizen_read_text, refusal_of_details, refusal_of_move
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from web import text_cleaning


@transaction.atomic
def make_move(
    *,
    complaint_id: int,
    name: str,
    by: Actor | Citizen | System,
    at: datetime,
    words: str = "",
    destination_id: int | None = None,
    details: dict | None = None,
    expected_seq: int | None = None,
) -> Event:
    """Apply one move to a complaint and record it in its history. Return the event.

    If the actor sent the same form twice, that is the event of the first time (`Move.skips_repeats`).

    words: the text that the actor typed; it is cleaned here.
    destination_id: the id of the posting that receives the complaint, or of the office for the move `forward`.
    details: the other answers that the move needs, such as the outcome, the FIR number or the verdict.
    expected_seq: the length of the history when the actor's page was rendered.

    Raises NotPermitted, Refused (with the reason), Overtaken (somebody else moved first), or
    text_cleaning.UnreadableText if the words contain control characters.
    """
    details, words = _clean_details(MOVES[name], details), text_cleaning.clean_text(words)
    head, complaint = lock_complaint(complaint_id)
    if MOVES[name].skips_repeats and isinstance(by, Actor):
        newer = events_after_page(head, {name}, expected_seq)
        if repeated := newer.filter(posting=by.posting_id, words__text=words).first():
            return repeated
    at = max(at, head.at or at)  # The servers' clocks differ a little, but times in a history never decrease.
    old_status = Status(complaint.status)
    move, capacities = _require_permission(name, complaint, head, by=by, at=at, expected_seq=expected_seq)
    guard_facts = _check_move(move, complaint, by=by, capacities=capacities, at=at, words=words, details=details)
    move_effects.apply_move_effect(name, complaint, by=by, at=at, details=details)
    _change_status(move, complaint, guard_facts, at=at)
    if destination := routing.find_destination(
        complaint, move, by=by, destination_id=destination_id, guard_facts=guard_facts, at=at
    ):
        custody.transfer_custody(complaint, office=destination.office, posting_id=destination.posting_id, at=at)
    clocks.apply_move_to_clocks(complaint, move, at=at, old_status=old_status)
    internal_clocks.apply_move_to_internal_clocks(complaint, move, guard_facts, at=at)
    complaint.save()
    entry = _move_history_entry(move, complaint, old_status, words, details, by=by, trust=guard_facts.trust)
    event = history.append(head, entry, by=by, at=at)
    call_log.mark_prepared_text_used(move, complaint, at=at)
    call_log.log_call_of_move(move, complaint, by=by, at=at, words=words, details=details)
    call_log.create_spot_check_if_sampled(event, complaint, at=at)
    waiting_calls.update_waiting_calls(move, event, complaint, guard_facts, at=at)
    if guard_facts.reversed_event:
        is_recalled = event_messages.recall_event_messages(guard_facts.reversed_event.event_id)
        if name == "undo_mark" and not is_recalled:  # A merge can be undone although everybody knows of it.
            raise Refused(Refusal.TOO_LATE_TO_UNDO)
    event_messages.write_event_messages(event, complaint, at=at)
    notification_writing.notify_mentioned(details.get("mentioned", ()), event, complaint, at=at)
    if name == "undo_mark":
        notification_writing.notify_of_undone_marking(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return event


@transaction.atomic
def check_move(
    *,
    complaint_id: int,
    name: str,
    by: Actor | Citizen | System,
    at: datetime,
    words: str = "",
    destination_id: int | None = None,
    details: dict | None = None,
    expected_seq: int | None = None,
) -> None:
    """Check whether `make_move` would refuse this move for its facts, words or details. Nothing is written.

    It has the same arguments and raises the same exceptions. `destination_id` is not checked.
    """
    details, words = _clean_details(MOVES[name], details), text_cleaning.clean_text(words)
    head, complaint = lock_complaint(complaint_id)
    move, capacities = _require_permission(name, complaint, head, by=by, at=at, expected_seq=expected_seq)
    _check_move(move, complaint, by=by, capacities=capacities, at=at, words=words, details=details)


def _clean_details(move: Move, details: dict | None) -> dict:
    """Return the details with the texts among them cleaned like words. Raises text_cleaning.UnreadableText."""
    details = dict(details or {})
    return details | {name: text_cleaning.clean_text(details[name]) for name in move.text_parts if details.get(name)}


def lock_complaint(complaint_id: int) -> tuple[ChainHead, Complaint]:
    """Lock a complaint and the head of its history; return both.

    Every writer locks in this order: the head, the complaint, then the running clocks (`services.clocks`).
    """
    head = ChainHead.objects.select_for_update().get(pk=complaint_id)
    related = "category", "policy", "office", "place__parent", "complainant"
    rows = (
        Complaint.objects.unscoped("capacities are checked before the move")
        .select_related(*related)
        .select_for_update(of=("self",), no_key=True)
    )
    return head, rows.get(pk=complaint_id)


def _require_permission(
    name: str, complaint: Complaint, head: ChainHead, *, by, at: datetime, expected_seq: int | None
) -> tuple[Move, frozenset[Capacity]]:
    """Return the move and the capacities in which this actor may make it.

    Raises NotPermitted; or Overtaken if the history has grown since the actor's page was rendered and the move is no
    longer possible, or if they have not seen an event that they must have seen (`Move.stale_after`).
    """
    move = MOVES[name]
    capacities = facts.capacities_of(by, complaint, at=at) & move.by
    if complaint.status in move.sources and capacities:
        if move.stale_after and events_after_page(head, move.stale_after, expected_seq).exists():
            raise Overtaken(Status(complaint.status))
        return move, capacities
    if expected_seq is not None and expected_seq != head.seq:
        raise Overtaken(Status(complaint.status))
    raise NotPermitted(name)


def events_after_page(head: ChainHead, kinds: Set[str], expected_seq: int | None) -> QuerySet[Event]:
    """Return the events of these kinds that were recorded after the actor's page was rendered.

    No statement runs if the page is up to date. `expected_seq`: see `make_move`; None if there was no page.
    """
    if expected_seq is None or expected_seq >= head.seq:
        return Event.objects.none()
    return Event.objects.filter(complaint=head.complaint_id, seq__gt=expected_seq, kind__in=kinds)


def _check_move(move: Move, complaint: Complaint, *, by, capacities, at: datetime, words: str, details: dict) -> Facts:
    """Return the facts of this move. Raises Refused if the words, a guard, the details or the call do not allow it."""
    guard_facts = facts.load_facts(
        complaint,
        by=by,
        actor_capacities=capacities,
        at=at,
        words=words,
        details=details,
        extras=move.optional_facts,
        reverses=move.reverses,
    )
    has_voice_note = VOICE_NOTE in move.records and details.get(VOICE_NOTE)
    if move.needs_words and not (words or has_voice_note):
        raise Refused(Refusal.WORDS_MISSING)
    texts = [words, *(details.get(name, "") for name in move.text_parts)]
    if max(map(len, texts)) > text_cleaning.LONGEST_TEXT:
        raise Refused(Refusal.WORDS_TOO_LONG)
    if reason := refusal_of_move(move.name, guard_facts) or refusal_of_details(move.name, details):
        raise Refused(reason)
    require_recordable_call_of_move(move, complaint, by=by, at=at, details=details)
    return guard_facts


def _change_status(move: Move, complaint: Complaint, guard_facts: Facts, *, at: datetime) -> None:
    """Set the complaint's status to the target of the move, or to the one before the event that the move reverses.

    A move that is one of two approvals completes them if the other approval was given. A complainant who left the
    inquiry is not asked; the superior's approval is then enough (`suffices_after_withdrawal`).
    """
    target = guard_facts.reversed_event.status_before if guard_facts.reversed_event else move.target
    if move.other_approval:
        has_other_approval = getattr(complaint, MOVES[move.other_approval].approval_column) is not None
        if has_other_approval or (complaint.left_at and move.suffices_after_withdrawal):
            target = move.status_when_approved
    if target is None or (move.stays_if_grave and complaint.category.code in GRAVE_CATEGORIES):
        return
    complaint.status = target
    if target is Status.RESOLVED:
        complaint.resolved_at = at


def _move_history_entry(
    move: Move, complaint: Complaint, old_status: Status, words: str, details: dict, *, by, trust: Trust
) -> history.EventEntry:
    recorded = {key: str(value) for key, value in details.items() if key in move.records and value}
    return history.EventEntry(
        kind=move.name,
        cycle=complaint.cycle,
        facts={
            "from": str(old_status),
            "state": history.event_state_of(complaint),
            **recorded,
            **event_facts_of_trust(trust),
        },
        words=words,
        for_citizen=may_citizen_read_text(move.name, by_officer=isinstance(by, Actor)),
        parts={name: details[name] for name in move.text_parts if details.get(name)},
    )


def event_facts_of_trust(trust: Trust) -> dict:
    """Return the facts that an event records about the trust in its actor: only that an officer-issued key was used."""
    return {"officers_key": True} if trust is Trust.OFFICERS_KEY else {}
