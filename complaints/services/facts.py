"""What capacities and guards ask, gathered once for the page and for the move."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from accounts.actors import Actor
from accounts.queries.heads import head_of
from accounts.rules.offices import Kind
from complaints.models import Complaint, ContactClaim, Event
from complaints.queries.firewall import wall_of
from complaints.queries.hearings import anybody_unheard
from complaints.queries.parts import had_a_part
from complaints.queries.pressure import was_reported_lately
from complaints.rules import capacities
from complaints.rules.capacities import Capacity, Situation
from complaints.rules.clock import PAUSED, time_paused
from complaints.rules.connecting import is_needed
from complaints.rules.facts import Contact, Facts
from complaints.rules.firewall import Wall
from complaints.rules.opened_by import Trust, trust_in
from complaints.rules.parties import Citizen, System
from complaints.rules.pressure import answers_for_it
from complaints.rules.referral import REFERRED
from complaints.rules.statuses import GRAVE, Status
from complaints.services import clocks

_REMEMBERED = [
    *("try_contact", "return_report", "forward", "ask_to_withdraw", "keep", "report_pressure", "ask_after", "all_well"),
    *("contact_call_failed", "verify_call_failed", "add", "urgent_act", "refer_outside"),
]
EVER = frozenset({"report_pressure", "urgent_act", "refer_outside"})
"""Remembered from every round."""
KEYS = frozenset({"accept", "verify"})
WHO_PAUSES = frozenset({Capacity.HOLDER, Capacity.SYSTEM})
"""Whose moves depend on how the report clock ran."""


class AtHand(NamedTuple):
    """What is known already: since when a claimed contact waits for its answer, and the remembered events; whom the
    firewall keeps away, and whether an officer whom it names has still to be heard; which officers have turned a key
    to the report that waits."""

    claimed_at: datetime | None
    past: dict[str, list[datetime]]
    wall: Wall
    unheard: bool
    key_turners: frozenset[int]


def capacities_of(
    by: Actor | Citizen | System, complaint: Complaint, *, at: datetime, wall: Wall | None = None
) -> frozenset[Capacity]:
    """In which capacities somebody acts on this complaint, at a moment. `wall`: where it is known.

    Nobody acts on what was anonymised: whatever is written then would stand there for good.
    """
    if complaint.anonymised_at is not None:
        return frozenset()
    match by:
        case Actor():
            return capacities.of_officer(by, _situation_for(by, complaint, at=at, wall=wall))
        case Citizen():
            is_theirs = by.complainant_id == complaint.complainant_id
            return frozenset({Capacity.CITIZEN}) if is_theirs else frozenset()
        case System():
            return frozenset({Capacity.SYSTEM})


def _asks_to_hear(complaint: Complaint) -> bool:
    """Of a conduct complaint in inquiry it matters whether an officer whom it names has still to be heard."""
    asks = complaint.about_police and complaint.status == Status.IN_INQUIRY
    return asks and vars(complaint).get("names_somebody", True)


def _situation_for(by: Actor, complaint: Complaint, *, at: datetime, wall: Wall | None) -> Situation:
    """What matters for this actor: pressure, for those at the CPO whose task it is and who do not head it anyway."""
    answers = answers_for_it(kind=by.office_kind, role=by.role, is_head=by.is_head)
    asks_pressure = answers and not by.is_head
    situation = situation_of(complaint, at=at, asks_head=by.is_head, asks_pressure=asks_pressure, wall=wall)
    return replace(situation, had_a_part=_had_a_part(by, complaint, at=at)) if by.seat else situation


def _had_a_part(by: Actor, complaint: Complaint, *, at: datetime) -> bool:
    """Whether who acts in a head's place has held it: as the page's query has annotated it, or from one of its own."""
    if hasattr(complaint, "had_a_part"):
        return complaint.had_a_part
    return Complaint.objects.for_service().filter(had_a_part(by, at=at), pk=complaint.pk).exists()


def situation_of(
    complaint: Complaint,
    *,
    at: datetime,
    asks_head: bool = True,
    asks_pressure: bool = True,
    wall: Wall | None = None,
) -> Situation:
    """Who has it, and who is kept from it: the same for everybody who may act on it.

    `asks_head`: whether it matters who heads the holder's office, as to who heads an office themselves.
    `asks_pressure`: whether it does that its complainant is pressed. A statement each; none for what is annotated.
    """
    return Situation(
        status=Status(complaint.status),
        office_path=complaint.office.path,
        holder_posting_id=complaint.holder_id,
        head_officer_id=_head_officer(complaint, at=at) if asks_head else None,
        accused_office_id=complaint.place_id if complaint.about_police else None,
        wall=wall_of(complaint, at=at) if wall is None else wall,
        pressed=asks_pressure and _is_pressed(complaint, at=at),
    )


def _is_pressed(complaint: Complaint, *, at: datetime) -> bool:
    return complaint.is_pressed if hasattr(complaint, "is_pressed") else was_reported_lately(complaint, at=at)


def _head_officer(complaint: Complaint, *, at: datetime) -> int | None:
    """Who heads the office that has it: as the page's query has annotated it, or from a query of its own."""
    known = vars(complaint)
    if "head_officer" in known:
        return known["head_officer"]
    head = head_of(complaint.office, at=at)
    return head.officer_id if head else None


