"""Build the bodies of dossiers for many flags at once, in seven statements besides those for the delays.

A dossier contains nothing that the officer may not know: no complainant, no statement, and only the events of the work
itself. It must not reveal a report of pressure, a name, or who opened the complaint.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Leave, Office, Posting
from complaints.models import ChainHead, ClockRun, Event, Reading
from complaints.models.access_log_entry import ReadingKind
from complaints.rules.clock import PAUSED, Clock
from complaints.rules.etag import format_etag
from complaints.rules.time_credit import HeldTime
from complaints.workflow.inquiry import ASK_CITIZEN
from complaints.workflow.table import CUSTODY_KINDS, kind_names_where
from notifications.models import Message
from reviews.models import Flag
from reviews.queries.delay_shares import DelayAttribution
from reviews.rules.decision_kinds import Ground
from reviews.rules.dossier_format import DOSSIER_VERSION, was_officer_notified_in_time
from sla.models import Breach

LISTED_EVENT_KINDS = kind_names_where(lambda kind: kind.sentences.review is not None)
"""The kinds of events that a dossier lists. The others are not the officer's, or would identify the complainant."""

POLICY_FIELDS = (
    *("version", "contact_hours", "report_hours", "decision_hours", "reminder_share", "escalation_hours"),
    *("escalations", "urgent_act", "urgent_hours", "source", "calendar_id"),
)
OPENING_KINDS = (ReadingKind.OPENED.value, ReadingKind.PRINTED.value)


@dataclass(frozen=True)
class ActionPeriod:
    """The time in which an officer could have acted: from the start of the clock to the deadline."""

    began: datetime
    ended: datetime

    def overlaps(self, began: datetime, ended: datetime) -> bool:
        """Return whether another interval overlaps this one."""
        return began < self.ended and ended > self.began


def build_dossier_bodies(
    flags: Sequence[Flag], delays: Mapping[int, DelayAttribution], *, at: datetime
) -> Iterator[tuple[Flag, dict, set[Ground]]]:
    """Yield each flag with the body of its dossier and the grounds that the body supports.

    `delays`: the attribution of each breach, by breach id. `at`: when the dossiers are frozen.
    """
    batch = _DossierBatch(flags, delays, at=at)
    for flag in flags:
        body = batch.build_body(flag)
        yield flag, body, batch.find_grounds(flag, body)


