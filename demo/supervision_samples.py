"""Samples of what supervisors do: marking again, named officers, orders, escalations and a held sweep."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind
from complaints.models import Category, Complaint
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.statuses import Status
from complaints.services import officer_hearings, orders
from complaints.services.exclusion import officer_naming, station_orders
from complaints.services.marking import routing_rules
from complaints.services.moves import make_move
from demo.sample_selection import actor_by_address, actor_of_holder, apply_to_some, open_complaints
from ledger.service_exceptions import NotPermitted, Refused
from sla.models import Breach, Hold
from sla.queries.held_sweeps import count_expired_clocks, count_running_clocks
from sla.rules.breaker_limits import Batch, clocks_of_batches
from sla.services import escalation_answers

HOUR = timedelta(hours=1)
ORDER_TEXTS = (
    "Arrest the named accused or report in writing why not.",
    "Have the case diary brought to the circle office and compare it with the statements.",
    "گواہوں کے بیان اس ہفتے قلمبند کر کے رپورٹ کریں۔",
    "Visit the complainant at home together with a woman officer.",
)
NAMING_TEXT = (
    "SAMPLE. The complainant names the head of the police station, who sat in the room when money was asked for."
)
ALLEGATION_TEXT = (
    "You are said to have been present when money was asked for at the front desk, and to have said nothing."
)
HEARING_ANSWER = (
    "SAMPLE. I was at the district office at that hour; the diary shows it. The clerk concerned has been moved."
)
ESCALATION_ANSWER = "SAMPLE. The inquiry officer reports to me every evening until this is done."


def give_work_to_tour_officers(at: datetime) -> None:
    """Mark complaints to the officers of the tour who hold few."""
    head, words = actor_by_address("ccpo"), "Please take this over: the circle of Gulshan Park has room."
    postings = [actor_by_address(address) for address in ("inquiry.gulshan_park", "sdpo.gulshan_park", "sp.model_town")]
    own_ids = {one.posting_id for one in postings}
    for to in postings:

        def mark_again(complaint: Complaint, number: int, to: Actor = to) -> None:
            when = at - (7 - number) * HOUR
            make_move(
                complaint_id=complaint.pk, name="re_mark", by=head, at=when, words=words, destination_id=to.posting_id
            )

        own = Complaint.objects.unscoped("the demo's data are made here").held_by(to.posting_id)
        has = own.filter(status__in=[Status.MARKED, Status.IN_INQUIRY]).count()
        elsewhere = open_complaints(Status.MARKED, Status.IN_INQUIRY, district__code="lahore", due_at__gt=at + 3 * HOUR)
        apply_to_some(max(0, 4 - has), (one for one in elsewhere if one.holder_id not in own_ids), mark_again)


def create_routing_rules(at: datetime) -> None:
    """Let the head of Lahore route threats in one circle to its SDPO."""
    target = Posting.objects.get(pk=actor_by_address("sdpo.gulshan_park").posting_id)
    content = routing_rules.RuleContent(
        place=target.office, category=Category.objects.get(code="threats"), target_posting=target
    )
    when = at - timedelta(days=9)
    routing_rules.set_routing_rule(content, by=actor_by_address("ccpo"), starts_at=when, at=when)


def create_namings(at: datetime) -> None:
    """Name the head of a police station in complaints about the police; one of them is heard.

    Few stations of the demo have a head: where the place has none, it is another head of the district.
    """
    operator = actor_by_address("operator.cpo")
    heads = list(Posting.objects.heads().filter(office__kind=OfficeKind.STATION.value).select_related("office"))

    def name(complaint: Complaint, number: int) -> None:
        of_district = [one for one in heads if one.office.path.startswith(complaint.district.path)] or heads
        head = next((one for one in heads if one.office_id == complaint.place_id), of_district[0])
        naming = officer_naming.name_officer(
            complaint_id=complaint.pk,
            officer_id=head.officer_id,
            why=NAMING_TEXT,
            by=operator,
            at=at - (9 - number) * HOUR,
            from_description=True,
        )
        if number < 2:
            hearing = officer_hearings.write_hearing_summary(
                naming_id=naming.pk, gist=ALLEGATION_TEXT, by=actor_of_holder(complaint), at=at - 6 * HOUR
            )
            if number == 0:
                officer_hearings.answer_hearing(
                    hearing_id=hearing.pk, words=HEARING_ANSWER, officer_id=naming.officer_id, at=at - 2 * HOUR
                )

    where = {"about_police": True, "confidential": False, "district__isnull": False}
    apply_to_some(3, open_complaints(Status.IN_INQUIRY, **where), name)


def give_orders(at: datetime) -> None:
    monitor = actor_by_address("monitor")

    def order(complaint: Complaint, number: int) -> None:
        given_at = at - (30 - number) * HOUR
        due_at = at + (2 + number) * timedelta(days=1)
        orders.give_order(
            complaint_id=complaint.pk,
            words=ORDER_TEXTS[number % len(ORDER_TEXTS)],
            due_at=due_at,
            by=monitor,
            at=given_at,
        )
        if number == 4:
            orders.answer_order(
                complaint_id=complaint.pk, words="Done; see the note.", by=actor_of_holder(complaint), at=at - HOUR
            )

    apply_to_some(5, open_complaints(Status.IN_INQUIRY, Status.MARKED), order)


def order_stations(at: datetime) -> None:
    """Order excluded stations to register an FIR. The complainant agrees to all but one, where they are asked."""
    superior = actor_by_address("igp")

    def order(complaint: Complaint, number: int) -> None:
        given = station_orders.order_station(
            complaint_id=complaint.pk,
            station_id=complaint.place_id,
            offence="SAMPLE. Section 342 PPC (wrongful confinement)",
            place="SAMPLE. Near the old bus stand",
            happened_on=(at - timedelta(days=2)).date(),
            by=superior,
            at=at - (5 - number) * HOUR,
        )
        if number and given.given_at is None:
            by = Citizen(complaint.complainant_id, OpenedBy.CHAT)
            station_orders.answer_consent(order_id=given.pk, agrees=True, by=by, at=at - (4 - number) * HOUR)

    staffed = Posting.objects.heads().filter(office__kind=OfficeKind.STATION.value).values("office")
    where = {"about_police": True, "place__in": staffed, "exclusions__isnull": False}
    apply_to_some(3, open_complaints(Status.IN_INQUIRY, Status.MARKED, **where), order)


def answer_escalations(at: datetime) -> None:
    """Record supervisors' answers to some escalations."""
    breaches = (
        Breach.objects.filter(level__gte=1, told__isnull=False).order_by("-noticed_at").select_related("complaint")
    )
    done = 0
    for breach in breaches:
        by = Actor.of(Posting.objects.with_people().get(pk=breach.told_id))
        try:
            with transaction.atomic():
                until = at + timedelta(days=2)
                escalation_answers.record_escalation_answer(
                    complaint_id=breach.complaint_id, words=ESCALATION_ANSWER, until=until, by=by, at=at - HOUR
                )
        except (NotPermitted, Refused):
            continue
        done += 1
        if done == 3:
            return


def create_held_sweep(at: datetime) -> None:
    """Create a hold: the sweep of this hour found far more than usual and waits for a monitor."""
    batch = Batch.PROMISED
    due = count_expired_clocks(at=at + HOUR).get(batch, 0)
    Hold.objects.create(
        opened_at=at, batches=[batch], usual=1.0, due=due, open_now=count_running_clocks(clocks_of_batches([batch]))
    )
