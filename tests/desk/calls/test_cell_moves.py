"""The moves of a complaint cell: forward, change the category, close as feedback, and the moves after a call."""

import pytest
import time_machine

from complaints.models import Call, Event
from tests.complaints.stages import rung_in_vain, tried
from tests.complaints.verifying import found
from tests.desk.calls.test_call_list import claimed
from tests.desk.conftest import address, forms, offered
from tests.world import clock


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.slow
def test_a_complaint_goes_to_another_cell_and_the_third_time_to_the_cpo(world, seat):
    complaint = world.complaint("financial_crime")
    salma, sana = seat(world.salma), seat(world.sana)
    page = text(salma.opens(complaint, "09:10"))
    assert "forward" in forms(salma.opens(complaint, "09:10"))
    assert f'<option value="{world.office("multan").pk}">' in page
    assert f'<option value="{world.office("lahore").pk}">' not in page
    answer = salma.posts(complaint, "forward", "09:15", to=world.office("multan").pk, words="It happened in Multan.")
    assert answer.status_code == 302
    assert salma.opens(complaint, "09:16").status_code == 404  # visibility follows the office
    sana.posts(complaint, "forward", "09:20", to=world.office("lahore").pk, words="No, in Lahore.")
    page = text(salma.opens(complaint, "09:25"))
    assert "This complaint has been forwarded twice." in page
    assert "Forward to" not in page
    assert salma.posts(complaint, "forward", "09:30", words="It is not ours.").status_code == 302
    complaint.refresh_from_db()
    assert complaint.office == world.office("punjab")
    assert found() == []


@pytest.mark.slow
def test_the_cpo_is_not_offered_to_forward_what_has_bounced_twice_and_is_told_to_mark_it(world, seat):
    complaint, nadia = world.complaint("financial_crime"), seat(world.nadia)
    world.salma.does("forward", complaint, "09:10", to_id=world.office("multan").pk)
    world.sana.does("forward", complaint, "09:20", to_id=world.office("punjab").pk)
    page = nadia.opens(complaint, "09:30")
    assert "forward" in offered(page) - forms(page)
    assert "This complaint has been forwarded twice, so you cannot forward it: mark it to an officer." in text(page)
    assert "mark" in forms(page)
    answer = nadia.posts(complaint, "forward", "09:35", words="It is not ours.")
    assert answer.status_code == 422
    assert "mark it to an officer." in text(answer)
    complaint.refresh_from_db()
    assert complaint.office == world.office("punjab")


def test_a_forward_needs_an_office_and_a_reason(world, seat):
    complaint, salma = world.complaint("financial_crime"), seat(world.salma)
    for typed in (
        {"words": "Not ours."},
        {"to": world.office("multan").pk},
        {"to": world.office("lahore").pk, "words": "x"},
    ):
        assert salma.posts(complaint, "forward", "09:15", **typed).status_code == 422
    assert not Event.objects.filter(kind="forward").exists()


def test_another_kind_keeps_the_earlier_deadline_and_a_later_one_is_the_cpos(world, seat):
    complaint, salma = world.complaint("financial_crime"), seat(world.salma)
    due = complaint.contact_due_at
    answer = salma.posts(complaint, "recategorise", "09:15", category="threats", words="She is threatened.")
    assert answer.status_code == 302
    complaint.refresh_from_db()
    assert complaint.category.code == "threats"
    assert complaint.contact_due_at <= due
    assert found() == []


def test_what_only_the_cpos_cell_may_change_is_said_and_the_reason_stays(world, seat):
    complaint, salma = world.complaint("gender_harassment"), seat(world.salma)
    answer = salma.posts(complaint, "recategorise", "09:15", category="threats", words="It was a neighbour.")
    assert answer.status_code == 422
    assert "It was a neighbour." in text(answer)
    assert "This change would remove protection or time limits." in text(answer)
    assert "Only the complaint cell of the Central Police Office can do this for this complaint." not in text(answer)
    assert salma.posts(complaint, "recategorise", "09:16", words="It was a neighbour.").status_code == 422


