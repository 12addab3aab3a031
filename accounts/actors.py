"""Who acts: a person and the posting that they act under, as one plain value."""

from dataclasses import dataclass

from accounts.models import Posting
from accounts.models.choices import in_language
from accounts.rules.offices import Kind, is_above, is_within
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role


@dataclass(frozen=True)
class Actor:
    """A person under a posting. Handed to every service as `by`; needs no further query to be asked about.

    `covers`: the postings on leave that this one acts for now. It may do what their holder may, and nothing else there.
    """

    officer_id: int
    posting_id: int
    office_id: int
    office_path: str
    office_kind: Kind
    role: Role
    is_head: bool
    acting: bool
    rank: Rank | None
    name_en: str
    name_ur: str
    is_woman: bool = False
    covers: frozenset[int] = frozenset()

    @classmethod
    def of(cls, posting: Posting) -> "Actor":
        """From a posting; no query where it was fetched `with_people()`."""
        officer, office = posting.officer, posting.office
        return cls(
            officer_id=officer.pk,
            posting_id=posting.pk,
            office_id=office.pk,
            office_path=office.path,
            office_kind=Kind(office.kind),
            role=Role(posting.role),
            is_head=posting.is_head,
            acting=posting.acting,
            rank=Rank(officer.rank) if officer.rank else None,
            name_en=officer.name_en,
            name_ur=officer.name_ur,
            is_woman=officer.is_woman,
            covers=frozenset(posting.covers),
        )

    @property
    def name(self) -> str:
        return in_language(self.name_en, self.name_ur)

    def has_within(self, path: str) -> bool:
        """Whether the office of that path is this posting's own or stands below it."""
        return is_within(path, self.office_path)

    def stands_above(self, path: str) -> bool:
        """Whether this posting's office stands strictly above the office of that path."""
        return is_above(self.office_path, path)
