"""What the board and the station sheets need besides complaints: past weeks, targets, promises, incident maps."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.office_tree import OfficeKind
from demo.chat_samples import create_chat_counts
from monitoring.models import BoardTarget, IncidentMap, StationPromise
from monitoring.rules.board_targets import TargetFigure
from monitoring.rules.comparable_periods import SETTLING_TIME
from monitoring.rules.league_places import LeagueMeasure
from monitoring.services.incident_map_making import make_incident_maps
from monitoring.services.promise_recording import record_promise
from monitoring.tallies import overdue_history
from web.calendar_days import start_of_day

SAMPLE_TARGETS = {
    TargetFigure.OVERDUE: 10,
    TargetFigure.CONTACTED: 95,
    TargetFigure.REPORTED: 90,
    TargetFigure.MEDIAN: 72,
    TargetFigure.DENIED: 10,
}
"""Percentages, and hours for the median. SAMPLE: Punjab Police have published no targets."""
SOURCE = "SAMPLE: no target is published"


PROMISES = (
    (LeagueMeasure.REPORTED, 90, 61, 35),
    (LeagueMeasure.CONTACTED, 95, 31, 10),
    (LeagueMeasure.DENIED, 15, 21, -21),
)
"""Measure, target in percent, and how many days ago the promise was made and ended (negative: will end).

The first has its result, the second still waits for it.
"""
EARLY_IN_A_QUARTER = timedelta(days=45)


def create_board_samples(*, at: datetime) -> None:
    """Create all of it, unless it exists."""
    overdue_history.derive_missing_days(at=at)
    if not BoardTarget.objects.exists():
        for figure, value in SAMPLE_TARGETS.items():
            BoardTarget.objects.create(figure=figure, value=value, since=at - timedelta(days=100), source=SOURCE)
    _create_promises(at)
    create_chat_counts(at=at)
    if not IncidentMap.objects.exists():
        stations = Office.objects.stations().filter(latitude__isnull=False, path__startswith=OuterRef("path"))
        districts = Office.objects.districts().filter(Exists(stations))
        make_incident_maps(at=_end_of_fullest_quarter(at) + SETTLING_TIME, within=districts)


def _create_promises(at: datetime) -> None:
    """Let the heads of the police stations promise something."""
    if StationPromise.objects.exists():
        return
    heads = Posting.objects.heads().current(at).with_people().filter(office__kind=OfficeKind.STATION.value)
    for number, posting in enumerate(heads.order_by("office__path")):
        for measure, target, made_days, ended_days in PROMISES[: 1 + number % len(PROMISES)]:
            record_promise(
                station=posting.office,
                measure=measure,
                target=target,
                last=localdate(at) - timedelta(days=ended_days),
                by=Actor.of(posting),
                at=at - timedelta(days=made_days),
            )


def _end_of_fullest_quarter(at: datetime) -> datetime:
    """Return a time after the quarter that has most of the demo's ninety days of complaints, and before the next ends.

    That may be the running quarter, whose map the portal would make only after its end.
    """
    today = localdate(at)
    first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    if today - first < EARLY_IN_A_QUARTER:
        return at
    return start_of_day((first + timedelta(days=95)).replace(day=1))
