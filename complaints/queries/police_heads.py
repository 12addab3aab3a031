"""The officers who head the whole police: an exclusion of one of them keeps everybody from a complaint."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind
from complaints.models import Exclusion


def heads_the_police(officer_id: int, *, at: datetime) -> bool:
    """Return whether this officer heads the Central Police Office now, also as acting head. One statement."""
    return officer_id in _police_head_ids(at=at)


def exclusions_of_whole_police(exclusions: Iterable[Exclusion], *, at: datetime) -> list[Exclusion]:
    """Return those of the exclusions that keep the whole police from a complaint. One statement; none without any.

    They exclude the Central Police Office, or an officer who heads it.
    """
    exclusions = list(exclusions)
    heads = _police_head_ids(at=at) if exclusions else frozenset()
    return [
        each
        for each in exclusions
        if each.officer_id in heads or (each.office_id and each.office.kind == OfficeKind.CENTRAL)
    ]


def _police_head_ids(*, at: datetime) -> frozenset[int]:
    heads = Posting.objects.heads().current(at).filter(office__kind=OfficeKind.CENTRAL).order_by()
    return frozenset(heads.values_list("officer", flat=True))
