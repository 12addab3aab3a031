"""Marking the selected rows of a queue: a preview first, then all of them or none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Complaint, Event
from tests.desk.conftest import OFFICE, etags
from tests.world import clock

MARK = "/desk/mark/"


def token(complaint) -> str:
    """Return the token of a row: its E-tag, status and holder."""
    return f"{complaint.etag}:{complaint.status}:{complaint.holder_id or ''}"


def fresh(complaint) -> Complaint:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk)


def page(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def three(world):
    return [world.complaint(at=f"09:0{n}") for n in range(3)]


@pytest.mark.slow
def test_only_who_may_mark_finds_boxes_to_tick(world, seat):
    complaint = world.complaint()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    box = f'name="row" value="{complaint.etag}"'
    assert {
        name: box in page(seat(world.people[name]).get(OFFICE, "10:00"))
        for name in ("salma", "usman", "dania", "bilal", "hina", "asad")
    } == {"salma": True, "usman": True, "dania": True, "bilal": False, "hina": False, "asad": False}


def test_ticked_rows_are_asked_to_whom_then_shown_then_marked(world, seat, three):
    salma, to = seat(world.salma), world.dania.posting.pk
    asked = salma.sends(MARK, "10:00", row=[c.etag for c in three[:2]], back=OFFICE + "?clock=day")
    assert etags(asked) == [c.etag for c in three[:2]]
    assert "Dania" in page(asked)
    shown = salma.sends(MARK, "10:01", row=[token(c) for c in three[:2]], to=to, back=OFFICE + "?clock=day")
    assert "2 will change" in page(shown)
    assert fresh(three[0]).status == "received"  # nothing is changed yet
    made = salma.sends(MARK, "10:02", row=[token(c) for c in three[:2]], to=to, make="1", back=OFFICE + "?clock=day")
    assert (made.status_code, made.url) == (302, OFFICE + "?clock=day")
    assert [fresh(c).holder_id for c in three] == [to, to, None]
    assert "2 complaints are assigned." in page(salma.get(OFFICE, "10:03"))


def test_a_preview_leaves_nothing_behind(world, seat, three):
    before = Event.objects.count()
    seat(world.salma).sends(MARK, "10:00", row=[token(c) for c in three], to=world.dania.posting.pk)
    assert Event.objects.count() == before
    assert fresh(three[0]).head.seq == 1


@pytest.mark.slow
def test_a_preview_says_of_each_row_why_it_would_stay(world, seat):
    mine = world.complaint(at="09:00")
    about_police = world.complaint("misbehaviour", at="09:01")  # only to a DSP or a higher rank
    with_dania = world.complaint(at="09:02")
    world.salma.marks(with_dania, to=world.dania, at="09:10")
    rows = [token(c) for c in (mine, about_police, with_dania)]
    answer = seat(world.usman).sends(MARK, "10:00", row=rows, to=world.bilal.posting.pk, words="Near him.")
    said = page(answer)
    assert "2 will change, 1 will not" in said
    assert "This complaint cannot be marked to that rank." in said
    assert 'value="' + token(about_police) not in said  # rows that would not change are not submitted


def test_rows_that_are_not_theirs_to_mark_are_said(world, seat):
    """Salma's cell marks received complaints; the head of the office re-marks those that an officer has."""
    received, marked = world.complaint(at="09:00"), world.complaint(at="09:01")
    world.salma.marks(marked, to=world.bilal, at="09:10")
    rows = [token(received), token(marked)]
    said = page(seat(world.salma).sends(MARK, "10:00", row=rows, to=world.dania.posting.pk, words="To the head."))
    assert "1 will change, 1 will not" in said
    assert "You cannot assign this complaint." in said


def test_what_an_officer_has_already_stays(world, seat):
    complaint = world.complaint()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    answer = seat(world.usman).sends(MARK, "10:00", row=token(complaint), to=world.bilal.posting.pk, words="Again.")
    assert "Already with that officer." in page(answer)


def test_marking_anew_asks_for_a_reason_and_keeps_the_choice(world, seat):
    complaint = world.complaint()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    usman, to = seat(world.usman), world.dania.posting.pk
    answer = usman.sends(MARK, "10:00", row=token(complaint), to=to)
    assert answer.status_code == 422
    assert "Some of these are already with an officer." in page(answer)
    assert f'<option value="{to}" selected>' in page(answer)
    usman.sends(MARK, "10:01", row=token(complaint), to=to, words="She knows the place.", make="1")
    assert fresh(complaint).holder_id == to


@pytest.mark.slow
def test_where_somebody_was_first_nothing_is_marked_and_it_is_said_what_changed(world, seat, three):
    rows = [token(c) for c in three]
    world.usman.marks(three[1], to=world.kamran, at="10:00")
    answer = seat(world.salma).sends(MARK, "10:01", row=rows, to=world.dania.posting.pk, make="1")
    assert answer.status_code == 409
    assert "someone else had already acted on 1 of them" in page(answer)
    assert "Kamran" in page(answer)
    assert [fresh(c).holder_id for c in three] == [None, world.kamran.posting.pk, None]


def test_what_another_took_to_the_same_officer_is_not_marked_twice(world, seat):
    complaint = world.complaint()
    row = token(complaint)
    world.usman.marks(complaint, to=world.dania, at="10:00")
    answer = seat(world.salma).sends(MARK, "10:01", row=row, to=world.dania.posting.pk, make="1")
    assert answer.status_code == 409
    assert fresh(complaint).head.seq == 2


