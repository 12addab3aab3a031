"""What a dossier says: gathered for many flags at once, in seven statements beside those of their delays.

Of the complaint nothing stands in it that the officer may not know: no complainant, no words, and of the history only
the steps of the work itself (`SHOWN`), so that neither a report of pressure nor a name nor somebody's reading leaks.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Leave, Office, Posting
from complaints.models import ChainHead, ClockRun, Event, Reading
from complaints.models.reading import ReadingKind
from complaints.rules.clock import PAUSED, Clock
from complaints.rules.etag import spaced
from complaints.rules.time_credit import Held
from complaints.workflow.inquiry import ASK_CITIZEN
from complaints.workflow.table import PASSES_ON, names_where
from notifications.models import Message
from reviews.models import Flag
from reviews.queries.delay_shares import Delay
from reviews.rules.decisions import Ground
from reviews.rules.dossier import VERSION, was_notified
from sla.models import Breach

SHOWN = names_where(lambda kind: kind.sentences.review is not None)
"""The kinds of events that a dossier lists; what is not here was somebody else's, or would say who complains."""

PROMISED = (
    *("version", "contact_hours", "report_hours", "decision_hours", "reminder_share", "escalation_hours"),
    *("escalations", "urgent_act", "urgent_hours", "source", "calendar_id"),
)
OPENED = (ReadingKind.OPENED.value, ReadingKind.PRINTED.value)


@dataclass(frozen=True)
class Span:
    """When somebody could have known of it, and acted: from the beginning of the clock to the deadline."""

    began: datetime
    ended: datetime

    def meets(self, began: datetime, ended: datetime) -> bool:
        return began < self.ended and ended > self.began


def bodies(
    flags: Sequence[Flag], found: Mapping[int, Delay], *, at: datetime
) -> Iterator[tuple[Flag, dict, set[Ground]]]:
    """Of each flag, what its dossier says, and the grounds that this bears out. `at`: when it is frozen."""
    known = _Known(flags, found, at=at)
    for flag in flags:
        body = known.body(flag)
        yield flag, body, known.grounds(flag, body)


