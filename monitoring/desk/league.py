"""The league as a page: by any of its measures, with how sure each place is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models.choices import KINDS
from accounts.replica_reads import from_the_replica
from accounts.rules.offices import OfficeKind
from information.rules.letters import alphabetical
from monitoring.access import watching_required
from monitoring.desk.figures import cell, link
from monitoring.forms import Period
from monitoring.queries.league import League, LeagueRow, LeagueShare, Rest
from monitoring.queries.league import league as league_of
from monitoring.rules.league import HIGH_IS_GOOD, Measure, Rank
from monitoring.wording import interval, measures, number, percent, so_many_of
from reviews.rules.patterns import FEWEST

NAME = "name"
KIND_WORDS = dict(KINDS)


@require_safe
@watching_required
@from_the_replica
def league(request: HttpRequest) -> HttpResponse:
    """`?by=` a measure or `name`; `?from=&until=` as on the board."""
    asked = Period(request.GET if "from" in request.GET else None)
    days = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
    found = league_of(request.actor, at=timezone.now(), first=days.get("from"), last=days.get("until"))
    by = request.GET.get("by", "")
    by = by if by in {NAME, *Measure} else Measure.REPORTED
    return render(request, "monitoring/league.html", _shown(found, by) | {"asked": asked})


def _shown(found: League, by: str) -> dict:
    measure = Measure.REPORTED if by == NAME else Measure(by)
    rows = sorted(found.rows, key=lambda row: alphabetical(row.office.name) if by == NAME else _order(row, measure))
    placed = [row.told[measure].place for row in found.rows if row.told[measure].place]
    return {
        "league": found,
        "fewest": FEWEST,
        "by": by,
        "level": KIND_WORDS[found.level] if found.level else "",
        "measure": measures()[measure],
        "high_is_good": measure in HIGH_IS_GOOD,
        "name_url": f"?{_query(found, NAME)}",
        "file_url": f"{reverse('league_csv')}?{_query(found, by)}",
        "columns": [
            {"measure": one, "label": said, "url": f"?{_query(found, one)}", "is_chosen": one == by}
            for one, said in measures().items()
        ],
        "rows": [_row(row, measure) for row in rows],
        "sums": [_sum(found.elsewhere, not_counted_by(found.level)), _sum(found.total, _("Total"))]
        if found.rows
        else [],
        "compared": len(placed),
        "proven": sum(place.is_proven for place in placed),
    }


def not_counted_by(level: OfficeKind) -> str:
    return _("Not counted by district") if level == OfficeKind.DISTRICT else _("Not counted by station")


def _sum(rest: Rest, name: str) -> dict:
    """A line below the offices: it has no rank."""
    words = measures()
    cells = [{"label": words[one], "of": so_many_of(share)} for one, share in rest.shares.items()]
    return {"name": name, "cells": cells, "received": number(rest.received)}


def _query(found: League, by: str) -> str:
    return urlencode({"by": by, "from": found.first.isoformat(), "until": found.last.isoformat()})


def _order(row: LeagueRow, measure: Measure) -> tuple:
    """By place; then those with too few, the most first; then by name."""
    told = row.told[measure]
    place = told.place.number if told.place else 0
    return (told.place is None, place, -told.share.of if not place else 0, alphabetical(row.office.name))


def _row(row: LeagueRow, measure: Measure) -> dict:
    place, words = row.told[measure].place, measures()
    is_station = row.office.kind == OfficeKind.STATION
    return {
        "name": row.office.name,
        "url": reverse("station", kwargs={"code": row.office.code}) if is_station else "",
        "place": place.number if place else "",
        "possible": possible(place) if place else "",
        "received": cell(row.received),
        "cells": [_share(told) | {"label": words[one]} for one, told in row.told.items()],
    }


def possible(place: Rank) -> str:
    """In which places chance alone could have put it; empty where it is in just this one."""
    if place.is_proven:
        return ""
    return _("any position from %(first)s to %(last)s") % {"first": place.first, "last": place.last}


def _share(told: LeagueShare) -> dict:
    """A share never without what it is of and how sure it is; of too few, no share."""
    share = told.share
    shown = {"count": told.true.number, "url": link(told.true), "of": so_many_of(share), "is_said": share.is_said}
    if not share.is_said:
        return shown
    low, high = (100 * end for end in share.interval)
    return shown | {
        "percent": percent(share),
        "between": interval(share),
        "low": f"{low:.1f}",
        "width": f"{max(high - low, 1):.1f}",
        "at": f"{100 * share.number / share.of:.1f}",
    }
