"""Find the office and the posting that receive a complaint: a named officer, another cell, or the next higher head.

Every function leaves out postings and offices that the conflict exclusion of the complaint excludes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from math import inf
from operator import or_

from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.models.gps_position_columns import kilometres_from_expression
from accounts.queries.office_heads import head_postings_above, head_postings_of_paths
from accounts.rules.office_tree import OfficeKind, is_within, paths_from_root
from accounts.rules.ranks import Rank, is_at_least
from accounts.rules.roles import KINDS_WITH_CELL
from complaints.models import Complaint, Event
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.queries.officer_workload import end_of_leave
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from complaints.rules.guard_facts import Facts, ReversedEvent
from complaints.rules.marking_eligibility import WORKING_ROLES, receives_appeals
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import OPEN, Status
from complaints.rules.thresholds import FORWARDINGS_BEFORE_CPO
from complaints.services.posting_eligibility import (
    ANY_OFFICE_PATH,
    is_posting_excluded,
    path_of_authority,
    refusal_of_posting,
)
from complaints.workflow.declaration import Custody, Move
from ledger.service_exceptions import Refused

DOWN_TO_REGION, DOWN_TO_DISTRICT = 2, 3
"""How many offices lie on the line from the root to a region or a district, both ends included."""


@dataclass(frozen=True)
class Destination:
    """The office and the posting that receive a complaint; without a posting, the office's complaint cell.

    `posting`: the loaded row with officer and office, if the search has loaded it.
    """

    office: Office
    posting_id: int | None
    posting: Posting | None = None


def find_destination(
    complaint: Complaint, move: Move, *, by, destination_id: int | None, guard_facts: Facts, at: datetime
) -> Destination | None:
    """Return the destination of this move, or None if the custody does not change. Raises Refused.

    destination_id: the id of the chosen posting, or of the office for a transfer to another cell.
    guard_facts: the facts with which the guards of the move were checked.
    """
    match move.custody:
        case Custody.UP_IF_AGAIN if guard_facts.returns:
            return _next_higher_head_or_cpo(
                complaint, at=at, floor=None
            )  # `destination_of_next_return` announces it on the page.
        case Custody.FIT_HEAD | Custody.STAYS_IF_FIT:
            return _new_holder_if_excluded(complaint, at=at)
        case Custody.FIT_CELL:
            return _new_cell_if_excluded(complaint, at=at)
        case Custody.TO_POSTING:
            return _destination_of_chosen_posting(complaint, destination_id, by=by, at=at, anew=False)
        case Custody.TO_ANOTHER_POSTING:
            return _destination_of_chosen_posting(complaint, destination_id, by=by, at=at, anew=True)
        case Custody.TO_CELL:
            return _destination_of_chosen_cell(complaint, destination_id, bounces=guard_facts.bounces, at=at)
        case Custody.TO_FORMER:
            return _former_destination(complaint, guard_facts.reversed_event, at=at)
        case Custody.NEXT_HEAD:
            return _appeal_destination(complaint, at=at)
    return None


def lowest_permitted_head(
    complaint: Complaint, *, at: datetime, exclusion: ConflictExclusion | None = None
) -> Posting | None:
    """Return the lowest head above the incident place whom the policy and the exclusion allow, or None.

    If the place's circle is excluded although its head may be innocent (the rank is unknown, but below SP), the head of
    the nearest other circle comes first.
    """
    exclusion = conflict_exclusion_of(complaint, at=at) if exclusion is None else exclusion
    if exclusion.skipped_circle and (head := _nearest_other_circle_head(complaint, exclusion, at=at)):
        return head
    start = complaint.place if is_within(complaint.place.path, complaint.office.path) else complaint.office
    for head in head_postings_of_paths(paths_from_root(start.path), at=at):
        if refusal_of_posting(head, complaint, below_path=ANY_OFFICE_PATH, exclusion=exclusion) is None:
            return head
    return None


def _nearest_other_circle_head(complaint: Complaint, exclusion: ConflictExclusion, *, at: datetime) -> Posting | None:
    """Return the head of another circle: of the same division or district if one may have it, else of the region.

    The nearest one is chosen, as far as positions are known. Two queries.
    """
    line, place = paths_from_root(exclusion.skipped_circle), complaint.place
    circles = Office.objects.filter(kind=OfficeKind.CIRCLE, path__startswith=line[DOWN_TO_REGION - 1])
    if place.latitude is not None:
        circles = circles.annotate(kilometres=kilometres_from_expression(place.latitude, place.longitude))

    def distance(circle: Office) -> tuple:
        shared = sum(step in line for step in paths_from_root(circle.path))
        kilometres = getattr(circle, "kilometres", None)
        return -shared, inf if kilometres is None else kilometres, circle.path

    current_heads = Posting.objects.heads().current(at).with_people().filter(office__in=circles.values("pk"))
    heads = {head.office_id: head for head in current_heads}
    for circle in sorted(circles, key=distance):
        head = heads.get(circle.pk)
        if head and refusal_of_posting(head, complaint, below_path=ANY_OFFICE_PATH, exclusion=exclusion) is None:
            return head
    return None


def head_after_posting_end(complaint: Complaint, office: Office, *, at: datetime) -> Posting | None:
    """Return who takes over when the holder's posting at this office ends: its head, or the nearest head above."""
    exclusion = conflict_exclusion_of(complaint, at=at)
    heads = head_postings_of_paths(paths_from_root(office.path), at=at)
    return next((head for head in heads if not is_posting_excluded(head, exclusion)), None)


