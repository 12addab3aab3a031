"""Propose the officer to whom a complaint is marked, with the reason.

The order of preference (docs/rules.md, *Marking*):

1. The target of a routing rule of the area.
2. The lowest office on the line of the incident place where somebody may have the complaint, and there the officer with
   the least work. At a district or above the head comes last, because the head decides on the reports.
3. An officer of that line who is on leave; the acting officer then works on the complaint.
4. The nearest office beside the line, in the district of the incident place.

Nobody is proposed who may not have the complaint: conflict exclusion and rank floor come before every rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from accounts.rules.office_tree import OfficeKind, is_within, paths_from_root
from complaints.rules.exclusion.conflict_exclusion import DISTRICT
from complaints.rules.marking_eligibility import MarkingCandidate, MarkingConditions, refusal_of_candidate

DECIDING_OFFICES = frozenset({OfficeKind.DISTRICT, OfficeKind.REGION, OfficeKind.CENTRAL})
"""The offices whose heads decide on reports. They inquire themselves only if nobody else there can."""
WEIGHT_OF_LATE = 2
"""How much a late complaint counts in the workload, compared with one that is in time."""


@dataclass(frozen=True)
class OfficerOption:
    """An officer to whom a complaint could be marked.

    `open`, `late`: the open complaints that the posting holds, and those of them that are late, as far as the officer
    who marks may see them. `is_away`: the officer is on leave now.
    """

    candidate: MarkingCandidate
    open: int = 0
    late: int = 0
    is_away: bool = False

    @property
    def posting_id(self) -> int:
        return self.candidate.posting_id

    @property
    def workload(self) -> int:
        """Return the open complaints, late ones with their weight."""
        return self.open + (WEIGHT_OF_LATE - 1) * self.late


@dataclass(frozen=True)
class RoutingTarget:
    """Where a routing rule sends a complaint: to one posting, or to the officers of an office."""

    rule_id: int
    posting_id: int | None = None
    office_path: str = ""


class Ground(StrEnum):
    """Why an officer is proposed."""

    RULE = "rule"
    LINE = "line"
    STATION_UNKNOWN = "station_unknown"  # the incident place is a district or more, so its own office is the lowest
    ACTING = "acting"
    BESIDE_THE_LINE = "beside_the_line"


class SkipReason(StrEnum):
    """Why a routing rule was not followed."""

    ON_LEAVE = "on_leave"
    NOT_ELIGIBLE = "not_eligible"


@dataclass(frozen=True)
class SkippedRule:
    """A routing rule that applies to the complaint and was not followed."""

    rule_id: int
    reason: SkipReason


@dataclass(frozen=True)
class MarkingProposal:
    """The proposed officer. `option`: None if nobody may have the complaint.

    `compared`: how many officers of the same office were compared by their workload. `rule_id`: the rule that decided.
    `skipped`: the rules before it that could not be followed. `passed_over`: who would be proposed if nobody was on
    leave, if this is another officer. `leaves_out_station`: a nearer office is left out because the complaint is about
    its police. `leaves_out_excluded`: another nearer office is excluded from the complaint.
    """

    option: OfficerOption | None
    ground: Ground | None = None
    compared: int = 0
    rule_id: int | None = None
    skipped: tuple[SkippedRule, ...] = ()
    passed_over: OfficerOption | None = None
    leaves_out_station: bool = False
    leaves_out_excluded: bool = False


def propose_officer(
    options: Iterable[OfficerOption],
    conditions: MarkingConditions,
    *,
    place_path: str,
    targets: Sequence[RoutingTarget] = (),
) -> MarkingProposal:
    """Return the proposal for one complaint.

    options: the officers to choose from; those who may not have the complaint are left out here.
    place_path: the path of the incident place.
    targets: the routing rules that apply, the most specific first.
    """
    eligible = [option for option in options if refusal_of_candidate(option.candidate, conditions) is None]
    present = [option for option in eligible if not option.is_away]
    skipped = []
    for target in targets:
        chosen = _options_of_target(present, target)
        if chosen:
            return _choose(chosen, Ground.RULE, rule_id=target.rule_id, skipped=skipped)
        is_away = bool(_options_of_target(eligible, target))
        skipped.append(SkippedRule(target.rule_id, SkipReason.ON_LEAVE if is_away else SkipReason.NOT_ELIGIBLE))
    proposal = _propose_by_place(present, eligible, place_path=place_path, skipped=skipped)
    if proposal.option is None:
        return proposal
    without_leaves = _propose_by_place(eligible, eligible, place_path=place_path, skipped=skipped).option
    nearer = [
        path for path in paths_from_root(place_path) if not is_within(proposal.option.candidate.office_path, path)
    ]
    station = conditions.accused_station
    return replace(
        proposal,
        passed_over=without_leaves if without_leaves.is_away and without_leaves != proposal.option else None,
        leaves_out_station=station in nearer,
        leaves_out_excluded=any(
            conditions.exclusion.excludes_office(path)
            for path in nearer
            if station is None or not is_within(path, station)
        ),
    )


def _propose_by_place(
    present: Sequence[OfficerOption],
    eligible: Sequence[OfficerOption],
    *,
    place_path: str,
    skipped: Sequence[SkippedRule],
) -> MarkingProposal:
    """Return the proposal of the nearest officer. `present`: those of the eligible officers who are not on leave."""
    line = paths_from_root(place_path)[::-1]
    for ground, on_offer in ((Ground.LINE, present), (Ground.ACTING, eligible)):
        for path in line:
            if chosen := [option for option in on_offer if option.candidate.office_path == path]:
                is_vague = path == place_path and chosen[0].candidate.office_kind in DECIDING_OFFICES
                known = Ground.STATION_UNKNOWN if is_vague and ground is Ground.LINE else ground
                return _choose(chosen, known, skipped=skipped)
    if beside := _nearest_beside_line(present, line):
        return _choose(beside, Ground.BESIDE_THE_LINE, skipped=skipped)
    return MarkingProposal(None, skipped=tuple(skipped))


def _options_of_target(options: Sequence[OfficerOption], target: RoutingTarget) -> list[OfficerOption]:
    if target.posting_id is not None:
        return [option for option in options if option.posting_id == target.posting_id]
    return [option for option in options if option.candidate.office_path == target.office_path]


def _nearest_beside_line(options: Sequence[OfficerOption], line: Sequence[str]) -> list[OfficerOption]:
    """Return the officers of the office that shares the lowest office with the line of the incident place.

    `line`: from the incident place up. Officers outside its district come into question only by a routing rule.
    """
    district = line[::-1][:DISTRICT][-1]

    def distance(option: OfficerOption) -> tuple:
        path = option.candidate.office_path
        shared = sum(step in line for step in paths_from_root(path))
        return -shared, option.candidate.office_kind is not OfficeKind.CIRCLE, option.workload, path

    within = [option for option in options if is_within(option.candidate.office_path, district)]
    nearest = min(within, key=distance, default=None)
    return [] if nearest is None else [o for o in within if o.candidate.office_path == nearest.candidate.office_path]


def _choose(
    options: Sequence[OfficerOption], ground: Ground, *, skipped: Sequence[SkippedRule], rule_id: int | None = None
) -> MarkingProposal:
    """Return the proposal of the officer with the least work. The head is preferred where both have the same."""

    def preference(option: OfficerOption) -> tuple:
        is_head = option.candidate.is_head
        decides = is_head and option.candidate.office_kind in DECIDING_OFFICES
        return decides, option.workload, not is_head, option.posting_id

    return MarkingProposal(min(options, key=preference), ground, len(options), rule_id, tuple(skipped))
