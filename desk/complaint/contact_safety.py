"""How a complainant is reached in safety: what an officer has to heed before ringing or writing."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from complaints.models import Complainant
from complaints.models.labels import BEHALVES, CONSENTS
from complaints.rules.clock import SafeHours
from complaints.rules.followup import needs_consent
from desk.wording import joined
from web.time_zones import PAKISTAN, city


@dataclass(frozen=True)
class Reaching:
    """`ring`: the hours, in words. `now`: whether this moment is one of them; None where any time will do."""

    ring: str
    now: bool | None
    lines: list[str]


def reaching(person: Complainant, *, at: datetime, named: bool) -> Reaching:
    """What this complainant chose. `named`: the reader may know who they are, and for whom they speak."""
    now = None
    if person.safe_from is not None:
        now = SafeHours(person.safe_from, person.safe_until).hold(at, ZoneInfo(person.time_zone))
    lines = [
        _("Under 18.") if person.under_18 else "",
        _("Asks for a woman officer.") if person.woman_officer else "",
        _("Messages must not mention what the complaint is about.") if person.neutral else "",
        _("Cannot read: the complaint cell calls with updates.") if person.wants_calls else "",
        _behalf(person, named=named) if needs_consent(person.behalf) else "",
    ]
    return Reaching(_hours(person, at=at), now, [line for line in lines if line])


def _hours(person: Complainant, *, at: datetime) -> str:
    """ "May be rung 09:00 to 17:00 their time (Riyadh), which is 11:00 to 19:00 in Pakistan." """
    if person.safe_from is None:
        abroad = _("During the day in their time zone (%(city)s).") if person.time_zone != PAKISTAN else ""
        return abroad and abroad % {"city": city(person.time_zone)}
    hours = person.safe_from, person.safe_until
    theirs = _span(*(time(hour) for hour in hours))
    if person.time_zone == PAKISTAN:
        return _("Call only %(hours)s.") % {"hours": theirs}
    said = _("Call only %(hours)s their time (%(city)s). In Pakistan that is %(here)s.")
    here = _span(*(_in_pakistan(hour, person.time_zone, at=at) for hour in hours))
    return said % {"hours": theirs, "city": city(person.time_zone), "here": here}


def _span(begins: time, ends: time) -> str:
    return _("%(from)s to %(until)s") % {"from": f"{begins:%H:%M}", "until": f"{ends:%H:%M}"}


def _in_pakistan(hour: int, zone: str, *, at: datetime) -> time:
    """What the clocks of Pakistan say at a full hour of another zone, as its own clocks stand on the day of `at`."""
    theirs = datetime.combine(at.astimezone(ZoneInfo(zone)), time(hour), ZoneInfo(zone))
    return theirs.astimezone(UTC).astimezone(ZoneInfo(PAKISTAN)).time()


def _behalf(person: Complainant, *, named: bool) -> str:
    """For whom they complain, and what that person says to it; the name where it is not hidden."""
    consent = dict(CONSENTS).get(person.behalf_consent, "")
    return joined(str(dict(BEHALVES)[person.behalf]), person.behalf_name if named else "", str(consent))
