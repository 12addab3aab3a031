"""Torture in custody: the Central Police Office refers it to investigators outside the police within a day."""

import pytest

from complaints.models import Complaint, RunningClock
from complaints.rules.clock import Clock
from complaints.rules.refusals import Refusal
from complaints.services.moves import make_move
from ledger.service_exceptions import NotPermitted, Refused
from sla.models import Breach
from sla.services.sweeping import sweep
from tests.complaints.stages import received, tortured
from tests.world import clock

NUMBER = "FIA Lahore, 412/26; NCHR informed by letter."


def runs(complaint) -> list:
    return [row.due_at for row in RunningClock.objects.filter(complaint=complaint, clock=Clock.REFERRAL)]


def test_it_is_owed_within_a_day_of_registration(world):
    assert runs(tortured(world)) == [clock("+1d 09:00")]
    assert runs(received(world, "misbehaviour")) == []


@pytest.mark.parametrize("who", ["nadia", "zara"])
def test_an_operator_or_a_monitor_of_the_central_police_office_refers_it_once(world, who):
    complaint = tortured(world)
    world.people[who].does("refer_outside", complaint, "11:00", words=NUMBER)
    assert runs(complaint) == []
    with pytest.raises(Refused) as refused:
        world.people[who].does("refer_outside", complaint, "11:30", words=NUMBER)
    assert refused.value.reason is Refusal.NOT_TO_BE_REFERRED


def test_a_district_does_not_refer_it(world):
    with pytest.raises((Refused, NotPermitted)):
        world.salma.does("refer_outside", tortured(world), "11:00", words=NUMBER)


def test_no_other_complaint_is_referred(world):
    with pytest.raises(Refused) as refused:
        world.nadia.does("refer_outside", received(world, "misbehaviour"), "11:00", words=NUMBER)
    assert refused.value.reason is Refusal.NOT_TO_BE_REFERRED


def test_what_turns_out_to_be_torture_is_owed_from_then_on_and_what_does_not_no_more(world):
    complaint = received(world, "misbehaviour")
    recategorise(world, complaint, "custodial_torture", "12:00")
    assert runs(complaint) == [clock("+1d 12:00")]
    recategorise(world, complaint, "misbehaviour", "13:00")
    assert runs(complaint) == []


def test_a_referral_that_is_late_is_the_central_police_offices_own_delay(world):
    complaint = tortured(world)
    sweep(at=clock("+1d 09:01"))
    breach = Breach.objects.get(complaint=complaint, clock=Clock.REFERRAL)
    assert breach.posting.office.code == "punjab"


def recategorise(world, complaint: Complaint, code: str, at: str) -> None:
    make_move(
        complaint_id=complaint.pk, name="recategorise", by=world.nadia.actor, at=clock(at), words="A call showed it.",
        details={"category": code},
    )  # fmt: skip
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