@pytest.mark.slow
def test_where_rows_have_left_their_sight_nothing_is_marked_and_the_rest_is_shown_anew(world, seat, three):
    """The button named three complaints. Whether one was transferred or excluded must look the same."""
    rows = [token(c) for c in three]
    salma, to = seat(world.salma), world.dania.posting.pk
    world.salma.does("forward", three[1], "10:00", to_id=world.office("multan").pk)
    answer = salma.sends(MARK, "10:01", row=rows, to=to, make="1", words="Near her.")
    assert answer.status_code == 409
    assert "No complaints were assigned: you can no longer see 1 of them." in page(answer)
    assert ("2 will change" in page(answer), "Near her." in page(answer)) == (True, True)
    assert [fresh(c).holder_id for c in three] == [None, None, None]


def test_where_all_rows_have_left_their_sight_the_note_is_given_back(world, seat, three):
    salma = seat(world.salma)
    rows = ["999999999999:received:", "999999999998:received:"]
    answer = salma.sends(MARK, "10:01", row=rows, to=world.dania.posting.pk, make="1", words="Near her.")
    assert answer.status_code == 409
    assert "you can no longer see 2 of them" in page(answer)
    assert "Near her." in page(answer)


def test_what_they_may_not_see_cannot_be_ticked(world, seat, three):
    answer = seat(world.sana).sends(MARK, "10:00", row=[c.etag for c in three])
    assert (answer.status_code, answer.url) == (302, "/desk/")


def test_nothing_ticked_leads_back_with_a_word(world, seat):
    salma = seat(world.salma)
    for rows in ([], ["x"], ["\x00"], ["1:2:3:4:5"], ["999999999999"]):
        answer = salma.sends(MARK, "10:00", row=rows, back=OFFICE)
        assert (answer.status_code, answer.url) == (302, OFFICE)
    assert "Select the complaints you want to assign." in page(salma.get(OFFICE, "10:00"))


def test_the_way_back_leads_to_no_other_site(world, seat):
    salma = seat(world.salma)
    for back in ("https://example.com/desk/", "//example.com", "/track/", "javascript:x"):
        assert salma.sends(MARK, "10:00", back=back).url == "/desk/"


def test_an_officer_who_is_not_offered_is_refused_beside_the_field(world, seat, three):
    salma = seat(world.salma)
    for to in ("", "x", "0", "999999"):
        assert salma.sends(MARK, "10:00", row=token(three[0]), to=to, make="1").status_code == 422
    assert fresh(three[0]).holder_id is None


def test_who_may_not_mark_is_led_back(world, seat, three):
    world.salma.marks(three[0], to=world.bilal, at="09:10")
    row = token(fresh(three[0]))
    answer = seat(world.bilal).sends(MARK, "10:00", row=row, to=world.dania.posting.pk, words="x", make="1")
    assert answer.status_code == 302
    assert fresh(three[0]).holder_id == world.bilal.posting.pk


@pytest.mark.slow
def test_asking_to_whom_costs_the_same_for_one_row_and_for_twenty_five(world, seat):
    rows = [world.complaint(at=clock("09:00")) for _ in range(25)]
    salma, counts = seat(world.salma), {}
    for number in (1, 25):
        with CaptureQueriesContext(connection) as asked:
            assert len(etags(salma.sends(MARK, "10:00", row=[c.etag for c in rows[:number]]))) == number
        counts[number] = len(asked)
    # Session, officer, postings, rows, officers to mark to; for the proposals the complaints, workloads and rules.
    assert counts[1] == counts[25] <= 10, counts


def test_words_that_come_after_the_sessions_end_are_given_back(world, seat, three):
    usman = seat(world.usman)
    usman.client.logout()
    answer = usman.sends(MARK, "10:00", row=token(three[0]), to=world.dania.posting.pk, words="She knows the place.")
    assert answer.status_code == 401
    assert "She knows the place." in page(answer)


@pytest.mark.slow
def test_a_queue_that_asks_by_script_is_answered_with_a_strip_beside_its_rows(world, seat, three):
    """Choose the officer, then preview the result with the rows as they were. Nothing changes until it is submitted."""
    about_police = world.complaint("misbehaviour", at="09:05")
    usman, strip = seat(world.usman), {"HTTP_HX_REQUEST": "true"}
    usman.client.defaults |= strip
    rows = [c.etag for c in (*three, about_police)]
    asked = page(usman.sends(MARK, "10:00", row=rows))
    assert ("4 will change" in asked, 'name="make"' in asked, "<html" in asked) == (True, True, False)  # as proposed
    shown = page(usman.sends(MARK, "10:01", row=rows, to=world.bilal.posting.pk))
    assert "3 will change, 1 will not" in shown
    assert "This complaint cannot be marked to that rank." in shown
    assert [f'value="{token(c)}"' in shown for c in (*three, about_police)] == [True, True, True, False]
    again = page(usman.sends(MARK, "10:02", row=rows, to=world.dania.posting.pk, again="1"))
    assert ("4 will change" in again, "<select" in again) == (True, False)
    assert [fresh(c).status for c in three] == ["received"] * 3


def test_the_strip_says_that_a_reason_is_wanting(world, seat):
    complaint = world.complaint()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    usman = seat(world.usman)
    usman.client.defaults["HTTP_HX_REQUEST"] = "true"
    answer = usman.sends(MARK, "10:00", row=complaint.etag, to=world.dania.posting.pk)
    assert (answer.status_code, 'name="make"' in page(answer)) == (200, False)
    assert "Some of these are already with an officer." in page(answer)
