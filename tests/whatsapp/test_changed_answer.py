"""A "yes, it is solved" by chat states until when and how it can be changed; and answers that come too late."""

import pytest

from complaints.models import Complaint, Event
from complaints.rules.statuses import Outcome
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_own_complaints import writes
from tests.whatsapp.test_questions import opens, resolved, status, titles
from tests.whatsapp.transcripts import choices, tap_id, words
from tests.world import clock

CHANGE = "Change my answer"


def says_yes(world, client, **more) -> tuple[Complaint, Phone, dict]:
    """Let Ayesha say at 15:03 that it is solved. Return the reply."""
    complaint = resolved(world, **more)
    phone, asked = opens(world, client, complaint)
    (thanks,) = phone.taps(tap_id([asked], "Yes, solved"))
    return complaint, phone, thanks


def last(complaint: Complaint) -> Event:
    return Event.objects.filter(complaint=complaint).order_by("-seq").first()


@pytest.mark.slow
def test_after_yes_it_is_said_until_when_it_can_be_changed_and_a_button_offers_it(world, client):
    complaint, _, thanks = says_yes(world, client)
    assert status(complaint) == "closed"
    assert "Your answer is recorded: it is solved." in words(thanks)
    assert "You can change your answer until 3:04 pm, Thursday 26 November (Pakistan time)." in words(thanks)
    assert titles(thanks) == [CHANGE]


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(("title", "said"), [("No, not solved", "not_solved"), ("Partly solved", "partly")])
@pytest.mark.parametrize("later", ["15:10", "+3d 15:01"])
def test_within_72_hours_no_and_partly_change_a_yes(world, client, title, said, later):
    complaint, phone, thanks = says_yes(world, client)
    phone.at = clock(later)
    (asked,) = phone.taps(tap_id([thanks], CHANGE))
    assert titles(asked) == ["No, not solved", "Partly solved", "Keep my answer"]
    assert status(complaint) == "closed"  # opening the question answers nothing
    (missing,) = phone.taps(tap_id([asked], title))
    assert "A higher officer has your complaint now" in words(missing)
    assert "What is still missing?" in words(missing)
    body = last(complaint).body.replace(": ", ":")
    assert (last(complaint).kind, f'"answer":"{said}"' in body, '"changes":"yes"' in body) == ("object", True, True)
    writes(phone, "The remote control.")
    assert (last(complaint).kind, last(complaint).words.text) == ("add", "The remote control.")


@pytest.mark.slow
def test_who_leaves_it_at_yes_changes_nothing(world, client):
    complaint, phone, thanks = says_yes(world, client)
    (asked,) = phone.taps(tap_id([thanks], CHANGE))
    (answer,) = phone.taps(tap_id([asked], "Keep my answer"))
    assert "Nothing was changed." in words(answer)
    assert status(complaint) == "closed"


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(("language", "no"), [("1", "نہیں"), ("2", "no"), ("3", "nahi")])
def test_the_changed_answer_can_be_typed(world, client, language, no):
    complaint = resolved(world)
    phone, asked = opens(world, client, complaint, language=language)
    (thanks,) = phone.taps(next(choices(asked))[0])
    phone.taps(next(choices(thanks))[0])
    phone.writes(no)
    assert status(complaint) == "marked"


@pytest.mark.slow
def test_the_complaint_itself_offers_the_change_while_it_is_possible(world, client):
    complaint, phone, _ = says_yes(world, client)
    (shown,) = phone.writes(complaint.etag)
    assert "You can change your answer until 3:04 pm" in words(shown)
    assert titles(shown)[0] == CHANGE
    phone.taps(tap_id([shown], CHANGE))
    phone.at = clock("+3d 15:05")
    (shown,) = phone.writes(complaint.etag)[-1:]
    assert CHANGE not in titles(shown)
    assert "Appeal" in titles(shown)


@pytest.mark.slow
def test_after_72_hours_the_button_says_that_an_appeal_remains_and_until_when(world, client):
    complaint, phone, thanks = says_yes(world, client)
    phone.at = clock("+3d 15:04")
    (answer,) = phone.taps(tap_id([thanks], CHANGE))
    assert "You already answered “Yes, solved”, 3:04 pm, Monday 23 November" in words(answer)
    assert "The 72 hours in which you could change your answer are over." in words(answer)
    assert "You can still appeal, with a reason, until 3:04 pm, Wednesday 23 December" in words(answer)
    assert "Appeal" in titles(answer)
    assert status(complaint) == "closed"


