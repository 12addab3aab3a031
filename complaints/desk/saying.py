"""How the desk says who and when: names in the reader's language, posts, dates by the wall clock of Pakistan."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from accounts.models import Posting


def moment(at: datetime) -> str:
    """`24 November 2026, 14:05`: hours of the day leave no doubt in either language."""
    return date_format(localtime(at), "j F Y, H:i", use_l10n=False)


def day(on: date) -> str:
    return date_format(on, "j F Y", use_l10n=False)


def post_of(posting: Posting) -> str:
    """The post and its office: `SDPO, Gulberg Circle`."""
    return gettext("%(post)s, %(office)s") % {"post": posting.post, "office": posting.office.name}


def cell_of(office_name: str) -> str:
    """Who has what is not marked to anybody."""
    return gettext("Complaint cell, %(office)s") % {"office": office_name}
