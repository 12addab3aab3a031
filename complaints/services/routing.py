"""Where a move takes the complaint: to a named officer, to another cell, or to the next head above."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.queries.office_heads import heads_above, heads_upwards
from accounts.rules.offices import OfficeKind, is_within, lineage
from accounts.rules.ranks import Rank, at_least
from accounts.rules.roles import HAS_A_CELL, Role
from complaints.models import Complaint, Event
from complaints.queries.conflict_exclusion import wall_of
from complaints.rules import assignment
from complaints.rules.assignment import Addressee
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from complaints.rules.facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import OPEN, Status
from complaints.rules.thresholds import BOUNCES_BEFORE_CPO
from complaints.workflow.declaration import Custody, Move
from ledger.exceptions import Refused

EVERYWHERE = ""
DESK_RANK = Rank.DIG
"""Who sits at the appeals desk of the Central Police Office holds this rank at least (domain.md, *Outcomes*)."""
DOWN_TO_REGION, DOWN_TO_DISTRICT = 2, 3
"""Offices on the line from the root to a region, to a district."""


@dataclass(frozen=True)
class Destination:
    """`posting`: with officer and office, where it is known."""

    office: Office
    posting_id: int | None
    posting: Posting | None = None


def find(complaint: Complaint, move: Move, *, by, to: int | None, known: Facts, at: datetime) -> Destination | None:
    """Where this move takes it, or None where it stays. Raises Refused.

    `to`: a posting's id where an officer is named, an office's id where it goes to another cell. `known`: the facts
    that the guards were asked with.
    """
    match move.custody:
        case Custody.UP_IF_AGAIN if known.returns:
            return _next_head(complaint, at=at, floor=None)  # `who_gets_a_second_return` tells so beforehand
        case Custody.FIT_HEAD | Custody.STAYS_IF_FIT:
            return _fit_holder(complaint, at=at)
        case Custody.FIT_CELL:
            return _fit_cell(complaint, at=at)
        case Custody.TO_POSTING:
            return _posting(complaint, to, by=by, at=at, anew=False)
        case Custody.TO_ANOTHER_POSTING:
            return _posting(complaint, to, by=by, at=at, anew=True)
        case Custody.TO_CELL:
            return _cell(complaint, to, bounces=known.bounces, at=at)
        case Custody.NEXT_HEAD:
            return _appealed_to(complaint, at=at)
    return None


def first_head(complaint: Complaint, *, at: datetime, wall: ConflictExclusion | None = None) -> Posting | None:
    """Who gets it when nobody has marked it: the lowest head over the place whom policy and firewall allow."""
    wall = wall_of(complaint, at=at) if wall is None else wall
    start = complaint.place if is_within(complaint.place.path, complaint.office.path) else complaint.office
    for head in heads_upwards(lineage(start.path), at=at):
        if refuse(head, complaint, within=EVERYWHERE, wall=wall) is None:
            return head
    return None


def successor(complaint: Complaint, office: Office, *, at: datetime) -> Posting | None:
    """Who has it when the posting that had it there ends: the office's head, or the nearest above outside the wall."""
    wall = wall_of(complaint, at=at)
    outside = (head for head in heads_upwards(lineage(office.path), at=at) if not _is_kept_out(head, wall))
    return next(outside, None)


def head_above(complaint: Complaint, *, at: datetime) -> Posting | None:
    """The nearest head strictly above the office that has it, outside the wall; None at the top. Three statements."""
    return next(iter(_heads_above(complaint, at=at)), None)


def who_gets_a_second_return(complaint: Complaint, *, at: datetime) -> Destination | None:
    """Where the next return of the report takes it: one office up; None where none was returned in this round yet."""
    returned = Event.objects.filter(complaint=complaint, kind="return_report", cycle=complaint.cycle)
    return _next_head(complaint, at=at, floor=None) if returned.exists() else None


def candidates(
    complaint: Complaint, *, by: Actor, at: datetime, anew: bool = False, wall: ConflictExclusion | None = None
) -> list[Posting]:
    """The postings that the form for marking, or for marking `anew`, offers this officer. One query, where the wall is
    known.

    At the Central Police Office not the whole province, thousands of postings, but whoever sits there, who heads a
    district or region, and the complaint's own districts.
    """
    working = Posting.objects.current(at).with_people().filter(role__in=assignment.WORKING_ROLES)
    within = working.filter(office__path__startswith=_reach(complaint, by))
    if by.office_kind is OfficeKind.CENTRAL:
        within = within.filter(_near(complaint) | Q(office__kind__in=HAS_A_CELL, is_head=True) | Q(office=by.office_id))
    wall = wall_of(complaint, at=at) if wall is None else wall
    allowed = (p for p in within if _refusal(p, complaint, by=by, wall=wall, anew=anew) is None)
    return sorted(allowed, key=lambda p: (p.office.path, not p.is_head, p.officer.name_en))