def test_feedback_is_filed_with_an_answer(world, seat):
    complaint, salma = world.complaint("suggestion"), seat(world.salma)
    assert "close_as_feedback" in forms(salma.opens(complaint, "09:10"))
    assert salma.posts(complaint, "close_as_feedback", "09:15", words="").status_code == 422
    salma.posts(complaint, "close_as_feedback", "09:15", words="Thank you. The chief has read it.")
    complaint.refresh_from_db()
    assert (complaint.status, complaint.ending) == ("closed", "feedback")


@pytest.mark.slow
def test_a_contact_is_left_unconfirmed_only_after_three_calls(world, seat):
    early, late = claimed(world), rung_in_vain(world)
    salma = seat(world.salma)
    assert "leave_unconfirmed" in offered(salma.opens(early, "+3d 10:00")) - forms(salma.opens(early, "+3d 10:00"))
    assert "Make three calls over two days first." in text(salma.opens(early, "+3d 10:00"))
    assert "leave_unconfirmed" in forms(salma.opens(late, "+3d 10:00"))
    salma.posts(late, "leave_unconfirmed", "+3d 10:05")
    late.refresh_from_db()
    assert late.contact == "unconfirmed"


def test_of_who_has_no_phone_the_desk_speaks_of_no_calls(world, seat):
    complaint, salma = claimed(world, phone="", email="ayesha@example.org"), seat(world.salma)
    page = text(salma.opens(complaint, "+2d 10:00"))
    assert "They can answer on their page for three days" in page
    assert "three calls" not in page.lower()
    page = text(salma.opens(complaint, "+3d 10:00"))
    assert "The complainant has no phone and did not answer for 3 days." in page
    assert "three calls" not in page.lower()


@pytest.mark.slow
def test_after_three_tries_the_cell_excuses_and_it_stands_in_the_diary(world, seat):
    complaint, salma = tried(world, 3), seat(world.salma)
    assert "excuse_contact" in forms(salma.opens(complaint, "16:00"))
    salma.posts(complaint, "excuse_contact", "16:00", words="Rang at four; nobody answered.")
    complaint.refresh_from_db()
    assert complaint.contact == "excused"
    assert (Call.objects.get().purpose, Call.objects.get().result) == ("excuse", "not_reached")


# --- the call log on the complaint page -------------------------------------------------------------------------------


def diary(sitting, complaint, at: str) -> str:
    return text(sitting.get(f"{address(complaint)}calls/", at))


@pytest.mark.slow
def test_the_file_leads_to_the_diary_whose_notes_only_complaint_cells_read(world, seat):
    complaint = claimed(world)
    world.salma.rings(complaint, "+1d 10:00", "contact", words="His wife answered.")
    assert f"{address(complaint)}calls/" in text(seat(world.salma).opens(complaint, "+1d 11:00"))
    page = diary(seat(world.salma), complaint, "+1d 11:00")
    assert "Not reached" in page
    assert "His wife answered." in page
    for name in ("bilal", "dania", "usman"):
        page = diary(seat(world.people[name]), complaint, "+1d 11:00")
        assert "Not reached" in page
        assert "His wife answered." not in page
    assert seat(world.sana).get(f"{address(complaint)}calls/", "+1d 11:00").status_code == 404


@pytest.mark.slow
def test_of_a_wish_to_withdraw_the_district_reads_nothing_in_it(world, seat):
    complaint = world.in_inquiry("10:00")
    world.ayesha.does("ask_to_withdraw", complaint, "11:00")
    world.nadia.rings(complaint, "+2d 11:00", "withdrawal", words="She is not alone.")
    assert "Withdrawal request" in diary(seat(world.nadia), complaint, "+2d 12:00")
    for name in ("salma", "bilal", "usman"):
        assert "has made no call" in diary(seat(world.people[name]), complaint, "+2d 12:00")


def test_beside_the_file_it_comes_as_a_part(world, seat):
    complaint, salma = claimed(world), seat(world.salma)
    with time_machine.travel(clock("10:00"), tick=False):
        answer = salma.client.get(f"{address(complaint)}calls/", headers={"HX-Request": "true"})
    assert "<html" not in text(answer)
    assert "has made no call" in text(answer)
