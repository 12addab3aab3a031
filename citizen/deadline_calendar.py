"""The deadlines of a complaint as a calendar file.

For a confidential complaint, or with a secret word, an entry is called “Reminder” and says nothing else:
somebody else may read the phone's calendar (docs/decisions/0014).
"""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from complaints.models import Complaint
from complaints.rules.clock import Clock
from documents.calendar_files import CalendarEntry, make_calendar
from web.time_format import format_date_and_time, is_other_time_zone

ANSWER = "answer"
VERIFICATION = "verification"
type PromisedDeadline = tuple[str, datetime]
"""What is due (a clock, ANSWER or VERIFICATION) and when."""


def calendar_response(
    complaint: Complaint, deadlines: Iterable[PromisedDeadline], *, neutral: bool, follow_url: str, at: datetime
) -> HttpResponse:
    """Return the file in the active language. `neutral`: it must not reveal what it is about."""
    entries = [
        CalendarEntry(uid=_uid(complaint, due), at=moment, title=gettext("Reminder"))
        if neutral
        else CalendarEntry(
            uid=_uid(complaint, due),
            at=moment,
            title=_due_title(due),
            description="\n".join(
                [_moment_text(moment, complaint.complainant.time_zone), f"E-tag {complaint.spaced_etag}", follow_url]
            ),
            url=follow_url,
        )
        for due, moment in deadlines
    ]
    response = HttpResponse(make_calendar(entries, written_at=at), content_type="text/calendar; charset=utf-8")
    name = f"{gettext('reminder')}.ics" if neutral else f"{gettext('deadlines')}-{complaint.etag}.ics"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _moment_text(moment: datetime, zone: str) -> str:
    """Return the moment in Pakistan's time, and in the complainant's if that differs, each with its place."""
    text = format_date_and_time(moment, zone=zone)
    return text if is_other_time_zone(zone, at=moment) else gettext("%(moment)s, Pakistan time") % {"moment": text}


def _uid(complaint: Complaint, due: str) -> str:
    """Return the entry's id. It stays the same while the deadline moves, and does not reveal the E-tag."""
    return salted_hmac("calendar", f"{complaint.etag}-{complaint.cycle}-{due}", algorithm="sha256").hexdigest()


def _due_title(due: str) -> str:
    return {
        Clock.CONTACT: gettext("Deadline: an officer contacts you"),
        Clock.REPORT: gettext("Deadline: the officer reports"),
        Clock.DECISION: gettext("Deadline: a senior officer decides on the report"),
        VERIFICATION: gettext("Deadline: the complaint cell asks you about the result"),
        ANSWER: gettext("Deadline: say whether the problem is solved"),
    }[due]
