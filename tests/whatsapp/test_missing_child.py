"""A missing child reported by chat: few questions, in the language of the first sentence, and a number to call."""

import pytest

from complaints.models import Complaint
from notices.rules.notice_kinds import PRESELECTED_HELPLINES, NoticeKind
from tests.whatsapp import transcripts
from tests.whatsapp.paths import PHOTO, VOICE, Walker, best
from whatsapp.rules.chat_inputs import SentFile, SentLocation, Tap, TypedText
from whatsapp.rules.languages import Language
from whatsapp.rules.missing_child_detection import detect_language, find_age
from whatsapp.rules.sentences import sentence_table
from whatsapp.rules.tap_ids import make_tap_id

MOST_MESSAGES = 4
SENTENCES = {
    "My daughter is missing, please help": Language.ENGLISH,
    "My daughter has been kidnapped, help!": Language.ENGLISH,
    "Our 5 year old boy didn't come home from school": Language.ENGLISH,
    "meri beti gum ho gayi hai": Language.ROMAN,
    "mera bacha kal se ghar nahi aaya": Language.ROMAN,
    "mera beta nahi mil raha": Language.ROMAN,
    "میرا تین سالہ بچہ داتا دربار کے رش میں گم ہو گیا ہے": Language.URDU,
    "میری بیٹی اسکول سے واپس نہیں آئی": Language.URDU,
}
OTHERS = (
    "My 22 year old daughter is missing",
    "my son lost his phone",
    "mere bete ka mobile gum ho gaya",
    "بیٹی کے اغوا کا مقدمہ درج ہے لیکن پولیس کچھ نہیں کر رہی",
    "my son was abducted in 2017 and came back after 9 days",
    "Salam",
    "My husband beats me",
)


def reported(*sent, phone: str = "+923001112233"):
    """Send these messages. Return the walker afterwards."""
    chat = Walker(phone)
    chat.turns = [chat.hears(TypedText(one) if isinstance(one, str) else one) for one in sent]
    return chat


def said_in(turn) -> str:
    return "\n".join(reply.body for reply in turn.replies)


@pytest.mark.parametrize("path", sorted(transcripts.FOLDER.glob("missing-child*.txt")), ids=lambda path: path.stem)
def test_from_the_first_sentence_to_the_e_tag_are_at_most_four_messages(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    sent = [number for number, line in enumerate(lines) if line.startswith("> ")]
    first = next(number for number in sent if detect_language(lines[number][2:]))
    etag = next(number for number, line in enumerate(lines) if line.strip() == "#### #### ####")
    assert len([number for number in sent if first <= number < etag]) <= MOST_MESSAGES


@pytest.mark.parametrize(("sentence", "language"), SENTENCES.items())
def test_the_first_sentence_begins_the_report_in_its_own_language(sentence, language):
    chat = reported(sentence)
    assert chat.state.language is language
    assert chat.state.answers["category"] == "missing_child"
    assert sentence_table()["child_first"][language] in said_in(chat.turns[0])


@pytest.mark.parametrize("sentence", OTHERS)
def test_other_sentences_report_no_missing_child(sentence):
    assert detect_language(sentence) is None


def test_the_sentence_is_understood_at_the_menu_and_instead_of_a_language():
    assert reported("Salam", "meri beti gum ho gayi hai").state.step == "place.region"
    assert reported("Salam", "2", "My son is missing since this morning").state.step == "place.region"


def test_a_district_in_the_sentence_is_not_asked_for_again():
    chat = reported("Our daughter is missing in Multan since noon")
    assert (chat.state.step, chat.state.answers["district"]) == ("child.who", "multan")


def test_a_shared_place_is_the_nearest_station_without_a_question():
    chat = reported("my son is missing", SentLocation(31.52, 74.35))
    assert (chat.state.step, chat.state.answers["station"]) == ("child.who", "gulberg")


def test_a_photo_with_a_caption_says_who_is_missing():
    chat = reported("my son is missing", "Lahore", PHOTO)
    assert chat.state.step == "lodge.check"
    assert "the lock" in chat.state.answers["texts"]


def test_a_voice_note_is_enough_of_an_answer():
    assert reported("my son is missing", "Lahore", VOICE).state.step == "lodge.check"


def test_photos_on_the_review_are_kept_and_a_photo_alone_does_not_say_who_is_missing():
    chat = reported("my son is missing", "Lahore", SentFile("photo", "19", "image/jpeg"))
    assert (chat.state.step, chat.state.answers["files"]) == ("child.who", 1)
    chat = reported("my son is missing", "Lahore", "Ali, 6", PHOTO, PHOTO)
    assert (chat.state.step, chat.state.answers["files"]) == ("lodge.check", 1)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("7 years old", 7),
        ("Ayla, 7, green frock", 7),
        ("سات ماہ، 7 ماہ", 0),
        ("Ali 6 saal, 2 bhai", 6),
        ("۹ سال", 9),
        ("green frock", None),
        ("at 4 or 5", None),
        ("22 years", None),
    ],
)
def test_an_age_is_read_where_it_is_certain(text, age):
    assert find_age(text) == age


