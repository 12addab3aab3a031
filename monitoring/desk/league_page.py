"""The page of the league: offices ordered by a measure, with the range of places that chance allows."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models.choice_labels import OFFICE_KIND_CHOICES
from accounts.replica_reads import read_from_replica
from accounts.rules.office_tree import OfficeKind
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.selections import export_links
from information.rules.urdu_letters import alphabetical_sort_key
from monitoring.board_access import board_access_required
from monitoring.desk.figure_links import figure_cell, url_of_figure
from monitoring.forms import PeriodForm
from monitoring.queries.league import League, LeagueRow, LeagueShare, load_league
from monitoring.rules.comparable_periods import is_period_comparable, newest_comparable_period
from monitoring.rules.league_places import HIGH_IS_GOOD, LeagueMeasure, LeaguePlace
from monitoring.share_wording import format_fraction, format_interval, format_number, format_percent, measure_labels
from reviews.rules.delay_patterns import FEWEST_CASES

BY_NAME = "name"
KIND_WORDS = dict(OFFICE_KIND_CHOICES)


@require_safe
@board_access_required
@read_from_replica
def show_league(request: HttpRequest) -> HttpResponse:
    """Show the league. `?by=`: a measure or `name`. `?from=&until=`: days of receipt."""
    form = PeriodForm(request.GET)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    result = load_league(request.actor, at=timezone.now(), first=days.get("from"), last=days.get("until"))
    context = _league_context(result, requested_order(request.GET))
    context |= {"asked": form, "export": export_links(ViewPage.LEAGUE, request.GET)}
    return render(request, "monitoring/league.html", context)


def requested_order(data: Mapping[str, str]) -> str:
    """Return the order that `by` in the query string chooses: a measure or BY_NAME."""
    by = data.get("by", "")
    return by if by in {BY_NAME, *LeagueMeasure} else LeagueMeasure.REPORTED


def sort_rows(league: League, by: str) -> list[LeagueRow]:
    """Return the rows of the offices in the order `by`, as requested_order returns it."""
    if by == BY_NAME:
        return sorted(league.rows, key=lambda row: alphabetical_sort_key(row.office.name))
    return sorted(league.rows, key=lambda row: _place_sort_key(row, LeagueMeasure(by)))


def _league_context(league: League, by: str) -> dict:
    measure = LeagueMeasure.REPORTED if by == BY_NAME else LeagueMeasure(by)
    places = [row.shares[measure].place for row in league.rows if row.shares[measure].place]
    return {
        "league": league,
        "comparable": _newest_comparable_period(league, by),
        "fewest": FEWEST_CASES,
        "by": by,
        "level": KIND_WORDS[league.level] if league.level else "",
        "measure": measure_labels()[measure],
        "high_is_good": measure in HIGH_IS_GOOD,
        "name_url": f"?{_league_query_string(BY_NAME, league.first, league.last)}",
        "columns": [
            {
                "measure": each,
                "label": label,
                "url": f"?{_league_query_string(each, league.first, league.last)}",
                "is_chosen": each == by,
            }
            for each, label in measure_labels().items()
        ],
        "rows": [_office_row(row, measure) for row in sort_rows(league, by)],
        "sums": [_remainder_row(league), _total_row(league.total)] if league.rows else [],
        "compared": len(places),
        "proven": sum(place.is_proven for place in places),
    }


def remainder_label(level: OfficeKind) -> str:
    """Return the label of the line for complaints at none of the compared offices."""
    return _("Not counted by district") if level == OfficeKind.DISTRICT else _("Not counted by station")


def _remainder_row(league: League) -> dict:
    """Return the line of the complaints at none of the offices. No list has just these, so nothing is linked."""
    labels, rest = measure_labels(), league.elsewhere
    cells = [{"label": labels[measure], "of": format_fraction(share)} for measure, share in rest.shares.items()]
    return {"name": remainder_label(league.level), "cells": cells, "received": {"number": format_number(rest.received)}}


def _total_row(total: LeagueRow) -> dict:
    """Return the line of the reader's office, without a place. Its numbers link to their complaints."""
    labels = measure_labels()
    cells = [
        figure_cell(share.true) | {"label": labels[measure], "of": format_fraction(share.share)}
        for measure, share in total.shares.items()
    ]
    return {"name": _("Total"), "cells": cells, "received": figure_cell(total.received)}


def _league_query_string(by: str, first: date, last: date) -> str:
    return urlencode({"by": by, "from": first.isoformat(), "until": last.isoformat()})


def _newest_comparable_period(league: League, by: str) -> dict | None:
    """Return the newest period whose results can be compared, or None if those of the league's own period can."""
    today = localdate(league.at)
    if is_period_comparable(league.last, today):
        return None
    first, last = newest_comparable_period(league.first, league.last, today)
    return {"first": first, "last": last, "url": f"?{_league_query_string(by, first, last)}"}


def _place_sort_key(row: LeagueRow, measure: LeagueMeasure) -> tuple:
    """Return the sort key: by place, then offices with too few complaints (the most first), then by name."""
    share, place = row.shares[measure].share, row.shares[measure].place
    number = place.number if place else 0
    return place is None, number, 0 if place else -share.of, alphabetical_sort_key(row.office.name)


def _office_row(row: LeagueRow, measure: LeagueMeasure) -> dict:
    place, labels = row.shares[measure].place, measure_labels()
    is_station = row.office.kind == OfficeKind.STATION
    return {
        "name": row.office.name,
        "url": reverse("station", kwargs={"code": row.office.code}) if is_station else "",
        "place": place.number if place else "",
        "possible": describe_possible_places(place) if place else "",
        "received": figure_cell(row.received),
        "cells": [_share_cell(share) | {"label": labels[each]} for each, share in row.shares.items()],
    }


def describe_possible_places(place: LeaguePlace) -> str:
    """Describe the places that chance alone could have given an office. Empty if only one is possible."""
    if place.is_proven:
        return ""
    return _("any rank from %(first)s to %(last)s") % {"first": place.first, "last": place.last}


def _share_cell(of_office: LeagueShare) -> dict:
    """Return a share with its numbers and its interval. Below FEWEST_CASES, return the numbers only."""
    share, true = of_office.share, of_office.true
    context = {
        "count": true.number,
        "url": url_of_figure(true),
        "of": format_fraction(share),
        "has_enough_cases": share.has_enough_cases,
    }
    if not share.has_enough_cases:
        return context
    low, high = (100 * end for end in share.interval)
    return context | {
        "percent": format_percent(share),
        "between": format_interval(share),
        "low": f"{low:.1f}",
        "width": f"{max(high - low, 1):.1f}",
        "at": f"{100 * share.number / share.of:.1f}",
    }