class _DossierBatch:
    """The data for the dossiers of a batch of flags, loaded once, by complaint and by officer."""

    def __init__(self, flags: Sequence[Flag], delays: Mapping[int, DelayAttribution], *, at: datetime):
        ids = {flag.breach.complaint_id for flag in flags}
        officers = {flag.review.officer_id for flag in flags}
        self.at, self.delays = at, delays
        self.postings = _load_postings(officers)
        posting_ids = [posting.pk for postings in self.postings.values() for posting in postings]
        self.chain_heads = ChainHead.objects.in_bulk(ids)
        self.events = _group_by_complaint(
            Event.objects.filter(complaint__in=ids, kind__in=LISTED_EVENT_KINDS, at__lte=at).order_by(
                "complaint", "seq"
            )
        )
        self.runs = _group_by_complaint(
            ClockRun.objects.filter(complaint__in=ids).order_by("complaint", "started_at", "pk")
        )
        self.views = _group_by_complaint(
            Reading.objects.filter(complaint__in=ids, posting__in=posting_ids, kind__in=OPENING_KINDS).order_by(
                "at", "pk"
            )
        )
        self.leaves = list(Leave.objects.filter(posting__in=posting_ids).order_by("starts_at"))
        since = min((piece.began for delay in delays.values() for piece in delay.pieces), default=at)
        self.notices = _load_notices(posting_ids, since=since, until=at)
        self.new_holders = {
            event.pk: _describe_new_holder(event)
            for events in self.events.values()
            for event in events
            if event.kind in CUSTODY_KINDS
        }
        offices = {piece.office_id for delay in delays.values() for piece in delay.pieces}
        offices |= {holder["office"] for holder in self.new_holders.values()}
        self.office_codes = dict(Office.objects.filter(pk__in=offices).values_list("pk", "code"))

    def build_body(self, flag: Flag) -> dict:
        """Return the body of a flag's dossier."""
        breach, complaint, delay = flag.breach, flag.breach.complaint, self.delays[flag.breach_id]
        head = self.chain_heads[complaint.pk]
        return {
            "v": DOSSIER_VERSION,
            "flag": flag.pk,
            "frozen_at": _isoformat(self.at),
            "complaint": {"id": complaint.pk, "etag": complaint.etag, "category": complaint.category.code},
            "officer": {"id": flag.review.officer_id, "rank": flag.review.officer.rank or ""},
            "breach": {
                "clock": str(breach.clock),
                "cycle": breach.cycle,
                "due_at": _isoformat(breach.due_at),
                "noticed_at": _isoformat(breach.noticed_at),
                "share": round(flag.share or 0.0, 6),
            },
            "promised": {name: getattr(complaint.policy, name) for name in POLICY_FIELDS},
            "deadlines": [_describe_run(run) for run in self.runs[complaint.pk] if _may_be_listed(breach, run)],
            "custody": [self._describe_piece(piece) for piece in delay.pieces],
            "pauses": [self._describe_pause(flag, run) for run in self._pauses(flag)],
            "notices": [_describe_notice(message, complaint.etag) for message in self._notices_to_officer(flag)],
            "views": [{"at": _isoformat(view.at), "posting": view.posting_id} for view in self._views_by_officer(flag)],
            "leaves": [
                {"posting": leave.posting_id, "from": _isoformat(leave.starts_at), "to": _isoformat(leave.ends_at)}
                for leave in self._leaves_of_officer(flag)
            ],
            "events": [self._describe_event(flag, event) for event in self.events[complaint.pk]],
            "chain": {"seq": head.seq, "mac": bytes(head.mac).hex()},
        }

    def find_grounds(self, flag: Flag, body: Mapping) -> set[Ground]:
        """Return the grounds that the body supports. Holding the complaint for a quarter of the time is long enough.

        The same share leads to a flag.
        """
        posting_ids = self._posting_ids(flag)
        questions = (self._question_of(flag, run) for run in self._pauses(flag))
        conditions = {
            Ground.NOTICES_READ: was_officer_notified_in_time(body),
            Ground.TIME_HELD: (flag.share or 0) >= LONG_ENOUGH_SHARE,
            Ground.NO_LEAVE: not self._leaves_of_officer(flag),
            Ground.PAUSES: any(event is not None and event.posting_id in posting_ids for event in questions),
        }
        return {ground for ground, is_met in conditions.items() if is_met}

    def _posting_ids(self, flag: Flag) -> set[int]:
        return {posting.pk for posting in self.postings[flag.review.officer_id]}

    def _span(self, flag: Flag) -> ActionPeriod:
        spans = self.delays[flag.breach_id].clock_spans
        return ActionPeriod(min((run.began for run in spans), default=flag.breach.due_at), flag.breach.due_at)

    def _describe_piece(self, piece: HeldTime) -> dict:
        return {
            "office": self.office_codes.get(piece.office_id, ""),
            "posting": piece.posting_id,
            "from": _isoformat(piece.began),
            "to": piece.ended and _isoformat(piece.ended),
        }

    def _describe_event(self, flag: Flag, event: Event) -> dict:
        """Return an event, with the new holder if it changed hands before the deadline. Later holders are left out."""
        description = {
            "seq": event.seq,
            "kind": event.kind,
            "at": _isoformat(event.at),
            "by": str(event.actor_kind),
            "posting": event.posting_id,
            "mac": bytes(event.mac).hex(),
        }
        if event.pk in self.new_holders and event.at <= flag.breach.due_at:
            holder = self.new_holders[event.pk]
            description["to"] = {"office": self.office_codes.get(holder["office"], ""), "posting": holder["holder"]}
        return description

    def _pauses(self, flag: Flag) -> list[ClockRun]:
        runs = self.runs[flag.breach.complaint_id]
        return [
            run for run in runs if (run.clock, run.cycle, run.why) == (flag.breach.clock, flag.breach.cycle, PAUSED)
        ]

    def _question_of(self, flag: Flag, run: ClockRun) -> Event | None:
        """Return the question to the citizen that paused the clock: the event at the same moment."""
        events = self.events[flag.breach.complaint_id]
        return next((event for event in events if event.kind == ASK_CITIZEN.name and event.at == run.ended_at), None)

    def _describe_pause(self, flag: Flag, run: ClockRun) -> dict:
        """Return a pause with the number of the event that has its reason.

        The reason itself is part of the complaint's text, which may be anonymised later, so it is not copied.
        """
        event = self._question_of(flag, run)
        runs = self.runs[flag.breach.complaint_id]
        resumed_at = next(
            (later.started_at for later in runs if later.clock == run.clock and later.started_at >= run.ended_at), None
        )
        return {
            "from": _isoformat(run.ended_at),
            "to": resumed_at and _isoformat(resumed_at),
            "asked_by": event and event.posting_id,
            "reason_in_event": event and event.seq,
        }

    def _notices_to_officer(self, flag: Flag) -> list[Message]:
        complaint, span = flag.breach.complaint, self._span(flag)
        recipients = [f"posting:{posting.pk}" for posting in self.postings[flag.review.officer_id]]
        messages = (
            message
            for recipient in recipients
            for message in self.notices[recipient]
            if span.began <= message.created_at < span.ended
        )
        return sorted(
            (message for message in messages if _may_concern_complaint(message, complaint.etag)),
            key=lambda message: (message.created_at, message.pk),
        )

    def _views_by_officer(self, flag: Flag) -> list[Reading]:
        span, posting_ids = self._span(flag), self._posting_ids(flag)
        views = self.views[flag.breach.complaint_id]
        return [view for view in views if view.posting_id in posting_ids and span.began <= view.at < span.ended]

    def _leaves_of_officer(self, flag: Flag) -> list[Leave]:
        span, posting_ids = self._span(flag), self._posting_ids(flag)
        return [
            leave
            for leave in self.leaves
            if leave.posting_id in posting_ids and span.overlaps(leave.starts_at, leave.ends_at)
        ]


