"""Choices of officers for a select, grouped by office. They begin with the name, so that typing finds them."""

from collections.abc import Callable, Iterable
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from accounts.models import Posting
from desk.formatting import joined


def officer_choices_by_office(
    postings: Iterable[Posting], *, extra_label: Callable[[Posting], str] = lambda posting: ""
) -> list:
    """Return the choices, with nobody chosen yet. `extra_label` returns what to add to the label of a posting."""
    offices = groupby(postings, key=lambda posting: posting.office.name)
    groups = [
        (office, [(str(one.pk), _officer_label(one, extra_label(one))) for one in people]) for office, people in offices
    ]
    return [("", _("Choose an officer")), *groups]


def _officer_label(posting: Posting, extra: str) -> str:
    officer = posting.officer
    return joined(officer.name, officer.get_rank_display() if officer.rank else "", posting.post, extra)