@pytest.mark.slow
def test_the_change_that_comes_a_minute_too_late_changes_nothing_and_says_so(world, client):
    complaint, phone, thanks = says_yes(world, client)
    phone.at = clock("+3d 15:02")
    (asked,) = phone.taps(tap_id([thanks], CHANGE))
    phone.at = clock("+3d 15:04")
    (answer,) = phone.taps(tap_id([asked], "No, not solved"))
    assert "The 72 hours in which you could change your answer are over." in words(answer)
    assert status(complaint) == "closed"


@pytest.mark.slow
def test_a_no_to_the_old_question_changes_no_yes_but_offers_to(world, client):
    complaint = resolved(world)
    phone, asked = opens(world, client, complaint)
    phone.taps(tap_id([asked], "Yes, solved"))
    (answer,) = phone.taps(tap_id([asked], "No, not solved"))
    assert "You already answered “Yes, solved”" in words(answer)
    assert titles(answer)[0] == CHANGE
    assert status(complaint) == "closed"


@pytest.mark.slow
def test_of_a_yes_on_the_page_the_chat_is_told_when_it_says_no(world, client):
    complaint = resolved(world)
    phone, asked = opens(world, client, complaint)
    world.ayesha.does("close", complaint, "15:03", words="")
    (answer,) = phone.taps(tap_id([asked], "No, not solved"))
    assert "You already answered “Yes, solved”, 3:03 pm, Monday 23 November" in words(answer)
    assert "You can change your answer until 3:03 pm, Thursday 26 November" in words(answer)
    assert titles(answer)[0] == CHANGE
    assert status(complaint) == "closed"


@pytest.mark.slow
@pytest.mark.parametrize("title", ["Yes, solved", "Partly solved"])
def test_of_a_no_on_the_page_the_chat_is_told_when_it_says_something_else(world, client, title):
    complaint = resolved(world)
    phone, asked = opens(world, client, complaint)
    world.ayesha.does("object", complaint, "15:03", answer="not_solved")
    (answer,) = phone.taps(tap_id([asked], title))
    assert "You already answered “No, not solved”, 3:03 pm, Monday 23 November" in words(answer)
    assert "Nothing was changed." in words(answer)
    assert (status(complaint), last(complaint).kind) == ("marked", "object")


@pytest.mark.slow
def test_an_answer_after_silence_has_closed_it_is_told_of_the_appeal(world, client):
    complaint = resolved(world)
    phone, asked = opens(world, client, complaint)
    world.system.does("close", complaint, "+8d 14:00", words="")
    phone.at = clock("+8d 15:00")
    answers = phone.taps(tap_id([asked], "No, not solved"))
    shown = " ".join(words(answer) for answer in answers)
    assert "Appeal" in titles(answers[-1])
    assert "not submitted" not in shown  # a person who follows a complaint loses nothing after a day
    assert "No answer came in 7 days. The complaint was closed as “no answer”, not as solved." in shown
    assert "You can still appeal, with a reason, until 2:00 pm, Thursday 31 December" in shown
    assert status(complaint) == "closed"


def test_where_no_officer_is_above_yes_offers_no_change(world, client):
    complaint = resolved(world)
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(cycle=3)
    phone, asked = opens(world, client, complaint)
    (thanks,) = phone.taps(tap_id([asked], "Yes, solved"))
    assert "change your answer" not in words(thanks)


def test_after_yes_one_is_the_menu_and_nothing_waits(world, client):
    complaint, phone, _ = says_yes(world, client)
    (menu,) = phone.writes("1")
    assert len(titles(menu)) == 10
    assert status(complaint) == "closed"


@pytest.mark.slow
def test_a_yes_that_pressure_holds_up_is_thanked_and_offered_the_change_like_any_other(world, client):
    _, _, free = says_yes(world, client, category="financial_crime", outcome=Outcome.RELIEF_GRANTED)
    complaint = resolved(world, category="financial_crime", outcome=Outcome.RELIEF_GRANTED)
    world.ayesha.does("report_pressure", complaint, "14:30")
    phone, asked = opens(world, client, complaint)
    (held,) = phone.taps(tap_id([asked], "Yes, solved"))
    assert (words(held), titles(held)) == (words(free), titles(free))
