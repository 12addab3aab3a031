"""The routing rules that apply to complaints, the most specific first."""

from collections.abc import Collection, Iterable
from datetime import datetime
from math import inf

from accounts.rules.office_tree import is_within, path_depth, paths_from_root
from complaints.models import Complaint, RoutingRule
from complaints.rules.marking.marking_proposal import RoutingTarget


def load_rules(rule_ids: Collection[int]) -> list[RoutingRule]:
    """Return these rules with what `rules_for_complaint` needs. One statement; none for no ids."""
    related = "place", "office", "target_office"
    return list(RoutingRule.objects.filter(pk__in=rule_ids).select_related(*related)) if rule_ids else []


def load_rules_of_places(place_paths: Iterable[str], *, at: datetime) -> list[RoutingRule]:
    """Return the current rules of these incident places and of the offices above them. One statement."""
    paths = {above for path in place_paths for above in paths_from_root(path)}
    rules = RoutingRule.objects.current(at).filter(place__path__in=sorted(paths))
    return list(rules.select_related("place", "office", "target_office"))


def rules_for_complaint(rules: Iterable[RoutingRule], complaint: Complaint) -> list[RoutingRule]:
    """Return the rules that apply to a complaint, the most specific first.

    The lower place comes before the higher one, a category before all categories, the later rule before the earlier. A
    rule that is not saved counts as the latest.
    """
    applicable = [
        rule
        for rule in rules
        if rule.category_id in {None, complaint.category_id} and is_within(complaint.place.path, rule.place.path)
    ]
    return sorted(
        applicable,
        key=lambda rule: (path_depth(rule.place.path), rule.category_id is not None, rule.starts_at, rule.pk or inf),
        reverse=True,
    )


def target_of_rule(rule: RoutingRule) -> RoutingTarget:
    """Return the target as a value for the rules."""
    path = rule.target_office.path if rule.target_office_id else ""
    return RoutingTarget(rule.pk or 0, rule.target_posting_id, path)
