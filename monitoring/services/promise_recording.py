"""Record what the head of a station promises."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from ledger.service_exceptions import NotPermitted
from monitoring.models import StationPromise
from monitoring.rules.league_places import LeagueMeasure


class PromiseMadeToday(Exception):
    """The station's head already made a promise about this measure today."""


def may_promise(actor: Actor, station: Office) -> bool:
    """Return whether the actor heads this station."""
    return actor.is_head and actor.office_id == station.pk


def record_promise(
    *, station: Office, measure: LeagueMeasure, target: int, last: date, by: Actor, at: datetime
) -> StationPromise:
    """Record a promise about the complaints received from tomorrow to `last`. `target`: a percentage.

    Raises NotPermitted unless the actor heads the station; PromiseMadeToday.
    """
    if not may_promise(by, station):
        raise NotPermitted("promise for a station")
    try:
        with transaction.atomic():
            return StationPromise.objects.create(
                station=station,
                measure=measure,
                target=target,
                first=localdate(at) + timedelta(days=1),
                last=last,
                posting_id=by.posting_id,
                at=at,
            )
    except IntegrityError as error:
        raise PromiseMadeToday(measure) from error
