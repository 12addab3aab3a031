"""A complaint against the Inspector General: nobody in the police may open it, so an authority outside gets it.

Imran is the Inspector General in tests/world.py.
"""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.rules.roles import Role
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.models import (
    ClockRun,
    Complaint,
    Event,
    OutsideAuthority,
    OutsideAuthorityChange,
    OutsideTransfer,
    RunningClock,
)
from complaints.queries.verification import read_snapshot, verify_complaints
from complaints.rules.actors import Citizen
from complaints.rules.exclusion.outside_file import FILE_PURPOSE
from complaints.rules.statuses import Channel
from complaints.services.administration import outside_authority_changes
from complaints.services.exclusion import outside_transfer
from complaints.services.exclusion.lapse import end_lapsed_names
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.followup import PersonsConcernedAnswer, record_answer
from complaints.services.registration import register_complaint, start_draft
from complaints.services.retention.anonymisation import destroy_personal_data
from ledger.public_key_encryption import decrypt_with_key
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from notifications.services import deliver_due_messages
from sla.services.sweeping import sweep
from tests.factories import OfficerFactory, PostingFactory
from tests.signing_in import sign_in
from tests.world import PHONES, Person, clock

KEY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_KEY = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
SAMPLE = {
    "name_en": "Provincial Ombudsman (SAMPLE)", "name_ur": "صوبائی محتسب (نمونہ)", "address": "Lahore",
    "email": "office@outside.example", "public_key": PUBLIC_KEY, "source": "Order 7 (SAMPLE)",
}  # fmt: skip


@pytest.fixture
def nasir(world) -> Person:
    """A second administrator."""
    posting = PostingFactory(
        officer=OfficerFactory(name_en="Nasir"), office=world.office("punjab"), role=Role.ADMINISTRATOR
    )
    return Person("nasir", posting)


@pytest.fixture
def authority(world, nasir) -> OutsideAuthority:
    change = outside_authority_changes.request_outside_authority(by=world.omar.actor, at=clock("08:00"), **SAMPLE)
    return outside_authority_changes.approve_outside_authority(change=change, by=nasir.actor, at=clock("08:10"))


def against_the_inspector_general(world, **answers) -> Complaint:
    return world.complaint("misbehaviour", station="gulberg", rank="IG", **answers)


def herself(complaint) -> Citizen:
    return Citizen(complaint.complainant_id)


def see(world, complaint) -> set[str]:
    found = Complaint.objects.unscoped("test").filter(pk=complaint.pk)
    people = [person for person in world.people.values() if person.posting]
    return {person.name for person in people if found.visible_to(person.actor, at=clock("12:00")).exists()}


def opened(transfer: OutsideTransfer) -> dict:
    return json.loads(decrypt_with_key(bytes(transfer.content), KEY, purpose=FILE_PURPOSE))


def kinds(complaint) -> list[str]:
    return list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True))


def link_in_mail() -> str:
    return re.search(r"https?://[^/\s]+(/\S*o/[^/\s]+/)", mail.outbox[-1].body)[1]


def deliver(at="09:05") -> None:
    deliver_due_messages(at=clock(at))
    outside_transfer.record_sent_transfers(at=clock(at))


# --- two administrators ----------------------------------------------------------------------------------------------


def test_one_administrator_alone_sets_no_authority(world):
    change = outside_authority_changes.request_outside_authority(by=world.omar.actor, at=clock("08:00"), **SAMPLE)
    with pytest.raises(StaffChangeRefused, match="Another administrator"):
        outside_authority_changes.approve_outside_authority(change=change, by=world.omar.actor, at=clock("08:10"))
    change.decided_by, change.decided_at = change.asked_by, clock("08:10")
    with pytest.raises(DatabaseError), transaction.atomic():
        change.save()
    assert OutsideAuthority.objects.in_force() is None


def test_two_administrators_set_it_on_the_page_and_the_auditor_hears_of_both(world, nasir):
    page = "/desk/admin/complaints/outsideauthoritychange/"
    with time_machine.travel(clock("+2d 10:00"), tick=False):
        omar, second = sign_in(Client(), world.omar.officer), sign_in(Client(), nasir.officer)
        assert "X25519" in omar.post(f"{page}add/", SAMPLE | {"public_key": "hello"}).content.decode()
        assert omar.post(f"{page}add/", SAMPLE).status_code == 302
        change = f"{page}{OutsideAuthorityChange.objects.get().pk}/change/"
        assert "Fingerprint" in second.get(change).content.decode()
        assert second.post(change, {"decision": "confirm"}).status_code == 302
    assert OutsideAuthority.objects.in_force().email == SAMPLE["email"]
    told = Message.objects.filter(template="staff_act", recipient=f"posting:{world.asad.posting.pk}")
    assert [row.context["kind"] for row in told] == ["outside", "outside"]


def test_a_second_request_waits_until_the_first_is_decided(world, nasir):
    first = outside_authority_changes.request_outside_authority(by=world.omar.actor, at=clock("08:00"), **SAMPLE)
    with pytest.raises(StaffChangeRefused, match="already waiting"):
        outside_authority_changes.request_outside_authority(by=nasir.actor, at=clock("08:05"), **SAMPLE)
    outside_authority_changes.reject_outside_authority(change=first, by=nasir.actor, at=clock("08:10"))
    assert OutsideAuthority.objects.in_force() is None


