"""Send due events to partners. Each is delivered at least once, and in order about each complaint.

A worker claims an endpoint, not single events: one worker sends to one partner at a time, one event after the other. An
event waits for the earlier ones about its complaint (EventDeliveryQuerySet.in_turn). If a worker dies after sending and
before recording it, the event is sent again with the same id when the claim expires (decision 0007).

Each endpoint has a thread that only talks to the partner's server; the database is used by the main thread alone. So a
server that hangs delays nobody else.
"""

import logging
import random
import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from api.models import EventDelivery, EventEndpoint
from api.rules import event_retries
from api.rules.client_scopes import Scope
from api.services.event_notices import take_moved_notices
from api.webhook_sender import AttemptResult, Outgoing, send
from notifications.services.database_retry import write_when_available

logger = logging.getLogger(__name__)

ENDPOINTS_AT_ONCE = 16
BATCH = 100
"""Events of one endpoint that are read at once."""
LEASE = timedelta(minutes=5)
RUN_SECONDS = 60
"""How long a run begins attempts. A lease lasts longer than this and an attempt together."""
CLAIM_EVERY = 0.5  # seconds
GONE = 410


def deliver_due_events(*, at: datetime) -> Counter:
    """Send due events for a minute at most. Return counts: sent, retrying, given_up, gone. Runs may overlap.

    Raises only database errors. Notices to former addresses go out beside and are not counted.
    """
    with ThreadPoolExecutor(ENDPOINTS_AT_ONCE, thread_name_prefix="events") as pool:
        for notice in take_moved_notices(at=at, limit=ENDPOINTS_AT_ONCE // 2):
            pool.submit(send, notice)
        return RelayRun(at=at, pool=pool).work()


def claim_endpoints(*, at: datetime, limit: int) -> list[EventEndpoint]:
    """Claim endpoints that have something due. Each belongs to this worker until its `claimed_until`."""
    due = EventDelivery.objects.waiting().filter(endpoint=OuterRef("pk"), not_before__lte=at)
    # no_key: a complaint that writes an event about to be sent does not wait for this lock.
    free = EventEndpoint.objects.filter(
        Exists(due),
        Q(claimed_until=None) | Q(claimed_until__lt=at),
        Q(rests_until=None) | Q(rests_until__lte=at),
        paused_at=None,
        gone_at=None,
        client__revoked_at=None,
        client__scopes__contains=[Scope.EVENTS],
    )
    free = free.order_by("pk").select_for_update(skip_locked=True, of=("self",), no_key=True)
    with transaction.atomic():
        pks = list(free.values_list("pk", flat=True)[:limit])
        EventEndpoint.objects.filter(pk__in=pks).update(claimed_until=at + LEASE)
        return list(EventEndpoint.objects.filter(pk__in=pks).order_by("pk"))


@dataclass
class RelayRun:
    """One run of a worker. `waiting`: the events of each claimed endpoint that were read and not yet sent."""

    at: datetime
    pool: ThreadPoolExecutor
    began: float = field(default_factory=time.monotonic)  # seconds; a duration, not a time of day
    claimed_at: float = 0.0
    counts: Counter = field(default_factory=Counter)
    under_way: dict[Future, tuple[EventEndpoint, EventDelivery]] = field(default_factory=dict)
    waiting: dict[int, list[EventDelivery]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """Return the time, as the start of the run and how long it has lasted."""
        return self.at + timedelta(seconds=time.monotonic() - self.began)

    def work(self) -> Counter:
        """Send until nothing is due or the time is over."""
        while True:
            self._claim()
            if not self.under_way:
                return self.counts
            done, _ = wait(self.under_way, timeout=CLAIM_EVERY, return_when=FIRST_COMPLETED)
            for future in done:
                endpoint, delivery = self.under_way.pop(future)
                if write_when_available(partial(self._write_result, endpoint, delivery, future.result())):
                    self._send_next(endpoint)
                else:
                    self._release(endpoint)

    @property
    def _has_time(self) -> bool:
        return time.monotonic() - self.began < RUN_SECONDS

    def _claim(self) -> None:
        free = ENDPOINTS_AT_ONCE - len(self.under_way)
        is_early = self.under_way and time.monotonic() - self.claimed_at < CLAIM_EVERY
        if free <= 0 or is_early or not self._has_time:
            return
        self.claimed_at = time.monotonic()
        for endpoint in claim_endpoints(at=self.now, limit=free):
            self._send_next(endpoint)

    def _send_next(self, endpoint: EventEndpoint) -> None:
        """Begin the next attempt of a claimed endpoint, or release it if nothing is due."""
        if not self._has_time:
            return self._release(endpoint)
        if not self.waiting.get(endpoint.pk):
            due = EventDelivery.objects.filter(endpoint=endpoint).due(at=self.now)
            self.waiting[endpoint.pk] = list(due[:BATCH])
        if not self.waiting[endpoint.pk]:
            return self._release(endpoint)
        delivery = self.waiting[endpoint.pk].pop(0)
        former = endpoint.former_secret if endpoint.former_until and self.now < endpoint.former_until else ""
        secrets = tuple(filter(None, (endpoint.secret, former)))
        outgoing = Outgoing(delivery.event_id, endpoint.address, secrets, delivery.body, self.now)
        self.under_way[self.pool.submit(send, outgoing)] = endpoint, delivery

    @transaction.atomic
    def _write_result(self, endpoint: EventEndpoint, delivery: EventDelivery, answer: AttemptResult) -> bool:
        """Record an attempt. Return whether this worker goes on with the endpoint.

        Nothing is written if the claim has expired and another worker has the endpoint.
        """
        now, chance = self.now, random.random()  # noqa: S311  spreads delays, protects nothing
        mine = EventEndpoint.objects.filter(pk=endpoint.pk, claimed_until=endpoint.claimed_until)
        current = mine.select_for_update(no_key=True).only("pk", "failures", "paused_at", "gone_at").first()
        if current is None:
            logger.error("Endpoint %s was taken over by another worker", endpoint.pk)
            return False
        row = EventDelivery.objects.waiting().filter(pk=delivery.pk)
        tried = {"tried_at": now, "status": answer.status, "problem": answer.problem, "attempts": delivery.attempts + 1}
        if answer.is_delivered:
            self.counts["sent"] += row.update(sent_at=now, **tried)
            if current.failures:
                mine.update(failures=0, rests_until=None)
            return not (current.paused_at or current.gone_at)
        if answer.status == GONE:
            row.update(**tried | {"attempts": delivery.attempts})
            mine.update(gone_at=now)
            self.counts["gone"] += 1
            return False
        delay = event_retries.retry_delay_after(delivery.attempts + 1, chance=chance)
        if delay is None:
            self.counts["given_up"] += row.update(given_up_at=now, **tried)
        else:
            self.counts["retrying"] += row.update(not_before=now + delay, **tried)
        rest = event_retries.rest_after(current.failures + 1, chance=chance)
        mine.update(failures=current.failures + 1, rests_until=rest and now + rest)
        return rest is None and not current.paused_at

    def _release(self, endpoint: EventEndpoint) -> None:
        """Give up the claim, so that the next run can take the endpoint."""
        self.waiting.pop(endpoint.pk, None)
        mine = EventEndpoint.objects.filter(pk=endpoint.pk, claimed_until=endpoint.claimed_until)
        write_when_available(lambda: mine.update(claimed_until=None))
