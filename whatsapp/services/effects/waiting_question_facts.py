"""Questions of the police that wait for the complainant: an invitation, an order to a station, and a narrowing."""

from datetime import datetime

from django.utils import translation

from accounts.models import Office
from citizen.complaint_page import narrowing_objection
from citizen.queries.own_complaint import OpenedComplaint
from complaints.models import NarrowingRequest, StationOrder
from complaints.rules.exclusion.narrowing import takes_effect_at
from complaints.rules.statuses import OPEN
from complaints.workflow.superior_orders import STATION_CONSENT_ASKED


def load_waiting_questions(opened: OpenedComplaint, *, at: datetime) -> dict[str, dict | None]:
    """Return the facts of each question that waits. No query unless it was asked once."""
    if opened.complaint.status not in OPEN:
        return {"invitation": None, "station_order": None, "narrowing": None}
    return {
        "invitation": _invitation_facts(opened, at=at),
        "station_order": _station_order_facts(opened),
        "narrowing": _narrowing_facts(opened, at=at),
    }


def _invitation_facts(opened: OpenedComplaint, *, at: datetime) -> dict | None:
    invitation = opened.invitation
    if invitation is None or invitation.appointed_at <= at:
        return None
    office = invitation.office
    return {
        "office": _names_by_language(office),
        "at": invitation.appointed_at.isoformat(),
        "answer": invitation.answer,
    }


def _station_order_facts(opened: OpenedComplaint) -> dict | None:
    if not any(event.kind == STATION_CONSENT_ASKED.name for event in opened.events):
        return None
    order = find_asked_order(opened.complaint.pk)
    return order and {
        "station": _names_by_language(order.station),
        "offence": order.offence,
        "place": order.place,
        "day": order.happened_on.isoformat(),
    }


def find_asked_order(complaint_id: int) -> StationOrder | None:
    """Return the order about which the complainant is asked; None if nobody asks. One query."""
    asked = StationOrder.objects.filter(complaint=complaint_id, consent=StationOrder.Consent.ASKED)
    return asked.select_related("station").order_by("asked_at").first()


def _narrowing_facts(opened: OpenedComplaint, *, at: datetime) -> dict | None:
    """Return whom the complaint would be opened to, why and from when, as the complainant's page does."""
    whom, why = {}, ""
    for language in ("en", "ur"):
        with translation.override(language):
            context = narrowing_objection.narrowing_context(opened, at=at)
        if context is None:
            return None
        whom[language], why = "; ".join(context["labels"]), context["why"]
    request = NarrowingRequest.objects.awaiting_complainant().filter(complaint=opened.complaint).first()
    until = (request and request.takes_effect_at) or takes_effect_at(at)
    return {"whom": whom | {"roman": whom["en"]}, "why": why, "until": until.isoformat()}


def _names_by_language(office: Office) -> dict[str, str]:
    return {language: getattr(office, f"name_{language}", "") for language in ("en", "ur", "roman")}
