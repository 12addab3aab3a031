"""Sentences that people write to an opened complaint: answers to its question, something to add, or a new matter."""

import pytest

from tests.whatsapp.paths import ETAG, RESOLVED, STANDING, Walker
from tests.whatsapp.test_fallbacks import hears
from whatsapp.rules.dialogs.complaint_news import pending_question_key
from whatsapp.rules.sentences import sentence_table
from whatsapp.rules.text_meaning.answer_sentences import read_answer

CLAIMED = STANDING | {"question": "", "news": ""}
ASKED = STANDING | {"claim": None, "status": "awaiting_citizen", "question": "When?", "moves": ["resume", "add"]}
REPORTED = RESOLVED | {"question": ""}
QUIET = STANDING | {"claim": None, "question": "", "moves": ["add"]}
TOLD = "Mulzim kal phir hamare ghar aya aur gali di."


def opened(snapshot: dict, language: str = "3") -> Walker:
    """Return a person who has opened their complaint. `performed`: name, move and words of each effect since."""
    walker = Walker("+923001112233")
    walker.performed, best = [], walker.came

    def came(effect):
        walker.performed.append((effect.name, effect.facts.get("move", ""), effect.facts.get("words", "")))
        return snapshot if effect.name == "look_up" else best(effect)

    walker.came = came
    hears(walker, "Salam", language, ETAG)
    walker.performed.clear()
    return walker


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("haan masla hal ho gaya", "solved"), ("ji hal ho gaya hai shukriya", "solved"), ("yes it is solved", "solved"),
        ("جی مسئلہ حل ہو گیا", "solved"), ("nahi masla hal nahi hua", "not_solved"), ("abhi nahi hua", "not_solved"),
        ("kuch nahi hua", "not_solved"), ("kaam nahi hua", "not_solved"), ("No, it is not solved", "not_solved"),
        ("مسئلہ حل نہیں ہوا", "not_solved"), ("thora sa hua hai", "partly"), ("kuch hua kuch nahi", "partly"),
        ("partly solved", "partly"), ("تھوڑا سا حل ہوا ہے", "partly"),
        ("kya masla hal ho gaya", ""), ("کیا مسئلہ حل ہو گیا", ""), ("hal ho gaya?", ""), ("masla hal ho", ""),
        ("haan magar paise liye", ""), ("haan nahi", ""), ("no problem", ""), ("koi masla nahi", ""), ("masla hai", ""),
        ("adha nahi hua", ""), ("hal ho gaya " * 9, ""),
    ],
)  # fmt: skip
def test_is_it_solved_in_a_sentence(said, answer):
    assert read_answer(said, "is_it_solved") == answer


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("haan baat hui thi", "in_person"), ("ji baat ho gayi", "in_person"), ("yes he called me", "in_person"),
        ("افسر سے بات ہوئی", "in_person"), ("nahi kisi ne baat nahi ki", "nobody"), ("ji nahi", "nobody"),
        ("abhi tak koi rabta nahi", "nobody"), ("nobody called me", "nobody"), ("کسی نے بات نہیں کی", "nobody"),
        ("kisi se baat hui thi", ""), ("haan us ne paise maange", ""), ("baat karni hai", ""),
    ],
)  # fmt: skip
def test_whether_the_officer_spoke_in_a_sentence(said, answer):
    assert read_answer(said, "who_spoke") == answer


def test_other_questions_are_answered_by_tap_or_by_yes_and_no_alone():
    assert read_answer("haan", "do_you_object") == ""


@pytest.mark.parametrize(
    ("snapshot", "said", "move"),
    [
        (RESOLVED, "haan masla hal ho gaya", "close"), (RESOLVED, "مسئلہ حل نہیں ہوا", "object"),
        (CLAIMED, "haan baat hui thi", "confirm_contact"), (CLAIMED, "nobody called me", "deny_contact"),
    ],
)  # fmt: skip
def test_a_clear_sentence_is_the_answer_and_begins_no_complaint(snapshot, said, move):
    walker = opened(snapshot)
    hears(walker, said)
    assert [(name, done) for name, done, _ in walker.performed] == [("act", move)]
    assert walker.state.step in {"", "track.words"}


