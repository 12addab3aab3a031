"""Who heads an office, and who stands above it. Each function asks the database once, whatever the tree."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Office, Posting
from accounts.rules.offices import lineage


def head_of(office: Office, *, at: datetime) -> Posting | None:
    """The posting that heads an office at a moment; None while the post is vacant."""
    return Posting.objects.at_office(office).heads().current(at).with_people().first()


def heads_above(office: Office, *, at: datetime) -> list[Posting]:
    """Heads of the offices strictly above, the nearest first; vacant posts are left out.

    An office headed by someone already met on the way up is skipped: Lahore's CCPO heads both district and region,
    and nobody is their own superior (domain.md, SUPERIOR).
    """
    met, above = set(), []
    for head in heads_upwards(lineage(office.path), at=at):
        if head.office_id != office.pk and head.officer_id not in met:
            above.append(head)
        met.add(head.officer_id)
    return above


def responsible_head(office: Office, *, at: datetime) -> Posting | None:
    """The office's head, or while the post is vacant the nearest head above it."""
    return next(iter(heads_upwards(lineage(office.path), at=at)), None)


def heads_upwards(paths: Iterable[str], *, at: datetime) -> list[Posting]:
    """Current heads of the offices with these paths, the deepest office first."""
    heads = Posting.objects.heads().current(at).with_people().filter(office__path__in=list(paths))
    return sorted(heads, key=lambda head: len(head.office.path), reverse=True)
