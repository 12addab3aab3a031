"""Compare the proposals with past markings: how often the proposed officer is the one who got the complaint."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched

from accounts.models import Leave, Posting
from accounts.rules.office_tree import is_within
from complaints.models import Complaint, Custody, Event
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusions_of
from complaints.queries.routing_rules import load_rules_of_places, rules_for_complaint, target_of_rule
from complaints.rules.exclusion.conflict_exclusion import NO_EXCLUSION
from complaints.rules.marking.marking_proposal import MarkingProposal, OfficerOption, propose_officer
from complaints.rules.marking_eligibility import WORKING_ROLES, refusal_of_candidate
from complaints.services.posting_eligibility import candidate_of, marking_conditions_of

BATCH = 500


@dataclass
class ProposalComparison:
    """How the proposals agree with what was done.

    `by_chance`: how many would agree if an officer was drawn among those of the place's line who may have the
    complaint. `grounds`: how many proposals each ground gave; "none" without a proposal.
    """

    compared: int = 0
    same_officer: int = 0
    same_office: int = 0
    by_chance: float = 0.0
    grounds: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _PastStaff:
    """The postings, leaves and custody rows of a period, from which the work of each moment follows."""

    postings: Sequence[Posting]
    leaves: Mapping[int, Sequence[Leave]]
    custody: Mapping[int, Sequence[tuple[datetime, datetime | None]]]

    def options(self, within: str, at: datetime) -> list[OfficerOption]:
        """Return the officers at and below an office as they were at a moment: at work or on leave, and their load."""
        return [
            OfficerOption(
                candidate_of(posting),
                open=sum(start < at and (end is None or end > at) for start, end in self.custody[posting.pk]),
                is_away=any(leave.starts_at <= at < leave.ends_at for leave in self.leaves[posting.pk]),
            )
            for posting in self.postings
            if posting.is_current(at) and is_within(posting.office.path, within)
        ]


def compare_with_markings(*, days: int, at: datetime) -> ProposalComparison:
    """Compare the proposal with each marking by an officer in the last days.

    The work counts the complaints that an officer held at that moment, without weighting late ones. Exclusions and
    routing rules are those of now.
    """
    marks = Event.objects.filter(kind="mark", at__gte=at - timedelta(days=days), at__lte=at).exclude(posting=None)
    rows = list(marks.order_by("at").values_list("complaint", "at", "posting__office__path", "body"))
    staff, result = _load_staff(since=at - timedelta(days=days)), ProposalComparison()
    for batch in batched(rows, BATCH):
        ids = [complaint_id for complaint_id, *_ in batch]
        related = "category", "policy", "place", "office"
        complaints = Complaint.objects.unscoped("counts, without showing a complaint").select_related(*related)
        complaints, exclusions = complaints.in_bulk(ids), conflict_exclusions_of(ids, at=at)
        rules = load_rules_of_places({complaint.place.path for complaint in complaints.values()}, at=at)
        for complaint_id, marked_at, within, body in batch:
            complaint = complaints[complaint_id]
            conditions = marking_conditions_of(
                complaint, below_path=within, exclusion=exclusions.get(complaint_id, NO_EXCLUSION)
            )
            options = staff.options(within, marked_at)
            targets = [target_of_rule(rule) for rule in rules_for_complaint(rules, complaint)]
            proposal = propose_officer(options, conditions, place_path=complaint.place.path, targets=targets)
            on_line = [
                option
                for option in options
                if is_within(complaint.place.path, option.candidate.office_path)
                and refusal_of_candidate(option.candidate, conditions) is None
            ]
            _count(result, proposal, json.loads(body)["facts"]["state"], staff, on_line=len(on_line))
    return result


def _count(
    result: ProposalComparison, proposal: MarkingProposal, state: Mapping, staff: _PastStaff, *, on_line: int
) -> None:
    """Add one marking to the result. `state`: office and holder after the marking."""
    result.compared += 1
    result.grounds[str(proposal.ground or "none")] += 1
    if proposal.option is None:
        return
    holder = next((posting for posting in staff.postings if posting.pk == state["holder"]), None)
    result.same_officer += proposal.option.posting_id == state["holder"]
    result.same_office += holder is not None and holder.office.path == proposal.option.candidate.office_path
    result.by_chance += 1 / on_line if on_line else 0


def _load_staff(*, since: datetime) -> _PastStaff:
    """Load everybody who worked on complaints since a moment. Three statements."""
    working = Posting.objects.with_people().filter(role__in=WORKING_ROLES)
    postings = [posting for posting in working if posting.ends_at is None or posting.ends_at > since]
    return _PastStaff(
        postings,
        _group(Leave.objects.filter(ends_at__gt=since), lambda leave: (leave.posting_id, leave)),
        _group(
            Custody.objects.exclude(posting=None).exclude(ended_at__lt=since),
            lambda row: (row.posting_id, (row.started_at, row.ended_at)),
        ),
    )


def _group(rows: Iterable, key_and_value) -> Mapping[int, list]:
    grouped: dict[int, list] = defaultdict(list)
    for row in rows:
        key, value = key_and_value(row)
        grouped[key].append(value)
    return grouped