class _Known:
    """Everything that the dossiers of a batch of flags tell, by complaint and by officer."""

    def __init__(self, flags: Sequence[Flag], found: Mapping[int, Delay], *, at: datetime):
        ids = {flag.breach.complaint_id for flag in flags}
        officers = {flag.review.officer_id for flag in flags}
        self.at, self.found = at, found
        self.postings = _postings(officers)
        mine = [one.pk for own in self.postings.values() for one in own]
        self.heads = ChainHead.objects.in_bulk(ids)
        self.events = _grouped(
            Event.objects.filter(complaint__in=ids, kind__in=SHOWN, at__lte=at).order_by("complaint", "seq")
        )
        self.runs = _grouped(ClockRun.objects.filter(complaint__in=ids).order_by("complaint", "started_at", "pk"))
        self.views = _grouped(
            Reading.objects.filter(complaint__in=ids, posting__in=mine, kind__in=OPENED).order_by("at", "pk")
        )
        self.leaves = list(Leave.objects.filter(posting__in=mine).order_by("starts_at"))
        since = min((one.began for delay in found.values() for one in delay.pieces), default=at)
        self.notices = _notices(mine, since=since, until=at)
        self.given = {one.pk: _given(one) for events in self.events.values() for one in events if one.kind in PASSES_ON}
        offices = {piece.office_id for delay in found.values() for piece in delay.pieces}
        offices |= {given["office"] for given in self.given.values()}
        self.offices = dict(Office.objects.filter(pk__in=offices).values_list("pk", "code"))

    def body(self, flag: Flag) -> dict:
        breach, complaint, delay = flag.breach, flag.breach.complaint, self.found[flag.breach_id]
        head = self.heads[complaint.pk]
        return {
            "v": VERSION,
            "flag": flag.pk,
            "frozen_at": _said(self.at),
            "complaint": {"id": complaint.pk, "etag": complaint.etag, "category": complaint.category.code},
            "officer": {"id": flag.review.officer_id, "rank": flag.review.officer.rank or ""},
            "breach": {
                "clock": str(breach.clock),
                "cycle": breach.cycle,
                "due_at": _said(breach.due_at),
                "noticed_at": _said(breach.noticed_at),
                "share": round(flag.share or 0.0, 6),
            },
            "promised": {name: getattr(complaint.policy, name) for name in PROMISED},
            "deadlines": [_deadline(run) for run in self.runs[complaint.pk] if _may_stand_in(breach, run)],
            "custody": [self._piece(piece) for piece in delay.pieces],
            "pauses": [self._pause(flag, run) for run in self._pauses(flag)],
            "notices": [_notice(one, complaint.etag) for one in self._told(flag)],
            "views": [{"at": _said(one.at), "posting": one.posting_id} for one in self._seen(flag)],
            "leaves": [
                {"posting": one.posting_id, "from": _said(one.starts_at), "to": _said(one.ends_at)}
                for one in self._away(flag)
            ],
            "events": [self._event(flag, one) for one in self.events[complaint.pk]],
            "chain": {"seq": head.seq, "mac": bytes(head.mac).hex()},
        }

    def grounds(self, flag: Flag, body: Mapping) -> set[Ground]:
        """What the body bears out. A quarter of the time, as for a flag, is "long enough"."""
        mine = {one.pk for one in self.postings[flag.review.officer_id]}
        asked = (self._asked(flag, run) for run in self._pauses(flag))
        shown = {
            Ground.NOTICES_READ: was_notified(body),
            Ground.TIME_HELD: (flag.share or 0) >= LONG_ENOUGH,
            Ground.NO_LEAVE: not self._away(flag),
            Ground.PAUSES: any(event is not None and event.posting_id in mine for event in asked),
        }
        return {ground for ground, holds in shown.items() if holds}

    def _span(self, flag: Flag) -> Span:
        ran = self.found[flag.breach_id].ran
        return Span(min((run.began for run in ran), default=flag.breach.due_at), flag.breach.due_at)

    def _piece(self, piece: Held) -> dict:
        ended = piece.ended and _said(piece.ended)
        return {
            "office": self.offices.get(piece.office_id, ""),
            "posting": piece.posting_id,
            "from": _said(piece.began),
            "to": ended,
        }

    def _event(self, flag: Flag, event: Event) -> dict:
        """To whom it gave the complaint is said up to the deadline, as custody is: later holders are none of this."""
        told = _event(event)
        if event.pk in self.given and event.at <= flag.breach.due_at:
            given = self.given[event.pk]
            told["to"] = {"office": self.offices.get(given["office"], ""), "posting": given["holder"]}
        return told

    def _pauses(self, flag: Flag) -> list[ClockRun]:
        runs = self.runs[flag.breach.complaint_id]
        return [
            run for run in runs if (run.clock, run.cycle, run.why) == (flag.breach.clock, flag.breach.cycle, PAUSED)
        ]

    def _asked(self, flag: Flag, run: ClockRun) -> Event | None:
        """The question for which the clock stopped: the event of the same moment."""
        events = self.events[flag.breach.complaint_id]
        return next((one for one in events if one.kind == ASK_CITIZEN.name and one.at == run.ended_at), None)

    def _pause(self, flag: Flag, run: ClockRun) -> dict:
        """The reason stands in the complaint's words, which may be made anonymous one day: here is where it stands."""
        event = self._asked(flag, run)
        runs = self.runs[flag.breach.complaint_id]
        after = next(
            (one.started_at for one in runs if one.clock == run.clock and one.started_at >= run.ended_at), None
        )
        return {
            "from": _said(run.ended_at),
            "to": after and _said(after),
            "asked_by": event and event.posting_id,
            "reason_in_event": event and event.seq,
        }

    def _told(self, flag: Flag) -> list[Message]:
        complaint, span = flag.breach.complaint, self._span(flag)
        mine = [f"posting:{one.pk}" for one in self.postings[flag.review.officer_id]]
        told = (
            one for recipient in mine for one in self.notices[recipient] if span.began <= one.created_at < span.ended
        )
        return sorted((one for one in told if _names(one, complaint.etag)), key=lambda one: (one.created_at, one.pk))

    def _seen(self, flag: Flag) -> list[Reading]:
        span, mine = self._span(flag), {one.pk for one in self.postings[flag.review.officer_id]}
        views = self.views[flag.breach.complaint_id]
        return [one for one in views if one.posting_id in mine and span.began <= one.at < span.ended]

    def _away(self, flag: Flag) -> list[Leave]:
        span, mine = self._span(flag), {one.pk for one in self.postings[flag.review.officer_id]}
        return [one for one in self.leaves if one.posting_id in mine and span.meets(one.starts_at, one.ends_at)]


