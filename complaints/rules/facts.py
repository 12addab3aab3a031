"""What is known when a guard is asked: the complaint as it stands, the act, and who acts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from accounts.rules.offices import OfficeKind
from complaints.rules.capacities import Capacity
from complaints.rules.opened_by import Trust

PRESSURE_BLOCKS = timedelta(days=7)


class Contact(StrEnum):
    """How the personal contact of this cycle stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    EXCUSED = "excused"
    NOT_NEEDED = "not_needed"


class NotLoaded(LookupError):
    """A guard asks for a fact that nobody has loaded: the page or the move has to load it."""


class Missing:
    """Stands in for a fact that was not loaded. Comparing it, or asking whether it is true, raises NotLoaded."""

    def __init__(self, name: str) -> None:
        self.name = name

    def _raise(self, *others):
        raise NotLoaded(self.name)

    __bool__ = __eq__ = __lt__ = __le__ = __gt__ = __ge__ = _raise
    __hash__ = object.__hash__


SETTLED = frozenset({Contact.CONFIRMED, Contact.UNCONFIRMED, Contact.EXCUSED, Contact.NOT_NEEDED})


@dataclass(frozen=True)
class Facts:
    """What the guards ask: the complaint as it stands, the act, and when (`at`).

    A fact that was not loaded is a Missing: the invitation and the waiting call where no page and no move needs them,
    the report clock for those who cannot pause it.
    """

    at: datetime
    capacities: frozenset[Capacity]
    officer_id: int | None = None
    officer_at: OfficeKind | None = None
    trust: Trust = Trust.PROVED
    about_police: bool = False
    above_place: bool = True
    unheard: bool = False
    confidential: bool = False
    is_crime: bool = False
    is_grave: bool = False
    has_limits: bool = True
    cycle: int = 1
    office_kind: OfficeKind = OfficeKind.DISTRICT
    contact: Contact = Contact.OPEN
    claimed_at: datetime | None = None
    tries: int = 0
    last_try_at: datetime | None = None
    has_phone: bool = True
    is_shielded: bool = False
    call_waits: bool = False
    may_be_invited: bool = True
    urgent_owed: bool = False
    referral_owed: bool = False
    invited_for: datetime | None = None
    invitation_answer: str = ""
    contact_calls: tuple[datetime, ...] = ()
    verify_calls: tuple[datetime, ...] = ()
    report_limit: timedelta | None = None
    pauses: int = 0
    pause_share: float = 0.25
    paused: timedelta = timedelta()
    reporting_officer_id: int | None = None
    key_turners: frozenset[int] = frozenset()
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
    words: str = ""
    details: dict = field(default_factory=dict)

    @property
    def is_sensitive(self) -> bool:
        return self.about_police or self.confidential

    @property
    def is_pressed(self) -> bool:
        return self.pressure_at is not None and self.at < self.pressure_at + PRESSURE_BLOCKS
