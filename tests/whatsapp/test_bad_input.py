"""Messages that are hard to use: each has its defined answer, and nothing is lost."""

from datetime import timedelta

import pytest

from complaints.evidence import inspect_waiting_files
from complaints.models import Complaint, Evidence
from tests.evidence import samples
from tests.evidence.conftest import own_storage  # noqa: F401 (files lie in the test's own folder)
from tests.whatsapp.paths import PHOTO, VOICE, Walker
from tests.whatsapp.test_files import sends
from tests.whatsapp.transcripts import words
from whatsapp.rules.chat_inputs import SentFile, TypedText, UnsupportedMessage
from whatsapp.rules.languages import Language
from whatsapp.rules.sentences import sentence_table
from whatsapp.services import media_download

PASHTO, ARABIC = "ما سره ظلم کېږي، پولیس رشوت غواړي", "أريد تقديم شكوى ضد الشرطة في لاهور"
STICKER = UnsupportedMessage("sticker")
ONCE = timedelta(0)


def heard(walker: Walker, message, gap: timedelta = timedelta(seconds=20)) -> str:
    """Send one message. Return the text of the replies."""
    turn = walker.hears(TypedText(message) if isinstance(message, str) else message, gap)
    return "\n".join(getattr(reply, "body", "") for reply in turn.replies)


def in_english(*said) -> Walker:
    walker = Walker("+923001112233")
    for message in ("Salam", "English", *said):
        heard(walker, message)
    return walker


@pytest.mark.parametrize("text", [PASHTO, ARABIC])
def test_a_language_that_the_chat_does_not_understand_is_kept_for_an_operator(text):
    walker = Walker("+923001112233")
    assert heard(walker, text) == sentence_table()["choose_language"][Language.URDU]
    reply = heard(walker, "Urdu")
    assert sentence_table()["other_language"][Language.URDU] in reply
    assert (walker.state.step, walker.state.answers["texts"]) == ("lodge.group", [text])
    for said in ("معلوم نہیں", "ملتان", "نہیں", "جی ہاں"):
        heard(walker, said)
    assert walker.filed  # an operator reads it as it was written


@pytest.mark.parametrize("text", [PASHTO, ARABIC])
def test_such_a_text_beside_another_question_is_added_to_the_account(text):
    walker = in_english("My bike was stolen in Multan")
    heard(walker, text)
    assert (walker.state.step, walker.state.answers["texts"][-1]) == ("lodge.understood", text)
    told = in_english("Make a complaint", "My bike was stolen last night", "yes", "Multan")
    heard(told, text)
    assert told.state.answers["texts"][-1] == text


@pytest.mark.parametrize("message", [STICKER, "😀😀", "🙏"])
def test_a_sticker_or_emoji_alone_is_answered_once_and_changes_nothing(message):
    walker = in_english("My bike was stolen in Multan", "yes")
    before = walker.state.step, dict(walker.state.answers)
    assert "can't be read here" in heard(walker, message)
    assert heard(walker, message) == ""
    assert (walker.state.step, dict(walker.state.answers)) == before


@pytest.mark.parametrize("message", [STICKER, "😀😀"])
def test_a_sticker_or_emoji_as_the_first_message_asks_for_the_language(message):
    walker = Walker("+923001112233")
    assert heard(walker, message) == sentence_table()["choose_language"][Language.URDU]
    assert heard(walker, message) == ""
    assert walker.state.step == "language"


@pytest.mark.parametrize(("emoji", "kept_out"), [("👍🏽", "yes"), ("✅", "yes"), ("👎", "no"), ("❌", "no")])
def test_a_thumb_is_an_answer_to_yes_or_no(emoji, kept_out):
    walker = in_english("My bike was stolen in Multan", "yes")
    heard(walker, emoji)
    assert walker.state.answers["keep_from"] == kept_out


@pytest.mark.parametrize("sentence", ["My bike was stolen in Multan. ", "میری موٹر سائیکل ملتان سے چوری ہو گئی۔ "])
def test_a_text_of_the_greatest_length_is_understood_and_lodged_whole(sentence):
    text = (sentence * 200)[:4096].strip()
    walker = Walker("+923001112233")
    heard(walker, text)
    assert (walker.state.step, walker.state.answers["texts"]) == ("lodge.understood", [text])
    for said in ("yes", "no", "Submit, no updates" if walker.state.language is Language.ENGLISH else "جی ہاں"):
        walker.hears(TypedText(said))
    assert walker.filed


