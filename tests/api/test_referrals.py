"""Matters that the police refer to a partner by name: the desk's form, what the partner sees, pushes and is told."""

import pytest
from django.utils import translation
from django.utils.timezone import now

from api.models import EventDelivery
from api.services.client_registration import revoke_client
from api.services.event_relay import deliver_due_events
from complaints.models import Complaint, Event
from complaints.rules.refusals import Refusal
from complaints.services.moves import make_move
from complaints.workflow.table import KINDS
from ledger.service_exceptions import Refused
from tests.api.conftest import Caller, partner_named
from tests.api.event_receiver import receiving
from tests.api.test_events import closed, endpoint_of, registered
from tests.desk.conftest import seat

__all__ = ["seat"]


@pytest.fixture(autouse=True)
def on_loopback(settings):
    settings.EVENTS_TO_LOOPBACK = True


@pytest.fixture
def agency(world) -> Caller:
    return Caller(partner_named("Cyber crime agency"))


def move(world, name: str, complaint: Complaint, **details) -> Event:
    return make_move(
        complaint_id=complaint.pk,
        name=name,
        by=world.zara.actor,
        at=now(),
        words="Please look into it.",
        details=details,
    )


def referred(world, complaint: Complaint, agency: Caller) -> Event:
    client = agency.new.client
    names = {"partner": client.name_en, "partner_ur": client.name_ur}
    return move(world, "refer_partner", complaint, client=client.client_id, **names)


def pushed(caller: Caller, complaint: Complaint) -> int:
    status = {"status": "in_progress", "occurred_at": now().isoformat()}
    return caller.post(f"partner/complaints/{complaint.etag}/statuses", status).status_code


def test_a_partner_sees_what_is_referred_to_it_and_pushes_its_status(world, agency):
    complaint = world.complaint(at=now())
    assert pushed(agency, complaint) == 404
    referred(world, complaint, agency)
    (row,) = agency.get("partner/referrals").json()["items"]
    assert row.keys() == {"etag", "registered_on", "state", "referred_on"}
    assert (row["etag"], row["state"]) == (complaint.etag, "open")
    assert pushed(agency, complaint) == 201
    assert Event.objects.get(kind="partner_status").complaint_id == complaint.pk
    assert agency.get("partner/complaints").json()["items"] == []
    stranger = Caller(partner_named("Stranger"))
    assert stranger.get("partner/referrals").json()["items"] == []
    assert pushed(stranger, complaint) == 404


def test_a_withdrawn_referral_ends_what_the_partner_sees_and_may_push(world, agency):
    complaint = world.complaint(at=now())
    referred(world, complaint, agency)
    move(world, "recall_partner", complaint)
    assert agency.get("partner/referrals").json()["items"] == []
    assert pushed(agency, complaint) == 404


def test_the_partner_is_told_of_referral_closing_and_withdrawal_and_then_nothing_more(world, agency):
    with receiving() as receiver:
        endpoint_of(agency, receiver)
        complaint, other = world.complaint(at=now()), world.complaint(at=now())
        referred(world, complaint, agency)
        referred(world, other, agency)
        move(world, "recall_partner", other)
        closed(other, world)
        closed(complaint, world)
        move(world, "recall_partner", complaint)
        deliver_due_events(at=now())
    told = [
        (got.data["type"], got.data["data"]["number"], got.data["data"]["state"])
        for got in receiver.got
        if got.data["data"]["etag"] == complaint.etag
    ]
    assert told == [
        ("referral.made", 1, "open"),
        ("complaint.closed", 2, "closed"),
        ("referral.withdrawn", 3, "closed"),
    ]
    assert [got.data["type"] for got in receiver.got if got.data["data"]["etag"] == other.etag] == [
        "referral.made",
        "referral.withdrawn",
    ]


@pytest.mark.slow
def test_a_partner_that_registered_the_complaint_follows_it_after_the_withdrawal(world, agency):
    with receiving() as receiver:
        endpoint_of(agency, receiver)
        complaint = registered(agency)
        referred(world, complaint, agency)
        move(world, "recall_partner", complaint)
        closed(complaint, world)
        deliver_due_events(at=now())
        assert receiver.types() == ["referral.made", "referral.withdrawn", "complaint.closed"]


def test_a_second_referral_and_one_to_nobody_are_refused(world, agency):
    complaint = world.complaint(at=now())
    nobody = {"client": "partner-nobody", "partner": "Nobody", "partner_ur": "Nobody"}
    for details in ({}, nobody):
        with pytest.raises(Refused) as refused:
            move(world, "refer_partner", complaint, **details)
        assert refused.value.reason is Refusal.PARTNER_MISSING
    assert not Event.objects.filter(kind="refer_partner").exists()
    referred(world, complaint, agency)
    with pytest.raises(Refused):
        referred(world, complaint, agency)
    assert not EventDelivery.objects.exists()


def test_the_desk_offers_only_partners_that_may_have_the_matter(world, agency, seat):
    partner_named("Multan alone", offices=["multan"])
    partner_named("Bribes alone", categories=["bribe_demand"])
    revoke_client(partner_named("Revoked").client.client_id, at=now())
    complaint = world.complaint(at=now())
    zara = seat(world.zara, at=now())
    html = zara.opens(complaint, now()).content.decode()
    assert agency.new.client.client_id in html
    for hidden in ("Multan alone", "Bribes alone", "Revoked"):
        assert hidden not in html
    answer = zara.posts(
        complaint, "refer_partner", now(), seen=1, words="Please look.", client=agency.new.client.client_id
    )
    assert answer.status_code == 302
    html = zara.opens(complaint, now()).content.decode()
    assert "referred it to Cyber crime agency." in html


def test_a_confidential_complaint_is_offered_only_to_a_partner_that_lists_its_category(world, agency, seat):
    complaint = world.complaint("gender_harassment", at=now())
    listed = partner_named("Women's helpline", categories=["gender_harassment"])
    html = seat(world.zara, at=now()).opens(complaint, now()).content.decode()
    assert listed.client.client_id in html
    assert agency.new.client.client_id not in html


def test_without_a_choice_the_form_says_so_and_keeps_the_text(world, agency, seat):
    complaint = world.complaint(at=now())
    zara = seat(world.zara, at=now())
    answer = zara.posts(complaint, "refer_partner", now(), seen=1, words="Please look.", client="x")
    html = answer.content.decode()
    assert "Choose one of these." in html
    assert "Please look." in html
    assert not Event.objects.filter(kind="refer_partner").exists()


def test_the_history_names_the_partner_in_both_languages(world, agency):
    complaint = world.complaint(at=now())
    event = referred(world, complaint, agency)
    event.facts = {"partner": "Cyber crime agency", "partner_ur": "سائبر کرائم ایجنسی"}
    assert "Cyber crime agency" in KINDS["refer_partner"].sentences.citizen(event)
    with translation.override("ur"):
        for sentence in (KINDS["refer_partner"].sentences.citizen, KINDS["refer_partner"].sentences.officer):
            assert "سائبر کرائم ایجنسی" in sentence(event)
