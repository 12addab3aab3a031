"""What will happen to postings: their scheduled starts, ends and transfers, in the order of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.rules.office_tree import paths_from_root


class ScheduledPosting(Protocol):
    """A posting as far as this module needs it (accounts.models.Posting). `ends_at`: None if it has no end."""

    officer_id: int
    starts_at: datetime
    ends_at: datetime | None


class HeadPosting(ScheduledPosting, Protocol):
    """The posting of an office's head, with its office."""

    pk: int
    office: object


@dataclass(frozen=True)
class UpcomingChange:
    """A change of an officer's postings at a moment: one ends, one begins, or both, which is a transfer."""

    at: datetime
    ending: ScheduledPosting | None
    starting: ScheduledPosting | None


def list_changes(postings: Iterable[ScheduledPosting], *, after: datetime) -> list[UpcomingChange]:
    """Return the changes after a moment, the earliest first.

    The end and the start of an officer in the same second are one change. Cancelled postings must be left out.
    """
    postings = list(postings)
    ends = [posting for posting in postings if posting.ends_at is not None and posting.ends_at > after]
    starts = [posting for posting in postings if posting.starts_at > after]
    changes = []
    for ending in ends:
        same = [one for one in starts if (one.officer_id, one.starts_at) == (ending.officer_id, ending.ends_at)]
        for one in same[:1]:
            starts.remove(one)
        changes.append(UpcomingChange(ending.ends_at, ending, same[0] if same else None))
    changes += [UpcomingChange(one.starts_at, None, one) for one in starts]
    return sorted(changes, key=lambda change: (change.at, change.ending is None))


def head_who_takes_over(ending: ScheduledPosting, heads: Sequence[HeadPosting]) -> HeadPosting | None:
    """Return the head of the posting's office at its end or, while that post is vacant, the nearest head above.

    `heads`: the head postings of the offices from the root to that office, of any time.
    """
    for path in reversed(paths_from_root(ending.office.path)):
        for head in heads:
            is_in_office = head.starts_at <= ending.ends_at and (head.ends_at is None or head.ends_at > ending.ends_at)
            if head.office.path == path and is_in_office:
                return head
    return None
