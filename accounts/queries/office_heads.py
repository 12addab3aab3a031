"""Find the head of an office and the heads above it. Each function runs one query, whatever the size of the tree."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Office, Posting
from accounts.rules.office_tree import paths_from_root


def head_posting_of(office: Office, *, at: datetime) -> Posting | None:
    """Return the posting that heads an office at a moment, or None while the post is vacant."""
    return Posting.objects.at_office(office).heads().current(at).with_people().first()


def head_postings_above(office: Office, *, at: datetime) -> list[Posting]:
    """Return the heads of the offices strictly above an office, the nearest first, without vacant posts.

    An officer who heads several of these offices appears once: Lahore's CCPO heads both the district and the region,
    and nobody is their own superior (docs/rules.md, *Marking*).
    """
    officer_ids, heads = set(), []
    for head in head_postings_of_paths(paths_from_root(office.path), at=at):
        if head.office_id != office.pk and head.officer_id not in officer_ids:
            heads.append(head)
        officer_ids.add(head.officer_id)
    return heads


def responsible_head_posting(office: Office, *, at: datetime) -> Posting | None:
    """Return the office's head or, while the post is vacant, the nearest head above it."""
    return next(iter(head_postings_of_paths(paths_from_root(office.path), at=at)), None)


def head_postings_of_paths(paths: Iterable[str], *, at: datetime) -> list[Posting]:
    """Return the heads of the offices with these paths at a moment, the lowest office first."""
    heads = Posting.objects.heads().current(at).with_people().filter(office__path__in=list(paths))
    return sorted(heads, key=lambda head: len(head.office.path), reverse=True)
