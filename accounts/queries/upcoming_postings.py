"""Load the scheduled changes of postings, and who takes over what an ending posting holds. Two statements."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Posting
from accounts.rules.office_tree import paths_from_root
from accounts.rules.upcoming_changes import UpcomingChange, head_who_takes_over, list_changes

CHANGES_SHOWN = 200


@dataclass(frozen=True)
class UpcomingRow:
    """A scheduled change. `successor`: the head who gets what the ending posting still holds, if there is one."""

    change: UpcomingChange
    successor: Posting | None


def load_upcoming_changes(*, at: datetime) -> list[UpcomingRow]:
    """Return the scheduled changes, the earliest first, at most CHANGES_SHOWN."""
    scheduled = Posting.objects.not_over(at).filter(Q(starts_at__gt=at) | Q(ends_at__isnull=False)).with_people()
    changes = list_changes(scheduled.order_by("pk"), after=at)[:CHANGES_SHOWN]
    paths = {path for change in changes if change.ending for path in paths_from_root(change.ending.office.path)}
    heads = list(Posting.objects.heads().not_over(at).with_people().filter(office__path__in=paths).order_by("pk"))
    return [UpcomingRow(change, change.ending and head_who_takes_over(change.ending, heads)) for change in changes]
