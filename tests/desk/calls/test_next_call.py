"""The order of the calls and the way from one call to the next, without the list in between."""

from datetime import timedelta

import pytest
import time_machine

from complaints.models import Call, ContactSample, Event
from complaints.queries.due_calls import list_due_calls
from complaints.services.calls import call_log
from complaints.services.exclusion.officer_naming import name_officer
from tests.desk.calls.test_call_list import claimed
from tests.desk.conftest import address
from tests.world import clock

AT = "+1d 10:00"


def call_of(complaint, purpose="contact") -> str:
    return f"{address(complaint)}call/{purpose}/"


def saves(sitting, complaint, at=AT, **typed):
    with time_machine.travel(clock(at), tick=False):
        sent = {"result": "not_reached", "seen": Event.objects.filter(complaint=complaint).count(), "next": "1"}
        return sitting.client.post(call_of(complaint), sent | typed)


def skips(sitting, complaint, at=AT, purpose="contact") -> str:
    return sitting.get(f"{call_of(complaint, purpose)}next/", at).headers["Location"]


@pytest.mark.slow
def test_saving_leads_to_the_next_call_and_after_the_last_one_to_the_first_that_was_passed_over(world, seat):
    first, second, third = claimed(world), claimed(world), claimed(world)
    salma = seat(world.salma)
    assert saves(salma, second).headers["Location"] == call_of(third)
    assert saves(salma, third).headers["Location"] == call_of(first)
    assert saves(salma, first).headers["Location"] == "/desk/calls/"
    assert Call.objects.count() == 3


def test_without_the_button_for_the_next_one_saving_leads_to_the_list(world, seat):
    complaint, _other = claimed(world), claimed(world)
    with time_machine.travel(clock(AT), tick=False):
        sent = {"result": "not_reached", "seen": Event.objects.filter(complaint=complaint).count()}
        answer = seat(world.salma).client.post(call_of(complaint), sent)
    assert answer.headers["Location"] == "/desk/calls/"


@pytest.mark.slow
def test_a_call_is_passed_over_by_one_key_and_nothing_is_recorded(world, seat):
    first, second = claimed(world), claimed(world)
    salma = seat(world.salma)
    page = salma.get(call_of(first), AT).content.decode()
    assert f'data-key="next" href="{call_of(first)}next/"' in page
    assert skips(salma, first) == call_of(second)
    assert skips(salma, second) == call_of(first)
    assert not Call.objects.exists()


def test_a_call_outside_its_hours_is_not_the_next_one(world, seat):
    first, _later = claimed(world), claimed(world, safe_from=14, safe_until=16)
    salma = seat(world.salma)
    assert skips(salma, first) == "/desk/calls/"
    page = salma.get("/desk/calls/", AT).content.decode()
    assert "There is no other call to make now." in page


@pytest.mark.slow
def test_a_call_about_which_the_operator_may_know_nothing_is_never_the_next_one(world, seat):
    first, named = claimed(world), claimed(world)
    name_officer(
        complaint_id=named.pk, officer_id=world.salma.officer.pk, why="She says so.", by=world.nadia.actor, at=clock(AT)
    )
    salma = seat(world.salma)
    assert skips(salma, first) == "/desk/calls/"
    assert salma.get(f"{call_of(named)}next/", AT).status_code == 404


@pytest.mark.parametrize("who", ["bilal", "dania", "usman", "zara", "asad"])
def test_only_operators_go_from_call_to_call(world, seat, who):
    complaint = claimed(world)
    assert seat(world.people[who]).get(f"{call_of(complaint)}next/", AT).status_code == 404


@pytest.mark.slow
def test_old_spot_checks_come_last_however_long_ago_they_were_due(world, monkeypatch):
    monkeypatch.setattr(call_log, "is_selected_for_spot_check", lambda number: True)
    stale, fresh, sensitive = claimed(world), claimed(world), claimed(world, "bribe_demand", station="gulberg")
    for complaint in (stale, fresh):
        world.ayesha.says("in_person", complaint, "10:00")
    ContactSample.objects.filter(complaint=fresh).update(drawn_at=clock("+9d 10:00"))
    at = clock("10:00") + timedelta(days=10)
    listed = [(call.row["etag"], str(call.purpose)) for call in list_due_calls(world.nadia.actor, at=at)]
    assert listed == [(sensitive.etag, "contact"), (fresh.etag, "sample"), (stale.etag, "sample")]


@pytest.mark.slow
def test_one_choice_is_the_outcome_and_the_answer(world, seat):
    complaint = claimed(world)
    page = seat(world.salma).get(call_of(complaint), AT).content.decode()
    for value in ("reached:in_person", "reached:someone_else", "reached:nobody", "not_reached", "wrong_number"):
        assert f'name="result" value="{value}"' in page
    assert 'name="answer"' not in page
    assert 'value="reached"' not in page
    assert saves(seat(world.salma), complaint, result="reached:nobody").status_code == 302
    call = Call.objects.get()
    assert (call.result, call.answer) == ("reached", "nobody")


def test_the_page_has_person_matter_script_and_outcome_in_this_order(world, seat):
    complaint = claimed(world)
    page = seat(world.salma).get(call_of(complaint), AT).content.decode()
    places = [page.index(part) for part in ('href="tel:', "What the call is about", "Read aloud", 'name="result"')]
    assert places == sorted(places)
