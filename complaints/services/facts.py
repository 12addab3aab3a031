"""Load the facts that capacities and guards need. Pages and moves use the same code.

A page passes what its query annotated on the complaint (`AnnotatedFacts`). A guard that reads a fact that was not
loaded raises FactNotLoaded (`rules.guard_facts.MissingFact`), so that no fact has a wrong default by accident.
"""

from collections.abc import Set
from dataclasses import replace
from datetime import datetime

from accounts.actors import Actor
from accounts.queries.office_heads import head_posting_of
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complaint, ContactClaim, Event
from complaints.queries.connected_call_requests import waiting_call_requests_of_holder
from complaints.queries.counted_events import event_times_since, last_event_time, load_counted_event_times
from complaints.queries.current_invitations import invitations_of_round
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.queries.hearing_lookup import has_unheard_officer
from complaints.queries.page_facts import NO_INVITATION, AnnotatedFacts, LastInvitation, PageFacts
from complaints.queries.pressure_reports import is_closure_blocked_by_pressure
from complaints.queries.previous_handling import handled_before_condition
from complaints.queries.reversed_event import load_reversed_event
from complaints.rules import capacities
from complaints.rules.access_proofs import Trust, trust_of_opening
from complaints.rules.actors import Citizen, System
from complaints.rules.calls.connected_call_rules import needs_connected_call
from complaints.rules.capacities import Capacity, ComplaintSituation
from complaints.rules.clock import PAUSED, time_paused
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from complaints.rules.guard_facts import ContactState, Facts, MissingFact
from complaints.rules.outside_referral import REFERRED_CATEGORIES
from complaints.rules.pressure_responders import must_act_on_pressure
from complaints.rules.statuses import GRAVE_CATEGORIES, Status
from complaints.services import clocks
from complaints.workflow.declaration import OptionalFact
from complaints.workflow.table import MOVES

APPROVAL_MOVES = frozenset(name for name, move in MOVES.items() if move.other_approval)
"""The moves that are one of two approvals."""
PAUSING_CAPACITIES = frozenset({Capacity.HOLDER, Capacity.SYSTEM})
"""The capacities whose moves depend on how the report clock ran."""


def capacities_of(
    by: Actor | Citizen | System,
    complaint: Complaint,
    *,
    at: datetime,
    exclusion: ConflictExclusion | None = None,
    annotated: AnnotatedFacts | None = None,
) -> frozenset[Capacity]:
    """Return the capacities in which somebody may act on this complaint at a given time.

    `exclusion` (the conflict exclusion) and `annotated` are queried unless the page has loaded them. The result is
    empty for an anonymised complaint: text that is written after the anonymisation would never be erased.
    """
    if complaint.anonymised_at is not None:
        return frozenset()
    match by:
        case Actor():
            return capacities.capacities_of(
                by, _situation_for(by, complaint, at=at, exclusion=exclusion, annotated=annotated)
            )
        case Citizen():
            is_complainant = by.complainant_id == complaint.complainant_id
            return frozenset({Capacity.CITIZEN}) if is_complainant else frozenset()
        case System():
            return frozenset({Capacity.SYSTEM})


def _situation_for(
    by: Actor,
    complaint: Complaint,
    *,
    at: datetime,
    exclusion: ConflictExclusion | None,
    annotated: AnnotatedFacts | None,
) -> ComplaintSituation:
    """Return the situation with the facts that matter for this officer.

    Pressure matters for officers of the CPO who handle it and do not head the CPO. Whether the officer handled the
    complaint before matters only if they act for a head.
    """
    handles_pressure = must_act_on_pressure(kind=by.office_kind, role=by.role, is_head=by.is_head)
    situation = load_situation(
        complaint,
        at=at,
        loads_head=by.is_head,
        loads_pressure=handles_pressure and not by.is_head,
        exclusion=exclusion,
        annotated=annotated,
    )
    if not by.head_on_leave:
        return situation
    if annotated:
        return replace(situation, has_handled_before=annotated.has_handled_before)
    previously_handled = Complaint.objects.unscoped("the facts of a complaint that is already loaded").filter(
        handled_before_condition(by, at=at), pk=complaint.pk
    )
    return replace(situation, has_handled_before=previously_handled.exists())


