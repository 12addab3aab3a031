"""Follow-up answers about safety: safe hours and the contact clock, phone numbers, secret word and duress word."""

from datetime import datetime

import pytest

from complaints.models import Event, RunningClock
from complaints.rules.clock import SafeHours
from complaints.rules.followup_questions import FollowupRefusal
from complaints.services import followup
from complaints.services.followup import CallingHoursAnswer, DuressWordAnswer, SafeContactAnswer, SecretWordAnswer
from tests.complaints.tellings import OTHER_WORD, STORY, WORD, bad, facts, refused, tells
from tests.complaints.verifying import found
from tests.secret_words import has_word
from tests.world import PHONES, clock


@pytest.fixture(autouse=True)
def agreeing(world):
    """Check after each test that history, ledgers and rows agree."""
    yield
    assert found() == []


# --- safe hours and the contact clock ----------------------------------------------------------------------------


def test_the_contact_clock_ends_with_the_first_safe_hour(world):
    complaint = world.complaint("financial_crime", "09:00")
    assert complaint.contact_due_at == clock("17:00")
    event = tells(world.ayesha, complaint, CallingHoursAnswer(hours=SafeHours(18, 20)), "10:00")
    assert complaint.contact_due_at == complaint.due_at == clock("19:00")
    assert datetime.fromisoformat(facts(event)["contact_due"]) == clock("19:00")
    assert RunningClock.objects.get(complaint=complaint, clock="contact").due_at == clock("19:00")
    first, second = complaint.clock_runs.filter(clock="contact").order_by("pk")
    assert (first.why, first.due_at, second.due_at) == ("safe_hours", clock("17:00"), clock("19:00"))


def test_hours_that_leave_time_to_ring_change_no_deadline(world):
    complaint = world.complaint("financial_crime", "09:00")
    event = tells(world.ayesha, complaint, CallingHoursAnswer(hours=SafeHours(12, 15)), "10:00")
    assert complaint.contact_due_at == clock("17:00")
    assert "contact_due" not in facts(event)


def test_other_hours_never_bring_a_deadline_forward(world):
    complaint = world.complaint("financial_crime", "09:00")
    tells(world.ayesha, complaint, CallingHoursAnswer(hours=SafeHours(18, 20)), "10:00")
    tells(world.ayesha, complaint, CallingHoursAnswer(hours=SafeHours(11, 12)), "10:10")
    tells(world.ayesha, complaint, CallingHoursAnswer(), "10:20")
    assert complaint.contact_due_at == clock("19:00")


def test_hours_are_those_of_the_complainant_s_own_clock(world):
    complaint = world.complaint("financial_crime", "09:00")
    tells(world.ayesha, complaint, CallingHoursAnswer(hours=SafeHours(18, 20), time_zone="Europe/London"), "10:00")
    assert complaint.contact_due_at == clock("+1d 00:00")  # 19:00 in London.


def test_the_night_is_the_complainant_s_own_too(world):
    by_day, by_night = world.complaint("financial_crime", "09:00"), world.complaint("financial_crime", "08:00")
    for complaint in (by_day, by_night):
        tells(world.ayesha, complaint, CallingHoursAnswer(time_zone="America/New_York"), "10:00")
    assert by_day.contact_due_at == clock("17:00")  # 07:00 in New York.
    assert by_night.contact_due_at == clock("19:00")  # 06:00 would be too early, so it is 09:00.


def test_a_contact_that_is_late_already_stays_late(world):
    complaint = world.complaint("financial_crime", "09:00")
    tells(world.ayesha, complaint, CallingHoursAnswer(hours=SafeHours(18, 20)), "17:30")
    assert complaint.contact_due_at == clock("17:00")


def test_a_contact_that_was_made_is_not_moved(world):
    complaint = world.in_inquiry("10:00")
    due = complaint.contact_due_at
    tells(world.ayesha, complaint, CallingHoursAnswer(hours=SafeHours(18, 20)), "11:00")
    assert complaint.contact_due_at == due


def test_the_next_round_s_contact_heeds_the_hours_too(world):
    complaint = world.in_inquiry("10:00")
    tells(world.ayesha, complaint, CallingHoursAnswer(hours=SafeHours(18, 20)), "11:00")
    world.bilal.reports(complaint, "12:00")
    world.farah.does("accept", complaint, "12:10")
    world.salma.does("verify", complaint, "18:20", verdict="not")
    world.ayesha.does("object", complaint, "+1d 09:00")
    assert complaint.contact_due_at == clock("+1d 19:00")


def test_another_category_s_shorter_limit_leaves_a_safe_hour(world):
    complaint = world.complaint("financial_crime", "09:00")
    tells(world.ayesha, complaint, CallingHoursAnswer(hours=SafeHours(18, 20)), "10:00")
    world.salma.does("recategorise", complaint, "10:10", category="property_crime")
    assert complaint.contact_due_at == clock("19:00")