# --- registered ------------------------------------------------------------------------------------------------------


def test_registered_against_the_head_of_the_police_only_the_authority_can_open_it(world, authority):
    complaint = against_the_inspector_general(world, protected=True)
    assert (see(world, complaint), kinds(complaint)) == (set(), ["registered", "sealed_from_police"])
    transfer = OutsideTransfer.objects.get()
    assert b"shop" not in bytes(transfer.content)
    content = opened(transfer)
    assert content["etag"] == complaint.etag
    assert content["statement"]["text"] == "My shop was broken into during the night."
    assert content["complainant"] is None
    assert {one.get("officer") for one in content["excluded"]} >= {"Imran"}


def test_who_lets_officers_see_their_name_gives_it_to_the_authority_too(world, authority):
    against_the_inspector_general(world, protected=False)
    person = opened(OutsideTransfer.objects.get())["complainant"]
    assert (person["name"], person["phone"]) == ("Ayesha", PHONES["ayesha"])


def test_its_clocks_run_against_nobody(world, authority):
    complaint = against_the_inspector_general(world)
    assert not ClockRun.objects.filter(complaint=complaint).exists()
    sweep(at=clock("+30d 09:00"))
    assert "breach" not in kinds(complaint)
    message = Message.objects.get(recipient=f"complainant:{complaint.pk}", template="registered")
    assert (message.context["contact_due_at"], message.context["is_feedback"]) == (None, False)


def test_an_operator_who_registers_it_cannot_open_it_either(world, authority):
    answers = {
        "category": "misbehaviour", "district": "lahore", "station": "gulberg", "rank": "IG", "language": "en",
        "text": "He was told to stay away.", "name": "Ayesha", "phone": PHONES["ayesha"], "keep_from": "yes",
    }  # fmt: skip
    draft = start_draft(channel=Channel.TELEPHONE, answers=answers, at=clock("09:00"))
    complaint = register_complaint(
        draft_id=draft.pk, channel=Channel.TELEPHONE, by=world.nadia.actor, at=clock("09:00")
    )
    assert see(world, complaint) == set()
    assert opened(OutsideTransfer.objects.get())["statement"]["text"] == "He was told to stay away."


def tells_later(complaint, at):
    """The complainant answers later that it is against the Inspector General."""
    answer = PersonsConcernedAnswer(words="", officer={"rank": "IG"})
    record_answer(complaint_id=complaint.pk, answer=answer, by=herself(complaint), at=clock(at))


@pytest.mark.slow
def test_named_by_an_officer_alone_it_stays_with_the_police_and_its_clocks_run(world, authority):
    """A late officer must not stop the clocks for good, or send a complaint away, by a name that lapses."""
    complaint = world.complaint("misbehaviour", station="gulberg", protected=False)
    clocks = set(RunningClock.objects.filter(complaint=complaint).values_list("clock", flat=True))
    name_officer(
        complaint_id=complaint.pk, officer_id=world.imran.officer.pk, why="He was there.", by=world.nadia.actor,
        at=clock("10:00"),
    )  # fmt: skip
    assert see(world, complaint) == set()
    assert not OutsideTransfer.objects.exists()
    assert set(RunningClock.objects.filter(complaint=complaint).values_list("clock", flat=True)) == clocks
    tells_later(complaint, "11:00")
    assert OutsideTransfer.objects.count() == 1
    assert end_lapsed_names(at=clock("+3d 10:00")) == 1
    assert see(world, complaint) == set()


def test_told_later_the_complaint_leaves_the_police_and_its_clocks_stop(world, authority):
    complaint = world.complaint("misbehaviour", station="gulberg", protected=False)
    assert RunningClock.objects.filter(complaint=complaint).exists()
    tells_later(complaint, "10:00")
    assert see(world, complaint) == set()
    assert not RunningClock.objects.filter(complaint=complaint).exists()
    assert set(ClockRun.objects.filter(complaint=complaint).values_list("why", flat=True)) == {"sealed"}
    assert opened(OutsideTransfer.objects.get())["complainant"]["name"] == "Ayesha"
    sweep(at=clock("+30d 09:00"))
    assert "breach" not in kinds(complaint)


@pytest.mark.slow
def test_told_while_a_question_waits_or_a_deadline_passed_its_history_verifies(world, authority):
    asked = world.in_inquiry()
    world.bilal.asks(asked, "11:00")
    late = world.complaint("misbehaviour", station="gulberg", by="bashir")
    for complaint in (asked, late):
        tells_later(complaint, "+6d 10:00")
        assert kinds(complaint)[-1] == "sealed_from_police"
    with read_snapshot():
        assert [finding for _, findings in verify_complaints() for finding in findings] == []


def test_it_is_sealed_once(world, authority):
    complaint = against_the_inspector_general(world)
    outside_transfer.transfer_if_nobody_is_left(complaint.pk, at=clock("10:00"))
    assert kinds(complaint).count("sealed_from_police") == OutsideTransfer.objects.count() == 1