@pytest.mark.parametrize(("snapshot", "move"), [(ASKED, "resume"), (QUIET, "add")])
@pytest.mark.parametrize("language", ["1", "2", "3"])
def test_another_sentence_goes_to_the_officer_with_one_tap(snapshot, move, language):
    walker = opened(snapshot, language)
    hears(walker, TOLD)
    assert walker.state.step == "track.belongs"
    assert walker.performed == []
    hears(walker, "1")
    assert walker.performed == [("act", move, TOLD)]


def test_where_a_question_with_buttons_waits_the_words_are_added_and_it_is_asked_again():
    walker = opened(REPORTED)
    hears(walker, TOLD)
    reply = hears(walker, "haan bhej do")
    assert walker.performed[0] == ("act", "add", TOLD)
    assert sentence_table()["did_words_tap_too"][walker.state.language] in reply
    assert walker.state.step == "track.one"


def test_a_second_sentence_before_the_tap_goes_along():
    walker = opened(QUIET)
    hears(walker, TOLD, "Us ke saath do aur log bhi thay.", "1")
    assert walker.performed == [("act", "add", f"{TOLD}\nUs ke saath do aur log bhi thay.")]


def test_something_new_begins_a_complaint_with_these_words():
    walker = opened(QUIET)
    hears(walker, "meri motorcycle bazar se chori ho gayi hai", "2")
    assert walker.performed == []
    assert walker.state.answers["texts"] == ["meri motorcycle bazar se chori ho gayi hai"]


def test_neither_shows_the_complaint_again_and_sends_nothing():
    walker = opened(QUIET)
    hears(walker, TOLD, "3")
    assert [name for name, _, _ in walker.performed] == ["look_up"]
    assert walker.state.step == "track.one"


def test_danger_comes_first_at_an_opened_complaint_too():
    walker = opened(QUIET)
    reply = hears(walker, "bachao woh darwaza tor rahe hain aur goli chala rahe hain")
    assert "15" in reply
    assert walker.state.step != "track.belongs"


@pytest.mark.parametrize("asked", ["is_it_solved", "message", "question"])
def test_a_sentence_after_news_is_asked_about_once_the_complaint_is_open(asked):
    walker = opened(REPORTED)
    walker.state = walker.state.end_dialog().advance("news", {"_news": {"etag": ETAG, "asked": asked}})
    hears(walker, TOLD)
    assert walker.state.step == "track.belongs"
    hears(walker, "1")
    assert ("act", "add", TOLD) in walker.performed


def test_a_word_or_two_answer_an_officers_question():
    walker = opened(ASKED)
    hears(walker, "pichle hafte", "1")
    assert walker.performed == [("act", "resume", "pichle hafte")]
    walker = opened(ASKED)
    walker.state = walker.state.end_dialog().advance("news", {"_news": {"etag": ETAG, "asked": "question"}})
    hears(walker, "pichle hafte")
    assert walker.state.step == "track.belongs"


@pytest.mark.parametrize("code", ["123456", "2345-6789-ABCD"])
def test_what_may_be_a_code_is_not_sent_to_an_officer(code):
    walker = opened(ASKED)
    hears(walker, code)
    assert walker.state.step == "track.one"
    assert code not in repr(walker.state.answers)


def test_after_an_officers_message_one_is_the_menu_and_the_message_waits_for_words():
    assert pending_question_key("message", QUIET) == "message"
    assert pending_question_key("message", QUIET | {"moves": []}) == ""
    walker = opened(QUIET)
    walker.state = walker.state.end_dialog().advance("news", {"_news": {"etag": ETAG, "asked": "message"}})
    hears(walker, "1")
    assert walker.state.step == "menu"


@pytest.mark.parametrize("said", ["nahi", "No", "نہیں", "I don't know", "haan"])
def test_no_may_be_the_answer_to_an_officers_question(said):
    walker = opened(ASKED | {"question": "Do you know the man?"})
    hears(walker, said)
    assert walker.state.step == "track.belongs"
    hears(walker, "1")
    assert walker.performed[-1] == ("act", "resume", said)


@pytest.mark.parametrize("said", ["nahi", "No"])
def test_without_a_question_no_means_nothing_now(said):
    walker = opened(QUIET)
    hears(walker, said)
    assert walker.state.step != "track.belongs"
    assert walker.performed == []
