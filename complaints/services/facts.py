"""The facts that capacities and guards need, loaded once for the page and for the move.

Nothing is read from a complaint by chance: a page hands in what its query has annotated (`Annotated`), and a fact that
nobody loaded raises where a guard asks for it (`rules.facts.Missing`).
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from accounts.actors import Actor
from accounts.queries.office_heads import head_of
from accounts.rules.offices import OfficeKind
from complaints.models import Complaint, ContactClaim, Event
from complaints.queries.conflict_exclusion import wall_of
from complaints.queries.connections import asked_by_holder
from complaints.queries.hearings import anybody_unheard
from complaints.queries.invitations import sent_in_this_round
from complaints.queries.pressure import was_reported_lately
from complaints.queries.previous_handling import had_a_part
from complaints.rules import capacities
from complaints.rules.calls.connected_calls import is_needed
from complaints.rules.capacities import Capacity, Situation
from complaints.rules.clock import PAUSED, time_paused
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from complaints.rules.facts import Contact, Facts, Missing
from complaints.rules.opened_by import Trust, trust_in
from complaints.rules.parties import Citizen, System
from complaints.rules.pressure import answers_for_it
from complaints.rules.referral import REFERRED
from complaints.rules.statuses import GRAVE, Status
from complaints.services import clocks
from complaints.workflow.declaration import Extra
from complaints.workflow.table import MOVES, names_where

EVER = names_where(lambda kind: kind.is_counted_ever)
"""Counted in every round."""
COUNTED = EVER | names_where(lambda kind: kind.is_counted)
KEYS = frozenset(name for name, move in MOVES.items() if move.other_key)
WHO_PAUSES = frozenset({Capacity.HOLDER, Capacity.SYSTEM})
"""Whose moves depend on how the report clock ran."""


class Invited(NamedTuple):
    """The last invitation of this round: for when (None where there is none), and what they say to it."""

    appointed_at: datetime | None
    answer: str

    @classmethod
    def on(cls, complaint: Complaint) -> "Invited":
        """Return what `queries.invitations.as_invited` has annotated; an AttributeError where it has not."""
        return cls(complaint.invited_for, complaint.invitation_answer or "")


NO_INVITATION = Invited(None, "")
"""For readers to whom no answer to an invitation is offered."""


@dataclass(frozen=True)
class Annotated:
    """What `queries.file.seen_by` has annotated on a complaint, and capacities and guards would ask for otherwise.

    `head_officer`, `had_a_part`: only where the reader heads an office, or acts in a head's place.
    """

    names_somebody: bool
    is_pressed: bool
    has_phone: bool
    has_hours: bool
    is_alone: bool
    call_waits: bool
    invited: Invited
    head_officer: int | None
    had_a_part: bool

    @classmethod
    def on(cls, complaint: Complaint, by: Actor) -> "Annotated":
        """Return what stands on the complaint; an AttributeError where the page's query has forgotten one."""
        return cls(
            names_somebody=complaint.names_somebody,
            is_pressed=complaint.is_pressed,
            has_phone=complaint.has_phone,
            has_hours=complaint.safe_from is not None,
            is_alone=complaint.under_18 or complaint.anonymous,
            call_waits=complaint.call_waits,
            invited=Invited.on(complaint),
            head_officer=complaint.head_officer if by.is_head else None,
            had_a_part=complaint.had_a_part if by.seat else False,
        )


@dataclass(frozen=True)
class AtHand:
    """What a page has fetched with the complaint, and guards would ask for otherwise.

    `claimed_at`: since when a claimed contact waits for its answer. `past`: when the counted events happened. `wall`:
    whom the complaint is kept from. `unheard`: whether an officer whom it names has still to be heard. `key_turners`:
    the officers who have given one of the two approvals to the report that waits.
    """

    claimed_at: datetime | None
    past: dict[str, list[datetime]]
    wall: ConflictExclusion
    unheard: bool
    key_turners: frozenset[int]
    annotated: Annotated


def capacities_of(
    by: Actor | Citizen | System,
    complaint: Complaint,
    *,
    at: datetime,
    wall: ConflictExclusion | None = None,
    annotated: Annotated | None = None,
) -> frozenset[Capacity]:
    """Return the capacities in which somebody acts on this complaint, at a moment.

    `wall`, `annotated`: where a page has fetched them; else they are queried. Nobody acts on what was anonymised:
    whatever is written then would stay for good.
    """
    if complaint.anonymised_at is not None:
        return frozenset()
    match by:
        case Actor():
            return capacities.of_officer(by, _situation_for(by, complaint, at=at, wall=wall, annotated=annotated))
        case Citizen():
            is_theirs = by.complainant_id == complaint.complainant_id
            return frozenset({Capacity.CITIZEN}) if is_theirs else frozenset()
        case System():
            return frozenset({Capacity.SYSTEM})


def _situation_for(
    by: Actor, complaint: Complaint, *, at: datetime, wall: ConflictExclusion | None, annotated: Annotated | None
) -> Situation:
    """Return what matters for this actor: pressure, for those at the CPO whose task it is and who do not head it."""
    answers = answers_for_it(kind=by.office_kind, role=by.role, is_head=by.is_head)
    situation = situation_of(
        complaint,
        at=at,
        asks_head=by.is_head,
        asks_pressure=answers and not by.is_head,
        wall=wall,
        annotated=annotated,
    )
    if not by.seat:
        return situation
    if annotated:
        return replace(situation, had_a_part=annotated.had_a_part)
    theirs = Complaint.objects.unscoped("the facts of a complaint in hand").filter(
        had_a_part(by, at=at), pk=complaint.pk
    )
    return replace(situation, had_a_part=theirs.exists())


