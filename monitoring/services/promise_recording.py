"""Record what the head of a station promises."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from ledger.service_exceptions import NotPermitted
from monitoring.models import StationPromise
from monitoring.rules.league_places import LeagueMeasure


class PromiseStillRuns(Exception):
    """A promise of the station about this measure has not ended. `last`: its last day."""

    def __init__(self, last: date):
        super().__init__(last)
        self.last = last


def may_promise(actor: Actor, station: Office) -> bool:
    """Return whether the actor heads this station."""
    return actor.is_head and actor.office_id == station.pk


@transaction.atomic
def record_promise(
    *, station: Office, measure: LeagueMeasure, target: int, last: date, by: Actor, at: datetime
) -> StationPromise:
    """Record a promise about the complaints received from tomorrow to `last`. `target`: a percentage.

    Two promises about a measure have no day in common: a short one would hide the result of the longer one.

    Raises NotPermitted unless the actor heads the station; PromiseStillRuns.
    """
    if not may_promise(by, station):
        raise NotPermitted("promise for a station")
    Office.objects.select_for_update(no_key=True).get(pk=station.pk)  # A second request waits for the first one.
    first = localdate(at) + timedelta(days=1)
    others = StationPromise.objects.filter(station=station, measure=measure, first__lte=last, last__gte=first)
    if running := others.order_by("-last").first():
        raise PromiseStillRuns(running.last)
    return StationPromise.objects.create(
        station=station, measure=measure, target=target, first=first, last=last, posting_id=by.posting_id, at=at
    )
