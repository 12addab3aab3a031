"""An invitation to an office, as the complainant reads and answers it. Declining has no consequences."""

import pytest

from complaints.models import Event, Invitation, RunningClock
from tests.citizen.mine.conftest import offered, opens, stands
from tests.world import clock


@pytest.fixture
def complaint(world):
    """Return Bilal's complaint, with an invitation for Ayesha to his circle's office on the next morning."""
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    there = {"office": world.bilal.posting.office_id, "appointed_at": clock("+1d 11:00")}
    world.bilal.does("invite", complaint, "10:00", words="To look at the papers together.", **there)
    return complaint


def answers(visitor, complaint, answer, at, **typed):
    """Open the page and press one of its three buttons."""
    visitor.opens(complaint, at)
    typed = {f"answer_invitation-{name}": words for name, words in typed.items()}
    return visitor.moves(complaint, "answer_invitation", at, answer=answer, **typed)


def test_the_page_says_where_when_why_and_that_they_need_not_come(ayesha, complaint):
    page = opens(ayesha, complaint, "10:30")
    for said in (
        "You are invited to an office",
        "Gulberg Circle",
        "11:00 am tomorrow",
        "To look at the papers together.",
        "You need not come.",
        "You can answer on this page instead.",
    ):
        assert said in page
    assert "answer_invitation" in offered(ayesha.opens(complaint, "10:30"))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("comes", "You said that you will come to the office."),
        ("refuses", "You declined the invitation. This does not affect your complaint."),
        ("another_time", "You said that another time would suit you."),
    ],
)
def test_each_answer_is_one_tap_without_a_reason(ayesha, complaint, answer, said):
    due = list(RunningClock.objects.order_by("pk").values_list("due_at", flat=True))
    assert answers(ayesha, stands(complaint), answer, "11:00").status_code == 302
    assert Invitation.objects.get().answer == answer
    page = opens(ayesha, complaint, "11:01")
    assert said in page
    assert "We recorded your answer. You don't have to come, whatever you answered." in page
    assert list(RunningClock.objects.order_by("pk").values_list("due_at", flat=True)) == due


@pytest.mark.slow
def test_who_said_that_they_come_may_still_refuse_until_the_hour(ayesha, complaint):
    answers(ayesha, stands(complaint), "comes", "11:00")
    assert "You can change it until then." in opens(ayesha, complaint, "11:01")
    answers(ayesha, stands(complaint), "refuses", "+1d 10:59")
    assert Invitation.objects.get().answer == "refuses"
    assert answers(ayesha, stands(complaint), "comes", "+1d 11:00").status_code == 409
    assert "answer_invitation" not in offered(ayesha.opens(complaint, "+1d 11:01"))


def test_words_reach_the_officer(ayesha, complaint):
    answers(ayesha, stands(complaint), "another_time", "11:00", words="After Friday's prayer.")
    event = Event.objects.get(kind="answer_invitation")
    assert event.words.text == "After Friday's prayer."


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_what_is_no_answer_is_refused(ayesha, complaint, answer):
    assert answers(ayesha, stands(complaint), answer, "11:00").status_code == 409
    assert Invitation.objects.get().answer == ""


def test_where_nobody_is_invited_nothing_is_asked(world, ayesha):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    assert "answer_invitation" not in offered(ayesha.opens(complaint, "10:30"))
    assert answers(ayesha, stands(complaint), "comes", "11:00").status_code == 409
