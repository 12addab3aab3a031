"""The facts that guards use: the state of the complaint, the details of the move, and the person who makes it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from accounts.rules.office_tree import OfficeKind
from complaints.rules.access_proofs import Trust
from complaints.rules.capacities import Capacity
from complaints.rules.statuses import Status

PRESSURE_BLOCKS_FOR = timedelta(days=7)


class ContactState(StrEnum):
    """The state of the personal contact in this cycle."""

    OPEN = "open"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    EXCUSED = "excused"
    NOT_NEEDED = "not_needed"


class FactNotLoaded(LookupError):
    """A guard used a fact that was not loaded. The page or the move has to load it."""


class MissingFact:
    """The placeholder for a fact that was not loaded. To compare it or test its truth raises FactNotLoaded."""

    def __init__(self, name: str) -> None:
        self.name = name

    def _raise(self, *others):
        raise FactNotLoaded(self.name)

    __bool__ = __eq__ = __lt__ = __le__ = __gt__ = __ge__ = _raise
    __hash__ = object.__hash__


SETTLED_CONTACT = frozenset(
    {ContactState.CONFIRMED, ContactState.UNCONFIRMED, ContactState.EXCUSED, ContactState.NOT_NEEDED}
)


@dataclass(frozen=True)
class ReversedEvent:
    """The last event of the kinds that a move reverses, and the state of the complaint before it.

    `officer_id`: who made the event. `is_last`: nothing has happened since. `is_opened`: the officer who got the
    complaint by it, or somebody who acts for them, has opened the complaint since.
    """

    event_id: int
    at: datetime
    officer_id: int | None
    status_before: Status
    office_before: int | None
    holder_before: int | None
    is_last: bool
    is_opened: bool


@dataclass(frozen=True)
class Facts:
    """The facts about a complaint and a move at the time `at`.

    A fact that was not loaded is a Missing: the invitation and the waiting call unless a page or a move needs them, the
    report clock for persons who cannot pause it. `reversed_event` is None unless the move reverses an event.
    """

    at: datetime
    capacities: frozenset[Capacity]
    officer_id: int | None = None
    officer_at: OfficeKind | None = None
    trust: Trust = Trust.PROVED
    about_police: bool = False
    above_place: bool = True
    is_accused_unheard: bool = False
    confidential: bool = False
    is_crime: bool = False
    is_grave: bool = False
    has_limits: bool = True
    cycle: int = 1
    office_kind: OfficeKind = OfficeKind.DISTRICT
    contact: ContactState = ContactState.OPEN
    claimed_at: datetime | None = None
    tries: int = 0
    last_try_at: datetime | None = None
    excuse_call_reached_at: datetime | None = None
    has_phone: bool = True
    is_shielded: bool = False
    has_waiting_call: bool = False
    may_be_invited: bool = True
    urgent_owed: bool = False
    referral_owed: bool = False
    is_at_partner: bool = False
    invited_for: datetime | None = None
    invitation_answer: str = ""
    contact_calls: tuple[datetime, ...] = ()
    verify_calls: tuple[datetime, ...] = ()
    report_limit: timedelta | None = None
    pauses: int = 0
    pause_share: float = 0.25
    paused: timedelta = timedelta()
    reporting_officer_id: int | None = None
    approver_ids: frozenset[int] = frozenset()
    accepted: bool = False
    verified: bool = False
    outcome: str = ""
    fir_number: str = ""
    returns: int = 0
    bounces: int = 0
    additions: int = 0
    held: bool = False
    resolved_at: datetime | None = None
    ended_at: datetime | None = None
    ending: str = ""
    withdrawal_asked_at: datetime | None = None
    left: bool = False
    pressure_at: datetime | None = None
    times_asked_after: int = 0
    asked_after_at: datetime | None = None
    well_at: datetime | None = None
    reversed_event: ReversedEvent | None = None
    words: str = ""
    details: dict = field(default_factory=dict)

    @property
    def is_sensitive(self) -> bool:
        """Whether it is a conduct or a confidential complaint."""
        return self.about_police or self.confidential

    @property
    def is_under_pressure(self) -> bool:
        """Whether the complainant reported pressure within the last seven days."""
        return self.pressure_at is not None and self.at < self.pressure_at + PRESSURE_BLOCKS_FOR
