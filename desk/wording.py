"""How the desk says who and when: names in the reader's language, posts, dates by the wall clock of Pakistan."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from accounts.models import Posting
from complaints.rules.etag import spaced


def moment(at: datetime) -> str:
    """`24 November 2026, 14:05`: hours of the day leave no doubt in either language."""
    local = localtime(at)
    return joined(day(local), date_format(local, "H:i", use_l10n=False))


def day(on: date) -> str:
    return date_format(on, "j F Y", use_l10n=False)


def joined(*parts: str) -> str:
    """Parts that are there, with the comma of the reader's script between them: `SDPO, Gulberg Circle`."""
    return gettext(", ").join(part for part in parts if part)


def post_of(posting: Posting) -> str:
    """The post and its office."""
    return joined(posting.post, posting.office.name)


def with_post(posting: Posting) -> str:
    """ "Inspector Bilal (Inquiry officer, Gulberg Circle)": an officer in a sentence."""
    return f"{posting.officer.title} ({post_of(posting)})"


def etag_apart(etag: str) -> str:
    """An E-tag in fours, kept in order inside a sentence of the other direction (FSI, PDI)."""
    return f"\u2068{spaced(etag)}\u2069"


def cell_of(office_name: str) -> str:
    """Who has what is not marked to anybody."""
    return gettext("Complaint cell, %(office)s") % {"office": office_name}
