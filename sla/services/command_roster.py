"""Who headed each office, who acted for whom, and who worked in which complaint cell, when a step was due.

A sweep can run late, by a minute or by six hours. The person responsible is the one in charge at the due time.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import Leave, Posting
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from sla.rules.escalation_ladder import CommandPost

LOADED_PERIOD = timedelta(minutes=15)
"""How far back to load at least, so that steps that are a little late do not load the roster again and again."""
POSTING_COLUMNS = (
    "pk",
    "officer_id",
    "office_id",
    "office__path",
    "office__kind",
    "is_head",
    "role",
    "starts_at",
    "ends_at",
)
LEAVE_COLUMNS = "posting", "cover", "cover__officer", "cover__office__path", "starts_at", "ends_at"


@dataclass(frozen=True)
class PeopleInCharge:
    """The people in charge at one moment.

    `heads`: by the path of their office. `acting`: posting and officer, by the posting of the head on leave. `places`:
    the path of the acting officer's own office, by their posting. `cells`: postings and officers of the operators, by
    the path of their office.
    """

    heads: Mapping[str, CommandPost]
    acting: Mapping[int, tuple[int, int]]
    places: Mapping[int, str]
    cells: Mapping[str, list[tuple[int, int]]]


class PostHolders:
    """The people in charge at any moment from `since` to `at`. Two statements. Changes in between are rare."""

    def __init__(self, *, since: datetime, at: datetime):
        self.since = min(since, at - LOADED_PERIOD)
        in_charge = Q(is_head=True) | Q(role=str(Role.COMPLAINT_OPERATOR))
        not_over = Q(ends_at=None) | Q(ends_at__gt=self.since)
        postings = Posting.objects.filter(in_charge, not_over, starts_at__lte=at).order_by("pk")
        self._posts = list(postings.values_list(*POSTING_COLUMNS))
        leaves = Leave.objects.filter(posting__is_head=True, starts_at__lte=at, ends_at__gt=self.since)
        self._leaves = list(leaves.values_list(*LEAVE_COLUMNS))
        times = {time for row in (*self._posts, *self._leaves) for time in row[-2:] if time}
        self._changes = sorted(time for time in times if self.since < time <= at)
        self._cache: dict[int, PeopleInCharge] = {}

    def interval_number(self, moment: datetime) -> int:
        """Return the number of the interval without changes in which a moment lies."""
        return bisect_right(self._changes, moment)

    def at(self, moment: datetime) -> PeopleInCharge:
        number = self.interval_number(moment)
        if number not in self._cache:
            self._cache[number] = self._in_charge_at(moment)
        return self._cache[number]

    def _in_charge_at(self, moment: datetime) -> PeopleInCharge:
        heads, cells = dict[str, CommandPost](), defaultdict[str, list[tuple[int, int]]](list)
        for posting, officer, office, path, kind, is_head, role, *interval in self._posts:
            if not _interval_contains(*interval, moment):
                continue
            if is_head:
                heads[path] = CommandPost(posting, officer, office, path, OfficeKind(kind))
            if role == Role.COMPLAINT_OPERATOR:
                cells[path].append((posting, officer))
        leaves = [row for row in self._leaves if _interval_contains(*row[-2:], moment)]
        acting = {head: (cover, officer) for head, cover, officer, *_ in leaves}
        places = {cover: path for _, cover, _, path, *_ in leaves}
        return PeopleInCharge(heads, acting, places, cells)


def _interval_contains(began: datetime, ended: datetime | None, moment: datetime) -> bool:
    return began <= moment and (ended is None or moment < ended)
