"""Enter school visits of a district, and strike out wrong entries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actors import Actor
from enquiries.models import Talk
from enquiries.queries.school_visit_counts import district_of_actor
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.rules.school_visit_rules import LONGEST_REASON, MOST_PUPILS
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from web import text_cleaning


@dataclass(frozen=True)
class HeldVisit:
    """A visit that took place. `officers`: who spoke. `material`: what was used besides the portal's poster."""

    school: str
    held_on: date
    officers: str
    pupils: int
    poster: bool = False
    material: str = ""


@transaction.atomic
def enter_school_visit(*, visit: HeldVisit, by: Actor, at: datetime, is_sample: bool = False) -> Talk:
    """Enter a visit for the district of the posting. Raises NotPermitted outside a district, Refused."""
    district = district_of_actor(by)
    if district is None:
        raise NotPermitted("enter a talk")
    if visit.held_on > localdate(at):
        raise Refused(EnquiryRefusal.DAY_TO_COME, "held_on")
    if not 1 <= visit.pupils <= MOST_PUPILS:
        raise Refused(EnquiryRefusal.NO_PUPILS, "pupils")
    return Talk.objects.create(
        school=_require_text(visit.school, "school"),
        officers=_require_text(visit.officers, "officers"),
        material=text_cleaning.clean_text(visit.material),
        held_on=visit.held_on,
        pupils=visit.pupils,
        poster=visit.poster,
        district=district,
        is_sample=is_sample,
        entered_by_id=by.posting_id,
        entered_at=at,
    )


@transaction.atomic
def strike_out_visit(*, talk_id: int, why: str, by: Actor, at: datetime) -> Talk:
    """Strike out an entry: it is kept with the reason, but not counted. Raises NotPermitted, Overtaken, Refused."""
    talk = Talk.objects.select_for_update(of=("self",)).select_related("district").get(pk=talk_id)
    if district_of_actor(by) != talk.district:
        raise NotPermitted("strike out")
    if talk.struck_at:
        raise Overtaken("struck")
    reason = _require_text(why, "why")
    if len(reason) > LONGEST_REASON:
        raise Refused(EnquiryRefusal.REASON_TOO_LONG, "why")
    talk.struck_why, talk.struck_at, talk.struck_by_id = reason, at, by.posting_id
    talk.save(update_fields=["struck_why", "struck_at", "struck_by"])
    return talk


def _require_text(typed: str, field: str) -> str:
    """Return the cleaned text of a required field; the form has checked its length. Raises Refused."""
    try:
        words = text_cleaning.clean_text(typed)
    except text_cleaning.UnreadableText as unreadable:
        raise Refused(EnquiryRefusal.WORDS_MISSING, field) from unreadable
    if not words:
        raise Refused(EnquiryRefusal.WORDS_MISSING, field)
    return words
