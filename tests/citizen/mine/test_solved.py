"""“Is it solved?”: yes, no and partly with one tap each, changeable within 72 hours, and never by opening a page."""

import re

import pytest

from complaints.models import Complainant, Complaint, Event, Words
from complaints.rules.statuses import Ending, Status
from notifications.message_rendering import render_message
from notifications.models import Message
from notifications.recipient_address import Address
from tests.citizen.conftest import path_of
from tests.citizen.keys.cast import proved
from tests.citizen.keys.test_one_tap import link
from tests.citizen.mine.conftest import opens, resolved, stands, told
from tests.world import clock

REPORT = "The money was handed back before two witnesses."
BUTTON = re.compile(r'<button class="([^"]+)" type="submit" name="answer" value="(solved|not_solved|partly)"')


def reported(world, **answers) -> Complaint:
    """Return a resolved complaint with a report that describes the solution."""
    complaint = proved(world.in_inquiry(**answers))
    world.bilal.does("submit_report", complaint, "+1d 09:00", words=REPORT, outcome="relief_granted")
    world.salma.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    world.farah.does("accept", complaint, "+1d 11:00")
    return complaint


def answer_link(complaint) -> str:
    return link(complaint, "accept", "close")


def mine(complaint) -> str:
    return f"/track/{complaint.etag}/mine/"


def test_page_and_link_ask_with_number_matter_and_report_and_weigh_the_three_answers_alike(world, ayesha):
    complaint = reported(world)
    pages = ayesha.get(answer_link(complaint), "+1d 12:00"), ayesha.opens(complaint, "+1d 12:00")
    for page in pages:
        for said in (complaint.spaced_etag, complaint.category.name_en, "Relief granted", REPORT):
            assert said in told(page)
        weights = {value: css for css, value in BUTTON.findall(page.content.decode())}
        assert set(weights) == {"solved", "not_solved", "partly"}
        assert len(set(weights.values())) == 1
    assert stands(complaint).status == Status.RESOLVED  # opening the page answers nothing


@pytest.mark.slow
@pytest.mark.parametrize(("said", "sentence"), [("not_solved", "not solved"), ("partly", "only partly solved")])
def test_no_and_partly_are_one_tap_by_the_link_which_then_asks_what_is_missing(world, ayesha, said, sentence):
    complaint = reported(world)
    page = told(ayesha.posts(answer_link(complaint), "+1d 12:00", answer=said))
    assert "A higher officer has the complaint now." in page
    assert "What is missing?" in page
    assert (stands(complaint).status, stands(complaint).cycle) == (Status.MARKED, 2)
    page = told(ayesha.posts(answer_link(complaint), "+1d 12:05", missing="1", words="Half of the money."))
    assert "The officer will read it." in page
    assert Words.objects.get(event__complaint=complaint, event__kind="add").text == "Half of the money."
    story = opens(ayesha, complaint, "+1d 12:10")
    assert f"You said that the problem is {sentence}. The complaint was sent to" in story


@pytest.mark.slow
def test_the_link_takes_the_missing_words_once(world, ayesha):
    complaint = reported(world)
    ayesha.posts(answer_link(complaint), "+1d 12:00", answer="partly")
    empty = ayesha.posts(answer_link(complaint), "+1d 12:01", missing="1", words=" ")
    assert (empty.status_code, "your answer is recorded anyway" in told(empty)) == (422, True)
    ayesha.posts(answer_link(complaint), "+1d 12:02", missing="1", words="Half of the money.")
    again = ayesha.posts(answer_link(complaint), "+1d 12:03", missing="1", words="And my watch.")
    assert again.status_code == 409
    assert "Open your complaint and add it there." in told(again)
    assert "And my watch." in told(again)
    assert Event.objects.filter(complaint=complaint, kind="add").count() == 1


@pytest.mark.parametrize("said", ["not_solved", "partly"])
def test_no_and_partly_are_one_tap_on_the_page_which_then_asks_what_is_missing(world, ayesha, said):
    complaint = reported(world)
    ayesha.opens(complaint, "+1d 12:00")
    assert path_of(ayesha.moves(complaint, "object", "+1d 12:01", answer=said)) == mine(complaint)
    page = told(ayesha.get(mine(complaint), "+1d 12:02"))
    assert {"partly": "What is still missing?", "not_solved": "What is not solved?"}[said] in page
    ayesha.moves(complaint, "add", "+1d 12:03", **{"add-words": "Half of the money."})
    page = told(ayesha.get(mine(complaint), "+1d 12:04"))
    assert "Half of the money." in page
    assert "What is still missing?" not in page
    assert "What is not solved?" not in page


@pytest.mark.slow
def test_partly_is_recorded_as_an_objection(world, ayesha):
    complaint = reported(world)
    ayesha.posts(answer_link(complaint), "+1d 12:00", answer="partly")
    event = Event.objects.get(complaint=complaint, kind="object")
    assert '"answer":"partly"' in event.body
    assert Complaint.objects.unscoped("test").get(pk=complaint.pk).objected_at == event.at


@pytest.mark.slow
def test_yes_can_be_changed_for_72_hours_on_the_page(world, ayesha):
    complaint = reported(world)
    ayesha.opens(complaint, "+1d 12:00")
    ayesha.moves(complaint, "close", "+1d 12:01")
    assert "You can change your answer until" in opens(ayesha, complaint, "+4d 12:00")
    ayesha.moves(complaint, "object", "+4d 12:00", changes="yes", answer="not_solved")
    assert stands(complaint).status == Status.MARKED
    assert "You changed your answer: not solved." in told(ayesha.get(mine(complaint), "+4d 12:01"))


