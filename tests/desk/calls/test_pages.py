"""The operators' pages: the call list, one call with its script and result, and the call log."""

import re

import pytest
import time_machine

from complaints.models import Call, Event, Reading
from complaints.rules.calls.cell_calls import Purpose
from desk.calls import call_pages
from desk.calls.call_scripts import build_call_scripts, operator_reminders
from tests.desk.calls.test_call_list import claimed
from tests.desk.conftest import address
from tests.world import PHONES, clock

CALLS = "/desk/calls/"


def text(answer) -> str:
    return answer.content.decode()


def puts_on_record(seat, complaint, purpose: str, at: str, **typed):
    with time_machine.travel(clock(at), tick=False):
        typed = {"seen": Event.objects.filter(complaint=complaint).count()} | typed
        return seat.client.post(f"{address(complaint)}call/{purpose}/", typed)


def test_the_list_has_no_numbers_and_the_nearest_deadline_first(world, seat):
    early, late = claimed(world), world.in_inquiry("10:00")
    world.bilal.reports(late, "+1d 09:00")
    page = text(seat(world.salma).get(CALLS, "+1d 10:00"))
    assert page.index(early.etag[:4]) < page.index(f"/desk/complaints/{late.etag}/call/verify/")
    assert PHONES["ayesha"] not in page
    assert not Reading.objects.exists()


def test_the_list_says_how_many_calls_it_has_and_that_it_may_be_cut(world, seat, monkeypatch):
    claimed(world)
    page = text(seat(world.salma).get(CALLS, "+1d 10:00"))
    assert "1 in this list" in page
    monkeypatch.setattr(call_pages, "SHOWN", 1)
    assert "The first 1. There may be more." in text(seat(world.salma).get(CALLS, "+1d 10:00"))


def test_who_may_not_be_rung_now_stands_apart_with_the_next_safe_time_and_no_number(world, seat):
    complaint = claimed(world, safe_from=14, safe_until=16)
    salma = seat(world.salma)
    page = text(salma.get(CALLS, "+1d 10:00"))
    assert page.index("Later: outside their calling hours, or called recently") < page.index(f"{complaint.etag}/call/")
    assert "14:00" in page
    page = text(salma.get(f"{address(complaint)}call/contact/", "+1d 10:00"))
    assert "tel:" not in page
    assert "Save call" not in page
    assert f"tel:{PHONES['ayesha']}" in text(salma.get(f"{address(complaint)}call/contact/", "+1d 14:10"))


def test_one_call_shows_the_number_the_officer_and_the_script_in_both_languages_and_is_a_reading(world, seat):
    complaint = claimed(world)
    page = text(seat(world.salma).get(f"{address(complaint)}call/contact/", "+1d 10:00"))
    for said in (PHONES["ayesha"], "Inspector Bilal", "this is the police complaint cell", 'lang="ur" dir="rtl"'):
        assert said in page
    assert page.index('<div lang="en"') < page.index('<div lang="ur"')  # she prefers English
    assert Reading.objects.get(complaint=complaint).posting == world.salma.posting


@pytest.mark.parametrize("category", ["bribe_demand", "gender_harassment"])
def test_of_a_sensitive_matter_whoever_answers_learns_nothing(world, seat, category):
    complaint = claimed(world, category, station="gulberg")
    page = text(seat(world.nadia).get(f"{address(complaint)}call/contact/", "+1d 10:00"))
    spoken = re.search(r'<div lang="en".*?Only to the complainant', page, re.DOTALL).group()
    assert "police complaint cell" not in spoken
    assert "Neutral wording" in page


@pytest.mark.slow
@pytest.mark.parametrize("careful", [{"secret_hash": "a secret word"}, {"under_18": True}, {"neutral": True}])
def test_the_call_to_somebody_whose_phone_others_use_names_no_police(world, seat, careful):
    complaint = claimed(world)
    for name, value in careful.items():
        setattr(complaint.complainant, name, value)
    complaint.complainant.save(update_fields=list(careful))
    salma = seat(world.salma)
    assert "Neutral wording" in text(salma.get(CALLS, "+1d 10:00"))
    page = text(salma.get(f"{address(complaint)}call/contact/", "+1d 10:00"))
    spoken = re.search(r'<div lang="en".*?Only to the complainant', page, re.DOTALL).group()
    assert "police" not in spoken
    assert "Neutral wording" in page


def test_an_ordinary_call_says_who_is_calling(world, seat):
    claimed(world)
    assert "Neutral wording" not in text(seat(world.salma).get(CALLS, "+1d 10:00"))


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("guarded", [True, False])
def test_what_is_read_aloud_holds_nothing_that_is_for_the_operator_alone(purpose, guarded):
    kept = set(operator_reminders(purpose, guarded=guarded))
    assert "Never ask for a code." in kept
    (spoken,) = (
        one for one in build_call_scripts(purpose, name="", guarded=guarded, first="en") if one.language == "en"
    )
    aloud = " ".join([spoken.opening, spoken.to_others, *spoken.for_complainant])
    assert not [line for line in kept if line in aloud]
    for never in ("Say no", "say no", "Never", "Read ", "Write down", "no police"):
        assert never not in aloud