def test_the_longest_answers_still_fit_into_the_review():
    walker = in_english("My bike was stolen in Multan", "yes", "no")
    walker.state.answers.update(
        texts=["a" * 4096], landmark="l" * 200, concerns="c" * 300, name="n" * 120, document_number="d" * 40
    )
    assert "…" in heard(walker, "xyzzy")
    assert walker.state.step == "lodge.check"


@pytest.mark.parametrize("before", [(), ("My bike was stolen in Multan", "yes", "no"), ("2", "1")])
def test_ten_photos_in_a_second_are_all_kept_and_get_one_reply(before):
    walker = in_english(*before)
    replies = [heard(walker, SentFile("photo", str(number), "image/jpeg"), ONCE) for number in range(10)]
    assert "eceived" in replies[0]
    assert set(replies[1:]) == {""}
    if not before:
        assert len(walker.state.answers["handed"]) == 10
        heard(walker, "New complaint")
    assert walker.state.answers["files"]
    assert "eceived" in heard(walker, PHOTO, timedelta(minutes=1))


def test_a_photo_to_the_next_question_is_no_part_of_an_album_however_fast_it_comes():
    walker = in_english("2", "1", "1", "bribe", "Go on here", "Multan")
    assert walker.state.step == "tell.what"
    for said in (VOICE, "Nobody"):
        heard(walker, said, ONCE)
    assert walker.state.step == "lodge.check"
    assert "eceived" in heard(walker, PHOTO, ONCE)


def test_a_photo_whose_caption_says_what_happened_begins_a_complaint():
    walker = Walker("+923001112233")
    heard(walker, SentFile("photo", "19", "image/jpeg", "", "My bike was stolen in Multan"))
    assert (walker.state.step, walker.state.answers["files"]) == ("lodge.understood", 2)  # as the stand-in counts
    assert walker.state.answers["texts"] == ["My bike was stolen in Multan"]


def test_a_complaint_beside_a_request_keeps_the_request_and_says_so():
    walker = in_english("13", "1", "yes", "Rukhsana, 3520100000001, Ayesha, 3520200000002")
    assert walker.state.step == "domestic.district"
    assert "kept for a day" in heard(walker, "my motorcycle was stolen last night")
    assert walker.state.step == "lodge.understood"
    heard(walker, "0")
    heard(walker, "continue")
    heard(walker, "cancel")
    heard(walker, "continue")
    assert walker.state.answers["worker_name"] == "Rukhsana"


def test_a_photo_that_is_refused_is_said_to_be_even_within_an_album():
    walker = in_english("My bike was stolen in Multan", "yes", "no")
    heard(walker, PHOTO, ONCE)
    walker.came = lambda effect: {"of": "file", "refused": "too_many"}
    assert "Twenty files" in heard(walker, PHOTO, ONCE)


def test_a_voice_note_begins_a_complaint_and_only_open_questions_follow():
    walker = in_english(VOICE)
    asked = [walker.state.step]
    for said in ("2", "2", "Multan", "no", "Submit, no updates"):
        heard(walker, said)
        asked.append(walker.state.step)
    assert asked == ["lodge.group", "lodge.kind", "place.region", "keep.ask", "lodge.check", ""]
    assert walker.filed


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [1, 20 * 60])
def test_a_voice_note_of_a_second_or_of_twenty_minutes_is_a_complaint_of_its_own(phone, simulator, seconds):
    """WhatsApp does not say how long a note is: it is kept whole, inspected, and an officer hears it."""
    for text in ("Salam", "2"):
        phone.writes(text)
    sends(phone, simulator, samples.old_voice(seconds), "audio", "audio/amr")
    for text in ("2", "2", "Multan", "no"):
        phone.writes(text)
    assert media_download.download_due_files(at=phone.at) == 1
    inspect_waiting_files(at=phone.at)
    assert "E-tag number" in words(phone.writes("Submit, no updates")[0])
    assert Evidence.objects.get().complaint == Complaint.objects.unscoped("test").get()
    assert Evidence.objects.get().kind == "voice"