def by_her_phone(**choices) -> SafeContactAnswer:
    return SafeContactAnswer(phone=PHONES["ayesha"], language="en", **choices)


# --- contact details ---------------------------------------------------------------------------------------------


def test_a_number_that_has_opened_the_complaint_is_not_put_in_another_s_place(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["bashir"]))  # Corrected before any code was sent.
    assert complaint.complainant.phone == PHONES["bashir"]
    complaint.complainant.phone_verified_at = clock("10:00")
    complaint.complainant.save()
    assert refused(tells, world.ayesha, complaint, by_her_phone()) is FollowupRefusal.NUMBER_IS_A_KEY
    assert (
        refused(tells, world.ayesha, complaint, SafeContactAnswer(email="a@example.org"))
        is FollowupRefusal.NUMBER_IS_A_KEY
    )
    tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["bashir"], email="a@example.org"))
    tells(world.ayesha, complaint, SecretWordAnswer(word=WORD))
    tells(world.ayesha, complaint, by_her_phone(messages=True))
    assert (complaint.complainant.phone, complaint.complainant.phone_verified_at) == (PHONES["ayesha"], None)


def test_a_channel_needs_its_number_and_somebody_without_a_word_needs_one(world):
    complaint = world.complaint("financial_crime")
    assert refused(tells, world.ayesha, complaint, by_her_phone(channel="email")) is FollowupRefusal.NO_NUMBER
    assert refused(tells, world.ayesha, complaint, SafeContactAnswer()) is FollowupRefusal.NO_NUMBER


def test_messages_are_asked_for_only_where_none_would_come(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, by_her_phone(messages=True))
    assert not complaint.complainant.messages_wanted


@pytest.mark.parametrize(("category", "child"), [("property_crime", True), ("gender_harassment", False)])
def test_a_child_and_whoever_tells_a_confidential_matter_may_ask_for_messages_and_a_new_word_ends_them(
    world, category, child
):
    complaint = world.complaint(category, under_18=child)
    tells(world.ayesha, complaint, by_her_phone(messages=True))
    assert complaint.complainant.messages_wanted
    tells(world.ayesha, complaint, SecretWordAnswer(word=WORD))
    assert not complaint.complainant.messages_wanted
    tells(world.ayesha, complaint, by_her_phone(messages=True))
    tells(world.ayesha, complaint, SecretWordAnswer(word=OTHER_WORD, present_word=WORD))
    assert complaint.complainant.messages_wanted


# --- secret word and duress word ---------------------------------------------------------------------------------


def test_a_word_is_kept_as_a_hash_and_the_history_says_only_that_the_key_is_another(world):
    complaint = world.complaint("financial_crime")
    event = tells(world.ayesha, complaint, SecretWordAnswer(word=WORD))
    assert has_word(complaint, WORD)
    assert facts(event)["what"] == ["keys"]
    assert (
        tells(world.ayesha, complaint, DuressWordAnswer(word=OTHER_WORD, present_word=WORD, story=STORY)) is None
    )  # No event, no trace.
    assert has_word(complaint, OTHER_WORD, "duress_hash")
    assert Event.objects.filter(complaint=complaint).latest("seq").pk == event.pk


def test_another_word_needs_the_present_one_and_wrong_ones_lock_nothing(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, SecretWordAnswer(word=WORD))
    for _ in range(7):
        with pytest.raises(followup.WrongSecretWord):
            tells(world.ayesha, complaint, SecretWordAnswer(word=OTHER_WORD, present_word="Yellow kite"))
    tells(world.ayesha, complaint, SecretWordAnswer(word=OTHER_WORD, present_word=WORD))
    assert has_word(complaint, OTHER_WORD)


def test_the_two_words_are_never_the_same(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, SecretWordAnswer(word=WORD))
    assert bad(tells, world.ayesha, complaint, DuressWordAnswer(word=WORD.upper(), present_word=WORD, story=STORY)) == (
        "word",
        "same_word",
    )
    tells(world.ayesha, complaint, DuressWordAnswer(word=OTHER_WORD, present_word=WORD, story=STORY))
    assert bad(tells, world.ayesha, complaint, SecretWordAnswer(word=OTHER_WORD, present_word=WORD)) == (
        "word",
        "same_word",
    )


def test_a_button_that_was_tapped_twice_is_no_wrong_word(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, SecretWordAnswer(word=WORD), seen=1)
    with pytest.raises(followup.AnsweredMeanwhile):
        tells(world.ayesha, complaint, SecretWordAnswer(word=WORD), seen=1)


def test_who_cannot_read_asks_to_be_rung(world):
    complaint = world.complaint()
    event = tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["ayesha"], calls=True))
    assert complaint.complainant.wants_calls
    assert "calls" in facts(event)["what"]
    tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["ayesha"]), "10:10")
    assert not complaint.complainant.wants_calls