def gather(
    complaint: Complaint,
    *,
    by: Actor | Citizen | System,
    held: frozenset[Capacity],
    at: datetime,
    words="",
    details=None,
    at_hand: AtHand | None = None,
) -> Facts:
    """The facts for the guards. Three queries: the waiting claim, the report clock's runs, the remembered events.

    `at_hand`: the first and the last of them, for whoever has fetched them with something else. The runs are asked for
    only by whose moves depend on them.
    """
    claimed_at = at_hand.claimed_at if at_hand else _claimed_at(complaint)
    past = at_hand.past if at_hand else remembered(complaint)
    return Facts(
        at=at,
        capacities=held,
        officer_id=by.officer_id if isinstance(by, Actor) else None,
        officer_at=by.office_kind if isinstance(by, Actor) else None,
        trust=trust_of(by, complaint),
        above_place=isinstance(by, Actor) and by.stands_above(complaint.place.path),
        unheard=_asks_to_hear(complaint) and (at_hand.unheard if at_hand else anybody_unheard(complaint, at=at)),
        claimed_at=claimed_at,
        words=words,
        details=details or {},
        key_turners=at_hand.key_turners if at_hand else _key_turners(complaint),
        **_as_it_stands(complaint),
        **(_of_the_report_clock(complaint, at=at) if held & WHO_PAUSES else {}),
        **_remembered_facts(complaint, past, claimed_at),
    )


def trust_of(by: Actor | Citizen | System, complaint: Complaint) -> Trust:
    """How far this act is known to be its actor's: of a complainant, by what opened the complaint."""
    return trust_in(by.opened_by, complaint.complainant.proofs) if isinstance(by, Citizen) else Trust.PROVED


