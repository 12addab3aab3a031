"""Rules of chats that an operator takes over: who reads the inbox, when it is open, and when a chat goes back.

Periods are our own (docs/decisions/0024).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from accounts.rules.roles import KINDS_WITH_CELL, Role
from complaints.rules.calls.cell_calls import may_call, next_call_time
from complaints.rules.time_limits.working_week import has_working_hours, parse_week
from complaints.rules.working_hours import WorkingHours
from whatsapp.rules.chat_inputs import Input, SentFile, SentLocation, TypedText, UnsupportedMessage
from whatsapp.rules.time_format import PAKISTAN
from whatsapp.rules.typed_text import Command, normalize, parse_command

DEFAULT_WEEK = ("08:00-20:00",) * 7
"""The hours of a cell that has set none."""
AWAY_AFTER = timedelta(minutes=10)
"""How long an operator may leave a message unanswered before the chat returns to the waiting list."""
EXPIRES_AFTER = timedelta(hours=12)
"""How long nobody writes before the chat is handed back, while Meta's 24 hours still allow to say so."""
TEXTS_KEPT_FOR = timedelta(days=30)
"""How long the texts of an ended hand-over are kept if it is about no complaint."""
CALL_AGAIN_AFTER, MOST_FAILED_CALLS = timedelta(hours=2), 3
MOST_PLANNED_HOURS = 14
"""How many openings and mornings are tried for a call by day. A cell whose hours are all night there calls anyway."""
LONGEST_TEXT = 2000
"""Characters that an operator can send at once."""
_INSTANT = timedelta(microseconds=1)


class InboxReader(StrEnum):
    """What a posting may do in the inbox of its office: answer, oversee, or nothing."""

    OPERATOR = "operator"
    HEAD = "head"
    NOBODY = "nobody"


def inbox_reader_of(role: str, office_kind: str, *, is_head: bool) -> InboxReader:
    """Return what a posting may do in the inbox: operators answer; the head of their office reads and puts back."""
    if office_kind not in KINDS_WITH_CELL:
        return InboxReader.NOBODY
    if role == Role.COMPLAINT_OPERATOR:
        return InboxReader.OPERATOR
    return InboxReader.HEAD if role == Role.SUPERVISOR and is_head else InboxReader.NOBODY


def inbox_working_hours(week: Sequence[str], closed: Collection[date]) -> WorkingHours | None:
    """Return the hours of a week (the texts of seven days) without the closed days; None for a week without hours."""
    return WorkingHours(parse_week(week), frozenset(closed), PAKISTAN) if has_working_hours(week) else None


def is_inbox_open(hours: WorkingHours | None, *, at: datetime) -> bool:
    """Return whether a cell answers chats at a moment."""
    return hours is not None and hours.between(at, at + _INSTANT) > timedelta(0)


def next_inbox_opening(hours: WorkingHours | None, *, at: datetime) -> datetime | None:
    """Return when a closed inbox opens next; None if it never does."""
    return hours.after(at, _INSTANT) - _INSTANT if hours else None


def next_call_back(hours: WorkingHours | None, zone: tzinfo, *, at: datetime) -> datetime | None:
    """Return when the person is called: while the cell is open and, if that ever happens, by day where they live.

    `zone`: theirs. None if the cell never opens. Source: docs/rules.md, calls by day in the complainant's time zone.
    """
    opens = moment = next_inbox_opening(hours, at=at)
    for _ in range(MOST_PLANNED_HOURS):
        if moment is None or may_call(moment, zone, None):
            break
        by_day = next_call_time(moment, zone, None)
        moment = by_day if is_inbox_open(hours, at=by_day) else next_inbox_opening(hours, at=by_day)
    return moment if moment and may_call(moment, zone, None) else opens


def is_operator_away(*, waiting_since: datetime | None, active_at: datetime | None, at: datetime) -> bool:
    """Return whether the operator who has a chat has left the person without an answer for too long."""
    if waiting_since is None:
        return False
    return max(waiting_since, active_at or waiting_since) + AWAY_AFTER <= at


def mentioned_officers(words: str, names: Mapping[int, Iterable[str]]) -> frozenset[int]:
    """Return the officers whose whole name stands in a text. `names`: each officer's name in each language."""
    text = f" {_plain(words)} "
    return frozenset(officer for officer, each in names.items() if any(f" {_plain(name)} " in text for name in each))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", normalize(text)).split()) or "\0"


COMMANDS_OF_CONVERSATION = frozenset({Command.STOP, Command.UPDATES, Command.LANGUAGE})
COMMANDS_THAT_LEAVE = frozenset({Command.MENU, Command.CANCEL})


def leaves_operator(message: Input) -> bool:
    """Return whether the person goes on without an operator: "0", "menu", "cancel"."""
    return isinstance(message, TypedText) and parse_command(message.text) in COMMANDS_THAT_LEAVE


def is_for_operator(message: Input) -> bool:
    """Return whether a message during a hand-over is for the operator.

    Taps and a few commands stay with the conversation: only the person answers a question about their complaint.
    """
    if isinstance(message, TypedText):
        return parse_command(message.text) not in COMMANDS_OF_CONVERSATION
    return isinstance(message, SentFile | SentLocation | UnsupportedMessage)


def text_and_media(message: Input) -> tuple[str, str]:
    """Return the words of a message as the operator reads them, and its kind, "" for a text."""
    match message:
        case TypedText(text=text):
            return text, ""
        case SentFile():
            return message.caption, message.kind
        case SentLocation():
            place = " ".join(filter(None, (message.name, message.address)))
            return f"{message.latitude:.5f}, {message.longitude:.5f} {place}".strip(), "place"
    return "", "other"
