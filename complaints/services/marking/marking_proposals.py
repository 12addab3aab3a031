"""Propose the officers to whom complaints are marked, for one complaint or many (`rules.marking.marking_proposal`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.office_tree import is_within, paths_from_root
from complaints.models import Complaint, RoutingRule
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusions_of
from complaints.queries.exclusion.exclusion_tasks import works_on_exclusions
from complaints.queries.officer_workload import NO_WORK, OpenAndLate, load_workloads, load_workloads_and_rule_ids
from complaints.queries.routing_rules import load_rules, rules_for_complaint, target_of_rule
from complaints.rules.exclusion.conflict_exclusion import DISTRICT, NO_EXCLUSION, ConflictExclusion
from complaints.rules.marking.marking_proposal import MarkingProposal, OfficerOption, propose_officer
from complaints.rules.statuses import Status
from complaints.services.posting_eligibility import candidate_of, marking_conditions_of, path_of_authority


@dataclass(frozen=True)
class MarkingChoices:
    """The officers to whom complaints may be marked, and the proposal for each complaint.

    `postings`: with officer, office and `away_until`, which is None for officers at work. `workloads`, `proposals`,
    `rules`: by the id of the posting, the complaint and the routing rule. The workloads are those of officers near the
    incident places, and of those to whom the rules lead. `shows_exclusions`: the officer who marks may read which
    offices the complaints exclude.
    """

    postings: Sequence[Posting]
    workloads: Mapping[int, OpenAndLate] = field(default_factory=dict)
    proposals: Mapping[int, MarkingProposal] = field(default_factory=dict)
    rules: Mapping[int, RoutingRule] = field(default_factory=dict)
    shows_exclusions: bool = False

    def workload_of(self, posting: Posting) -> OpenAndLate | None:
        """Return the work of a posting, as far as the officer who marks may see it; None if it was not loaded."""
        return self.workloads.get(posting.pk)


def propose_for_complaint(
    complaint: Complaint, postings: Sequence[Posting], *, by: Actor, at: datetime, exclusion: ConflictExclusion
) -> MarkingChoices:
    """Return the choices for one complaint. One statement; two if there are routing rules for the place.

    A third one if a rule leads out of the district.

    `postings`: those of `routing.marking_candidates`. `exclusion`: the conflict exclusion of the complaint.
    """
    return _propose_for_each([complaint], postings, {complaint.pk: exclusion}, by=by, at=at)


def propose_for_complaints(
    complaint_ids: Iterable[int], postings: Sequence[Posting], *, by: Actor, at: datetime
) -> MarkingChoices:
    """Return the choices for several complaints, with proposals for the unmarked ones. Six statements at most.

    Each proposal counts as work of its officer in the next one, so that the complaints spread over the officers. The
    most urgent complaint comes first.
    """
    visible = Complaint.objects.visible_to(by, at=at).filter(pk__in=list(complaint_ids))
    related = "category", "policy", "place", "office"
    complaints = list(visible.select_related(*related).for_screen().order_by("due_at", "pk"))
    exclusions = conflict_exclusions_of([complaint.pk for complaint in complaints], at=at)
    return _propose_for_each(complaints, postings, exclusions, by=by, at=at)


def _propose_for_each(
    complaints: Sequence[Complaint],
    postings: Sequence[Posting],
    exclusions: Mapping[int, ConflictExclusion],
    *,
    by: Actor,
    at: datetime,
) -> MarkingChoices:
    places = {complaint.place.path for complaint in complaints}
    districts = {paths_from_root(path)[:DISTRICT][-1] for path in places}
    # On the line of a place, or in its district: a province has thousands of officers.
    near = [
        posting
        for posting in postings
        if any(is_within(path, posting.office.path) for path in places)
        or any(is_within(posting.office.path, path) for path in districts)
    ]
    loaded, rule_ids = load_workloads_and_rule_ids([posting.pk for posting in near], places, by=by, at=at)
    workloads = {posting.pk: loaded.get(posting.pk, NO_WORK) for posting in near}
    rules = load_rules(rule_ids)
    far = _targets_among([posting for posting in postings if posting.pk not in workloads], rules)
    if far:
        workloads |= load_workloads([posting.pk for posting in far], by=by, at=at)
    options = {
        posting.pk: OfficerOption(
            candidate_of(posting),
            workloads[posting.pk].open,
            workloads[posting.pk].late,
            posting.away_until is not None,
        )
        for posting in (*near, *far)
    }
    proposals = {}
    for complaint in (one for one in complaints if one.status == Status.RECEIVED):
        proposal = propose_officer(
            options.values(),
            marking_conditions_of(
                complaint,
                below_path=path_of_authority(by),
                exclusion=exclusions.get(complaint.pk, NO_EXCLUSION),
            ),
            place_path=complaint.place.path,
            targets=[target_of_rule(rule) for rule in rules_for_complaint(rules, complaint)],
        )
        proposals[complaint.pk] = proposal
        if proposal.option:
            chosen = options[proposal.option.posting_id]
            options[proposal.option.posting_id] = replace(chosen, open=chosen.open + 1)
    rules_by_id = {rule.pk: rule for rule in rules}
    return MarkingChoices(
        postings, workloads, proposals, rules_by_id, shows_exclusions=isinstance(by, Actor) and works_on_exclusions(by)
    )


def _targets_among(postings: Sequence[Posting], rules: Sequence[RoutingRule]) -> list[Posting]:
    """Return those of the postings to which, or to whose office, one of the rules leads."""
    posting_ids = {rule.target_posting_id for rule in rules}
    office_ids = {rule.target_office_id for rule in rules}
    return [posting for posting in postings if posting.pk in posting_ids or posting.office_id in office_ids]
