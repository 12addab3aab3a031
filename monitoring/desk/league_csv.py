"""The league as a file: what the page shows, by all measures at once."""

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.replica_reads import from_the_replica
from documents import sheets
from monitoring.access import watching_required
from monitoring.forms import Period
from monitoring.queries.league import League, LeagueRow, LeagueShare, Rest, league
from monitoring.rules.league import Measure

TOLD = ("true", "of", "low", "high", "place", "place_first", "place_last")
HEADS = (
    *("office", "name_en", "name_ur", "first_day", "last_day", "as_of", "received"),
    *(f"{measure}_{name}" for measure in Measure for name in TOLD),
)
"""English, as programs read them; the same in both languages."""


@require_safe
@watching_required
@from_the_replica
def league_csv(request: HttpRequest) -> StreamingHttpResponse:
    """A line for each office, for what is at none of them, and for all. `?from=&until=` as on the page.

    Of too few, interval and place are empty.
    """
    asked = Period(request.GET if "from" in request.GET else None)
    days = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
    found = league(request.actor, at=timezone.now(), first=days.get("from"), last=days.get("until"))
    lines = [_line(found, row) for row in found.rows]
    if found.rows:
        lines += [_sum(found, f"not_by_{found.level}", found.elsewhere), _sum(found, "total", found.total)]
    answer = StreamingHttpResponse(sheets.as_csv(HEADS, lines), content_type=sheets.CSV_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="league-{found.first}-{found.last}.csv"'
    return answer


def _line(found: League, row: LeagueRow) -> list[str]:
    of = [row.office.code, row.office.name_en, row.office.name_ur]
    days = [found.first.isoformat(), found.last.isoformat(), found.at.isoformat(timespec="seconds")]
    told = [cell for measure in Measure for cell in _told(row.told[measure])]
    return [*of, *days, str(row.received.number), *told]


def _sum(found: League, name: str, rest: Rest) -> list[str]:
    days = [found.first.isoformat(), found.last.isoformat(), found.at.isoformat(timespec="seconds")]
    told = [cell for share in rest.shares.values() for cell in _padded([str(share.number), str(share.of)])]
    return [name, "", "", *days, str(rest.received), *told]


def _padded(counted: list[str]) -> list[str]:
    return [*counted, *[""] * (len(TOLD) - len(counted))]


def _told(told: LeagueShare) -> list[str]:
    """In the order of `TOLD`."""
    counted, place = [str(told.share.number), str(told.share.of)], told.place
    if place is None:
        return _padded(counted)
    ends = [f"{end:.4f}" for end in told.share.interval]
    return [*counted, *ends, str(place.number), str(place.first), str(place.last)]
