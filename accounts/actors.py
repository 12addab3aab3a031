"""The actor: a person together with the posting under which they act, as one immutable value."""

from dataclasses import dataclass, field

from accounts.acting_head import ActingHead
from accounts.models import Posting
from accounts.models.choice_labels import localized_name
from accounts.rules.office_tree import OfficeKind, is_above, is_within
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role


@dataclass(frozen=True)
class HeadOnLeave:
    """The head on leave whose post an acting officer uses, and the path of the acting officer's own office."""

    posting_id: int
    officer_id: int
    own_office_path: str


@dataclass(frozen=True)
class Actor:
    """A person together with the posting under which they act. Every service receives it as `by`.

    Its attributes and methods run no query.

    `covers`: the postings on leave that this one acts for now. It may do what their holders may do, and no more.
    `head_on_leave`: set for an acting head. Office, role and `is_head` are then that head's; person and posting are the
    acting officer's own.
    `line_offices`, `line_heads`: the offices at or above any posting of the person, and their heads
    (accounts.queries.reporting_lines); for an acting head also those of the absent head. None if the posting was loaded
    without them.
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
    head_on_leave: HeadOnLeave | None = None
    line_offices: frozenset[int] | None = field(default=None, compare=False)
    line_heads: frozenset[int] | None = field(default=None, compare=False)

    @classmethod
    def of(cls, posting: Posting | ActingHead) -> "Actor":
        """Return the actor of a posting or an acting head. Runs no query if it was loaded `with_people()`."""
        officer, office = posting.officer, posting.office
        head_on_leave, line_of = None, [posting]
        if isinstance(posting, ActingHead):
            line_of = [posting.own_posting, posting.head_posting]
            head_on_leave = HeadOnLeave(
                posting.head_posting.pk, posting.head_posting.officer_id, posting.own_posting.office.path
            )
        line_offices = line_heads = None
        if all(one.line_offices is not None for one in line_of):
            line_offices = frozenset().union(*(one.line_offices for one in line_of))
            line_heads = frozenset().union(*(one.line_heads for one in line_of))
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
            head_on_leave=head_on_leave,
            line_offices=line_offices,
            line_heads=line_heads,
        )

    @property
    def name(self) -> str:
        return localized_name(self.name_en, self.name_ur)

    @property
    def postings(self) -> frozenset[int]:
        """Return the postings whose complaints this actor may work on: their own and those they act for."""
        return self.covers | {self.posting_id}

    @property
    def officers(self) -> frozenset[int]:
        """Return the officers whose conflicts of interest apply: the actor and, for an acting head, the head."""
        return frozenset({self.officer_id, self.head_on_leave.officer_id} if self.head_on_leave else {self.officer_id})

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the offices that the actor acts from. For an acting head, the head's office is first."""
        return (self.office_path, self.head_on_leave.own_office_path) if self.head_on_leave else (self.office_path,)

    def is_at_or_above(self, path: str) -> bool:
        """Return whether the office with this path is the actor's office or below it."""
        return is_within(path, self.office_path)

    def is_above(self, path: str) -> bool:
        """Return whether the actor's office is strictly above the office with this path."""
        return is_above(self.office_path, path)
