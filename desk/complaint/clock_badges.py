"""Badges for the clocks of a complaint, such as "2 h late", "5 h left" and "Paused, 9 d left"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

from complaints.models.display.complaint_labels import CLOCKS
from complaints.rules.clock import Clock
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import OPEN, Status
from desk.formatting import end_of_period, moment

CLOCK_WORDS = {str(clock): words for clock, words in CLOCKS}
GOOD, SOON, LATE, PAUSED, PLAIN = "good", "soon", "late", "paused", "plain"
SOON_BELOW = timedelta(hours=12)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
IN_DAYS_FROM = timedelta(hours=48)


@dataclass(frozen=True)
class Badge:
    """A badge: its text, its tone (a CSS class), and the moment that the text is about, if any.

    `is_deadline`: whether something is due by that moment.
    """

    words: str
    tone: str = PLAIN
    at: datetime | None = None
    is_deadline: bool = False

    @property
    def exact_time(self) -> str:
        """Return the moment as text. A deadline at midnight is written as the day that it ends. Empty without one."""
        if self.at is None:
            return ""
        return end_of_period(self.at) if self.is_deadline else moment(self.at)


@dataclass(frozen=True)
class ComplaintClocks:
    """The state of a complaint's clocks: columns of its row, and facts from the clock tables.

    `paused_at`: since when the report clock is paused, while an answer is awaited. `decision_due_at`: the deadline of
    the decision, while its clock runs. `owed_clocks`: the other running clocks
    (desk.queries.queue.annotate_badge_clocks).
    """

    status: str
    contact: str
    contact_due_at: datetime | None = None
    contacted_at: datetime | None = None
    report_due_at: datetime | None = None
    reported_at: datetime | None = None
    accepted_at: datetime | None = None
    verified_at: datetime | None = None
    paused_at: datetime | None = None
    decision_due_at: datetime | None = None
    owed_clocks: Sequence[Mapping] | None = None

    @property
    def obligations(self) -> list[tuple[str, datetime]]:
        """Return the clocks that are not promised to the complainant, each with its deadline, the nearest first."""
        return [(one["clock"], datetime.fromisoformat(one["due_at"])) for one in self.owed_clocks or ()]

    def shown_obligations(self, *, at: datetime) -> list[tuple[str, datetime]]:
        """Return `obligations` without calls that nobody may make now and whose deadline has passed.

        A badge would say that the call is late. Until its deadline the badge stays: a report of pressure must not
        remove it at once (docs/decisions/0014).
        """
        deferred = {one["clock"] for one in self.owed_clocks or () if one["is_deferred"]}
        return [(clock, due_at) for clock, due_at in self.obligations if due_at > at or clock not in deferred]

    @classmethod
    def from_row(cls, row: Mapping) -> "ComplaintClocks":
        """Take the fields from a mapping with these keys, and ignore all other keys."""
        return cls(**{name: row[name] for name in cls.__dataclass_fields__})


def add_clock_name(clock: str, badge: Badge) -> Badge:
    """Return the badge with the clock's name in its text, as in "Decision: 5 h left"; unchanged if it has no time."""
    if badge.at is None:
        return badge
    return replace(badge, words=gettext("%(clock)s: %(words)s") % {"clock": clock, "words": badge.words})


def format_duration(length: timedelta) -> str:
    """Return a length of time in one unit, rounded down: minutes below an hour, hours below two days, else days."""
    if length < HOUR:
        return ngettext("%(n)d min", "%(n)d min", n := max(length // MINUTE, 1)) % {"n": n}
    if length < IN_DAYS_FROM:
        return ngettext("%(n)d h", "%(n)d h", n := length // HOUR) % {"n": n}
    return ngettext("%(n)d d", "%(n)d d", n := length // DAY) % {"n": n}


def deadline_badge(due_at: datetime, *, at: datetime) -> Badge:
    """Return the badge of a running clock. At the deadline itself it is late."""
    if due_at <= at:
        return Badge(gettext("%(time)s late") % {"time": format_duration(at - due_at)}, LATE, due_at, is_deadline=True)
    left = due_at - at
    words = gettext("%(time)s left") % {"time": format_duration(left)}
    return Badge(words, SOON if left <= SOON_BELOW else PLAIN, due_at, is_deadline=True)


def contact_badge(clocks: ComplaintClocks, *, at: datetime) -> Badge | None:
    """Return the badge for the contact of this round. None if none is needed, or the complaint ended without one."""
    match clocks.contact:
        case ContactState.NOT_NEEDED:
            return None
        case ContactState.CLAIMED:
            return Badge(gettext("Claimed, unconfirmed"))
        case ContactState.CONFIRMED:
            return _done_badge(gettext("Confirmed"), clocks.contacted_at, clocks.contact_due_at)
        case ContactState.UNCONFIRMED:
            return Badge(gettext("Unconfirmed"))
        case ContactState.EXCUSED:
            return Badge(gettext("Could not be reached"))
    if clocks.status not in OPEN or clocks.contact_due_at is None:
        return None
    if Clock.EXCUSE in dict(clocks.obligations):
        return Badge(gettext("Complaint cell to call"), PAUSED)
    return deadline_badge(clocks.contact_due_at, at=at)


def report_badge(clocks: ComplaintClocks, *, at: datetime) -> Badge | None:
    """Return the badge for the report. None if no report is owed."""
    if clocks.report_due_at is None:
        return None
    if clocks.reported_at and clocks.status not in {Status.MARKED, Status.IN_INQUIRY, Status.AWAITING_CITIZEN}:
        return _done_badge(gettext("Reported"), clocks.reported_at, clocks.report_due_at)
    if clocks.status not in OPEN:
        return None
    if clocks.status == Status.AWAITING_CITIZEN and clocks.paused_at:
        left = clocks.report_due_at - clocks.paused_at
        if left <= timedelta():
            return Badge(gettext("Paused, %(time)s late") % {"time": format_duration(-left)}, LATE)
        return Badge(gettext("Paused, %(time)s left") % {"time": format_duration(left)}, PAUSED)
    return deadline_badge(clocks.report_due_at, at=at)


def obligation_badges(clocks: ComplaintClocks, *, at: datetime) -> list[tuple[str, Badge]]:
    """Return label and badge of each clock in `ComplaintClocks.shown_obligations`, the nearest deadline first."""
    return [
        (str(CLOCK_WORDS[clock]), deadline_badge(due_at, at=at)) for clock, due_at in clocks.shown_obligations(at=at)
    ]


def decision_badge(clocks: ComplaintClocks, *, at: datetime) -> Badge | None:
    """Return the badge for the decision on a submitted report: the time left, or that only verification is missing."""
    if clocks.status != Status.REPORTED:
        return None
    if clocks.accepted_at:
        return Badge(gettext("Accepted, awaiting verification"))
    return deadline_badge(clocks.decision_due_at, at=at) if clocks.decision_due_at else None


def _done_badge(done_text: str, done_at: datetime | None, due_at: datetime | None) -> Badge:
    """Return the badge of something that is done. It has the good tone only if it was done in time."""
    if done_at is None or due_at is None or done_at <= due_at:
        return Badge(done_text, GOOD, done_at)
    text = gettext("%(words)s, %(time)s late") % {"words": done_text, "time": format_duration(done_at - due_at)}
    return Badge(text, PLAIN, done_at)
