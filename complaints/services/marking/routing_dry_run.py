"""Try a routing rule on the complaints of the last 30 days: whom it would have proposed, and who got them.

The other rules in force are tried with it, as the proposal applies them: a more specific rule comes first.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Leave, Posting
from accounts.rules.office_tree import paths_from_root
from complaints.models import Complaint, Custody, RoutingRule
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusions_of
from complaints.queries.routing_rules import load_rules_of_places, rules_for_complaint, target_of_rule
from complaints.rules.exclusion.conflict_exclusion import DISTRICT, NO_EXCLUSION
from complaints.rules.marking.marking_proposal import MarkingProposal, OfficerOption, SkipReason, propose_officer
from complaints.rules.marking_eligibility import WORKING_ROLES
from complaints.services.posting_eligibility import candidate_of, marking_conditions_of

PERIOD = timedelta(days=30)
MOST_COMPLAINTS = 500
"""The newest complaints that a dry run reads. More would say the same and take seconds."""


@dataclass(frozen=True)
class _FirstMarking:
    """The first marking of a complaint. `cell_path`: the path of the office whose cell marked it, or may mark it now.

    `holder`: the posting that got it; None while nobody has.
    """

    cell_path: str
    holder: int | None = None


@dataclass(frozen=True)
class TriedComplaint:
    """One complaint of a dry run. `proposed`: the officer, if the rule decides.

    `skipped`: why the rule cannot be followed. `earlier_rule`: the rule in force that comes before it and decides.
    `marked_to`: the officer who got the complaint first; None while nobody has.
    """

    complaint: Complaint
    proposed: Posting | None
    skipped: SkipReason | None
    earlier_rule: RoutingRule | None
    marked_to: Posting | None

    @property
    def is_same(self) -> bool:
        """Return whether the proposed officer got the complaint."""
        return self.proposed is not None and self.proposed == self.marked_to


@dataclass(frozen=True)
class DryRun:
    """The result of a dry run. `is_cut`: there are older complaints in the period that were not read.

    `by_officer`: of each officer, how many complaints the rule proposes, and how many of these the officer got.
    """

    rows: Sequence[TriedComplaint]
    is_cut: bool
    by_officer: Sequence[tuple[Posting, int, int]] = ()
    skipped: Mapping[SkipReason, int] = field(default_factory=dict)

    @property
    def decided(self) -> int:
        """Return for how many complaints this rule decides."""
        return sum(row.proposed is not None for row in self.rows)

    @property
    def same(self) -> int:
        return sum(row.is_same for row in self.rows)

    @property
    def compared(self) -> int:
        """Return for how many complaints both a proposal and a marking exist."""
        return sum(row.proposed is not None and row.marked_to is not None for row in self.rows)


def try_rule(rule: RoutingRule, *, by: Actor, at: datetime) -> DryRun:
    """Return what the rule would have proposed for the complaints of the last 30 days that `by` may see.

    Exclusions and the other rules are those of now, leaves those of the day on which each complaint was received. Eight
    statements at most.
    """
    complaints = _complaints_of_rule(rule, by=by, at=at)
    is_cut, complaints = len(complaints) > MOST_COMPLAINTS, complaints[:MOST_COMPLAINTS]
    ids = [complaint.pk for complaint in complaints]
    exclusions, first_markings = conflict_exclusions_of(ids, at=at), _load_first_markings(ids)
    others = load_rules_of_places({complaint.place.path for complaint in complaints}, at=at)
    rules = [rule, *(other for other in others if other.pk != rule.pk)]
    postings, leaves = _load_postings_and_leaves(rules, at=at)
    options = {posting.pk: OfficerOption(candidate_of(posting)) for posting in postings}
    rows = []
    for complaint in reversed(complaints):  # the oldest first, so that the work spreads as it would have
        marking = first_markings[complaint.pk]
        proposal = propose_officer(
            [
                replace(
                    one, is_away=any(leave.starts_at <= complaint.received_at < leave.ends_at for leave in leaves[key])
                )
                for key, one in options.items()
            ],
            # The cell can mark to its own offices only. Those of `by` may be more, or fewer.
            marking_conditions_of(
                complaint, below_path=marking.cell_path, exclusion=exclusions.get(complaint.pk, NO_EXCLUSION)
            ),
            place_path=complaint.place.path,
            targets=[target_of_rule(one) for one in rules_for_complaint(rules, complaint)],
        )
        if proposal.rule_id is not None:
            chosen = proposal.option.posting_id
            options[chosen] = replace(options[chosen], open=options[chosen].open + 1)
        rows.append((complaint, proposal, marking.holder))
    return _summarise(rule, rows, rules, {posting.pk: posting for posting in postings}, is_cut=is_cut)


def _load_postings_and_leaves(
    rules: Sequence[RoutingRule], *, at: datetime
) -> tuple[list[Posting], Mapping[int, list[Leave]]]:
    """Return the officers that the rules can propose, and their leaves in the period, by posting. Two statements."""
    targets = Q(pk__in=[rule.target_posting_id for rule in rules if rule.target_posting_id])
    targets |= Q(office__in=[rule.target_office_id for rule in rules if rule.target_office_id])
    postings = list(Posting.objects.current(at).with_people().filter(targets, role__in=WORKING_ROLES))
    leaves: dict[int, list[Leave]] = defaultdict(list)
    for leave in Leave.objects.filter(posting__in=postings, ends_at__gt=at - PERIOD):
        leaves[leave.posting_id].append(leave)
    return postings, leaves


def _complaints_of_rule(rule: RoutingRule, *, by: Actor, at: datetime) -> list[Complaint]:
    """Return the visible complaints of the period to which the rule applies, the newest first, and one more."""
    # No deadline is before the registration, and the lists' indexes begin with the deadline.
    period = {"received_at__gte": at - PERIOD, "received_at__lte": at, "due_at__gte": at - PERIOD}
    visible = Complaint.objects.visible_to(by, at=at).filter(**period)
    within = visible.filter(place__path__startswith=rule.place.path)
    if rule.category_id is not None:
        within = within.filter(category=rule.category_id)
    related = "category", "policy", "place", "office"
    return list(within.select_related(*related).for_screen().order_by("-received_at", "-pk")[: MOST_COMPLAINTS + 1])


def _load_first_markings(complaint_ids: Sequence[int]) -> dict[int, _FirstMarking]:
    """Return the first marking of each complaint. One statement."""
    rows = Custody.objects.filter(complaint__in=complaint_ids).order_by("complaint", "started_at", "pk")
    found: dict[int, _FirstMarking] = {}
    for complaint_id, path, posting in rows.values_list("complaint", "office__path", "posting"):
        # No row shows the cell if the complaint was marked in the moment in which it came: then it was the district's.
        marking = found.setdefault(complaint_id, _FirstMarking(paths_from_root(path)[:DISTRICT][-1]))
        if marking.holder is None:
            found[complaint_id] = _FirstMarking(marking.cell_path if posting else path, posting)
    return found


def _summarise(
    rule: RoutingRule,
    rows: Sequence[tuple[Complaint, MarkingProposal, int | None]],
    rules: Sequence[RoutingRule],
    postings: Mapping[int, Posting],
    *,
    is_cut: bool,
) -> DryRun:
    others = {holder for *_, holder in rows if holder} - postings.keys()
    known = {**postings, **Posting.objects.with_people().in_bulk(others)}
    rules_by_id = {target_of_rule(one).rule_id: one for one in rules}
    rule_id, tried = target_of_rule(rule).rule_id, []
    for complaint, proposal, holder in reversed(rows):
        skipped = next((one.reason for one in proposal.skipped if one.rule_id == rule_id), None)
        is_decided = proposal.rule_id == rule_id
        proposed = known[proposal.option.posting_id] if is_decided else None
        earlier_rule = None if is_decided or skipped else rules_by_id[proposal.rule_id]
        tried.append(TriedComplaint(complaint, proposed, skipped, earlier_rule, known.get(holder)))
    proposed = Counter(row.proposed.pk for row in tried if row.proposed)
    same = Counter(row.proposed.pk for row in tried if row.is_same)
    return DryRun(
        tried,
        is_cut,
        by_officer=[(known[pk], number, same[pk]) for pk, number in proposed.most_common()],
        skipped=Counter(row.skipped for row in tried if row.skipped),
    )
