"""Order a station whose head is excluded to register an FIR. It learns the minimum, with the complainant's consent.

Rules: docs/rules.md, *Special cases*. The exclusion stays as it is.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.queries.office_heads import head_postings_above
from accounts.rules.office_tree import OfficeKind
from complaints.models import ChainHead, Complaint, StationOrder
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules import station_orders as rule
from complaints.rules.access_proofs import trust_of_opening
from complaints.rules.actors import Citizen
from complaints.rules.hearing_rules import reveals_complainant
from complaints.rules.refusals import Refusal
from complaints.services import facts, required_text
from complaints.services.exclusion import message_recall
from complaints.services.exclusion.exclusion_events import record_exclusion_event
from complaints.services.moves import lock_complaint
from complaints.workflow.superior_orders import (
    STATION_CONSENT_ASKED,
    STATION_CONSENT_GIVEN,
    STATION_CONSENT_REFUSED,
    STATION_ORDER_DONE,
    STATION_ORDERED,
)
from complaints.workflow.table import refusal_for_missing_proof
from ledger.service_exceptions import NotPermitted, Refused
from notifications.services import enqueue

Consent = StationOrder.Consent


def excluded_stations(complaint: Complaint, *, at: datetime) -> list[Office]:
    """Return the stations of the incident's district that are excluded from the complaint."""
    line = Office.objects.line_of(complaint.place)
    district = next((office for office in line if office.kind == OfficeKind.DISTRICT), None)
    exclusion = conflict_exclusion_of(complaint, at=at)
    if district is None or not exclusion:
        return []
    stations = Office.objects.filter(kind=OfficeKind.STATION, path__startswith=district.path).order_by("name_en")
    return [station for station in stations if exclusion.excludes_office(station.path)]


@transaction.atomic
def order_station(
    *,
    complaint_id: int,
    station_id: int,
    offence: str,
    place: str,
    happened_on: date,
    by: Actor,
    at: datetime,
) -> StationOrder:
    """Order an excluded station to register an FIR, at once in a detention, else once the complainant agrees.

    offence, place: all that the station reads of the matter, with the day.
    Raises NotPermitted; Refused without a text, for a text that reveals the complainant, for a station that is not
    excluded, or while another order to it is open.
    """
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    if not (complaint.is_open and rule.may_order_station(facts.capacities_of(by, complaint, at=at))):
        raise NotPermitted("order a station to act")
    if station_id not in {station.pk for station in excluded_stations(complaint, at=at)}:
        raise Refused(Refusal.NOT_ADDRESSABLE)
    offence, place = required_text.require_text(offence), required_text.require_text(place)
    _require_no_identification(f"{offence} {place}", complaint)
    open_orders = StationOrder.objects.filter(complaint=complaint, station=station_id, answered_at=None)
    if open_orders.exclude(consent=Consent.REFUSED).exists():
        raise Refused(Refusal.ORDER_WAITS)
    asks = rule.needs_consent(complaint.category.code)
    order = StationOrder.objects.create(
        complaint=complaint,
        station_id=station_id,
        offence=offence,
        place=place,
        happened_on=happened_on,
        asked_by_id=by.posting_id,
        asked_at=at,
        consent=Consent.ASKED if asks else Consent.NOT_NEEDED,
        given_at=None if asks else at,
    )
    kind = STATION_CONSENT_ASKED if asks else STATION_ORDERED
    _record_order_event(kind.name, order, head, complaint, by=by, at=at)
    if not asks:
        _notify_station(order, at=at)
    return order


@transaction.atomic
def answer_consent(*, order_id: UUID, agrees: bool, by: Actor | Citizen, at: datetime) -> StationOrder:
    """Record the complainant's answer, from their page or from a call of the cell. If they agree, the station gets it.

    Raises NotPermitted for anybody else; Refused if it was answered before, or if the complainant must prove first who
    they are.
    """
    order = StationOrder.objects.get(pk=order_id)
    head, complaint = lock_complaint(order.complaint_id)
    at = max(at, head.at or at)
    order = StationOrder.objects.select_for_update().get(pk=order_id)
    _require_may_consent(by, complaint, at=at)
    if order.consent != Consent.ASKED:
        raise Refused(Refusal.ALREADY_DONE)
    order.consent, order.given_at = (Consent.GIVEN, at) if agrees else (Consent.REFUSED, None)
    order.save(update_fields=["consent", "given_at"])
    kind = STATION_CONSENT_GIVEN if agrees else STATION_CONSENT_REFUSED
    _record_order_event(kind.name, order, head, complaint, by=by, at=at)
    if agrees:
        _notify_station(order, at=at)
    return order


def _require_may_consent(by: Actor | Citizen, complaint: Complaint, *, at: datetime) -> None:
    if isinstance(by, Citizen):
        if by.complainant_id != complaint.complainant_id:
            raise NotPermitted("agree to an order")
        trust = trust_of_opening(by.opened_by, complaint.complainant.proofs)
        if refusal := refusal_for_missing_proof(STATION_CONSENT_GIVEN.name, trust):
            raise Refused(refusal)
    elif not rule.may_record_consent(facts.capacities_of(by, complaint, at=at)):
        raise NotPermitted("record a consent")


