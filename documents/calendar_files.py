"""Write calendar files (iCalendar, RFC 5545), with all times in UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE_OCTETS = 75  # RFC 5545, section 3.1
SHOWN_LENGTH = timedelta(minutes=15)  # many calendars do not show an entry without a length
PRODUCT = "-//Reminders//1.0//EN"  # names neither the portal nor the police


@dataclass(frozen=True)
class CalendarEntry:
    """One moment. `uid`: the same for the same entry in a later file, so that a calendar replaces it."""

    uid: str
    at: datetime
    title: str
    description: str = ""
    url: str = ""


def make_calendar(entries: Iterable[CalendarEntry], *, written_at: datetime) -> str:
    """Return the file. Each entry has an alarm at its moment."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "METHOD:PUBLISH"]
    for entry in entries:
        lines += _entry_lines(entry, written_at)
    return "".join(f"{_fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _entry_lines(entry: CalendarEntry, written_at: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_utc(written_at)}",
        f"DTSTART:{_utc(entry.at)}",
        f"DTEND:{_utc(entry.at + SHOWN_LENGTH)}",
        f"SUMMARY:{_escape(entry.title)}",
    ]
    if entry.description:
        lines.append(f"DESCRIPTION:{_escape(entry.description)}")
    if entry.url:
        lines.append(f"URL:{entry.url}")
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S", f"DESCRIPTION:{_escape(entry.title)}", "END:VALARM"]
    return [*lines, "TRANSP:TRANSPARENT", *alarm, "END:VEVENT"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escape(text: str) -> str:
    """Escape a text value (RFC 5545, section 3.3.11)."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _fold(line: str) -> str:
    """Break a line of more than 75 octets, never within a character. A following line begins with a space."""
    pieces, length = [""], 0
    for character in line:
        size = len(character.encode())
        if length + size > LINE_OCTETS:
            pieces.append(" ")
            length = 1
        pieces[-1] += character
        length += size
    return "\r\n".join(pieces)
