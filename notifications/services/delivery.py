"""Sending what is due: claim a few rows in one short transaction, then send with none open, marking each at once.

At least once: a worker that dies between a sending and its mark leaves a row that is sent again when its claim has
run out (where only the database dies, the worker waits for it). The row's id goes along (Idempotency-Key, Message-ID),
so a gateway that knows such keys drops the repeat.
"""

import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from notifications.models import Message
from notifications.rendering import render, warn_if_long
from notifications.routing import NobodyToTell, Route, routes
from notifications.rules import retry_delays
from notifications.services.delivery_notes import note
from notifications.transports.contract import NotNow, NotSetUp, Outgoing, PermanentFailure, TemporaryFailure

logger = logging.getLogger(__name__)

ONE_CLAIMER = 0x7E11  # the advisory lock's number, ours alone


@dataclass(frozen=True)
class Counts:
    """What became of the claimed rows: sent, to be tried again, given up, or put back untried."""

    sent: int = 0
    retrying: int = 0
    given_up: int = 0
    put_back: int = 0


def deliver_due(*, at: datetime, limit: int = 200) -> Counts:
    """Send up to `limit` messages that are due. Any number of workers may do so at once. Raises only what the
    database raises: a message that cannot be sent says so on its own row."""
    run = Run(at=at)
    return Counts(**Counter(run.deliver(message) for message in claim(at=at, limit=limit)))


def claim(*, at: datetime, limit: int) -> list[Message]:
    """Take rows into this worker's hands for five minutes, in the order in which they were written.

    Workers claim one after the other, for the few milliseconds that it takes: side by side, two could part one
    recipient's messages between them and send the later one first.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_CLAIMER])
        due = Message.objects.due(at=at).in_turn(at=at).first_due_first().select_for_update(skip_locked=True)
        mine = list(due.values_list("pk", flat=True)[:limit])
        claimed = Message.objects.filter(pk__in=mine)
        claimed.update(claimed_until=at + retry_delays.CLAIM, attempts=F("attempts") + 1)
        return list(claimed.order_by("pk"))


@dataclass
class Run:
    """One worker's round. Remembers which channels are down, and how long it has been going."""

    at: datetime
    began: float = field(default_factory=time.monotonic)  # seconds; a duration, not a time of day
    failures: Counter = field(default_factory=Counter)  # in a row, by channel

    def deliver(self, message: Message) -> str:
        """Send one claimed message, or say on its row why not. Returns the name of its count."""
        try:
            return self._attempt(message)
        except NotNow as wait:
            return self._hold(message, until=wait.until, reason=str(wait))
        except NotSetUp as lack:
            return self._hold(message, until=self.at + retry_delays.NO_WAY, reason=str(lack))
        except PermanentFailure as failure:
            return self._give_up(message, failure)
        except TemporaryFailure as failure:
            return self._retry(message, failure)
        except Exception as error:  # a poisonous row (template, resolver) must not stop its neighbours
            logger.exception("Message %s could not be prepared", message.pk)
            return self._retry(message, TemporaryFailure(type(error).__name__))

    def _attempt(self, message: Message) -> str:
        """By the best way; by the next one where that is not set up, or refuses the address for good."""
        if message.attempts > retry_delays.TRIES:
            raise PermanentFailure("every worker that took it was lost")
        lacks: list[TemporaryFailure | PermanentFailure] = []
        for way in routes(message, at=self._now()):
            try:
                return self._send(message, way)
            except (NotSetUp, PermanentFailure) as lack:
                lacks.append(lack)
        raise next((lack for lack in lacks if isinstance(lack, NotSetUp)), lacks[-1])

    def _send(self, message: Message, way: Route) -> str:
        if self._too_late() or self.failures[way.channel] >= retry_delays.DOWN_AFTER:
            return self._put_back(message)
        outgoing = prepare(message, way, at=self.at)
        try:
            way.transport(outgoing)
        except NotSetUp:
            raise
        except TemporaryFailure:
            self.failures[way.channel] += 1
            raise
        self.failures[way.channel] = 0
        self._mark(message, sent_at=self.at, channel=way.channel, last_error="", held=False)
        return "sent"

    def _going(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self.began)

    def _now(self) -> datetime:
        """The run's moment, and what has passed of it: the last of many messages leaves minutes after the first."""
        return self.at + self._going()

    def _too_late(self) -> bool:
        return self._going() > retry_delays.RUN

    def _retry(self, message: Message, failure: TemporaryFailure) -> str:
        wait = retry_delays.wait_after(message.attempts)
        if wait is None:
            return self._give_up(message, failure)
        self._mark(message, not_before=self.at + wait, last_error=str(failure)[:200], held=False)
        return "retrying"

    def _give_up(self, message: Message, failure: Exception) -> str:
        """Said in the log as a failure, unless nobody wanted to be told."""
        level = logging.INFO if isinstance(failure, NobodyToTell) else logging.WARNING
        logger.log(level, "Message %s (%s) is given up: %s", message.pk, message.template, failure)
        self._mark(message, given_up_at=self.at, last_error=str(failure)[:200])
        return "given_up"

    def _put_back(self, message: Message) -> str:
        """Untried, so it counts as no attempt: an outage uses up nobody's patience."""
        self._mark(message, not_before=self.at + retry_delays.PUT_BACK, attempts=message.attempts - 1)
        return "put_back"

    def _hold(self, message: Message, *, until: datetime, reason: str) -> str:
        """Put back untried; the recipient's later messages wait behind it, so that they arrive in their order."""
        self._mark(message, not_before=until, attempts=message.attempts - 1, last_error=reason[:200], held=True)
        return "put_back"

    def _mark(self, message: Message, **changes) -> None:
        """Only while the row is still in these hands: a claim that ran out belongs to its next worker. It has left, or
        was refused, and nobody but this worker knows: a database that is away is waited for."""
        held = Message.objects.waiting().filter(pk=message.pk, claimed_until=message.claimed_until)
        if not note(lambda: held.update(claimed_until=None, **changes)):
            logger.error("Message %s was taken over by another worker", message.pk)


def prepare(message: Message, way: Route, *, at: datetime) -> Outgoing:
    """The message in words, for its way out. Raises what the template raises."""
    words = render(message.template, message.context, address=way.address)
    is_letter = way.channel == "email"
    if way.channel == "sms":
        warn_if_long(message.template, words.text)
    return Outgoing(
        id=message.pk,
        channel=way.channel,
        to=way.to,
        subject=words.subject,
        text=words.letter if is_letter else words.text,
        html=words.html,
        language=way.address.language,
        at=at,
        neutral=way.address.neutral,
    )
