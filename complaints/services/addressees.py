"""Where a move takes the complaint: to a named officer, to another cell, or to the next head above."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.queries.heads import heads_above, heads_upwards
from accounts.rules.offices import Kind, is_within, lineage
from accounts.rules.ranks import Rank, at_least
from accounts.rules.roles import Role
from complaints.models import Complaint, Event
from complaints.rules import addressing
from complaints.rules.addressing import Addressee
from complaints.rules.guards import Facts, Refusal
from complaints.rules.moves import Custody, Move
from complaints.rules.statuses import OPEN
from complaints.services.refusals import Refused

EVERYWHERE = ""
BOUNCES_BEFORE_CPO = 2


@dataclass(frozen=True)
class Destination:
    office: Office
    posting_id: int | None


def find(complaint: Complaint, move: Move, *, by, to: int | None, known: Facts, at: datetime) -> Destination | None:
    """Where this move takes it, or None where it stays. Raises Refused.

    `to`: a posting's id where an officer is named, an office's id where it goes to another cell. `known`: the facts
    that the guards were asked with.
    """
    if move.name == "return_report" and known.returns:
        return _next_head(complaint, at=at, floor=None)  # the second return goes one office up
    if move.name == "recategorise":
        return _fit_holder(complaint, at=at)
    match move.custody:
        case Custody.FIT_HEAD:
            return _fit_holder(complaint, at=at)
        case Custody.TO_POSTING:
            return _posting(complaint, to, by=by, at=at)
        case Custody.TO_CELL:
            return _cell(complaint, to, bounces=known.bounces)
        case Custody.NEXT_HEAD:
            return _next_head(complaint, at=at, floor=Rank.SP, but=_decider(complaint))
    return None


def first_head(complaint: Complaint, *, at: datetime) -> Posting | None:
    """Who gets it when nobody has marked it: the lowest head over the place whom the policy allows."""
    start = complaint.place if is_within(complaint.place.path, complaint.office.path) else complaint.office
    for head in heads_upwards(lineage(start.path), at=at):
        if refuse(head, complaint, within=EVERYWHERE) is None:
            return head
    return None


def candidates(complaint: Complaint, *, by: Actor, at: datetime) -> list[Posting]:
    """The postings that this officer may mark the complaint to, for the form. One query."""
    working = Posting.objects.current(at).with_people().filter(role__in=addressing.WORKING_ROLES)
    within = working.filter(office__path__startswith=_reach(complaint, by))
    allowed = (p for p in within if refuse(p, complaint, within=_reach(complaint, by)) is None)
    return sorted(allowed, key=lambda p: (p.office.path, not p.is_head, p.officer.name_en))


def refuse(posting: Posting, complaint: Complaint, *, within: str) -> Refusal | None:
    """Why this posting cannot have this complaint, or None."""
    addressee = Addressee(
        role=Role(posting.role),
        rank=posting.officer.rank,
        office_path=posting.office.path,
        office_kind=Kind(posting.office.kind),
        is_head=posting.is_head,
        acting=posting.acting,
    )
    is_accused = complaint.about_police and complaint.place.kind in {Kind.STATION, Kind.UNIT}
    accused = complaint.place.path if is_accused else None
    floor = addressing.floor_of(Rank(complaint.policy.rank_floor), sensitive=complaint.is_sensitive)
    return addressing.refuse(addressee, floor=floor, within=within, accused_station=accused)


def is_below_the_floor(complaint: Complaint) -> bool:
    """Whether its holder's rank is no longer enough, since it has become confidential. One query."""
    if complaint.holder_id is None or complaint.status not in OPEN:
        return False
    holder = Posting.objects.with_people().get(pk=complaint.holder_id)
    return refuse(holder, complaint, within=EVERYWHERE) is Refusal.RANK_TOO_LOW


def _posting(complaint: Complaint, to: int | None, *, by, at: datetime) -> Destination:
    posting = Posting.objects.current(at).with_people().filter(pk=to).first()
    if posting is None:
        raise Refused(Refusal.NOT_ADDRESSABLE)
    if reason := refuse(posting, complaint, within=_reach(complaint, by)):
        raise Refused(reason)
    return Destination(posting.office, posting.pk)


def _cell(complaint: Complaint, to: int | None, *, bounces: int) -> Destination:
    """Another office's cell; whoever answers for an office has its complaints. The third bounce is the CPO's to end."""
    if bounces >= BOUNCES_BEFORE_CPO:
        office = Office.objects.central()
    else:
        cells = Office.objects.select_related("routes_to").filter(kind__in=[Kind.CENTRAL, Kind.REGION, Kind.DISTRICT])
        named = cells.filter(pk=to).first()
        if named is None:
            raise Refused(Refusal.NOT_ADDRESSABLE)
        office = named.answers_for()
    if office.pk == complaint.office_id:
        raise Refused(Refusal.SAME_OFFICE)
    return Destination(office, None)


def _fit_holder(complaint: Complaint, *, at: datetime) -> Destination | None:
    """In another category or place: None where its holder may keep it, else the lowest head over the place who may."""
    if complaint.holder_id is None or complaint.status not in OPEN:
        return None
    holder = Posting.objects.with_people().get(pk=complaint.holder_id)
    if refuse(holder, complaint, within=EVERYWHERE) is None:
        return None
    head = first_head(complaint, at=at)
    return Destination(head.office, head.pk) if head else Destination(Office.objects.central(), None)


def _reach(complaint: Complaint, by) -> str:
    """Within which office an actor may address: their own subtree; a rule of the system, everywhere."""
    return by.office_path if isinstance(by, Actor) else EVERYWHERE


def _decider(complaint: Complaint) -> int | None:
    """The officer who accepted what is objected to: a higher one than that reads the objection (decisions/0005)."""
    accepted = Event.objects.filter(complaint=complaint, kind="accept", cycle=complaint.cycle).order_by("seq")
    return accepted.values_list("posting__officer_id", flat=True).last()


def _next_head(complaint: Complaint, *, at: datetime, floor: Rank | None, but: int | None = None) -> Destination:
    """The nearest head strictly above, of a rank at or over the floor; without one, the Central Police Office.

    `but`: an officer who is passed over, where there is another one.
    """
    able = [h for h in heads_above(complaint.office, at=at) if floor is None or at_least(h.officer.rank, floor)]
    for head in [h for h in able if h.officer_id != but] or able:
        return Destination(head.office, head.pk)
    return Destination(Office.objects.central(), None)