def situation_of(
    complaint: Complaint,
    *,
    at: datetime,
    asks_head: bool = True,
    asks_pressure: bool = True,
    wall: ConflictExclusion | None = None,
    annotated: Annotated | None = None,
) -> Situation:
    """Who has it, and who is kept from it: the same for everybody who may act on it.

    `asks_head`: whether it matters who heads the holder's office, as to heads of offices. `asks_pressure`: whether it
    matters that its complainant is pressed. A statement each; none for what is annotated.
    """
    return Situation(
        status=Status(complaint.status),
        office_path=complaint.office.path,
        holder_posting_id=complaint.holder_id,
        head_officer_id=_head_officer(complaint, annotated, at=at) if asks_head else None,
        accused_office_id=complaint.place_id if complaint.about_police else None,
        wall=wall_of(complaint, at=at) if wall is None else wall,
        pressed=asks_pressure and (annotated.is_pressed if annotated else was_reported_lately(complaint, at=at)),
    )


def _head_officer(complaint: Complaint, annotated: Annotated | None, *, at: datetime) -> int | None:
    """Return who heads the office that has it."""
    if annotated:
        return annotated.head_officer
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
    invited: Invited | None = None,
    loads: Set[Extra] = frozenset(),
) -> Facts:
    """Return the facts for the guards. Three queries: the waiting claim, the report clock's runs, the counted events.

    `at_hand`: what the officers' page has fetched; `invited`: what the complainant's page has. `loads`: the facts that
    a move needs beside the usual ones, a query each. The runs are loaded only for those whose moves depend on them.
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
        unheard=_is_somebody_unheard(complaint, at_hand, at=at),
        claimed_at=claimed_at,
        words=words,
        details=details or {},
        key_turners=at_hand.key_turners if at_hand else _key_turners(complaint),
        **_as_it_stands(complaint),
        **_of_the_complainant(complaint, at_hand),
        **_extras(complaint, at_hand, invited, loads),
        **_of_the_report_clock(complaint, is_loaded=bool(held & WHO_PAUSES), at=at),
        **_remembered_facts(complaint, past, claimed_at),
    )


def _is_somebody_unheard(complaint: Complaint, at_hand: AtHand | None, *, at: datetime) -> bool:
    """Return whether an officer whom a conduct complaint in inquiry names has still to be heard."""
    if not complaint.about_police or complaint.status != Status.IN_INQUIRY:
        return False
    if at_hand:
        return at_hand.annotated.names_somebody and at_hand.unheard
    return anybody_unheard(complaint, at=at)


def _of_the_complainant(complaint: Complaint, at_hand: AtHand | None) -> dict:
    """Return what is annotated, else what the complainant's row says, which the move has locked."""
    if at_hand:
        known = at_hand.annotated
        has_phone, has_hours, is_alone = known.has_phone, known.has_hours, known.is_alone
    else:
        person = complaint.complainant
        has_phone, has_hours = bool(person.phone_index), person.safe_from is not None
        is_alone = person.under_18 or person.anonymous
    return {
        "has_phone": has_phone,
        "is_shielded": is_needed(hidden=complaint.identity_is_protected, has_hours=has_hours),
        "may_be_invited": not (is_alone or complaint.left_at),
    }


def _extras(
    complaint: Complaint, at_hand: AtHand | None, invited: Invited | None, loads: Set[Extra]
) -> dict[str, object]:
    """Return the facts that only some moves need; a Missing for each that was not loaded."""
    call_waits: bool | Missing = Missing("call_waits")
    if at_hand:
        invited, call_waits = at_hand.annotated.invited, at_hand.annotated.call_waits
    if Extra.WAITING_CALL in loads:
        call_waits = asked_by_holder(complaint).exists()
    if Extra.INVITATION in loads:
        last = sent_in_this_round(complaint).values_list("appointed_at", "answer").first()
        invited = Invited(*last) if last else NO_INVITATION
    return {
        "call_waits": call_waits,
        "invited_for": invited.appointed_at if invited else Missing("invited_for"),
        "invitation_answer": invited.answer if invited else Missing("invitation_answer"),
    }


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
        "office_kind": OfficeKind(complaint.office.kind),
        "contact": Contact(complaint.contact),
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


def _of_the_report_clock(complaint: Complaint, *, is_loaded: bool, at: datetime) -> dict:
    if not is_loaded:
        return {name: Missing(name) for name in ("report_limit", "pauses", "paused", "pause_share")}
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
    rows = Event.objects.filter(complaint=complaint, kind__in=COUNTED).order_by("seq")
    return remember(complaint, rows.values_list("kind", "cycle", "at"))


def remember(complaint: Complaint, events: Iterable[tuple[str, int, datetime]]) -> dict[str, list[datetime]]:
    """The same from events at hand, oldest first: kind, cycle and moment of each."""
    past: dict[str, list[datetime]] = {}
    for kind, cycle, at in events:
        if kind in COUNTED and (cycle == complaint.cycle or kind in EVER):
            past.setdefault(kind, []).append(at)
    return past


def _claimed_at(complaint: Complaint) -> datetime | None:
    waiting = ContactClaim.objects.filter(complaint=complaint, answered_at=None)
    return waiting.values_list("claimed_at", flat=True).first()


def _withdrawal_asked_at(past: dict[str, list[datetime]]) -> datetime | None:
    asked, kept = _last(past, "ask_to_withdraw"), _last(past, "keep")
    return None if asked is None or (kept and kept >= asked) else asked


def _since(past: dict[str, list[datetime]], kind: str, since: datetime | None) -> tuple[datetime, ...]:
    """Of the things that guards count, those that belong to the present claim or report."""
    return tuple(at for at in past.get(kind, []) if since is not None and at >= since)


def _last(past: dict[str, list[datetime]], kind: str) -> datetime | None:
    return past[kind][-1] if past.get(kind) else None
