"""Send due messages: claim rows in a short transaction, then send each outside a transaction and record its result.

Messages are sent at least once. If a worker dies after sending and before recording it, the row is sent again when its
claim expires. (If only the database is unavailable, the worker waits for it.) Each message carries the row's id
(Idempotency-Key, Message-ID), so that a gateway that supports such keys drops the repeated message.
"""

import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.module_loading import import_string

from notifications import reply_addresses
from notifications.message_rendering import render_message, warn_if_sms_long
from notifications.message_routing import NoRecipient, Route, find_routes
from notifications.models import Message
from notifications.rules import retry_delays
from notifications.rules.sms_segments import LONGEST
from notifications.services.database_retry import write_when_available
from notifications.transports.transport_interface import (
    ChannelNotSetUp,
    OutgoingMessage,
    OutsideHours,
    PermanentFailure,
    TemporaryFailure,
)

logger = logging.getLogger(__name__)

ONE_CLAIMER = 0x7E11  # number of the advisory lock, used only here


@dataclass(frozen=True)
class DeliveryCounts:
    """Number of claimed rows by result: sent, to be tried again, given up, or put back without an attempt."""

    sent: int = 0
    retrying: int = 0
    given_up: int = 0
    put_back: int = 0


def deliver_due_messages(*, at: datetime, limit: int = 200) -> DeliveryCounts:
    """Send up to `limit` due messages. Any number of workers may do so at the same time.

    Raises only database errors. A failure to send is recorded on the message's row.
    """
    run = DeliveryRun(at=at)
    return DeliveryCounts(**Counter(run.deliver(message) for message in claim_due_messages(at=at, limit=limit)))