LONG_ENOUGH_SHARE = 0.25
"""The share of the time from which the ground *time held* is supported."""


def _load_postings(officers: Collection[int]) -> Mapping[int, list[Posting]]:
    postings = defaultdict[int, list[Posting]](list)
    for posting in Posting.objects.filter(officer__in=officers):
        postings[posting.officer_id].append(posting)
    return postings


def _load_notices(posting_ids: Collection[int], *, since: datetime, until: datetime) -> Mapping[str, list[Message]]:
    """Return the messages to these postings in that time, by recipient.

    `startswith` repeats the condition of the partial index, so that the index can be used.
    """
    messages = Message.objects.filter(
        recipient__in=[f"posting:{pk}" for pk in posting_ids], recipient__startswith="posting:"
    )
    notices = defaultdict[str, list[Message]](list)
    for message in messages.filter(created_at__gte=since, created_at__lte=until):
        notices[message.recipient].append(message)
    return notices


def _may_concern_complaint(message: Message, etag: str) -> bool:
    """Return whether a message is, or could be, about that complaint: some count more complaints than they name."""
    context = message.context
    return _names_complaint(message, etag) or context.get("count", 0) > len(context.get("etags", ()))


def _names_complaint(message: Message, etag: str) -> bool:
    return message.context.get("etag") == etag or format_etag(etag) in message.context.get("etags", ())


def _group_by_complaint(rows) -> Mapping[int, list]:
    groups = defaultdict[int, list](list)
    for row in rows:
        groups[row.complaint_id].append(row)
    return groups


def _may_be_listed(breach: Breach, run: ClockRun) -> bool:
    """Return whether a dossier may list a run. A report of pressure is shown only to the officer who delayed it."""
    return run.clock != Clock.PRESSURE or breach.clock == Clock.PRESSURE


def _describe_run(run: ClockRun) -> dict:
    return {
        "clock": str(run.clock),
        "cycle": run.cycle,
        "from": _isoformat(run.started_at),
        "to": run.ended_at and _isoformat(run.ended_at),
        "due_at": _isoformat(run.due_at),
        "why": str(run.why),
    }


def _describe_notice(message: Message, etag: str) -> dict:
    """Return a notice.

    `sent_at`, `channel`: when and how it was sent; empty while it waits, or if sending was given up. `names_it`:
    whether it is certainly about this complaint.
    """
    return {
        "template": message.template,
        "at": _isoformat(message.created_at),
        "sent_at": message.sent_at and _isoformat(message.sent_at),
        "channel": message.channel,
        "count": message.context.get("count", 1),
        "names_it": _names_complaint(message, etag),
    }


def _describe_new_holder(event: Event) -> dict:
    """Return who had the complaint after an event: the ids of the office and, if it was marked, of the posting."""
    state = event.facts["state"]
    return {"office": state["office"], "holder": state["holder"]}


def _isoformat(moment: datetime) -> str:
    return moment.isoformat()