def nearest_head_above(complaint: Complaint, *, at: datetime) -> Posting | None:
    """Return the nearest head strictly above the complaint's office, or None at the top. Three queries."""
    return next(iter(_permitted_heads_above(complaint, at=at)), None)


def destination_of_next_return(complaint: Complaint, *, at: datetime) -> Destination | None:
    """Return the next higher head, who gets the report if it is returned again; None before the first return."""
    returns = Event.objects.filter(complaint=complaint, kind="return_report", cycle=complaint.cycle)
    return _next_higher_head_or_cpo(complaint, at=at, floor=None) if returns.exists() else None


def marking_candidates(
    complaint: Complaint,
    *,
    by: Actor,
    at: datetime,
    is_remarking: bool = False,
    exclusion: ConflictExclusion | None = None,
) -> list[Posting]:
    """Return the postings to which this officer may mark the complaint, with `away_until`. One query with an exclusion.

    is_remarking: the complaint is taken from its holder and marked to another officer.

    An officer of the CPO is not offered the thousands of postings of the whole province: only those of the CPO, the
    heads of districts and regions, and all postings of the complaint's own districts.
    """
    working = Posting.objects.current(at).with_people().filter(role__in=WORKING_ROLES)
    postings = working.filter(office__path__startswith=path_of_authority(by)).annotate(away_until=end_of_leave(at))
    if by.office_kind is OfficeKind.CENTRAL:
        heads = Q(office__kind__in=KINDS_WITH_CELL, is_head=True)
        postings = postings.filter(_own_districts_condition(complaint) | heads | Q(office=by.office_id))
    exclusion = conflict_exclusion_of(complaint, at=at) if exclusion is None else exclusion
    allowed = (
        posting
        for posting in postings
        if _refusal_for_actor(posting, complaint, by=by, exclusion=exclusion, anew=is_remarking) is None
    )
    return sorted(allowed, key=lambda posting: (posting.office.path, not posting.is_head, posting.officer.name_en))


def _own_districts_condition(complaint: Complaint) -> Q:
    """Select the postings in the district of the incident and in the district that has the complaint."""
    lines = (paths_from_root(office.path)[:DOWN_TO_DISTRICT] for office in (complaint.place, complaint.office))
    districts = {line[-1] for line in lines if len(line) == DOWN_TO_DISTRICT}
    return reduce(or_, (Q(office__path__startswith=path) for path in districts), Q(pk=None))


def is_holder_rank_too_low(complaint: Complaint, *, at: datetime) -> bool:
    """Return whether the holder's rank is too low, for example after the complaint became confidential. Two queries."""
    if complaint.holder_id is None or complaint.status not in OPEN:
        return False
    holder = Posting.objects.with_people().get(pk=complaint.holder_id)
    return (
        refusal_of_posting(
            holder, complaint, below_path=ANY_OFFICE_PATH, exclusion=conflict_exclusion_of(complaint, at=at)
        )
        is Refusal.RANK_TOO_LOW
    )


