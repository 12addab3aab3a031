"""In a head's place: while a head is on leave, whoever acts for that posting may take the head's seat.

They choose it as they would choose another posting of theirs, and it is theirs for as long as the leave lasts and no
second longer. What they do there is recorded as their own, in the place of that post (docs/decisions/0009).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext

from accounts.models import Office, Officer, Posting


@dataclass(frozen=True)
class ActingHead:
    """A cover in a head's seat, to be read like a posting: the person is the cover's, office and role are the head's.

    `own`: the posting that covers, under which all is recorded. `place`: the head's, on leave until `until`.
    """

    own: Posting
    place: Posting
    until: datetime

    is_head = True
    away_until = None

    @property
    def pk(self) -> int:
        return self.own.pk

    @property
    def choice(self) -> int:
        """What names it where a posting is chosen: no posting of theirs has that number."""
        return self.place.pk

    @property
    def officer(self) -> Officer:
        return self.own.officer

    @property
    def office(self) -> Office:
        return self.place.office

    @property
    def role(self) -> str:
        return self.place.role

    @property
    def acting(self) -> bool:
        return self.place.acting

    @property
    def covers(self) -> Sequence[int]:
        """Of those whom they act for, the head alone: the others are acted for under the own posting."""
        return [self.place.pk]

    @property
    def post(self) -> str:
        return in_the_place_of(self.place)


def in_the_place_of(place: Posting) -> str:
    """ "in the place of SDPO": the post of whoever acts there, as history, masthead and papers name it."""
    return gettext("acting for %(post)s") % {"post": place.post}


def seats(postings: Iterable[Posting], *, at: datetime) -> list[ActingHead]:
    """The seats that these postings (fetched by queries.postings) may take at a moment, the earliest leave first.

    One query where they act for a head; none for everybody else.
    """
    own = {posting.pk: posting for posting in postings if posting.covers_heads}
    if not own:
        return []
    covered = Posting.objects.heads().current(at).with_people()
    covered = covered.filter(leaves__cover__in=own, leaves__starts_at__lte=at, leaves__ends_at__gt=at)
    covered = covered.annotate(cover=F("leaves__cover"), until=F("leaves__ends_at"))
    return [ActingHead(own[one.cover], one, one.until) for one in covered.order_by("leaves__starts_at", "pk")]
