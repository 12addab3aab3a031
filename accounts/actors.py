"""Who acts: a person and the posting that they act under, as one plain value."""

from dataclasses import dataclass

from accounts.acting_head import ActingHead
from accounts.models import Posting
from accounts.models.choices import in_language
from accounts.rules.offices import OfficeKind, is_above, is_within
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role


@dataclass(frozen=True)
class Seat:
    """The head on leave whose seat somebody has taken, and the path of the office where that person sits themselves."""

    posting_id: int
    officer_id: int
    own_path: str


@dataclass(frozen=True)
class Actor:
    """A person under a posting. Handed to every service as `by`; needs no further query to be asked about.

    `covers`: the postings on leave that this one acts for now. It may do what their holder may, and nothing else there.
    `seat`: they act in a head's place. Office, role and `is_head` are then the head's; person and posting their own.
    """

    officer_id: int
    posting_id: int
    office_id: int
    office_path: str
    office_kind: OfficeKind
    role: Role
    is_head: bool
    acting: bool
    rank: Rank | None
    name_en: str
    name_ur: str
    is_woman: bool = False
    covers: frozenset[int] = frozenset()
    seat: Seat | None = None

    @classmethod
    def of(cls, posting: Posting | ActingHead) -> "Actor":
        """From a posting, or from a head's seat that is taken; no query where it was fetched `with_people()`."""
        officer, office = posting.officer, posting.office
        return cls(
            officer_id=officer.pk,
            posting_id=posting.pk,
            office_id=office.pk,
            office_path=office.path,
            office_kind=OfficeKind(office.kind),
            role=Role(posting.role),
            is_head=posting.is_head,
            acting=posting.acting,
            rank=Rank(officer.rank) if officer.rank else None,
            name_en=officer.name_en,
            name_ur=officer.name_ur,
            is_woman=officer.is_woman,
            covers=frozenset(posting.covers),
            seat=_seat(posting),
        )

    @property
    def name(self) -> str:
        return in_language(self.name_en, self.name_ur)

    @property
    def postings(self) -> frozenset[int]:
        """Whose holdings they act on: their own posting's, and those of whom they act for."""
        return self.covers | {self.posting_id}

    @property
    def officers(self) -> frozenset[int]:
        """Whose conflicts count: their own and, in a head's place, the head's."""
        return frozenset({self.officer_id, self.seat.officer_id} if self.seat else {self.officer_id})

    @property
    def paths(self) -> tuple[str, ...]:
        """Of the offices that they act from: their posting's and, in a head's place, the head's first."""
        return (self.office_path, self.seat.own_path) if self.seat else (self.office_path,)

    def has_within(self, path: str) -> bool:
        """Whether the office of that path is this posting's own or stands below it."""
        return is_within(path, self.office_path)

    def stands_above(self, path: str) -> bool:
        """Whether this posting's office stands strictly above the office of that path."""
        return is_above(self.office_path, path)


def _seat(posting: Posting | ActingHead) -> Seat | None:
    if not isinstance(posting, ActingHead):
        return None
    return Seat(posting.place.pk, posting.place.officer_id, posting.own.office.path)