def _near(complaint: Complaint) -> Q:
    """Postings in the district where it happened, and in the one that has it."""
    lines = (lineage(office.path)[:DOWN_TO_DISTRICT] for office in (complaint.place, complaint.office))
    districts = {line[-1] for line in lines if len(line) == DOWN_TO_DISTRICT}
    return reduce(or_, (Q(office__path__startswith=path) for path in districts), Q(pk=None))


def refuse(posting: Posting, complaint: Complaint, *, within: str, wall: ConflictExclusion) -> Refusal | None:
    """Why this posting cannot have this complaint, or None. No refusal tells that somebody is named."""
    if _is_kept_out(posting, wall):
        return Refusal.NOT_ADDRESSABLE
    addressee = Addressee(
        role=Role(posting.role),
        rank=posting.officer.rank,
        office_path=posting.office.path,
        office_kind=OfficeKind(posting.office.kind),
        is_head=posting.is_head,
        acting=posting.acting,
    )
    is_accused = complaint.about_police and complaint.place.kind in {OfficeKind.STATION, OfficeKind.UNIT}
    accused = complaint.place.path if is_accused else None
    floor = assignment.floor_of(Rank(complaint.policy.rank_floor), sensitive=complaint.is_sensitive or bool(wall))
    return assignment.refuse(addressee, floor=floor, within=within, accused_station=accused)


def _is_kept_out(posting: Posting, wall: ConflictExclusion) -> bool:
    """Whether the firewall keeps it from this posting: named, below one who is, covered by one, or too low."""
    kind, path = OfficeKind(posting.office.kind), posting.office.path
    return wall.keeps_from(posting.pk, posting.officer_id, path) or wall.is_too_low(kind, path)


def is_below_the_floor(complaint: Complaint, *, at: datetime) -> bool:
    """Whether its holder's rank is no longer enough, since it has become confidential. Two queries."""
    if complaint.holder_id is None or complaint.status not in OPEN:
        return False
    holder = Posting.objects.with_people().get(pk=complaint.holder_id)
    return refuse(holder, complaint, within=EVERYWHERE, wall=wall_of(complaint, at=at)) is Refusal.RANK_TOO_LOW


def way_out(complaint: Complaint, *, at: datetime) -> Destination | None:
    """Where an open complaint has to go since it names who it names; None where it may stay, or can go nowhere."""
    if complaint.status not in OPEN:
        return None
    fit = _fit_cell if complaint.status == Status.RECEIVED else _fit_holder
    found = fit(complaint, at=at)
    stays = found and (found.office.pk, found.posting_id) == (complaint.office_id, complaint.holder_id)
    return None if stays else found


def _posting(complaint: Complaint, to: int | None, *, by, at: datetime, anew: bool) -> Destination:
    posting = Posting.objects.current(at).with_people().filter(pk=to).first()
    if posting is None:
        raise Refused(Refusal.NOT_ADDRESSABLE)
    if reason := _refusal(posting, complaint, by=by, wall=wall_of(complaint, at=at), anew=anew):
        raise Refused(reason)
    return Destination(posting.office, posting.pk)


def _cell(complaint: Complaint, to: int | None, *, bounces: int, at: datetime) -> Destination:
    """Another office's cell; whoever answers for an office has its complaints. The third bounce is the CPO's to end."""
    wall = wall_of(complaint, at=at)
    if bounces >= BOUNCES_BEFORE_CPO:
        office = Office.objects.central()
    else:
        cells = Office.objects.select_related("routes_to").filter(kind__in=HAS_A_CELL)
        named = cells.filter(pk=to).first()
        if named is None:
            raise Refused(Refusal.NOT_ADDRESSABLE)
        office = named.answers_for()
    if office.pk == complaint.office_id:
        raise Refused(Refusal.SAME_OFFICE)
    too_low = wall.is_too_low(OfficeKind(office.kind), office.path) or wall.is_too_low_a_cell(office.path)
    if wall.keeps_cell_out(office.path) or too_low:
        raise Refused(Refusal.NOT_ADDRESSABLE)
    return Destination(office, None)


