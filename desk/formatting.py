"""How the desk writes dates, posts, officers and E-tags: in the reader's language, and in the time zone of Pakistan."""

from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from accounts.models import Posting
from complaints.rules.etag import format_etag


def moment(at: datetime) -> str:
    """Return date and time, as in `24 November 2026, 14:05`. A 24-hour clock is unambiguous in both languages."""
    local = localtime(at)
    return joined(day(local), date_format(local, "H:i", use_l10n=False))


def day(on: date) -> str:
    """Return a date, as in `24 November 2026`."""
    return date_format(on, "j F Y", use_l10n=False)


def start_of_period(at: datetime) -> str:
    """Return the start of a period. A midnight is written as the day that it begins."""
    local = localtime(at)
    return day(local) if local.time() == time.min else moment(at)


def end_of_period(at: datetime) -> str:
    """Return the end of a period, or a deadline. A midnight is written as the day that it ends.

    A deadline "by the end of 24 November" is stored as that midnight; "25 November 2026, 00:00" would name another day.
    """
    local = localtime(at)
    return day(local - timedelta(days=1)) if local.time() == time.min else moment(at)


def joined(*parts: str) -> str:
    """Join the parts that are not empty with the comma of the reader's script, as in `SDPO, Gulberg Circle`."""
    return gettext(", ").join(part for part in parts if part)


def post_of(posting: Posting) -> str:
    """Return the post and its office."""
    return joined(posting.post, posting.office.name)


def officer_with_post(posting: Posting) -> str:
    """Return an officer for use in a sentence, as in `Inspector Bilal (Inquiry officer, Gulberg Circle)`."""
    return f"{posting.officer.title} ({post_of(posting)})"


def isolated_etag(etag: str) -> str:
    """Return an E-tag in groups of four, isolated (FSI, PDI) so that right-to-left text does not reorder it."""
    return f"\u2068{format_etag(etag)}\u2069"


def complaint_cell_name(office_name: str) -> str:
    """Return the name of an office's complaint cell, which has the complaints that are not marked to an officer."""
    return gettext("Complaint cell, %(office)s") % {"office": office_name}
