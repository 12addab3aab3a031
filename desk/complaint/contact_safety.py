"""How to reach a complainant safely: what an officer must observe before they call or write."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from complaints.models import Complainant
from complaints.models.display.complaint_labels import BEHALVES, CONSENTS
from complaints.rules.clock import SafeHours
from complaints.rules.followup_questions import needs_consent
from desk.formatting import joined
from web.time_zones import PAKISTAN, city_of_zone


@dataclass(frozen=True)
class ContactSafety:
    """What to observe.

    `safe_hours`: as text. `is_safe_now`: whether they include this moment; None if the complainant gave no hours.
    """

    safe_hours: str
    is_safe_now: bool | None
    lines: list[str]


def contact_safety_of(person: Complainant, *, at: datetime, may_see_identity: bool) -> ContactSafety:
    """Return what this complainant chose. `may_see_identity`: the reader may know who they are."""
    is_safe_now = None
    if person.safe_from is not None:
        is_safe_now = SafeHours(person.safe_from, person.safe_until).hold(at, ZoneInfo(person.time_zone))
    lines = [
        _("Under 18.") if person.under_18 else "",
        _("Asks for a woman officer.") if person.woman_officer else "",
        _("Messages must not mention what the complaint is about.") if person.neutral else "",
        _("Cannot read: the complaint cell calls with updates.") if person.wants_calls else "",
        _behalf_text(person, may_see_identity=may_see_identity) if needs_consent(person.behalf) else "",
    ]
    return ContactSafety(_safe_hours_text(person, at=at), is_safe_now, [line for line in lines if line])


def _safe_hours_text(person: Complainant, *, at: datetime) -> str:
    """Return the safe hours as text, for a complainant abroad in their own time and in Pakistan's."""
    if person.safe_from is None:
        abroad = _("During the day in their time zone (%(city)s).") if person.time_zone != PAKISTAN else ""
        return abroad and abroad % {"city": city_of_zone(person.time_zone)}
    hours = person.safe_from, person.safe_until
    local_hours = _time_span_text(*(time(hour) for hour in hours))
    if person.time_zone == PAKISTAN:
        return _("Call only %(hours)s.") % {"hours": local_hours}
    text = _("Call only %(hours)s their time (%(city)s). In Pakistan that is %(here)s.")
    pakistan_hours = _time_span_text(*(_to_pakistan_time(hour, person.time_zone, at=at) for hour in hours))
    return text % {"hours": local_hours, "city": city_of_zone(person.time_zone), "here": pakistan_hours}


def _time_span_text(begins: time, ends: time) -> str:
    return _("%(from)s to %(until)s") % {"from": f"{begins:%H:%M}", "until": f"{ends:%H:%M}"}


def _to_pakistan_time(hour: int, zone: str, *, at: datetime) -> time:
    """Convert a full hour of another time zone to the time in Pakistan, with the UTC offset on the day of `at`."""
    local = datetime.combine(at.astimezone(ZoneInfo(zone)), time(hour), ZoneInfo(zone))
    return local.astimezone(UTC).astimezone(ZoneInfo(PAKISTAN)).time()


def _behalf_text(person: Complainant, *, may_see_identity: bool) -> str:
    """Return for whom they complain and whether that person agrees, with the name unless it is hidden."""
    consent = dict(CONSENTS).get(person.behalf_consent, "")
    return joined(str(dict(BEHALVES)[person.behalf]), person.behalf_name if may_see_identity else "", str(consent))