def claim_due_messages(*, at: datetime, limit: int) -> list[Message]:
    """Claim due messages for this worker for five minutes, and return them in the order of writing.

    A lock lets only one worker claim at a time, for a few milliseconds. Otherwise two workers could divide the messages
    of one recipient between them and send the later one first.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_CLAIMER])
        due = Message.objects.due(at=at).in_turn(at=at).first_due_first().select_for_update(skip_locked=True)
        pks = list(due.values_list("pk", flat=True)[:limit])
        claimed = Message.objects.filter(pk__in=pks)
        claimed.update(claimed_until=at + retry_delays.CLAIM_DURATION, attempts=F("attempts") + 1)
        return list(claimed.order_by("pk"))


@dataclass
class DeliveryRun:
    """One run of a worker. It remembers which channels are down and how long it has lasted."""

    at: datetime
    began: float = field(default_factory=time.monotonic)  # seconds; a duration, not a time of day
    failures: Counter = field(default_factory=Counter)  # in a row, by channel

    def deliver(self, message: Message) -> str:
        """Send one claimed message, or record on its row why not. Return the name of its field in DeliveryCounts."""
        try:
            return self._attempt(message)
        except OutsideHours as wait:
            return self._hold(message, until=wait.until, reason=str(wait))
        except ChannelNotSetUp as failure:
            return self._hold(message, until=self.at + retry_delays.NO_CHANNEL_DELAY, reason=str(failure))
        except PermanentFailure as failure:
            return self._give_up(message, failure)
        except TemporaryFailure as failure:
            return self._retry(message, failure)
        except Exception as error:  # a broken message (template, resolver) must not stop the others
            logger.exception("Message %s could not be prepared", message.pk)
            return self._retry(message, TemporaryFailure(type(error).__name__))

    def _attempt(self, message: Message) -> str:
        """Send by the best route, or by the next one if that is not set up or permanently refuses the address."""
        if message.attempts > retry_delays.MAX_ATTEMPTS:
            raise PermanentFailure("every worker that took it was lost")
        failures: list[TemporaryFailure | PermanentFailure] = []
        now = self.at + self._elapsed()  # the last of many messages is sent minutes after the start of the run
        if not all(import_string(path)(message, at=now) for path in settings.MESSAGES_CHECKED_BY):
            raise NoRecipient("there is nobody behind the reference")  # as for an ended posting: no reason is stored
        for route in find_routes(message, at=now):
            try:
                return self._send(message, route)
            except (ChannelNotSetUp, PermanentFailure) as failure:
                failures.append(failure)
        raise next((failure for failure in failures if isinstance(failure, ChannelNotSetUp)), failures[-1])

    def _send(self, message: Message, route: Route) -> str:
        if self._elapsed() > retry_delays.RUN_DURATION or self.failures[route.channel] >= retry_delays.DOWN_AFTER:
            # Without counting an attempt, so that an outage does not use up the attempts.
            not_before = self.at + retry_delays.OUTAGE_DELAY
            self._save(message, not_before=not_before, attempts=message.attempts - 1)
            return "put_back"
        outgoing = prepare_outgoing(message, route, at=self.at)
        try:
            route.transport(outgoing)
        except ChannelNotSetUp:
            raise
        except TemporaryFailure:
            self.failures[route.channel] += 1
            raise
        self.failures[route.channel] = 0
        self._save(message, sent_at=self.at, channel=route.channel, last_error="", held=False)
        return "sent"

    def _elapsed(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self.began)

    def _retry(self, message: Message, failure: TemporaryFailure) -> str:
        wait = retry_delays.retry_delay_after(message.attempts)
        if wait is None:
            return self._give_up(message, failure)
        self._save(message, not_before=self.at + wait, last_error=str(failure)[:200], held=False)
        return "retrying"

    def _give_up(self, message: Message, failure: Exception) -> str:
        """Stop trying. It is logged as a warning, unless the recipient did not want or could not get the message."""
        level = logging.INFO if isinstance(failure, NoRecipient) else logging.WARNING
        logger.log(level, "Message %s (%s) is given up: %s", message.pk, message.template, failure)
        self._save(message, given_up_at=self.at, last_error=str(failure)[:200])
        return "given_up"

    def _hold(self, message: Message, *, until: datetime, reason: str) -> str:
        """Release the message until later, and hold the recipient's later ones, so that they arrive in order."""
        self._save(message, not_before=until, attempts=message.attempts - 1, last_error=reason[:200], held=True)
        return "put_back"

    def _save(self, message: Message, **changes) -> None:
        """Record the result and release the claim, unless it has expired and another worker has the message.

        Only this worker knows the result, so it waits if the database is unavailable.
        """
        claimed = Message.objects.waiting().filter(pk=message.pk, claimed_until=message.claimed_until)
        if not write_when_available(lambda: claimed.update(claimed_until=None, **changes)):
            logger.error("Message %s was taken over by another worker", message.pk)


def prepare_outgoing(message: Message, route: Route, *, at: datetime) -> OutgoingMessage:
    """Render the message for its route. Raises the exceptions of the template."""
    is_letter = route.channel == "email"
    reply_to = reply_address_of(message, route) if is_letter else ""
    rendered = render_message(
        message.template,
        message.context,
        address=route.address,
        recipient=message.recipient,
        takes_replies=bool(reply_to),
    )
    if route.channel == "sms":
        most = LONGEST + 1 if route.address.time_zone else LONGEST  # abroad, each time is given twice
        warn_if_sms_long(message.template, rendered.text, most=most)
    return OutgoingMessage(
        id=message.pk,
        channel=route.channel,
        to=route.to,
        subject=rendered.subject,
        text=rendered.letter if is_letter else rendered.text,
        html=rendered.html,
        language=route.address.language,
        at=at,
        neutral=route.address.neutral,
        reply_to=reply_to,
        in_reply_to=route.address.in_reply_to if is_letter else "",
    )


def reply_address_of(message: Message, route: Route) -> str:
    """Return the address for replies to an e-mail; empty if they are not accepted."""
    if not (route.address.takes_replies and reply_addresses.accepts_replies()):
        return ""
    return reply_addresses.make_reply_address(message.recipient, route.to)