def test_who_the_telephone_is_unknown_of_gives_a_number_and_is_done():
    chat = reported("my son is missing", "Lahore", "Ali, 6, blue shirt", PHOTO, "no", phone="")
    assert sentence_table()["child_call_back_where"][Language.ENGLISH] in said_in(chat.turns[-1])
    last = chat.hears(TypedText("0300 1112233"))
    assert "2648 1907 3555" in said_in(last)
    assert "+923001112233" in said_in(last)
    assert len(chat.filed) == 1


def test_another_number_to_call_is_taken_on_the_review_and_nothing_is_sent_yet():
    chat = reported("my son is missing", "Lahore", "Ali, 6, blue shirt", "0321 4445566")
    assert "+923214445566" in said_in(chat.turns[-1])
    assert (chat.state.step, chat.filed) == ("lodge.check", [])
    assert "+923214445566" in said_in(chat.hears(TypedText("Submit")))


@pytest.mark.parametrize(
    ("answer", "left", "custody"),
    [("Submit: left home", "yes", "unknown"), ("Submit: custody", "unknown", "yes"),
     ("Submit", "unknown", "unknown")],
)  # fmt: skip
def test_the_button_that_submits_says_why_the_child_may_be_away(answer, left, custody):
    chat, sent = reported("my son is missing", "Lahore", "Ali, 6, blue shirt"), []
    chat.came = lambda effect: sent.append(effect.facts) or best(effect, chat.at.isoformat())
    chat.hears(TypedText(answer))
    told = sent[0]["answers"]
    assert (told["child_left"], told["child_custody"]) == (left, custody)


def test_without_any_number_no_call_is_promised():
    chat = reported("my son is missing", "Lahore", "Ali, 6, blue shirt", PHOTO, "no", "Submit", phone="")
    assert "We have no number" in said_in(chat.turns[-1])
    assert "We call you" not in said_in(chat.turns[-1])


def test_nothing_is_asked_or_promised_as_of_a_secret_complaint():
    chat = reported("my son is missing", "Lahore", "Ali, 6, blue shirt", PHOTO, "no", "Submit")
    said = "\n".join(map(said_in, chat.turns))
    for key in ("ask_woman", "word_on_web", "ready_confidential", "promise_written", "how_to_delete"):
        assert sentence_table()[key][Language.ENGLISH].partition("{")[0] not in said, key


def test_the_chat_names_the_helplines_of_a_published_alert():
    for key in ("zainab", "child_first", "child_next"):
        for language in Language:
            assert all(
                number in sentence_table()[key][language]
                for number in PRESELECTED_HELPLINES[NoticeKind.ALERT]
                if number != "15"
            ), key


def test_what_was_told_stands_in_the_complaint(phone):
    for text in ("My son is missing, please help us", "Lahore", "Ali, 6 years, blue shirt"):
        phone.writes(text)
    phone.writes("Submit: left home")
    complaint = Complaint.objects.unscoped("test").get()
    child = complaint.missing_child
    assert (complaint.category.code, complaint.confidential, complaint.identity_is_protected) == (
        "missing_child",
        False,
        False,
    )
    assert (child.age, child.left, child.custody) == (6, "yes", "unknown")
    assert complaint.complainant.phone == "+923001112233"
    assert "blue shirt" in complaint.statement.text


# --- messages before the sentence -----------------------------------------------------------------------------------


BY_CAPTION = SentFile("photo", "19", "image/jpeg", "", "meri beti gum ho gayi hai")


@pytest.mark.parametrize(
    "sent",
    [(PHOTO, "My son is missing since noon"), ("Salam", "2", PHOTO, "My son is missing since noon"),
     (BY_CAPTION,), ("Salam", "2", BY_CAPTION)],
)  # fmt: skip
def test_a_photo_before_or_with_the_sentence_belongs_to_the_report(sent):
    chat = reported(*sent)
    assert (chat.state.step, chat.state.answers["category"]) == ("place.region", "missing_child")
    assert chat.state.answers["files"]
    assert len(chat.state.answers["texts"]) == len(set(chat.state.answers["texts"]))
    assert not chat.state.interrupted
    chat.hears(TypedText("Lahore"))
    chat.hears(TypedText("Ali, 6, blue shirt"))
    assert chat.state.step == "lodge.check"


def test_a_short_caption_is_kept():
    assert reported(SentFile("photo", "19", "image/jpeg", "", "Ayla missing child")).state.answers["texts"] == [
        "Ayla missing child"
    ]