@transaction.atomic
def answer_station_order(*, order_id: UUID, fir_number: str, fir_on: date, by: Actor, at: datetime) -> StationOrder:
    """Record the FIR that the station registered. It appears in the complaint's history.

    Raises NotPermitted for anybody but the station's head or who acts for them; Refused for a second answer, a number
    that cannot be one, or a date before the incident or in the future.
    """
    order = StationOrder.objects.given().get(pk=order_id)
    if not may_answer_station_order(by, order):
        raise NotPermitted("answer an order to a station")
    head, complaint = lock_complaint(order.complaint_id)
    at = max(at, head.at or at)
    order = StationOrder.objects.select_for_update().get(pk=order_id)
    if order.answered_at is not None:
        raise Refused(Refusal.ALREADY_DONE)
    fir_number = " ".join(fir_number.split())
    if not rule.is_fir_number(fir_number):
        raise Refused(Refusal.FIR_MISSING)
    if not rule.is_possible_fir_date(fir_on, happened_on=order.happened_on, today=localdate(at)):
        raise Refused(Refusal.NO_SUCH_DATE)
    order.fir_number, order.fir_on, order.answered_by_id, order.answered_at = fir_number, fir_on, by.posting_id, at
    order.save(update_fields=["fir_number", "fir_on", "answered_by", "answered_at"])
    _record_order_event(
        STATION_ORDER_DONE.name, order, head, complaint, by=by, at=at, fir_number=fir_number, fir_on=fir_on.isoformat()
    )
    if message_recall.may_be_notified(order.asked_by_id, complaint, at=at):  # The officer may have been named since.
        context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag}
        enqueue(recipient=f"posting:{order.asked_by_id}", template="station_order_done", context=context, at=at)
    return order


def remind_of_late_station_orders(*, at: datetime) -> int:
    """Remind of orders that their station has not carried out in time; return how many orders got a new reminder.

    The first reminder goes to the station and to the officer who gave the order; each further one, a day later, also
    goes to the head of the next office above that officer who may know of the complaint. Safe to run again: the outbox
    keeps one message for each order, step and recipient.
    """
    late = StationOrder.objects.unanswered().filter(given_at__lte=at - rule.ACT_WITHIN).order_by("given_at")
    return sum(_remind_of_late_order(order_id, at=at) for order_id in list(late.values_list("pk", flat=True)))


@transaction.atomic
def _remind_of_late_order(order_id: UUID, *, at: datetime) -> bool:
    order = StationOrder.objects.unanswered().select_for_update(of=("self",)).filter(pk=order_id).first()
    open_complaints = Complaint.objects.unscoped("a job looks for late orders").open()
    complaint = order and open_complaints.filter(pk=order.complaint_id).first()
    if complaint is None:
        return False
    step, due_at = rule.reminders_due(order.given_at, at=at), rule.act_due_at(order.given_at)
    key = f"station_order:{order.pk}:late:{step}"
    to_station = enqueue(
        recipient=f"office:{order.station_id}",
        template="station_order_due",
        context={"path": f"/desk/orders-to-act/{order.pk}/", "due_at": due_at},
        at=at,
        dedupe_key=f"{key}:station",
    )
    context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag, "due_at": due_at}
    for posting_id in _superiors_to_remind(order, complaint, step=step, at=at):
        enqueue(
            recipient=f"posting:{posting_id}",
            template="station_order_late",
            context=context,
            at=at,
            dedupe_key=f"{key}:{posting_id}",
        )
    return to_station is not None


def _superiors_to_remind(order: StationOrder, complaint: Complaint, *, step: int, at: datetime) -> list[int]:
    """Return the postings of the officer who gave the order and of the heads above them that the reminder has reached.

    Nobody whom the complaint is kept from is among them.
    """
    asked_by = Posting.objects.with_people().get(pk=order.asked_by_id)
    above = [head.pk for head in head_postings_above(asked_by.office, at=at)]
    permitted = [pk for pk in (asked_by.pk, *above) if message_recall.may_be_notified(pk, complaint, at=at)]
    return permitted[:step]


def may_answer_station_order(by: Actor, order: StationOrder) -> bool:
    """Return whether this actor heads the station, or acts for its head."""
    return by.is_head and by.office_id == order.station_id


def _notify_station(order: StationOrder, *, at: datetime) -> None:
    context = {"path": f"/desk/orders-to-act/{order.pk}/"}
    enqueue(recipient=f"office:{order.station_id}", template="station_order", context=context, at=at)


def _record_order_event(
    kind: str, order: StationOrder, head: ChainHead, complaint: Complaint, *, by, at: datetime, **more
) -> None:
    record_exclusion_event(
        kind, complaint, head, by=by, at=at, station_order=str(order.pk), station=order.station_id, **more
    )


def _require_no_identification(text: str, complaint: Complaint) -> None:
    """Raise Refused if the text contains a name, number or address by which the complaint can be identified."""
    person = complaint.complainant
    if reveals_complainant(
        text,
        numbers=[complaint.etag, person.phone, person.document_number],
        names=[person.name, person.behalf_name],
        addresses=[person.address],
        email=person.email,
    ):
        raise Refused(Refusal.SUMMARY_REVEALS_COMPLAINANT)
