"""The complaint that the duress page shows has the text that the person wrote when setting the duress word."""

import pytest
from django.db import IntegrityError, connection, transaction

from complaints.models import Complainant, Decoy
from complaints.rules.followup_questions import Question
from tests.citizen.conftest import Visitor, mistakes, words
from tests.citizen.keys.cast import DURESS, SECRET, STORY, set_words

OTHER_STORY = "The token machine took my ten rupees."


@pytest.fixture
def complaint(world):
    complaint = world.complaint("gender_harassment", text="My uncle follows me to college.")
    set_words(complaint)
    return complaint


def opens(complaint, word: str, at: str) -> Visitor:
    visitor = Visitor()
    assert visitor.posts(f"/track/{complaint.etag}/key/", at, key=word).status_code == 302
    return visitor


def sets_duress_word(complaint, at: str = "10:01", **typed):
    visitor = opens(complaint, SECRET, at)
    told = {"present": SECRET, "word": DURESS, "story": STORY} | typed
    return visitor.posts(f"/track/{complaint.etag}/more/{Question.SECOND_WORD}/", at, **told)


def shown_under_duress(complaint, at: str) -> str:
    return words(opens(complaint, DURESS, at).get(f"/track/{complaint.etag}/mine/", at))


def test_ayesha_writes_the_story_and_her_duress_word_shows_it(complaint):
    """S5: the page showed one of eight sentences from the public source code."""
    assert sets_duress_word(complaint).status_code == 302
    page = shown_under_duress(complaint, "10:05")
    assert STORY in page
    assert "uncle" not in page


@pytest.mark.slow
def test_another_story_is_shown_from_then_on(complaint):
    sets_duress_word(complaint)
    shown_under_duress(complaint, "10:05")
    sets_duress_word(complaint, "10:10", story=OTHER_STORY)
    page = shown_under_duress(complaint, "10:15")
    assert OTHER_STORY in page
    assert STORY not in page


@pytest.mark.slow
def test_with_the_same_story_what_was_done_on_the_page_stays(complaint):
    sets_duress_word(complaint)
    forced = opens(complaint, DURESS, "10:05")
    forced.posts(f"/track/{complaint.etag}/mine/add/", "10:06", seen=1, **{"add-words": "It still stands still."})
    sets_duress_word(complaint, "10:10", word="a green window")
    page = words(opens(complaint, "a green window", "10:15").get(f"/track/{complaint.etag}/mine/", "10:15"))
    assert "It still stands still." in page


@pytest.mark.parametrize("story", ["", "   ", "x" * 1001, "\x00\x01"])
def test_without_a_story_there_is_no_duress_word_and_nothing_else_is_lost(complaint, story):
    answer = sets_duress_word(complaint, story=story)
    assert answer.status_code == 422
    assert list(mistakes(answer)) == ["story"]
    assert Complainant.objects.get(complaint=complaint).duress_hash == ""


def test_the_form_repeats_no_story_and_suggests_none(complaint):
    """The page that the duress word opens has the same form. A suggestion there would be recognised."""
    sets_duress_word(complaint)
    for word in (SECRET, DURESS):
        page = opens(complaint, word, "10:05").get(f"/track/{complaint.etag}/more/{Question.SECOND_WORD}/", "10:05")
        assert STORY not in page.content.decode()
        assert "Khidmat Markaz" not in words(page)


def test_the_database_keeps_no_duress_word_without_a_story(complaint):
    person = complaint.complainant
    person.duress_hash = "hashed"
    with pytest.raises(IntegrityError, match="complainant_duress_needs_story"), transaction.atomic():
        person.save(update_fields=["duress_hash"])


def test_the_story_is_encrypted_and_leaves_no_row_before_the_word_is_used(complaint):
    sets_duress_word(complaint)
    with connection.cursor() as cursor:
        cursor.execute("SELECT duress_story FROM complaints_complainant WHERE id = %s", [complaint.complainant_id])
        stored = cursor.fetchone()[0]
    assert stored
    assert STORY not in stored
    assert not Decoy.objects.exists()