def test_what_was_told_before_its_kind_was_chosen_belongs_to_the_report():
    chat = reported("Salam", "2", VOICE, "My son is missing since noon")
    assert chat.state.answers["spoken"]
    assert not chat.state.interrupted
    other = reported("Salam", "2", "Help! Two men took him away in a car", "child", "missing child")
    assert other.state.answers["category"] == "missing_child"
    assert other.state.answers["texts"] == ["Help! Two men took him away in a car"]


def test_no_word_and_no_photo_are_answers_too():
    chat = reported("my son is missing", "Lahore", "I don't know", "I don't know", "I don't know")
    assert chat.state.step == "lodge.check"
    assert chat.state.answers["texts"] == ["my son is missing"]


def test_the_last_look_says_that_no_updates_come_here_unasked_and_they_can_be_chosen():
    chat = reported("my son is missing", "Lahore", "Ali, 6, blue shirt", PHOTO, "no")
    assert "Updates here: No" in said_in(chat.turns[-1])
    assert "Updates here: Yes" in said_in([chat.hears(TypedText(one)) for one in ("Change", "Updates here", "yes")][-1])


# --- the category that was split ------------------------------------------------------------------------------------


def test_a_chat_that_had_the_old_category_goes_on_with_a_question():
    chat = reported("Salam", "2", "5", "1", "no", "Multan", "He is beaten every day.", "no")
    chat.state = chat.state.from_json(
        chat.state.to_json() | {"told": {**chat.state.answers, "category": "child_missing_abused"}}
    )
    said = said_in(chat.hears(TypedText("no")))
    assert sentence_table()["category_gone"][Language.ENGLISH] in said
    assert "1. Missing child\n2. Child abuse" in said
    chat.hears(TypedText("2"))
    assert (chat.state.step, chat.state.answers["woman_officer"]) == ("lodge.check", False)
    assert chat.state.answers["texts"] == ["He is beaten every day."]
    assert "2648 1907 3555" in said_in(chat.hears(TypedText("Submit, no updates")))


def test_a_category_that_was_replaced_since_the_last_look_is_asked_for_again_and_then_sent():
    chat = reported("Salam", "2", "5", "1", "no", "Multan", "He is beaten every day.", "no", "no")
    chat.state.answers["category"] = "gender_harassment"
    chat.came = lambda effect: (
        {"refused": "category"} if effect.name == "register" else best(effect, chat.at.isoformat())
    )
    assert sentence_table()["category_gone"][Language.ENGLISH] in said_in(chat.hears(TypedText("Submit, no updates")))
    chat.came = lambda effect: best(effect, chat.at.isoformat())
    chat.hears(TypedText("Child abuse"))
    assert (chat.state.step, chat.state.answers["texts"]) == ("lodge.check", ["He is beaten every day."])
    assert "2648 1907 3555" in said_in(chat.hears(TypedText("Submit, no updates")))


@pytest.mark.parametrize(
    ("sent", "files", "texts"),
    [(VOICE, True, []), (TypedText("He left at noon yesterday."), False, ["He left at noon yesterday."])],
)
def test_what_was_answered_when_the_old_category_was_found_gone_is_kept(sent, files, texts):
    chat = reported("Salam", "2", "5", "1", "no", "Multan")
    chat.state = chat.state.from_json(
        chat.state.to_json() | {"told": {**chat.state.answers, "category": "child_missing_abused"}}
    )
    chat.hears(sent)
    chat.hears(TypedText("1"))
    told = chat.state.answers
    assert (told["category"], bool(told.get("files")), told["texts"]) == ("missing_child", files, texts)


def test_the_old_category_that_turns_out_to_be_a_missing_child_goes_on_with_the_search():
    chat = reported("Salam", "2", "5", "1", "no", "Multan", "My nephew did not come home.", "no", "no")
    chat.state = chat.state.from_json(
        chat.state.to_json() | {"told": {**chat.state.answers, "category": "child_missing_abused"}}
    )
    chat.hears(TypedText("Submit, no updates"))
    asked = said_in(chat.hears(TypedText("1")))
    assert chat.state.step == "child.who"
    assert sentence_table()["child_first"][Language.ENGLISH] in asked
    told = chat.state.answers
    assert (told["district"], told["texts"], told["protected"]) == ("multan", ["My nephew did not come home."], False)
    assert told["phone"] == "+923001112233"


def test_an_old_list_row_of_the_old_category_offers_the_new_ones():
    chat = reported("Salam", "2", "5", Tap(make_tap_id("lodge.kind", "child_missing_abused")))
    assert "1. Missing child\n2. Child abuse" in said_in(chat.turns[-1])
    assert chat.hears(TypedText("1")).state.answers["category"] == "missing_child"