def load_situation(
    complaint: Complaint,
    *,
    at: datetime,
    loads_head: bool = True,
    loads_pressure: bool = True,
    exclusion: ConflictExclusion | None = None,
    annotated: AnnotatedFacts | None = None,
) -> ComplaintSituation:
    """Return who has the complaint, and who is excluded from it. The result is the same for all officers.

    loads_head: load the head of the holder's office; only heads of offices need it.
    loads_pressure: load whether the complainant reported pressure lately.
    Each costs one query, unless it is annotated.
    """
    return ComplaintSituation(
        status=Status(complaint.status),
        office_path=complaint.office.path,
        holder_posting_id=complaint.holder_id,
        head_officer_id=_head_officer_id(complaint, annotated, at=at) if loads_head else None,
        exclusion=conflict_exclusion_of(complaint, at=at) if exclusion is None else exclusion,
        is_under_pressure=loads_pressure
        and (annotated.is_under_pressure if annotated else is_closure_blocked_by_pressure(complaint, at=at)),
    )


def _head_officer_id(complaint: Complaint, annotated: AnnotatedFacts | None, *, at: datetime) -> int | None:
    """Return the officer who heads the complaint's office."""
    if annotated:
        return annotated.head_officer
    head = head_posting_of(complaint.office, at=at)
    return head.officer_id if head else None


def load_facts(
    complaint: Complaint,
    *,
    by: Actor | Citizen | System,
    actor_capacities: frozenset[Capacity],
    at: datetime,
    words="",
    details=None,
    page_facts: PageFacts | None = None,
    invitation: LastInvitation | None = None,
    extras: Set[OptionalFact] = frozenset(),
    reverses: Set[str] = frozenset(),
) -> Facts:
    """Return the facts for the guards, with three queries: the open claim, the report clock's runs, the counted events.

    actor_capacities: the capacities of the actor. The runs are loaded only for capacities that can pause the report
    clock.
    page_facts: what the officers' page has loaded.
    invitation: the invitation that the complainant's page has loaded.
    extras: the additional facts that a move needs, one query each.
    reverses: the kinds of events that the move reverses; three queries if there are any.
    """
    claimed_at = page_facts.claimed_at if page_facts else _contact_claim_time(complaint)
    counted_events = page_facts.counted_events if page_facts else load_counted_event_times(complaint)
    return Facts(
        at=at,
        capacities=actor_capacities,
        officer_id=by.officer_id if isinstance(by, Actor) else None,
        officer_at=by.office_kind if isinstance(by, Actor) else None,
        trust=trust_of_actor(by, complaint),
        above_place=isinstance(by, Actor) and by.is_above(complaint.place.path),
        is_accused_unheard=_is_somebody_unheard(complaint, page_facts, at=at),
        claimed_at=claimed_at,
        words=words,
        details=details or {},
        reversed_event=load_reversed_event(complaint, reverses) if reverses else None,
        approver_ids=page_facts.approver_ids if page_facts else _approving_officer_ids(complaint),
        **_complaint_facts(complaint),
        **_complainant_facts(complaint, page_facts),
        **_extra_facts(complaint, page_facts, invitation, extras),
        **_report_clock_facts(complaint, is_loaded=bool(actor_capacities & PAUSING_CAPACITIES), at=at),
        **_past_event_facts(complaint, counted_events, claimed_at),
    )


def _is_somebody_unheard(complaint: Complaint, page_facts: PageFacts | None, *, at: datetime) -> bool:
    """Return whether a conduct complaint in inquiry names an officer who was not heard yet."""
    if not complaint.about_police or complaint.status != Status.IN_INQUIRY:
        return False
    if page_facts:
        return page_facts.annotated.names_somebody and page_facts.is_accused_unheard
    return has_unheard_officer(complaint, at=at)


def _complainant_facts(complaint: Complaint, page_facts: PageFacts | None) -> dict:
    """Return the facts about the complainant: from the annotations, else from the complainant's row."""
    if page_facts:
        annotated = page_facts.annotated
        has_phone, has_hours, is_alone = annotated.has_phone, annotated.has_hours, annotated.is_alone
    else:
        person = complaint.complainant
        has_phone, has_hours = bool(person.phone_index), person.safe_from is not None
        is_alone = person.under_18 or person.anonymous
    return {
        "has_phone": has_phone,
        "is_shielded": needs_connected_call(hidden=complaint.identity_is_protected, has_hours=has_hours),
        "may_be_invited": not (is_alone or complaint.left_at),
    }


def _extra_facts(
    complaint: Complaint, page_facts: PageFacts | None, invitation: LastInvitation | None, extras: Set[OptionalFact]
) -> dict[str, object]:
    """Return the facts that only some moves need. A fact that was not loaded is a MissingFact."""
    has_waiting_call: bool | MissingFact = MissingFact("has_waiting_call")
    if page_facts:
        invitation, has_waiting_call = page_facts.annotated.invitation, page_facts.annotated.has_waiting_call
    if OptionalFact.WAITING_CALL in extras:
        has_waiting_call = waiting_call_requests_of_holder(complaint).exists()
    if OptionalFact.INVITATION in extras:
        row = invitations_of_round(complaint).values_list("appointed_at", "answer").first()
        invitation = LastInvitation(*row) if row else NO_INVITATION
    return {
        "has_waiting_call": has_waiting_call,
        "invited_for": invitation.appointed_at if invitation else MissingFact("invited_for"),
        "invitation_answer": invitation.answer if invitation else MissingFact("invitation_answer"),
    }