def _as_it_stands(complaint: Complaint) -> dict:
    """What the row says, with its category, policy and office."""
    return {
        "about_police": complaint.about_police,
        "confidential": complaint.confidential,
        "is_crime": complaint.category.group == "crime",
        "is_grave": complaint.category.code in GRAVE,
        "has_limits": complaint.policy.has_limits,
        "cycle": complaint.cycle,
        "office_kind": Kind(complaint.office.kind),
        "contact": Contact(complaint.contact),
        "has_phone": _has_phone(complaint),
        "is_shielded": is_needed(hidden=complaint.identity_is_protected, has_hours=_has_hours(complaint)),
        "may_be_invited": not (_is_of(complaint, "under_18") or _is_of(complaint, "anonymous") or complaint.left_at),
        "invited_for": getattr(complaint, "invited_for", None),  # of the move itself, services.inviting asks
        "invitation_answer": getattr(complaint, "invitation_answer", None) or "",
        "call_waits": getattr(complaint, "call_waits", False),  # of the move itself, services.connecting asks
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


def _of_the_report_clock(complaint: Complaint, *, at: datetime) -> dict:
    runs = clocks.report_runs(complaint)
    return {
        "report_limit": runs[-1].limit if runs else None,
        "pauses": sum(run.why == PAUSED for run in runs),
        "paused": time_paused(runs, at),
        "pause_share": complaint.policy.pause_share,
    }


def _remembered_facts(complaint: Complaint, past: dict[str, list[datetime]], claimed_at: datetime | None) -> dict:
    return {
        "tries": len(past.get("try_contact", [])),
        "last_try_at": _last(past, "try_contact"),
        "contact_calls": _since(past, "contact_call_failed", claimed_at),
        "verify_calls": _since(past, "verify_call_failed", complaint.reported_at),
        "returns": len(past.get("return_report", [])),
        "bounces": len(past.get("forward", [])),
        "additions": len(past.get("add", [])),
        "urgent_owed": complaint.policy.urgent_hours is not None and not past.get("urgent_act"),
        "referral_owed": complaint.category.code in REFERRED and not past.get("refer_outside"),
        "withdrawal_asked_at": _withdrawal_asked_at(past),
        "pressure_at": _last(past, "report_pressure"),
        "asked_after_at": _last(past, "ask_after"),
        "well_at": _last(past, "all_well"),
    }


def _key_turners(complaint: Complaint) -> frozenset[int]:
    """Who has turned a key to the report that waits, by officer. One statement where a key is turned, else none."""
    if complaint.status != Status.REPORTED or not (complaint.accepted_at or complaint.verified_at):
        return frozenset()
    turned = Event.objects.filter(complaint=complaint, kind__in=KEYS, at__gte=complaint.reported_at)
    return frozenset(turned.values_list("posting__officer", flat=True))


def remembered(complaint: Complaint) -> dict[str, list[datetime]]:
    """When the things happened that guards count: tries, returns, bounces and wishes of this cycle; pressure of any."""
    rows = Event.objects.filter(complaint=complaint, kind__in=_REMEMBERED).order_by("seq")
    return remember(complaint, rows.values_list("kind", "cycle", "at"))


def remember(complaint: Complaint, events: Iterable[tuple[str, int, datetime]]) -> dict[str, list[datetime]]:
    """The same from events at hand, oldest first: kind, cycle and moment of each."""
    past: dict[str, list[datetime]] = {}
    for kind, cycle, at in events:
        if kind in _REMEMBERED and (cycle == complaint.cycle or kind in EVER):
            past.setdefault(kind, []).append(at)
    return past


def _claimed_at(complaint: Complaint) -> datetime | None:
    waiting = ContactClaim.objects.filter(complaint=complaint, answered_at=None)
    return waiting.values_list("claimed_at", flat=True).first()


def _withdrawal_asked_at(past: dict[str, list[datetime]]) -> datetime | None:
    asked, kept = _last(past, "ask_to_withdraw"), _last(past, "keep")
    return None if asked is None or (kept and kept >= asked) else asked


def _has_phone(complaint: Complaint) -> bool:
    """Whether they can be rung: as the page's query has annotated it, or from the complainant that the move locked."""
    return complaint.has_phone if hasattr(complaint, "has_phone") else bool(complaint.complainant.phone_index)


def _has_hours(complaint: Complaint) -> bool:
    """Whether they are to be rung in chosen hours alone, known in the same two ways."""
    safe = complaint.safe_from if hasattr(complaint, "safe_from") else complaint.complainant.safe_from
    return safe is not None


def _is_of(complaint: Complaint, trait: str) -> bool:
    """Whether their complainant is so, known in the same two ways."""
    return getattr(complaint, trait) if hasattr(complaint, trait) else getattr(complaint.complainant, trait)


def _since(past: dict[str, list[datetime]], kind: str, since: datetime | None) -> tuple[datetime, ...]:
    """Of the things that guards count, those that belong to the present claim or report."""
    return tuple(at for at in past.get(kind, []) if since is not None and at >= since)


def _last(past: dict[str, list[datetime]], kind: str) -> datetime | None:
    return past[kind][-1] if past.get(kind) else None
