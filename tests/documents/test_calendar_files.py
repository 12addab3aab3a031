"""Calendar files: valid lines, UTC, and nothing that somebody typed breaks out of its value."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from documents.calendar_files import LINE_OCTETS, CalendarEntry, make_calendar

AT = datetime(2026, 11, 24, 17, 0, tzinfo=timezone(timedelta(hours=5)))
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def unescaped(value: str) -> str:
    out, rest = "", iter(value)
    for sign in rest:
        out += sign if sign != "\\" else {"n": "\n"}.get(following := next(rest), following)
    return out


def test_an_entry_says_when_in_utc_and_has_an_alarm():
    lines = unfolded(make_calendar([CalendarEntry("u1", AT, "Reminder")], written_at=NOW))
    assert lines[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Reminders//1.0//EN", "METHOD:PUBLISH"]
    assert {"UID:u1", "DTSTART:20261124T120000Z", "DTEND:20261124T121500Z", "DTSTAMP:20261124T040000Z"} <= set(lines)
    assert "TRIGGER:PT0S" in lines
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert not [line for line in lines if line.startswith(("DESCRIPTION:", "URL:")) and line != "DESCRIPTION:Reminder"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n;,\\:"), max_size=300))
def test_any_text_comes_back_and_every_line_is_short(text):
    written = make_calendar([CalendarEntry("u1", AT, "T", description=f"x{text}x")], written_at=NOW)
    assert all(len(line.encode()) <= LINE_OCTETS for line in written.split("\r\n"))
    (value, _) = [line.removeprefix("DESCRIPTION:") for line in unfolded(written) if line.startswith("DESCRIPTION:")]
    assert unescaped(value) == "\n".join(f"x{text}x".splitlines())
    assert unfolded(written).count("BEGIN:VEVENT") == 1