def destination_after_naming(complaint: Complaint, *, at: datetime) -> Destination | None:
    """Return where an open complaint must go after its named officers have changed; None if it can stay."""
    if complaint.status not in OPEN:
        return None
    find_other = _new_cell_if_excluded if complaint.status == Status.RECEIVED else _new_holder_if_excluded
    destination = find_other(complaint, at=at)
    if destination and (destination.office.pk, destination.posting_id) == (complaint.office_id, complaint.holder_id):
        return None
    return destination


def _destination_of_chosen_posting(
    complaint: Complaint, to: int | None, *, by, at: datetime, anew: bool
) -> Destination:
    """Return the chosen posting as the destination. Raises Refused if it may not have the complaint."""
    posting = Posting.objects.current(at).with_people().filter(pk=to).first()
    if posting is None:
        raise Refused(Refusal.NOT_ADDRESSABLE)
    if reason := _refusal_for_actor(
        posting, complaint, by=by, exclusion=conflict_exclusion_of(complaint, at=at), anew=anew
    ):
        raise Refused(reason)
    return Destination(posting.office, posting.pk)


def _former_destination(complaint: Complaint, reversed_event: ReversedEvent, *, at: datetime) -> Destination:
    """Return who had the complaint before the event. Raises Refused if they may not have it any more."""
    exclusion = conflict_exclusion_of(complaint, at=at)
    if reversed_event.holder_before is None:
        office = Office.objects.get(pk=reversed_event.office_before)
        if not _may_cell_have_complaint(office, exclusion):
            raise Refused(Refusal.CANNOT_GO_BACK)
        return Destination(office, None)
    posting = Posting.objects.current(at).with_people().filter(pk=reversed_event.holder_before).first()
    if posting is None or refusal_of_posting(posting, complaint, below_path=ANY_OFFICE_PATH, exclusion=exclusion):
        raise Refused(Refusal.CANNOT_GO_BACK)
    return Destination(posting.office, posting.pk)


def _destination_of_chosen_cell(complaint: Complaint, to: int | None, *, bounces: int, at: datetime) -> Destination:
    """Return the cell of the chosen office as the destination; after three transfers, the cell of the CPO.

    Raises Refused. An office may be routed to another one that handles its complaints.
    """
    exclusion = conflict_exclusion_of(complaint, at=at)
    if bounces >= FORWARDINGS_BEFORE_CPO:
        office = Office.objects.central()
    else:
        cells = Office.objects.select_related("routes_to").filter(kind__in=KINDS_WITH_CELL)
        chosen = cells.filter(pk=to).first()
        if chosen is None:
            raise Refused(Refusal.NOT_ADDRESSABLE)
        office = chosen.handling_office()
    if office.pk == complaint.office_id:
        raise Refused(Refusal.SAME_OFFICE)
    if exclusion.is_office_too_low(OfficeKind(office.kind), office.path) or not _may_cell_have_complaint(
        office, exclusion
    ):
        raise Refused(Refusal.NOT_ADDRESSABLE)
    return Destination(office, None)


def _new_cell_if_excluded(complaint: Complaint, *, at: datetime) -> Destination | None:
    """Return the nearest higher cell that may have an unmarked complaint, else the CPO's; None if it can stay."""
    exclusion = conflict_exclusion_of(complaint, at=at)
    if _may_cell_have_complaint(complaint.office, exclusion):
        return None
    line = Office.objects.line_of(complaint.office).filter(kind__in=KINDS_WITH_CELL)
    offices_above = (office for office in line.reverse() if office.pk != complaint.office_id)
    allowed = (office for office in offices_above if _may_cell_have_complaint(office, exclusion))
    return Destination(next(allowed, None) or Office.objects.central(), None)


def first_permitted_cell(line: Sequence[Office], exclusion: ConflictExclusion) -> Office:
    """Return the office whose cell receives a new complaint: the lowest above the incident place that is allowed.

    line: the offices from the root to the place. An office may be routed to another one's cell.
    exclusion: the conflict exclusion of the complaint.
    """
    offices = [office.handling_office() for office in reversed(line) if office.kind in KINDS_WITH_CELL]
    return next((office for office in offices if _may_cell_have_complaint(office, exclusion)), line[0])


def _may_cell_have_complaint(office: Office, exclusion: ConflictExclusion) -> bool:
    return not (exclusion.excludes_cell(office.path) or exclusion.is_cell_too_low(office.path))


