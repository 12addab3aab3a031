"""Samples of special cases: named officers, orders, pressure, merges, files and calls, made by the services."""

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import transaction
from PIL import Image, ImageDraw

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.office_tree import OfficeKind
from complaints import evidence
from complaints.models import Complaint, ContactSample
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.calls.cell_calls import Purpose, Result
from complaints.rules.statuses import Channel, Status
from complaints.services import linking, officer_hearings, orders, pressure_tasks
from complaints.services.calls.call_results import record_call
from complaints.services.exclusion import officer_naming, station_orders
from complaints.services.moves import make_move
from complaints.services.registration import register_complaint, start_draft
from demo import story_texts
from desk.services import prepared_texts
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from sla.models import Breach, Hold
from sla.queries.held_sweeps import count_expired_clocks, count_running_clocks
from sla.rules.breaker_limits import Batch, clocks_of_batches
from sla.services import escalation_answers

HOUR = timedelta(hours=1)
NEW_COMPLAINTS = (
    ("property_crime", Channel.WEB),
    ("fir_not_registered", Channel.WHATSAPP),
    ("land_grab", Channel.TELEPHONE),
    ("slackness", Channel.WEB),
    ("financial_crime", Channel.COUNTER),
)
"""Categories whose contact limit is so long that none is marked automatically within the hour."""
BY_OPERATOR = {Channel.TELEPHONE, Channel.COUNTER}
FIRST_NEW_NUMBER = 9_990_000
"""The first number of these complainants, far above those of the simulated complaints."""
ORDER_TEXTS = (
    "Arrest the named accused or report in writing why not.",
    "Have the case diary brought to the circle office and compare it with the statements.",
    "گواہوں کے بیان اس ہفتے قلمبند کر کے رپورٹ کریں۔",
    "Visit the complainant at home together with a woman officer.",
)
PRESSURE_TEXTS = (
    "SAMPLE. The officer's cousin came to my shop and said that I should take the complaint back.",
    "SAMPLE. مجھے فون پر کہا گیا کہ شکایت واپس نہ لی تو میرے خلاف پرچہ ہو گا۔",
    "SAMPLE. Mohalle ke log bhej kar dabao dala ja raha hai ke sulah kar loon.",
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


def create_complaint_samples(*, at: datetime) -> None:
    """Create some of each kind in the hours before `at`."""
    for step in (
        _give_work_to_tour_officers,
        _register_new_complaints,
        _create_namings,
        _give_orders,
        _order_stations,
        _report_pressure,
        _merge_and_link,
        _invite_complainants,
        _request_calls,
        _request_withdrawals,
        _attach_evidence,
        _prepare_reports,
    ):
        step(at)
    _record_calls_to_sampled(at)
    _answer_escalations(at)
    _create_held_sweep(at)


def _open_complaints(*statuses: Status, **where) -> Iterator[Complaint]:
    """Yield open complaints, Lahore's first. Each is read anew, because an earlier action may have changed it."""
    rows = Complaint.objects.unscoped("the demo's data are made here").open().filter(status__in=statuses, **where)
    lahore = Office.objects.get(code="lahore").pk
    ids = sorted(rows.values_list("district_id", "pk"), key=lambda row: (row[0] != lahore, row[1]))
    related = "office", "place", "policy", "holder__officer", "holder__office", "complainant", "category"
    for _district, pk in ids:
        yield Complaint.objects.unscoped("the demo's data are made here").select_related(*related).get(pk=pk)


def _apply_to_some(number: int, complaints: Iterator[Complaint], act: Callable[[Complaint, int], object]) -> int:
    """Apply `act` to up to `number` complaints, skipping refused ones. Return how many were changed."""
    done = 0
    for complaint in complaints:
        if done == number:
            break
        try:
            with transaction.atomic():
                act(complaint, done)
        except (NotPermitted, Overtaken, Refused):
            continue
        done += 1
    return done


def _actor_by_address(address: str) -> Actor:
    return Actor.of(Posting.objects.with_people().filter(officer__email=f"{address}@demo.example").earliest("pk"))


def _actor_of_holder(complaint: Complaint) -> Actor:
    return Actor.of(complaint.holder)


def _give_work_to_tour_officers(at: datetime) -> None:
    """Mark complaints to the officers of the tour who hold few."""
    head, words = _actor_by_address("ccpo"), "Please take this over: the circle of Gulshan Park has room."
    postings = [
        _actor_by_address(address) for address in ("inquiry.gulshan_park", "sdpo.gulshan_park", "sp.model_town")
    ]
    own_ids = {one.posting_id for one in postings}
    for to in postings:

        def mark_again(complaint: Complaint, number: int, to: Actor = to) -> None:
            when = at - (7 - number) * HOUR
            make_move(
                complaint_id=complaint.pk, name="re_mark", by=head, at=when, words=words, destination_id=to.posting_id
            )

        own = Complaint.objects.unscoped("the demo's data are made here").held_by(to.posting_id)
        has = own.filter(status__in=[Status.MARKED, Status.IN_INQUIRY]).count()
        elsewhere = _open_complaints(
            Status.MARKED, Status.IN_INQUIRY, district__code="lahore", due_at__gt=at + 3 * HOUR
        )
        _apply_to_some(max(0, 4 - has), (one for one in elsewhere if one.holder_id not in own_ids), mark_again)


def _register_new_complaints(at: datetime) -> None:
    """Register complaints of the last hour, which Lahore's complaint cell has not marked yet."""
    random = Random(len(NEW_COMPLAINTS))  # noqa: S311 (a demo)
    for number, (category, channel) in enumerate(NEW_COMPLAINTS):
        story = story_texts.write_story(random, FIRST_NEW_NUMBER + number, category=category, channel=channel)
        where = {"category": category, "district": "lahore", "station": ""}
        answers = story_texts.draft_answers(story, random=random, **where)
        when = at - (number + 1) * HOUR / 8
        draft = start_draft(channel=channel, answers=answers, at=when)
        by = _actor_by_address("operator") if channel in BY_OPERATOR else Citizen()
        register_complaint(draft_id=draft.pk, channel=channel, by=by, at=when)


def _create_namings(at: datetime) -> None:
    """Name the head of a police station in complaints against it; one of them is heard."""
    operator = _actor_by_address("operator.cpo")
    heads = {one.office_id: one for one in Posting.objects.heads().filter(office__kind=OfficeKind.STATION.value)}

    def name(complaint: Complaint, number: int) -> None:
        naming = officer_naming.name_officer(
            complaint_id=complaint.pk,
            officer_id=heads[complaint.place_id].officer_id,
            why=NAMING_TEXT,
            by=operator,
            at=at - (9 - number) * HOUR,
            from_description=True,
        )
        if number < 2:
            hearing = officer_hearings.write_hearing_summary(
                naming_id=naming.pk, gist=ALLEGATION_TEXT, by=_actor_of_holder(complaint), at=at - 6 * HOUR
            )
            if number == 0:
                officer_hearings.answer_hearing(
                    hearing_id=hearing.pk, words=HEARING_ANSWER, officer_id=naming.officer_id, at=at - 2 * HOUR
                )

    where = {"about_police": True, "confidential": False, "place__in": list(heads)}
    _apply_to_some(3, _open_complaints(Status.IN_INQUIRY, **where), name)


def _give_orders(at: datetime) -> None:
    monitor = _actor_by_address("monitor")

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
                complaint_id=complaint.pk, words="Done; see the note.", by=_actor_of_holder(complaint), at=at - HOUR
            )

    _apply_to_some(5, _open_complaints(Status.IN_INQUIRY, Status.MARKED), order)


