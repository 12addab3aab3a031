"""Set and end routing rules. The head of an office sets them for the incident places at and below it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.office_tree import is_within
from complaints.models import Category, RoutingRule
from complaints.rules.marking_eligibility import WORKING_ROLES
from ledger.service_exceptions import NotPermitted

MOST_RULES = 200
"""The most rules of one office and the offices below it. Nobody oversees a longer list."""


class TooManyRules(Exception):
    """The office has the most rules already."""


@dataclass(frozen=True)
class RuleContent:
    """What a rule says. Exactly one of `target_posting` and `target_office` is set."""

    place: Office
    category: Category | None = None
    target_posting: Posting | None = None
    target_office: Office | None = None

    def as_rule(self, *, by: Actor, starts_at: datetime, at: datetime) -> RoutingRule:
        """Return the rule, not saved: for a dry run, or to be saved."""
        return RoutingRule(
            office_id=by.office_id,
            category=self.category,
            place=self.place,
            target_posting=self.target_posting,
            target_office=self.target_office,
            starts_at=starts_at,
            set_at=at,
            set_by_id=by.posting_id,
        )


@transaction.atomic
def set_routing_rule(content: RuleContent, *, by: Actor, starts_at: datetime, at: datetime) -> RoutingRule:
    """Set a rule that applies from `starts_at` on. If the office has the same rule by then, return that one.

    Raises NotPermitted if this officer heads no office, or if place or target is outside it, and TooManyRules.
    """
    target = content.target_office or content.target_posting.office
    if not by.is_head or not all(is_within(office.path, by.office_path) for office in (content.place, target)):
        raise NotPermitted("set_routing_rule")
    if content.target_posting and content.target_posting.role not in WORKING_ROLES:
        raise NotPermitted("set_routing_rule")
    # One at a time for an office, so that a form that is sent twice saves one rule.
    Office.objects.select_for_update(no_key=True).get(pk=by.office_id)
    rule = content.as_rule(by=by, starts_at=max(starts_at, at), at=at)
    content_fields = "office_id", "category_id", "place_id", "target_posting_id", "target_office_id"
    same = RoutingRule.objects.filter(**{name: getattr(rule, name) for name in content_fields})
    if existing := same.filter(ends_at=None, starts_at__lte=rule.starts_at).order_by("pk").first():
        return existing
    if RoutingRule.objects.not_over(at).filter(office__path__startswith=by.office_path).count() >= MOST_RULES:
        raise TooManyRules
    rule.save()
    return rule


@transaction.atomic
def end_routing_rule(rule: RoutingRule, *, by: Actor, at: datetime) -> None:
    """End a rule now, or cancel one that has not begun. A rule that is over stays as it is.

    Raises NotPermitted if the rule was set by an office that is not this head's or below it.
    """
    if not by.is_head or not is_within(rule.office.path, by.office_path):
        raise NotPermitted("end_routing_rule")
    if rule.ends_at is None or rule.ends_at > at:
        rule.ends_at, rule.ended_by_id = max(at, rule.starts_at), by.posting_id
        rule.save(update_fields=["ends_at", "ended_by"])