def _fit_cell(complaint: Complaint, *, at: datetime) -> Destination | None:
    """Unmarked: None where its cell may keep it, else the nearest cell above in which nobody who is named sits.

    Without one, the Central Police Office's.
    """
    wall = wall_of(complaint, at=at)
    if _may_start_at(complaint.office, wall):
        return None
    line = Office.objects.line_of(complaint.office).filter(kind__in=HAS_A_CELL)
    above = (office for office in line.reverse() if office.pk != complaint.office_id)
    outside = (office for office in above if _may_start_at(office, wall))
    return Destination(next(outside, None) or Office.objects.central(), None)


def first_cell(line: Sequence[Office], wall: ConflictExclusion) -> Office:
    """Return the office whose cell a new complaint starts at: the lowest over the place that the wall allows.

    `line`: the offices from the root to the place. An office may be routed to another one's cell.
    """
    cells = [office.answers_for() for office in reversed(line) if office.kind in HAS_A_CELL]
    return next((office for office in cells if _may_start_at(office, wall)), line[0])


def _may_start_at(office: Office, wall: ConflictExclusion) -> bool:
    return not (wall.keeps_cell_out(office.path) or wall.is_too_low_a_cell(office.path))


def _fit_holder(complaint: Complaint, *, at: datetime) -> Destination | None:
    """In another category or place, or with another name: None where its holder may keep it.

    Else the lowest head over the place who may have it; without one, the Central Police Office.
    """
    if complaint.status not in OPEN - {Status.RECEIVED}:
        return None
    wall = wall_of(complaint, at=at)
    if complaint.holder_id is None and not wall.has_below(complaint.office.path):
        return None
    if complaint.holder_id is not None:
        holder = Posting.objects.with_people().get(pk=complaint.holder_id)
        if refuse(holder, complaint, within=EVERYWHERE, wall=wall) is None:
            return None
    head = first_head(complaint, at=at, wall=wall)
    return Destination(head.office, head.pk) if head else Destination(Office.objects.central(), None)


def _refusal(posting: Posting, complaint: Complaint, *, by, wall: ConflictExclusion, anew: bool) -> Refusal | None:
    """Why this actor may not address it. Who heads nothing re-marks because of pressure: then out of the region.

    Within it, somebody below the CPO would read who re-marked, and so that there was a report.
    """
    for_pressure = anew and isinstance(by, Actor) and not by.is_head
    if for_pressure and is_within(posting.office.path, lineage(complaint.office.path)[:DOWN_TO_REGION][-1]):
        return Refusal.NOT_ADDRESSABLE
    return refuse(posting, complaint, within=_reach(complaint, by), wall=wall)


def _reach(complaint: Complaint, by) -> str:
    """Within which office an actor may address: their own subtree; a rule of the system, everywhere."""
    return by.office_path if isinstance(by, Actor) else EVERYWHERE


def _decider(complaint: Complaint) -> int | None:
    """The officer who accepted what is objected to: a higher one than that reads the objection (decisions/0012)."""
    accepted = Event.objects.filter(complaint=complaint, kind="accept", cycle=complaint.cycle).order_by("seq")
    return accepted.values_list("posting__officer_id", flat=True).last()


def _appealed_to(complaint: Complaint, *, at: datetime) -> Destination:
    """Where an objection or appeal goes: the next head above, of SP's rank at least. At the Central Police Office not
    its head but the appeals desk, unless nobody there may have it (docs/decisions/0009)."""
    above = _next_head(complaint, at=at, floor=Rank.SP, but=_decider(complaint))
    if above.office.kind != OfficeKind.CENTRAL:
        return above
    wall = wall_of(complaint, at=at)
    on_duty = Posting.objects.at_office(above.office).appeals_desk().current(at).with_people()
    able = [one for one in on_duty if at_least(one.officer.rank, DESK_RANK) and not _is_kept_out(one, wall)]
    if not able:
        return above
    has = Counter(
        Complaint.objects.unscoped("counts how many complaints each officer has")
        .open()
        .filter(holder__in=able)
        .values_list("holder", flat=True)
    )
    least = min(able, key=lambda one: (has[one.pk], one.pk))
    return Destination(above.office, least.pk, least)


def _next_head(complaint: Complaint, *, at: datetime, floor: Rank | None, but: int | None = None) -> Destination:
    """The nearest head strictly above, of a rank at or over the floor; without one, the Central Police Office.

    `but`: an officer who is passed over, where there is another one.
    """
    able = [h for h in _heads_above(complaint, at=at) if floor is None or at_least(h.officer.rank, floor)]
    for head in [h for h in able if h.officer_id != but] or able:
        return Destination(head.office, head.pk, head)
    return Destination(Office.objects.central(), None)


def _heads_above(complaint: Complaint, *, at: datetime) -> list[Posting]:
    wall = wall_of(complaint, at=at)
    return [head for head in heads_above(complaint.office, at=at) if not _is_kept_out(head, wall)]
