"""The page of routing rules: the list with its warnings, a new rule, and the dry run on the last 30 days."""

from collections import Counter
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints.models import RoutingRule
from complaints.rules.marking.marking_proposal import SkipReason
from complaints.services.marking import routing_rules
from complaints.services.marking.routing_dry_run import DryRun, TriedComplaint, try_rule
from desk.formatting import end_of_period, joined, moment, post_of
from desk.queries.marking_candidates import working_postings_below
from desk.team.routing_rule_form import RoutingRuleForm, places_and_team
from desk.team.routing_rule_list import ListedRule, offices_below, rules_below, with_warnings
from desk.team.team_access import office_heads_only
from ledger.service_exceptions import NotPermitted

MOST_ROWS = 50
SKIP_WORDS = {
    SkipReason.ON_LEAVE: _("officer on leave"),
    SkipReason.NOT_ELIGIBLE: _("officer cannot be given it"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@office_heads_only
def show_routing_rules(request: HttpRequest) -> HttpResponse:
    """Show the rules and the form. A POST saves a rule, or with `try` shows its dry run. `?rule=`: that of a rule."""
    at = timezone.now()
    team = working_postings_below(request.actor, at=at)
    offices, team = places_and_team(offices_below(request.actor), team, request.actor.office_kind)
    form = RoutingRuleForm(request.POST if request.method == "POST" else None, offices=offices, team=team, at=at)
    rules, tried = rules_below(request.actor, at=at), None
    if form.is_bound and form.is_valid():
        if "try" in request.POST:
            tried = form.content.as_rule(by=request.actor, starts_at=form.starts_at, at=at)
        elif _save_rule(request, form, at=at):
            return redirect("desk:routing_rules")
    elif not form.is_bound and "rule" in request.GET:
        tried = next((rule for rule in rules if str(rule.pk) == request.GET["rule"]), None)
        if tried is None:
            raise Http404
    context = {
        "form": form,
        "rows": [_rule_row(listed) for listed in with_warnings(rules, at=at)],
        "tried": _dry_run_context(tried, try_rule(tried, by=request.actor, at=at)) if tried else None,
        "has_errors": bool(form.errors),
    }
    return render(request, "desk/team/routing_rules.html", context, status=422 if form.errors else 200)


@require_POST
@office_heads_only
def end_routing_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """End a rule of the head's own office or of one below it. 404 for all others."""
    rule = RoutingRule.objects.select_related("office").filter(pk=rule_id).first()
    try:
        if rule is None:
            raise Http404
        routing_rules.end_routing_rule(rule, by=request.actor, at=timezone.now())
    except NotPermitted as refused:
        raise Http404 from refused
    messages.success(request, gettext("The routing rule is ended."))
    return redirect("desk:routing_rules")


def _save_rule(request: HttpRequest, form: RoutingRuleForm, *, at: datetime) -> bool:
    """Save the rule. Return False, with an error on the form, if it is refused."""
    try:
        routing_rules.set_routing_rule(form.content, by=request.actor, starts_at=form.starts_at, at=at)
    except routing_rules.TooManyRules:
        form.add_error(None, gettext("There are too many rules. End those that are not needed."))
        return False
    messages.success(request, gettext("The routing rule is saved."))
    return True


def _rule_row(listed: ListedRule) -> dict:
    rule = listed.rule
    warnings = [
        (listed.has_left, gettext("The officer's posting has ended. The rule is skipped.")),
        (
            listed.away_until,
            gettext("On leave until %(when)s. The rule is skipped until then.")
            % {"when": end_of_period(listed.away_until) if listed.away_until else ""},
        ),
        (
            listed.never_fits,
            gettext("This officer cannot be given complaints of this category there. The rule is always skipped."),
        ),
    ]
    return {
        "rule": rule,
        "category": rule.category.name if rule.category_id else gettext("All categories"),
        "place": rule.place.name,
        "target": _target_text(rule),
        "set_by": joined(rule.set_by.officer.title, rule.office.name),
        "starts": "" if listed.is_current else moment(rule.starts_at),
        "warnings": [text for applies, text in warnings if applies],
        "try_url": f"{reverse('desk:routing_rules')}?rule={rule.pk}#dry-run",
    }


def _target_text(rule: RoutingRule) -> str:
    if rule.target_posting_id:
        return joined(rule.target_posting.officer.title, post_of(rule.target_posting))
    return gettext("%(office)s: the officer with the least work") % {"office": rule.target_office.name}


def _dry_run_context(rule: RoutingRule, result: DryRun) -> dict:
    return {
        "category": rule.category.name if rule.category_id else gettext("All categories"),
        "place": rule.place.name,
        "target": _target_text(rule),
        "result": result,
        "total": len(result.rows),
        "officers": [
            (joined(posting.officer.title, post_of(posting)), number, same)
            for posting, number, same in result.by_officer
        ],
        "skipped": [(SKIP_WORDS[reason], number) for reason, number in result.skipped.items()],
        "earlier_rules": Counter(_earlier_rule_text(row) for row in result.rows if row.earlier_rule).most_common(),
        "rows": [_tried_row(row) for row in result.rows[:MOST_ROWS]],
        "more": max(len(result.rows) - MOST_ROWS, 0),
    }


def _earlier_rule_text(row: TriedComplaint) -> str:
    """Return the place and category of the rule that comes first."""
    rule = row.earlier_rule
    return joined(rule.place.name, row.complaint.category.name if rule.category_id else gettext("All categories"))


def _tried_row(row: TriedComplaint) -> dict:
    return {
        "etag": row.complaint.etag,
        "category": row.complaint.category.name,
        "place": row.complaint.place.name,
        "proposed": row.proposed.officer.title if row.proposed else "",
        "skipped": SKIP_WORDS[row.skipped] if row.skipped else "",
        "earlier_rule": _earlier_rule_text(row) if row.earlier_rule else "",
        "marked_to": row.marked_to.officer.title if row.marked_to else "",
        "is_same": row.is_same,
    }