def _order_stations(at: datetime) -> None:
    """Order excluded stations to register an FIR. The complainant agrees to all but one, where they are asked."""
    superior = _actor_by_address("igp")

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
    _apply_to_some(3, _open_complaints(Status.IN_INQUIRY, Status.MARKED, **where), order)


def _report_pressure(at: datetime) -> None:
    def press(complaint: Complaint, number: int) -> None:
        by = Citizen(complaint.complainant_id)
        words = PRESSURE_TEXTS[number % len(PRESSURE_TEXTS)]
        when = at - HOUR / 4 * (number + 1) if number < 3 else at - 20 * HOUR
        make_move(complaint_id=complaint.pk, name="report_pressure", by=by, at=when, words=words)
        if number == 3:
            done = "SAMPLE. Rang the complainant in private; the DPO has moved the officer from the station."
            waiting = complaint.pressures.latest("pk").pk
            pressure_tasks.close_pressure_task(
                pressure_id=waiting, words=done, by=_actor_by_address("operator.cpo"), at=at - 19 * HOUR
            )

    _apply_to_some(4, _open_complaints(Status.IN_INQUIRY, Status.REPORTED), press)


def _merge_and_link(at: datetime) -> None:
    """Merge a second complaint of the same person, and link those of two neighbours."""
    operator = _actor_by_address("operator.cpo")

    def merge(complaint: Complaint, number: int) -> None:
        person, statement = complaint.complainant, complaint.statement
        answers = {
            "category": complaint.category.code,
            "district": complaint.place.path.split("/")[2],
            "text": statement.text,
            "name": person.name,
            "phone": person.phone,
            "language": person.language,
            "keep_from": "no",
        }
        when = at - (12 - number) * HOUR
        draft = start_draft(channel=Channel.TELEPHONE, answers=answers, at=when)
        duplicate = register_complaint(draft_id=draft.pk, channel=Channel.TELEPHONE, by=operator, at=when)
        words = "The same person has told the same before."
        linking.merge_complaint(duplicate, typed_etag=complaint.etag, by=operator, at=when + HOUR / 3, words=words)

    def neighbours(complaint: Complaint):
        alike = {"place": complaint.place, "category": complaint.category}
        return (
            Complaint.objects.unscoped("the demo's data are made here").open().filter(**alike).exclude(pk=complaint.pk)
        )

    def link(complaint: Complaint, number: int) -> None:
        other = neighbours(complaint).earliest("pk")
        linking.link_complaints(
            complaint, typed_etag=other.etag, by=operator, at=at - 3 * HOUR, words="One incident, two households."
        )

    _apply_to_some(8, _open_complaints(Status.MARKED, Status.IN_INQUIRY, complainant__anonymous=False), merge)
    linked = _open_complaints(Status.IN_INQUIRY, category__code__in=["property_crime", "fir_not_registered"])
    with_another = (one for one in linked if neighbours(one).exists())
    _apply_to_some(3, with_another, link)


