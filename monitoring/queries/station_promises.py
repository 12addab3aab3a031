"""The newest promises of a station about each measure, measured again for one reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.utils.timezone import localdate

from accounts.models import Office
from complaints.models.complaint import ComplaintQuerySet
from desk.queries import complaint_filters
from desk.queries.complaint_filters import ALL, LATE, filter_complaints
from monitoring.models import StationPromise
from monitoring.queries.figures_with_filters import Figure, FigureFilter
from monitoring.queries.league import MEASURE_FILTERS
from monitoring.rules.comparable_periods import newest_comparable_last
from monitoring.rules.league_places import LeagueMeasure
from monitoring.rules.station_promises import PromiseState, days_before, promise_state
from reviews.rules.delay_patterns import PatternShare

OTHER_CASES = {
    LeagueMeasure.REPORTED: {"report": LATE},
    LeagueMeasure.CONTACTED: {"contact": LATE},
}
"""What is added to the numerator, to obtain all cases."""
ALL_CASES = {LeagueMeasure.REOPENED: {"word": "accountable"}, LeagueMeasure.DENIED: {"word": "known"}}
"""All cases of the other measures."""


@dataclass(frozen=True)
class MeasuredPromise:
    """A promise, the rate before it, the rate since it began, and the complaints behind both."""

    promise: StationPromise
    before: PatternShare
    before_true: Figure
    since: PatternShare
    since_true: Figure
    state: PromiseState


def measured_promises(station: Office, visible: ComplaintQuerySet, *, at: datetime) -> list[MeasuredPromise]:
    """Return the newest promise about each measure, and the newest whose result can be told, the newest first.

    Two statements, one if there is no promise. `visible`: the complaints that the reader may see.
    """
    promises = list(_newest_promises(station, localdate(at)).select_related("posting__officer", "posting__office"))
    if not promises:
        return []
    parts = [part for one in promises for part in _parts_of_promise(one, station, visible, at=at)]
    counts = {row["part"]: row["number"] for row in parts[0].union(*parts[1:], all=True)}
    return [_measure(one, station, counts, at=at) for one in promises]


def _newest_promises(station: Office, today: date) -> QuerySet[StationPromise]:
    """Return the promises to show. Without the second a new promise would hide whether the last one was kept."""
    promises = StationPromise.objects.filter(station=station)
    newest = promises.order_by("measure", "-first").distinct("measure")
    decided = newest.filter(last__lte=newest_comparable_last(today))
    shown = Q(pk__in=newest.values("pk")) | Q(pk__in=decided.values("pk"))
    return promises.filter(shown).order_by("measure", "-first")


def _periods(promise: StationPromise) -> dict[str, tuple[date, date]]:
    return {"before": days_before(promise.first), "since": (promise.first, promise.last)}


def _parts_of_promise(
    promise: StationPromise, station: Office, visible: ComplaintQuerySet, *, at: datetime
) -> Iterator[QuerySet]:
    """Yield what is counted for a promise: the numerator and the other or all cases, before it and since."""
    measure = LeagueMeasure(promise.measure)
    for period, days in _periods(promise).items():
        for name, filters in (
            ("true", MEASURE_FILTERS[measure]),
            ("rest", OTHER_CASES.get(measure) or ALL_CASES[measure]),
        ):
            rows = filter_complaints(visible, office=station, status=ALL, received=days, at=at, **filters)
            key = Value(f"{promise.pk}:{period}:{name}", output_field=CharField())
            yield rows.order_by().annotate(part=key).values("part").annotate(number=Count("pk"))


def _measure(promise: StationPromise, station: Office, counts: dict[str, int], *, at: datetime) -> MeasuredPromise:
    measure = LeagueMeasure(promise.measure)
    shares, figures = {}, {}
    for period, (first, last) in _periods(promise).items():
        true, rest = (counts.get(f"{promise.pk}:{period}:{name}", 0) for name in ("true", "rest"))
        shares[period] = PatternShare(true, true + rest if measure in OTHER_CASES else rest)
        figure_filter = FigureFilter(
            complaint_filters.ALL, station.code, first=first, last=last, **MEASURE_FILTERS[measure]
        )
        figures[period] = Figure(true, figure_filter)
    state = promise_state(measure, promise.target, shares["since"], last=promise.last, today=localdate(at))
    return MeasuredPromise(promise, shares["before"], figures["before"], shares["since"], figures["since"], state)