LONG_ENOUGH = 0.25


def _postings(officers: Collection[int]) -> Mapping[int, list[Posting]]:
    found = defaultdict[int, list[Posting]](list)
    for one in Posting.objects.filter(officer__in=officers):
        found[one.officer_id].append(one)
    return found


def _notices(postings: Collection[int], *, since: datetime, until: datetime) -> Mapping[str, list[Message]]:
    """What these postings were told in that time, by recipient. `startswith` is the index's own condition."""
    told = Message.objects.filter(recipient__in=[f"posting:{pk}" for pk in postings], recipient__startswith="posting:")
    found = defaultdict[str, list[Message]](list)
    for message in told.filter(created_at__gte=since, created_at__lte=until):
        found[message.recipient].append(message)
    return found


def _names(message: Message, etag: str) -> bool:
    """Whether a message is of that complaint; one that adds up more than it names may be."""
    context = message.context
    return _names_it(message, etag) or context.get("count", 0) > len(context.get("etags", ()))


def _names_it(message: Message, etag: str) -> bool:
    return message.context.get("etag") == etag or spaced(etag) in message.context.get("etags", ())


def _grouped(rows) -> Mapping[int, list]:
    groups = defaultdict[int, list](list)
    for row in rows:
        groups[row.complaint_id].append(row)
    return groups


def _may_stand_in(breach: Breach, run: ClockRun) -> bool:
    """Of a report of pressure nobody learns but whose delay it was."""
    return run.clock != Clock.PRESSURE or breach.clock == Clock.PRESSURE


def _deadline(run: ClockRun) -> dict:
    return {
        "clock": str(run.clock),
        "cycle": run.cycle,
        "from": _said(run.started_at),
        "to": run.ended_at and _said(run.ended_at),
        "due_at": _said(run.due_at),
        "why": str(run.why),
    }


def _notice(message: Message, etag: str) -> dict:
    """`sent_at`: when it left, by which channel; none while it waits, or where it was given up. `names_it`: that it is
    certainly about this complaint."""
    return {
        "template": message.template,
        "at": _said(message.created_at),
        "sent_at": message.sent_at and _said(message.sent_at),
        "channel": message.channel,
        "count": message.context.get("count", 1),
        "names_it": _names_it(message, etag),
    }


def _event(event: Event) -> dict:
    return {
        "seq": event.seq,
        "kind": event.kind,
        "at": _said(event.at),
        "by": str(event.actor_kind),
        "posting": event.posting_id,
        "mac": bytes(event.mac).hex(),
    }


def _given(event: Event) -> dict:
    """Who had it afterwards, as the event states it: ids of the office and, where it was marked, of the posting."""
    state = json.loads(event.body)["facts"]["state"]
    return {"office": state["office"], "holder": state["holder"]}


def _said(moment: datetime) -> str:
    return moment.isoformat()