def test_an_ordinary_complaint_goes_to_nobody_outside(world, authority):
    complaint = world.complaint("misbehaviour", station="gulberg")
    assert not OutsideTransfer.objects.exists()
    assert "sealed_from_police" not in kinds(complaint)


def test_its_history_verifies(world, authority):
    complaint = against_the_inspector_general(world, protected=True)
    outside_transfer.give_identity(complaint_id=complaint.pk, by=herself(complaint), at=clock("09:30"))
    later = world.complaint("misbehaviour", station="gulberg", by="bashir")
    tells_later(later, "10:00")
    with read_snapshot():
        assert [finding for _, findings in verify_complaints() for finding in findings] == []


# --- the link --------------------------------------------------------------------------------------------------------


@pytest.fixture
def smtp(settings):
    settings.NOTIFICATIONS_TRANSPORTS = {"email": "notifications.transports.email.send"}


def test_the_authority_fetches_the_file_once_and_the_history_says_so(world, authority, smtp):
    complaint = against_the_inspector_general(world)
    deliver()
    assert kinds(complaint)[-1] == "outside_sent"
    assert complaint.etag not in mail.outbox[-1].body
    link = link_in_mail()
    with time_machine.travel(clock("10:00"), tick=False):
        page = Client().get(link)
        assert (page.status_code, "Download" in page.content.decode()) == (200, True)
        assert complaint.etag not in page.content.decode()
        assert kinds(complaint)[-1] == "outside_sent"
        answer = Client().post(link)
    assert json.loads(decrypt_with_key(answer.content, KEY, purpose=FILE_PURPOSE))["etag"] == complaint.etag
    assert kinds(complaint)[-1] == "outside_fetched"
    with time_machine.travel(clock("10:30"), tick=False):
        assert Client().post(link).content == answer.content
    with time_machine.travel(clock("11:01"), tick=False):
        assert [Client().get(link).status_code, Client().post(link).status_code] == [404, 404]
    assert kinds(complaint).count("outside_fetched") == 1


@pytest.mark.parametrize("token", ["nonsense", "MQ:1:abc"])
def test_a_made_up_link_yields_nothing(world, authority, token):
    against_the_inspector_general(world)
    assert Client().post(reverse("outside_file", kwargs={"token": token})).status_code == 404


def test_a_link_that_nobody_used_ends_after_thirty_days(world, authority):
    against_the_inspector_general(world)
    token = outside_transfer.make_transfer_token(OutsideTransfer.objects.get().pk)
    assert outside_transfer.find_transfer(token, at=clock("09:00") + timedelta(days=29))
    assert outside_transfer.find_transfer(token, at=clock("09:00") + timedelta(days=30)) is None


def test_an_e_mail_that_cannot_be_delivered_is_recorded(world, authority, settings):
    settings.NOTIFICATIONS_TRANSPORTS = {"sms": "notifications.transports.sms.send"}
    complaint = against_the_inspector_general(world)
    deliver()
    assert kinds(complaint)[-1] == "outside_not_sent"


# --- the complainant -------------------------------------------------------------------------------------------------


def test_the_name_follows_when_the_complainant_sends_it(world, authority):
    complaint = against_the_inspector_general(world, protected=True)
    outside_transfer.give_identity(complaint_id=complaint.pk, by=herself(complaint), at=clock("09:30"))
    first, second = OutsideTransfer.objects.order_by("pk")
    assert (opened(first)["complainant"], opened(second)["complainant"]["name"]) == (None, "Ayesha")
    assert kinds(complaint)[-1] == "identity_given"
    with pytest.raises(Refused):
        outside_transfer.give_identity(complaint_id=complaint.pk, by=herself(complaint), at=clock("09:40"))


def test_nobody_else_sends_the_name(world, authority):
    complaint = against_the_inspector_general(world, protected=True)
    for other in (world.nadia.actor, Citizen(), Citizen(complaint.complainant_id + 1)):
        with pytest.raises(NotPermitted):
            outside_transfer.give_identity(complaint_id=complaint.pk, by=other, at=clock("09:30"))
    assert OutsideTransfer.objects.count() == 1


def test_the_file_is_destroyed_with_the_complaint(world, authority):
    complaint = against_the_inspector_general(world)
    token = outside_transfer.make_transfer_token(OutsideTransfer.objects.get().pk)
    destroy_personal_data(complaint.pk, at=clock("+2d 09:00"))
    assert bytes(OutsideTransfer.objects.get().content) == b""
    assert outside_transfer.fetch_file(token, at=clock("+2d 10:00")) is None


def test_without_an_authority_nothing_is_written_and_no_clock_runs(world):
    complaint = against_the_inspector_general(world)
    assert (see(world, complaint), kinds(complaint)) == (set(), ["registered", "sealed_from_police"])
    assert not OutsideTransfer.objects.exists()
    assert not ClockRun.objects.filter(complaint=complaint).exists()
    with pytest.raises(Refused):
        outside_transfer.give_identity(complaint_id=complaint.pk, by=herself(complaint), at=clock("09:30"))