def _new_holder_if_excluded(complaint: Complaint, *, at: datetime) -> Destination | None:
    """Return a new holder if the present one may not keep the complaint; None if they may.

    This is checked after the category, the place or the named officers have changed. The new holder is the lowest head
    above the incident place who may have it, or else the Central Police Office.
    """
    if complaint.status not in OPEN - {Status.RECEIVED}:
        return None
    exclusion = conflict_exclusion_of(complaint, at=at)
    if complaint.holder_id is None and not exclusion.excludes_office(complaint.office.path):
        return None
    if complaint.holder_id is not None:
        holder = Posting.objects.with_people().get(pk=complaint.holder_id)
        if refusal_of_posting(holder, complaint, below_path=ANY_OFFICE_PATH, exclusion=exclusion) is None:
            return None
    head = lowest_permitted_head(complaint, at=at, exclusion=exclusion)
    return Destination(head.office, head.pk) if head else Destination(Office.objects.central(), None)


def _refusal_for_actor(
    posting: Posting, complaint: Complaint, *, by, exclusion: ConflictExclusion, anew: bool
) -> Refusal | None:
    """Return why this actor may not give the complaint to this posting, or None.

    An officer who heads no office re-marks only because of pressure. The complaint must then leave the region:
    otherwise somebody below the CPO would see who re-marked it, and so learn that pressure was reported.
    """
    is_because_of_pressure = anew and isinstance(by, Actor) and not by.is_head
    if is_because_of_pressure and is_within(
        posting.office.path, paths_from_root(complaint.office.path)[:DOWN_TO_REGION][-1]
    ):
        return Refusal.NOT_ADDRESSABLE
    return refusal_of_posting(posting, complaint, below_path=path_of_authority(by), exclusion=exclusion)


def _accepting_officer_id(complaint: Complaint) -> int | None:
    """Return the officer who accepted the report of this round."""
    acceptances = Event.objects.filter(complaint=complaint, kind="accept", cycle=complaint.cycle).order_by("seq")
    return acceptances.values_list("posting__officer_id", flat=True).last()


def _appeal_destination(complaint: Complaint, *, at: datetime) -> Destination:
    """Return who receives an objection or appeal: the next higher head of the rank SP or above.

    The officer who accepted the report is left out if possible (docs/decisions/0012). At the Central Police Office the
    appeals desk receives it instead of the head, unless nobody at the desk may have it (docs/decisions/0009). Officers
    who are not on leave come first, then those with the fewest open complaints.
    """
    accepted_by = _accepting_officer_id(complaint)
    next_head = _next_higher_head_or_cpo(complaint, at=at, floor=Rank.SP, skipped_officer_id=accepted_by)
    if next_head.office.kind != OfficeKind.CENTRAL:
        return next_head
    exclusion = conflict_exclusion_of(complaint, at=at)
    desk = Posting.objects.at_office(next_head.office).appeals_desk().current(at).with_people()
    desk = desk.annotate(away_until=end_of_leave(at))
    eligible = [
        posting
        for posting in desk
        if receives_appeals(posting.officer.rank)
        and posting.officer_id != accepted_by
        and not is_posting_excluded(posting, exclusion)
    ]
    if not eligible:
        return next_head
    open_complaints = Counter(
        Complaint.objects.unscoped("counts how many complaints each officer has")
        .open()
        .filter(holder__in=eligible)
        .values_list("holder", flat=True)
    )
    posting = min(eligible, key=lambda one: (one.away_until is not None, open_complaints[one.pk], one.pk))
    return Destination(next_head.office, posting.pk, posting)


def _next_higher_head_or_cpo(
    complaint: Complaint, *, at: datetime, floor: Rank | None, skipped_officer_id: int | None = None
) -> Destination:
    """Return the nearest head strictly above with at least the rank `floor`, or else the Central Police Office.

    `skipped_officer_id`: an officer who is chosen only if there is no other.
    """
    heads = _permitted_heads_above(complaint, at=at)
    eligible = [head for head in heads if floor is None or is_at_least(head.officer.rank, floor)]
    for head in [head for head in eligible if head.officer_id != skipped_officer_id] or eligible:
        return Destination(head.office, head.pk, head)
    return Destination(Office.objects.central(), None)


def _permitted_heads_above(complaint: Complaint, *, at: datetime) -> list[Posting]:
    """Return the heads strictly above the complaint's office whom the exclusion allows, the nearest first."""
    exclusion = conflict_exclusion_of(complaint, at=at)
    return [head for head in head_postings_above(complaint.office, at=at) if not is_posting_excluded(head, exclusion)]
