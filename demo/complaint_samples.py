"""Samples of special cases, made by the services: pressure, merges, files, calls, and what supervisors do."""

import io
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import transaction
from PIL import Image, ImageDraw

from complaints import evidence
from complaints.models import Complaint, ContactSample
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.calls.cell_calls import Purpose, Result
from complaints.rules.statuses import Channel, Status
from complaints.services import linking, pressure_tasks
from complaints.services.calls.call_results import record_call
from complaints.services.moves import make_move
from complaints.services.registration import register_complaint, start_draft
from demo import story_texts, supervision_samples
from demo.letters import letter_samples
from demo.sample_selection import actor_by_address, actor_of_holder, apply_to_some, open_complaints
from desk.services import prepared_texts
from ledger.service_exceptions import NotPermitted, Refused

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
PRESSURE_TEXTS = (
    "SAMPLE. The officer's cousin came to my shop and said that I should take the complaint back.",
    "SAMPLE. مجھے فون پر کہا گیا کہ شکایت واپس نہ لی تو میرے خلاف پرچہ ہو گا۔",
    "SAMPLE. Mohalle ke log bhej kar dabao dala ja raha hai ke sulah kar loon.",
)


def create_complaint_samples(*, at: datetime) -> None:
    """Create some samples of each kind, dated in the hours before `at`."""
    for step in (
        supervision_samples.give_work_to_tour_officers,
        _register_new_complaints,
        supervision_samples.create_routing_rules,
        supervision_samples.create_namings,
        supervision_samples.give_orders,
        supervision_samples.order_stations,
        _report_pressure,
        _merge_and_link,
        _invite_complainants,
        _request_calls,
        _request_withdrawals,
        letter_samples.take_sample_letters,
        _attach_evidence,
        _prepare_reports,
    ):
        step(at)
    _record_calls_to_sampled(at)
    supervision_samples.answer_escalations(at)
    supervision_samples.create_held_sweep(at)


def _register_new_complaints(at: datetime) -> None:
    """Register complaints of the last hour, which Lahore's complaint cell has not marked yet."""
    random = Random(len(NEW_COMPLAINTS))  # noqa: S311 (a demo)
    for number, (category, channel) in enumerate(NEW_COMPLAINTS):
        story = story_texts.write_story(random, FIRST_NEW_NUMBER + number, category=category, channel=channel)
        where = {"category": category, "district": "lahore", "station": ""}
        answers = story_texts.draft_answers(story, random=random, **where)
        when = at - (number + 1) * HOUR / 8
        draft = start_draft(channel=channel, answers=answers, at=when)
        by = actor_by_address("operator") if channel in BY_OPERATOR else Citizen()
        register_complaint(draft_id=draft.pk, channel=channel, by=by, at=when)


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
                pressure_id=waiting, words=done, by=actor_by_address("operator.cpo"), at=at - 19 * HOUR
            )

    apply_to_some(4, open_complaints(Status.IN_INQUIRY, Status.REPORTED), press)


def _merge_and_link(at: datetime) -> None:
    """Merge a second complaint of the same person, and link those of two neighbours."""
    operator = actor_by_address("operator.cpo")

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

    apply_to_some(8, open_complaints(Status.MARKED, Status.IN_INQUIRY, complainant__anonymous=False), merge)
    linked = open_complaints(Status.IN_INQUIRY, category__code__in=["property_crime", "fir_not_registered"])
    with_another = (one for one in linked if neighbours(one).exists())
    apply_to_some(3, with_another, link)


def _invite_complainants(at: datetime) -> None:
    noon = (at + timedelta(days=2)).replace(hour=11)

    def invite(complaint: Complaint, number: int) -> None:
        by = actor_of_holder(complaint)
        details = {"office": complaint.holder.office_id, "appointed_at": noon}
        words = "Please bring the original of the receipt, if you can."
        make_move(complaint_id=complaint.pk, name="invite", by=by, at=at - 4 * HOUR, words=words, details=details)
        if number % 2:
            reply = {"answer": "comes" if number == 1 else "refuses"}
            citizen = Citizen(complaint.complainant_id)
            make_move(complaint_id=complaint.pk, name="answer_invitation", by=citizen, at=at - HOUR, details=reply)

    apply_to_some(4, open_complaints(Status.IN_INQUIRY, Status.MARKED, protected=False, confidential=False), invite)


def _request_calls(at: datetime) -> None:
    """Let officers who may not see the number ask the cell to connect a call."""

    def ask(complaint: Complaint, number: int) -> None:
        details = {"telephone": f"+9242000000{number}"}
        make_move(
            complaint_id=complaint.pk,
            name="ask_call",
            by=actor_of_holder(complaint),
            at=at - 2 * HOUR,
            details=details,
        )

    apply_to_some(3, open_complaints(Status.MARKED, Status.IN_INQUIRY), ask)


def _request_withdrawals(at: datetime) -> None:
    """Request withdrawals two days ago, so that the CPO's cell calls now."""

    def ask(complaint: Complaint, number: int) -> None:
        by = Citizen(complaint.complainant_id)
        make_move(complaint_id=complaint.pk, name="ask_to_withdraw", by=by, at=at - (50 + number) * HOUR)

    old = open_complaints(Status.IN_INQUIRY, about_police=True, head__at__lt=at - 52 * HOUR)
    apply_to_some(2, old, ask)


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

    apply_to_some(4, open_complaints(Status.IN_INQUIRY, category__group="crime"), attach)
    by_chat = [*islice(open_complaints(Status.IN_INQUIRY, channel=Channel.WHATSAPP, evidence=None), 2)]
    apply_to_some(2, iter(by_chat), attach)
    evidence.inspect_waiting_files(at=at)  # the scanned letters too
    apply_to_some(2, iter(by_chat), take_back)


def draw_sample_picture(words: str) -> bytes:
    """Return a grey placeholder picture as PNG."""
    picture, out = Image.new("RGB", (480, 320), "#8a93a3"), io.BytesIO()
    ImageDraw.Draw(picture).text((190, 150), words, fill="white")
    picture.save(out, "PNG")
    return out.getvalue()


def _prepare_reports(at: datetime) -> None:
    clerk = actor_by_address("clerk")

    def prepare(complaint: Complaint, number: int) -> None:
        words = "Draft: both sides were heard on the spot; the wall stands on the complainant's side of the line."
        prepared_texts.save_prepared_text(complaint.pk, "submit_report", words, by=clerk, at=at - HOUR)

    apply_to_some(2, open_complaints(Status.IN_INQUIRY, holder__office__pk=clerk.office_id), prepare)


def _record_calls_to_sampled(at: datetime) -> None:
    """Record calls about some sampled confirmations; the others wait."""
    common = {"by": actor_by_address("operator.cpo"), "at": at - HOUR / 2}
    for number, sample in enumerate(ContactSample.objects.filter(call=None).order_by("drawn_at")[:9:3]):
        said = "in_person" if number else "someone_else"
        with suppress(NotPermitted, Refused), transaction.atomic():
            record_call(sample.complaint_id, Purpose.SAMPLE, Result.REACHED, answer=said, **common)