def _invite_complainants(at: datetime) -> None:
    noon = (at + timedelta(days=2)).replace(hour=11)

    def invite(complaint: Complaint, number: int) -> None:
        by = _actor_of_holder(complaint)
        details = {"office": complaint.holder.office_id, "appointed_at": noon}
        words = "Please bring the original of the receipt, if you can."
        make_move(complaint_id=complaint.pk, name="invite", by=by, at=at - 4 * HOUR, words=words, details=details)
        if number % 2:
            reply = {"answer": "comes" if number == 1 else "refuses"}
            citizen = Citizen(complaint.complainant_id)
            make_move(complaint_id=complaint.pk, name="answer_invitation", by=citizen, at=at - HOUR, details=reply)

    _apply_to_some(4, _open_complaints(Status.IN_INQUIRY, Status.MARKED, protected=False, confidential=False), invite)


def _request_calls(at: datetime) -> None:
    """Let officers who may not see the number ask the cell to connect a call."""

    def ask(complaint: Complaint, number: int) -> None:
        details = {"telephone": f"+9242000000{number}"}
        make_move(
            complaint_id=complaint.pk,
            name="ask_call",
            by=_actor_of_holder(complaint),
            at=at - 2 * HOUR,
            details=details,
        )

    _apply_to_some(3, _open_complaints(Status.MARKED, Status.IN_INQUIRY), ask)