@pytest.mark.slow
def test_yes_can_be_changed_for_72_hours_by_the_same_link(world, ayesha):
    complaint = reported(world)
    assert "You can change your answer until" in told(
        ayesha.posts(answer_link(complaint), "+1d 12:00", answer="solved")
    )
    assert stands(complaint).ending == Ending.CONFIRMED
    assert "You said: yes, it is solved." in told(ayesha.get(answer_link(complaint), "+4d 11:59"))
    assert stands(complaint).status == Status.CLOSED
    ayesha.posts(answer_link(complaint), "+4d 11:59", changes="yes", answer="partly")
    assert stands(complaint).status == Status.MARKED
    assert "You said: partly." in told(ayesha.get(answer_link(complaint), "+4d 12:30"))


@pytest.mark.slow
def test_after_72_hours_a_changed_answer_gets_a_clear_message_and_changes_nothing(world, ayesha):
    complaint = reported(world)
    ayesha.posts(answer_link(complaint), "+1d 12:00", answer="solved")
    page = told(ayesha.posts(answer_link(complaint), "+4d 12:00", changes="yes", answer="not_solved"))
    assert "You said: yes, it is solved." in page
    assert "Your second answer was not recorded." in page
    ayesha.opens(complaint, "+4d 12:00")
    answer = ayesha.moves(complaint, "object", "+4d 12:01", changes="yes", answer="not_solved")
    assert answer.status_code == 409
    assert "The 72 hours in which you could change your answer are over. You can still appeal" in told(answer)
    assert stands(complaint).status == Status.CLOSED


def test_of_two_tabs_that_answer_differently_the_second_is_told_what_the_first_said(world, ayesha):
    complaint = reported(world)
    ayesha.opens(complaint, "+1d 12:00")
    seen = complaint.head.seq
    ayesha.moves(complaint, "close", "+1d 12:01", seen=seen)
    answer = ayesha.moves(complaint, "object", "+1d 12:02", seen=seen, answer="not_solved")
    assert answer.status_code == 409
    assert "You already answered: “Yes, it is solved”. Nothing was changed." in told(answer)
    assert "You can change your answer until" in told(answer)
    assert stands(complaint).status == Status.CLOSED


@pytest.mark.slow
@pytest.mark.parametrize("second", ["close", "object"])
def test_after_a_no_in_one_tab_the_other_is_told_so(world, ayesha, second):
    complaint = reported(world)
    ayesha.opens(complaint, "+1d 12:00")
    seen = complaint.head.seq
    ayesha.moves(complaint, "object", "+1d 12:01", seen=seen, answer="not_solved")
    answer = ayesha.moves(complaint, second, "+1d 12:02", seen=seen, answer="partly")
    assert answer.status_code == 409
    assert "You already answered “No, it is not solved”, 12:01 pm today. Nothing was changed." in told(answer)
    assert stands(complaint).cycle == 2


@pytest.mark.slow
def test_two_taps_on_one_link_that_differ_are_told_apart(world, ayesha):
    complaint = reported(world)
    ayesha.posts(answer_link(complaint), "+1d 12:00", answer="not_solved")
    page = told(ayesha.posts(answer_link(complaint), "+1d 12:01", answer="solved"))
    assert "Your second answer was not recorded. The first one counts." in page
    assert "You said: no, it is not solved." in page
    assert stands(complaint).status == Status.MARKED


def test_the_link_works_for_the_seven_days_that_the_message_promises_then_says_what_is_left(world, ayesha):
    complaint = reported(world)
    assert "Is it solved?" in told(ayesha.get(answer_link(complaint), "+8d 10:59"))
    world.system.does("close", complaint, "+8d 11:00", words="")
    page = told(ayesha.posts(answer_link(complaint), "+8d 11:01", answer="not_solved"))
    assert "The time for this answer is over" in page
    assert "Nobody answered within 7 days." in page
    assert "open your complaint and appeal, with a reason, until" in page
    assert stands(complaint).status == Status.CLOSED


def test_of_a_confidential_matter_the_link_names_the_number_alone(world, bashir):
    complaint = world.complaint("gender_harassment", language="ur")
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    world.dania.does("record_contact", complaint, "09:30", words="Write to me here.")
    world.ayesha.says("in_person", complaint, "10:00")
    world.dania.does("submit_report", complaint, "+1d 09:00", words=REPORT, outcome="relief_granted")
    world.nadia.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    world.farah.does("accept", complaint, "+1d 11:00")
    page = told(bashir.get(answer_link(complaint), "+1d 12:00"))
    assert complaint.spaced_etag in page
    for hidden in (REPORT, complaint.category.name_ur, "Ayesha"):
        assert hidden not in page


@pytest.mark.parametrize("proved", [True, False])
def test_the_mail_names_matter_and_report_to_an_address_that_was_proved(world, proved):
    complaint = reported(world)
    Complainant.objects.filter(complaint=complaint).update(email_verified_at=clock("10:00") if proved else None)
    row = Message.objects.get(template="resolved")
    said = render_message(row.template, row.context, address=Address(email="ayesha@example.org"))
    assert complaint.spaced_etag in said.letter
    assert answer_link(complaint) in said.letter
    assert (REPORT in said.letter) is proved
    assert (complaint.category.name_en in said.letter) is proved
    assert REPORT not in said.text
    assert REPORT not in render_message(row.template, row.context, address=Address(neutral=True)).letter


def test_without_an_officer_above_yes_stays_and_the_ways_outside_are_named(world, ayesha):
    complaint = resolved(world)
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(cycle=3)
    page = ayesha.opens(complaint, "+1d 12:00")
    assert [value for _, value in BUTTON.findall(page.content.decode())] == ["solved"]
    assert "There is no further remedy within the police." in told(page)
