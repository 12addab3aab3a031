"""Officers to choose from, office by office. The name stands first: whoever types its first letters has found it."""

from collections.abc import Callable, Iterable
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from accounts.models import Posting
from desk.wording import joined


def officers(postings: Iterable[Posting], *, more: Callable[[Posting], str] = lambda posting: "") -> list:
    """The choices of a select, nobody chosen yet. `more`: what is said of one besides name, rank and post."""
    offices = groupby(postings, key=lambda posting: posting.office.name)
    named = [(office, [(str(one.pk), _named(one, more(one))) for one in people]) for office, people in offices]
    return [("", _("Choose an officer")), *named]


def _named(posting: Posting, more: str) -> str:
    officer = posting.officer
    return joined(officer.name, officer.get_rank_display() if officer.rank else "", posting.post, more)
