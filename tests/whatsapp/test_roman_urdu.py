"""Roman Urdu names of kinds, offices and published answers; missing ones are shown in English."""

import pytest

from accounts.models import Office
from complaints.models import Category
from enquiries.models import Feedback
from enquiries.services.feedback_handling import FeedbackAnswer, move_feedback, publish_feedback
from tests.enquiries.test_feedback import taken
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.transcripts import words
from tests.world import clock
from whatsapp.queries import directory_cache

ANSWER = FeedbackAnswer(
    said_en="Open on Sundays", said_ur="اتوار کو کھولیں", said_roman="Itwaar ko kholein",
    answer_en="It opens on Sundays.", answer_ur="اب کھلتا ہے۔", answer_roman="Ab itwaar ko khulta hai.",
)  # fmt: skip


@pytest.fixture
def roman(phone) -> Phone:
    """Ayesha's phone, in Roman Urdu."""
    phone.writes("Salam")
    phone.writes("3")
    return phone


def test_every_kind_of_complaint_has_a_roman_urdu_name_in_latin_letters(world):
    assert all(kind.name_roman.isascii() and kind.name_roman for kind in Category.objects.all())


def test_kinds_stand_in_roman_urdu_and_one_without_such_a_name_in_english(roman):
    Category.objects.filter(code="threats").update(name_roman="")
    directory_cache.clear_cache()
    shown = words(roman.writes("1")[0])
    assert "Chori ya imlaak ka nuqsan" in shown
    assert "Threats or blackmail" in shown


def test_a_kind_is_found_by_its_roman_urdu_name(roman):
    roman.writes("1")
    assert "Waqia kahan hua?" in words(roman.writes("sangeen jurm")[0])


def test_stations_stand_in_roman_urdu_where_they_have_such_a_name(roman):
    Office.objects.filter(code="gulberg").update(name_roman="Thana Gulberg")
    directory_cache.clear_cache()
    for text in ("6", "Lahore"):
        shown = words(roman.writes(text)[0])
    assert "Thana Gulberg" in shown
    assert "Garden Town Police Station" in shown


def published(world, answer: FeedbackAnswer) -> Feedback:
    told = {"feedback_id": taken().pk, "answer": answer, "by": world.zara.actor}
    move_feedback(**told, name="do", seen=1, at=clock("09:00"))
    return publish_feedback(**told, seen=2, at=clock("09:00"))


def test_what_others_said_and_what_became_of_it_is_told_in_roman_urdu(roman, world):
    published(world, ANSWER)
    roman.writes("14")
    (answer,) = roman.writes("Auron ne kya kaha")
    assert "Kaha gaya: Itwaar ko kholein\nKya hua: Ab itwaar ko khulta hai." in words(answer)


def test_an_answer_without_roman_urdu_is_told_in_english(roman, world):
    published(world, FeedbackAnswer(ANSWER.said_en, ANSWER.said_ur, ANSWER.answer_en, ANSWER.answer_ur))
    roman.writes("14")
    (answer,) = roman.writes("Auron ne kya kaha")
    assert "Kya hua: It opens on Sundays." in words(answer)


def test_where_nothing_is_published_that_is_said(roman):
    roman.writes("14")
    assert "koi elaan nahi" in words(roman.writes("Auron ne kya kaha")[0])