def trust_of_actor(by: Actor | Citizen | System, complaint: Complaint) -> Trust:
    """Return how certain it is that this act is the actor's own. For a complainant it depends on how they signed in."""
    return trust_of_opening(by.opened_by, complaint.complainant.proofs) if isinstance(by, Citizen) else Trust.PROVED


def _complaint_facts(complaint: Complaint) -> dict:
    """Return the facts in the complaint's row and in its category, policy and office."""
    return {
        "about_police": complaint.about_police,
        "confidential": complaint.confidential,
        "is_crime": complaint.category.is_crime,
        "is_grave": complaint.category.code in GRAVE_CATEGORIES,
        "has_limits": complaint.policy.has_limits,
        "cycle": complaint.cycle,
        "office_kind": OfficeKind(complaint.office.kind),
        "contact": ContactState(complaint.contact),
        "reporting_officer_id": complaint.reported_by_id,
        "accepted": complaint.accepted_at is not None,
        "verified": complaint.verified_at is not None,
        "outcome": complaint.outcome,
        "fir_number": complaint.fir_number,
        "resolved_at": complaint.resolved_at,
        "ended_at": complaint.closed_at,
        "ending": complaint.ending,
        "left": complaint.left_at is not None,
        "times_asked_after": complaint.asked_after,
        "held": complaint.held_at is not None,
    }


def _report_clock_facts(complaint: Complaint, *, is_loaded: bool, at: datetime) -> dict:
    if not is_loaded:
        return {name: MissingFact(name) for name in ("report_limit", "pauses", "paused", "pause_share")}
    runs = clocks.report_clock_runs(complaint)
    return {
        "report_limit": runs[-1].limit if runs else None,
        "pauses": sum(run.why == PAUSED for run in runs),
        "paused": time_paused(runs, at),
        "pause_share": complaint.policy.pause_share,
    }


def _past_event_facts(
    complaint: Complaint, counted_events: dict[str, list[datetime]], claimed_at: datetime | None
) -> dict:
    """Return the facts that depend on earlier events."""
    return {
        "tries": len(counted_events.get("try_contact", [])),
        "last_try_at": last_event_time(counted_events, "try_contact"),
        "excuse_call_reached_at": last_event_time(counted_events, "excuse_call_reached"),
        "contact_calls": event_times_since(counted_events, "contact_call_failed", claimed_at),
        "verify_calls": event_times_since(counted_events, "verify_call_failed", complaint.reported_at),
        "returns": len(counted_events.get("return_report", [])),
        "bounces": len(counted_events.get("forward", [])),
        "additions": len(counted_events.get("add", [])),
        "urgent_owed": complaint.policy.urgent_hours is not None and not counted_events.get("urgent_act"),
        "referral_owed": complaint.category.code in REFERRED_CATEGORIES and not counted_events.get("refer_outside"),
        "is_at_partner": len(counted_events.get("refer_partner", ())) > len(counted_events.get("recall_partner", ())),
        "withdrawal_asked_at": _withdrawal_asked_at(counted_events),
        "pressure_at": last_event_time(counted_events, "report_pressure"),
        "asked_after_at": last_event_time(counted_events, "ask_after"),
        "well_at": last_event_time(counted_events, "all_well"),
    }


def _approving_officer_ids(complaint: Complaint) -> frozenset[int]:
    """Return the ids of the officers who approved the submitted report. No query if there is no approval yet."""
    if complaint.status != Status.REPORTED or not (complaint.accepted_at or complaint.verified_at):
        return frozenset()
    approvals = Event.objects.filter(complaint=complaint, kind__in=APPROVAL_MOVES, at__gte=complaint.reported_at)
    return frozenset(approvals.values_list("posting__officer", flat=True))


def _contact_claim_time(complaint: Complaint) -> datetime | None:
    open_claim = ContactClaim.objects.filter(complaint=complaint, answered_at=None)
    return open_claim.values_list("claimed_at", flat=True).first()


def _withdrawal_asked_at(counted_events: dict[str, list[datetime]]) -> datetime | None:
    """Return when the complainant asked to withdraw, unless they have decided since then to keep the complaint."""
    asked_at, kept_at = last_event_time(counted_events, "ask_to_withdraw"), last_event_time(counted_events, "keep")
    return None if asked_at is None or (kept_at and kept_at >= asked_at) else asked_at