def test_what_the_operator_keeps_in_mind_stands_apart_from_what_is_read_aloud(world, seat):
    complaint = claimed(world, "bribe_demand", station="gulberg")
    page = text(seat(world.nadia).get(f"{address(complaint)}call/contact/", "+1d 10:00"))
    before, aloud = page.split("Read aloud", 1)
    aloud = aloud[: aloud.index("</section>")]
    for line in ("Do not mention the police, a complaint or an office.", "Never ask for a code."):
        assert line in before
        assert line not in aloud
    assert "When is a good time?" in aloud


def test_an_answer_is_the_move_and_stands_in_the_diary(world, seat):
    complaint, salma = claimed(world), seat(world.salma)
    answer = puts_on_record(salma, complaint, "contact", "+1d 10:00", result="reached:in_person", words="Ok.")
    assert (answer.status_code, answer.headers["Location"]) == (302, CALLS)
    complaint.refresh_from_db()
    assert complaint.contact == "confirmed"
    assert Call.objects.get().words == "Ok."


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose the outcome of the call."),
        ({"result": "reached"}, "This is not one of the choices. Choose again."),
        ({"result": "call_back"}, "Say when to call back."),
        ({"result": "call_back", "back_on": "2026-11-23", "back_at": "10:00"}, "This time has passed."),
        ({"result": "call_back", "back_on": "2026-11-26", "back_at": "half past"}, "Enter a time, like 16:30."),
        ({"result": "not_reached", "words": "a\x1bb"}, "characters that we cannot read"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_note_stays(world, seat, typed, said):
    complaint, salma = claimed(world), seat(world.salma)
    answer = puts_on_record(salma, complaint, "contact", "+1d 10:00", **({"words": "Her brother answered."} | typed))
    assert answer.status_code == 422
    assert said in text(answer)
    assert "words" in typed or "Her brother answered." in text(answer)
    assert not Call.objects.exists()


def test_after_three_failed_calls_the_page_leads_to_the_file(world, seat):
    complaint = claimed(world)
    world.salma.rings_in_vain(complaint, "contact")
    page = text(seat(world.salma).get(f"{address(complaint)}call/contact/", "+2d 13:00"))
    assert "Three calls have failed." in page


def test_a_time_in_urdu_digits_is_a_time(world, seat):
    complaint, salma = claimed(world), seat(world.salma)
    puts_on_record(salma, complaint, "contact", "+1d 10:00", result="call_back", back_on="25/11/2026", back_at="۱۶:۳۰")
    assert Call.objects.get().call_back_at == clock("+2d 16:30")


def test_who_comes_second_is_told_and_keeps_the_note(world, seat):
    complaint, salma = claimed(world), seat(world.salma)
    world.ayesha.says("in_person", complaint, "+1d 10:00")
    answer = puts_on_record(salma, complaint, "contact", "+1d 10:05", result="not_reached", words="Rang twice.")
    assert answer.status_code == 409
    assert "Rang twice." in text(answer)
    assert "Your cell does not have to make this call now. A colleague may have made it already." in text(answer)


def test_past_the_sessions_end_the_note_is_given_back(world, seat):
    complaint, salma = claimed(world), seat(world.salma)
    salma.client.logout()
    answer = puts_on_record(salma, complaint, "contact", "+1d 10:05", result="not_reached", words="Rang twice.")
    assert answer.status_code == 401
    assert "Rang twice." in text(answer)


@pytest.mark.slow
def test_for_who_is_no_operator_there_is_no_such_page(world, seat):
    complaint = claimed(world)
    for name in ("bilal", "hina", "dania", "usman", "zara", "imran", "asad"):
        sitting = seat(world.people[name])
        assert sitting.get(CALLS, "+1d 10:00").status_code == 404
        assert sitting.get(f"{address(complaint)}call/contact/", "+1d 10:00").status_code == 404
        assert puts_on_record(sitting, complaint, "contact", "+1d 10:00", result="not_reached").status_code == 404
        assert f'href="{CALLS}"' not in text(sitting.get("/desk/", "10:00"))


@pytest.mark.slow
def test_what_is_not_their_cells_to_ring_about_does_not_exist(world, seat):
    sensitive, ordinary = claimed(world, "bribe_demand", station="gulberg"), claimed(world)
    assert seat(world.salma).get(f"{address(sensitive)}call/contact/", "+1d 10:00").status_code == 404
    assert seat(world.nadia).get(f"{address(ordinary)}call/contact/", "+1d 10:00").status_code == 404
    assert seat(world.salma).get(f"{address(ordinary)}call/nonsense/", "+1d 10:00").status_code == 404


def test_pressure_comes_first_at_the_cpo_and_is_not_named_below(world, seat):
    world.ayesha.does("report_pressure", world.in_inquiry("10:00"), "11:00")
    assert "Deal with 1 report of pressure before any call." in text(seat(world.nadia).get(CALLS, "11:10"))
    assert "pressure" not in text(seat(world.salma).get(CALLS, "11:10")).lower()
