"""The routing rules of a supervisor's offices, with what prevents each of them from being followed."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actors import Actor
from accounts.models import Leave, Office
from accounts.rules.office_tree import STATION_KINDS
from accounts.rules.ranks import Rank
from complaints.models import Policy, RoutingRule
from complaints.rules.marking_eligibility import MarkingConditions, rank_floor_of, refusal_of_candidate
from complaints.services.posting_eligibility import candidate_of

MOST_LISTED = 200


@dataclass(frozen=True)
class ListedRule:
    """A rule, whether it applies already, and the warnings. `away_until`: the end of the officer's leave now.

    `has_left`: the officer's posting has ended. `never_fits`: the officer may have no complaint of the category there.
    """

    rule: RoutingRule
    is_current: bool
    away_until: datetime | None = None
    has_left: bool = False
    never_fits: bool = False


def rules_below(actor: Actor, *, at: datetime) -> list[RoutingRule]:
    """Return the current and future rules of the actor's office and those below it. One statement."""
    rules = RoutingRule.objects.not_over(at).filter(office__path__startswith=actor.office_path).with_names()
    return list(rules.order_by("place__path", "category__order", "starts_at", "pk")[:MOST_LISTED])


def offices_below(actor: Actor) -> list[Office]:
    """Return the actor's office and those below it, by path. One statement."""
    return list(Office.objects.filter(path__startswith=actor.office_path).order_by("path"))


def with_warnings(rules: list[RoutingRule], *, at: datetime) -> list[ListedRule]:
    """Return the rules with their warnings. Two statements."""
    posting_ids = {rule.target_posting_id for rule in rules} - {None}
    leaves = {leave.posting_id: leave for leave in Leave.objects.current(at).filter(posting__in=posting_ids)}
    category_ids = {rule.category_id for rule in rules} - {None}
    policies = {one.category_id: one for one in Policy.objects.in_force(at).filter(category__in=category_ids)}
    return [
        ListedRule(
            rule,
            is_current=rule.starts_at <= at,
            away_until=leaves[rule.target_posting_id].ends_at if rule.target_posting_id in leaves else None,
            has_left=rule.target_posting_id is not None and not rule.target_posting.is_current(at),
            never_fits=_is_never_eligible(rule, policies.get(rule.category_id)),
        )
        for rule in rules
    ]


def _is_never_eligible(rule: RoutingRule, policy: Policy | None) -> bool:
    """Return whether rank or office of the target exclude it from every complaint of the rule's category and place.

    `policy`: the policy in force of the category; None for a rule of all categories.
    """
    if policy is None or rule.target_posting_id is None:
        return False
    about_police, place = rule.category.about_police, rule.place
    conditions = MarkingConditions(
        floor=rank_floor_of(Rank(policy.rank_floor), sensitive=about_police or rule.category.confidential),
        accused_station=place.path if about_police and place.kind in STATION_KINDS else None,
    )
    return refusal_of_candidate(candidate_of(rule.target_posting), conditions) is not None
