"""Words that people type where the chat offers buttons or a list, as somebody who is afraid of an SHO writes them."""

import pytest

from tests.whatsapp.paths import Walker
from tests.whatsapp.test_fallbacks import hears
from whatsapp.rules.chat_inputs import TypedText
from whatsapp.rules.sentences import sentence_table

BRIBE = {
    "en": "The SHO in Multan asks for a bribe",
    "roman": "multan mein SHO ne rishwat mangi hai",
    "ur": "ملتان میں ایس ایچ او نے رشوت مانگی ہے",
}
HERE = {"en": "here", "roman": "yahin", "ur": "یہیں"}


def at_the_question_who_must_not_see_it(language: str = "roman") -> Walker:
    """Return a person who has told of a bribe in a sentence and goes on in the chat."""
    walker = Walker("+923001112233")
    hears(walker, BRIBE[language], HERE[language])
    assert walker.state.step == "keep.rank"
    return walker


@pytest.mark.parametrize(
    "said", ["haan", "link bhejo", "page bhej do", "bhej dein", "send me the link", "لنک بھیج دیں", "جی"]
)
def test_the_safe_page_is_sent_in_any_words(said):
    walker = Walker("+923001112233")
    hears(walker, BRIBE["roman"])
    assert "https://portal.example/d/" in repr(walker.hears(TypedText(said)).replies)


@pytest.mark.parametrize(
    "said", ["yahin", "yahan", "here", "chat mein", "یہیں", "jari rakhein", "continue", "جاری رکھیں"]
)
def test_going_on_in_the_chat_is_understood_in_any_words(said):
    walker = Walker("+923001112233")
    hears(walker, BRIBE["roman"], said)
    assert walker.state.step == "keep.rank"


@pytest.mark.parametrize(
    ("said", "post"),
    [
        ("SHO", "SHO"), ("sho sahab", "SHO"), ("thanedar", "SHO"), ("muharrir", "SHO"), ("تھانیدار", "SHO"),
        ("SHO aur DSP dono", "SDPO"), ("ڈی ایس پی", "SDPO"), ("the DPO", "DPO"), ("sp saab", "DPO"), ("RPO", "RPO"),
        ("1", "SHO"), ("2", "SDPO"),
    ],
)  # fmt: skip
def test_who_must_not_see_it_may_be_written(said, post):
    walker = at_the_question_who_must_not_see_it()
    hears(walker, said)
    assert (walker.state.answers["keep_from"], walker.state.answers["post"]) == ("yes", post)


@pytest.mark.parametrize("said", ["SHO nahi", "main ne DPO ko darkhwast di thi", "kya SHO ko pata chalega"])
def test_not_every_text_with_a_post_is_the_answer(said):
    walker = at_the_question_who_must_not_see_it()
    hears(walker, said)
    assert walker.state.step == "keep.rank"
    assert not walker.state.answers.get("post")


@pytest.mark.parametrize(("language", "said"), [("en", "yes"), ("roman", "haan"), ("ur", "جی ہاں")])
def test_a_yes_to_who_must_not_see_it_asks_how_senior(language, said):
    walker = at_the_question_who_must_not_see_it(language)
    reply = hears(walker, said)
    assert walker.state.step == "keep.rank"
    assert sentence_table()["ask_seniority"][walker.state.language] in reply
    assert sentence_table()["not_understood"][walker.state.language] not in reply


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Will the SHO know about it?"), ("en", "who can see my name"), ("roman", "kya SHO ko pata chalega"),
        ("roman", "mera naam kisi ko na batana"), ("ur", "کیا کسی کو پتا چلے گا؟"), ("ur", "میرا نام ظاہر نہ ہو"),
    ],
)  # fmt: skip
def test_the_question_who_sees_it_is_answered_and_the_waiting_question_asked_again(language, said):
    walker = at_the_question_who_must_not_see_it(language)
    before = walker.state.answers["texts"]
    reply = hears(walker, said)
    assert sentence_table()["who_sees"][walker.state.language] in reply
    assert (walker.state.step, walker.state.answers["texts"]) == ("keep.rank", before)


def test_it_is_answered_after_filing_too_and_begins_no_complaint():
    walker = at_the_question_who_must_not_see_it()
    hears(walker, "SHO", "jama kar dein")
    assert walker.filed
    assert sentence_table()["who_sees"][walker.state.language] in hears(walker, "SHO ko pata to nahi chalega?")
    assert walker.state.step == "end"


@pytest.mark.parametrize("said", ["submit", "submit kar do", "jama karein", "haan jama kar dein", "جمع کر دیں", "haan"])
def test_submit_is_understood_in_any_words(said):
    walker, registered = at_the_question_who_must_not_see_it(), []
    best = walker.came

    def came(effect):
        registered.append((effect.name, effect.facts["answers"]["post"]))
        return best(effect)

    walker.came = came
    hears(walker, "SHO", said)
    assert registered == [("register", "SHO")]


@pytest.mark.parametrize("said", ["SHO", "thanedar", "پولیس والے", "ایس ایچ او"])
def test_a_word_for_the_police_alone_leads_to_complaints_about_them(said):
    walker = Walker("+923001112233")
    hears(walker, "Salam", "3", said)
    assert (walker.state.step, walker.state.answers["group"]) == ("lodge.kind", "conduct")


def test_a_word_that_names_no_group_and_no_kind_asks_the_same_question_again():
    walker = Walker("+923001112233")
    hears(walker, "Salam", "3", "2", "1", "haan")
    assert walker.state.step == "lodge.group"