def _request_withdrawals(at: datetime) -> None:
    """Request withdrawals two days ago, so that the CPO's cell calls now."""

    def ask(complaint: Complaint, number: int) -> None:
        by = Citizen(complaint.complainant_id)
        make_move(complaint_id=complaint.pk, name="ask_to_withdraw", by=by, at=at - (50 + number) * HOUR)

    old = _open_complaints(Status.IN_INQUIRY, about_police=True, head__at__lt=at - 52 * HOUR)
    _apply_to_some(2, old, ask)


def _attach_evidence(at: datetime) -> None:
    """Attach a picture of the complainant, which is inspected like any file."""

    def attach(complaint: Complaint, number: int) -> None:
        picture = draw_sample_picture(f"SAMPLE {number + 1}")
        where = FileOwner(complaint_id=complaint.pk)
        evidence.upload_whole_file(
            owner=where, name="photo.png", media_type="image/png", parts=[picture], size=len(picture), at=at - 2 * HOUR
        )

    def take_back(complaint: Complaint, number: int) -> None:
        by = Citizen(complaint.complainant_id, OpenedBy.CHAT)
        for file in complaint.evidence.all():
            evidence.withdraw_file(complaint_id=complaint.pk, evidence_id=file.pk, by=by, at=at - HOUR)

    _apply_to_some(4, _open_complaints(Status.IN_INQUIRY, category__group="crime"), attach)
    by_chat = [*islice(_open_complaints(Status.IN_INQUIRY, channel=Channel.WHATSAPP, evidence=None), 2)]
    _apply_to_some(2, iter(by_chat), attach)
    evidence.inspect_waiting_files(at=at)
    _apply_to_some(2, iter(by_chat), take_back)


def draw_sample_picture(words: str) -> bytes:
    """Return a grey placeholder picture as PNG."""
    picture, out = Image.new("RGB", (480, 320), "#8a93a3"), io.BytesIO()
    ImageDraw.Draw(picture).text((190, 150), words, fill="white")
    picture.save(out, "PNG")
    return out.getvalue()


def _prepare_reports(at: datetime) -> None:
    clerk = _actor_by_address("clerk")

    def prepare(complaint: Complaint, number: int) -> None:
        words = "Draft: both sides were heard on the spot; the wall stands on the complainant's side of the line."
        prepared_texts.save_prepared_text(complaint.pk, "submit_report", words, by=clerk, at=at - HOUR)

    _apply_to_some(2, _open_complaints(Status.IN_INQUIRY, holder__office__pk=clerk.office_id), prepare)


def _record_calls_to_sampled(at: datetime) -> None:
    """Record calls about some sampled confirmations; the others wait."""
    common = {"by": _actor_by_address("operator.cpo"), "at": at - HOUR / 2}
    for number, sample in enumerate(ContactSample.objects.filter(call=None).order_by("drawn_at")[:9:3]):
        said = "in_person" if number else "someone_else"
        with suppress(NotPermitted, Refused), transaction.atomic():
            record_call(sample.complaint_id, Purpose.SAMPLE, Result.REACHED, answer=said, **common)


def _answer_escalations(at: datetime) -> None:
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


def _create_held_sweep(at: datetime) -> None:
    """Create a hold: the sweep of this hour found far more than usual and waits for a monitor."""
    batch = Batch.PROMISED
    due = count_expired_clocks(at=at + HOUR).get(batch, 0)
    Hold.objects.create(
        opened_at=at, batches=[batch], usual=1.0, due=due, open_now=count_running_clocks(clocks_of_batches([batch]))
    )
