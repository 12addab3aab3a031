"""Acting heads: while the head of an office is on leave, the acting officer may use the head's post.

The acting officer chooses that post as they choose between their own postings. They may use it until the leave ends.
Their actions are recorded under their own posting, as acting for that post (docs/decisions/0009).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext

from accounts.models import Office, Officer, Posting
from accounts.queries.reporting_lines import annotate_reporting_line


@dataclass(frozen=True)
class ActingHead:
    """An acting officer who uses the post of a head on leave. It has the attributes of a posting.

    The person is the acting officer; office and role are the head's. `own_posting`: the acting officer's posting,
    under which their actions are recorded. `head_posting`: the head's posting, which is on leave until `until`.
    """

    own_posting: Posting
    head_posting: Posting
    until: datetime

    is_head = True
    away_until = None

    @property
    def pk(self) -> int:
        return self.own_posting.pk

    @property
    def choice(self) -> int:
        """Return the id by which this post is chosen. It differs from the ids of the officer's own postings."""
        return self.head_posting.pk

    @property
    def officer(self) -> Officer:
        return self.own_posting.officer

    @property
    def office(self) -> Office:
        return self.head_posting.office

    @property
    def role(self) -> str:
        return self.head_posting.role

    @property
    def acting(self) -> bool:
        return self.head_posting.acting

    @property
    def covers(self) -> Sequence[int]:
        """Return the head's posting only. The officer acts for other postings on leave under their own posting."""
        return [self.head_posting.pk]

    @property
    def post(self) -> str:
        return acting_title(self.head_posting)


def acting_title(head_posting: Posting) -> str:
    """Return the title of an acting head ("acting for SDPO") for histories, page headers and documents."""
    return gettext("acting for %(post)s") % {"post": head_posting.post}


def find_acting_heads(postings: Iterable[Posting], *, at: datetime) -> list[ActingHead]:
    """Return the posts of heads on leave that an officer with these postings may use at a moment, earliest leave first.

    `postings` come from queries.officer_postings. Runs one query if one of them acts for a head, otherwise none.
    """
    own_postings = {posting.pk: posting for posting in postings if posting.covers_heads}
    if not own_postings:
        return []
    heads = Posting.objects.heads().current(at).with_people()
    named = {pk for posting in own_postings.values() for pk in posting.covers_heads}
    heads = heads.filter(
        pk__in=named, leaves__cover__in=own_postings, leaves__starts_at__lte=at, leaves__ends_at__gt=at
    )
    heads = annotate_reporting_line(heads, at=at).annotate(cover=F("leaves__cover"), until=F("leaves__ends_at"))
    return [
        ActingHead(own_postings[head.cover], head, head.until) for head in heads.order_by("leaves__starts_at", "pk")
    ]
