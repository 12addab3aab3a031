"""Who heads each office, acts for whom and rings for which cell, at the moment at which a step was due.

A sweep that comes late, by a minute or by six hours, holds a delay against whoever had it to answer for then.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import Leave, Posting
from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from sla.rules.escalation_ladder import Post

LOOKS_BACK = timedelta(minutes=15)
"""So far at least it is read what changed, so that steps which come a little late do not ask for it again and again."""
POSTS = "pk", "officer_id", "office_id", "office__path", "office__kind", "is_head", "role", "starts_at", "ends_at"
LEAVES = "posting", "cover", "cover__officer", "starts_at", "ends_at"


@dataclass(frozen=True)
class Seated:
    """`heads`: by the path of their office. `acting`: posting and officer by the posting of a head on leave. `cells`:
    postings and officers of the operators by the path of their office."""

    heads: Mapping[str, Post]
    acting: Mapping[int, tuple[int, int]]
    cells: Mapping[str, list[tuple[int, int]]]


class PostHolders:
    """Who was seated at any moment from `since` to `at`. Two statements; nearly always nothing changed in between."""

    def __init__(self, *, since: datetime, at: datetime):
        self.since = min(since, at - LOOKS_BACK)
        asked = Q(is_head=True) | Q(role=str(Role.COMPLAINT_OPERATOR))
        lasted = Q(ends_at=None) | Q(ends_at__gt=self.since)
        self._posts = list(Posting.objects.filter(asked, lasted, starts_at__lte=at).order_by("pk").values_list(*POSTS))
        leaves = Leave.objects.filter(posting__is_head=True, starts_at__lte=at, ends_at__gt=self.since)
        self._leaves = list(leaves.values_list(*LEAVES))
        edges = {edge for row in (*self._posts, *self._leaves) for edge in row[-2:] if edge}
        self._changes = sorted(edge for edge in edges if self.since < edge <= at)
        self._known: dict[int, Seated] = {}

    def number(self, moment: datetime) -> int:
        """Of two moments with the same number everything is the same."""
        return bisect_right(self._changes, moment)

    def at(self, moment: datetime) -> Seated:
        number = self.number(moment)
        if number not in self._known:
            self._known[number] = self._seated(moment)
        return self._known[number]

    def _seated(self, moment: datetime) -> Seated:
        heads, cells = dict[str, Post](), defaultdict[str, list[tuple[int, int]]](list)
        for posting, officer, office, path, kind, is_head, role, *span in self._posts:
            if not _lasts(*span, moment):
                continue
            if is_head:
                heads[path] = Post(posting, officer, office, path, OfficeKind(kind))
            if role == Role.COMPLAINT_OPERATOR:
                cells[path].append((posting, officer))
        acting = {away: (cover, who) for away, cover, who, *span in self._leaves if _lasts(*span, moment)}
        return Seated(heads, acting, cells)


def _lasts(began: datetime, ended: datetime | None, moment: datetime) -> bool:
    return began <= moment and (ended is None or moment < ended)
