"""What people ask for in their own words, in three languages, leads to its service or complaint."""

import pytest

from complaints.models import UnderstandingPhrase
from tests.whatsapp.paths import ETAG, LOCKED, Walker
from tests.whatsapp.sample_directory import shipped
from tests.whatsapp.transcripts import words
from whatsapp.queries import directory_cache
from whatsapp.rules.chat_inputs import TypedText
from whatsapp.rules.dialogs.service_starts import SERVICE_STARTS
from whatsapp.rules.languages import Language
from whatsapp.rules.text_meaning.language_detection import detect_language, is_other_language
from whatsapp.rules.text_meaning.sentence_meaning import read_sentence
from whatsapp.rules.text_meaning.service_wishes import OTHER_WISHES, find_wish, read_service_phrases

FIRST_SENTENCES = {
    "nearest police station": ("near.where", Language.ENGLISH),
    "where is the police station": ("near.where", Language.ENGLISH),
    "thana kahan hai": ("near.where", Language.ROMAN),
    "قریبی تھانہ کہاں ہے": ("near.where", Language.URDU),
    "what happened to my complaint": ("track.mine", Language.ENGLISH),
    "track my complaint": ("track.mine", Language.ENGLISH),
    "meri shikayat ka kya bana": ("track.mine", Language.ROMAN),
    "میری شکایت کا کیا بنا": ("track.mine", Language.URDU),
    "what happened to 2648 1907 3555": ("track.one", Language.ENGLISH),
    "264819073555 ka kya hua hai": ("track.one", Language.ROMAN),
    "۲۶۴۸ ۱۹۰۷ ۳۵۵۵ کا کیا ہوا": ("track.one", Language.URDU),
    "licence banwana hai": ("licence_fir", Language.ROMAN),
    "how do I renew my driving licence": ("licence_fir", Language.ENGLISH),
    "ڈرائیونگ لائسنس کیسے بنے گا": ("licence_fir", Language.URDU),
    "I need a character certificate": ("pkm", Language.ENGLISH),
    "mujhe character certificate chahiye": ("pkm", Language.ROMAN),
    "I want to verify my maid": ("domestic", Language.ENGLISH),
    "gharelu mulazim ki tasdeeq karwani hai": ("domestic", Language.ROMAN),
    "گھریلو ملازمہ کی تصدیق کروانی ہے": ("domestic", Language.URDU),
    "I want to file a complaint": ("lodge.group", Language.ENGLISH),
    "mujhe shikayat darj karni hai": ("lodge.group", Language.ROMAN),
    "مجھے شکایت درج کرنی ہے": ("lodge.group", Language.URDU),
    "mera parcha nahi ho raha": ("lodge.understood", Language.ROMAN),
    "پولیس میرا پرچہ نہیں کاٹ رہی": ("lodge.understood", Language.URDU),
    "my bike was stolen in Multan": ("lodge.understood", Language.ENGLISH),
    "is there any zainab alert": ("zainab", Language.ENGLISH),
    "I have a suggestion for the police": ("feedback", Language.ENGLISH),
    "ek tajveez deni hai aap ko": ("feedback", Language.ROMAN),
    "mujhe madad chahiye": ("lodge.group", Language.ROMAN),
    "mujhe madad chahiye bhai ko thane wale utha kar le gaye hain": ("lodge.understood", Language.ROMAN),
    "shikayat karni hai SHO ne mujh se rishwat mangi hai": ("lodge.understood", Language.ROMAN),
    "I want to complain, the SHO asks for a bribe": ("lodge.understood", Language.ENGLISH),
    "dpo office ka pata kya hai": ("near.where", Language.ROMAN),
}


@pytest.mark.parametrize(("sentence", "step", "language"), [(said, *led) for said, led in FIRST_SENTENCES.items()])
def test_a_first_sentence_sets_the_language_and_leads_to_what_it_is_about(sentence, step, language):
    walker = Walker("+923001112233")
    walker.hears(TypedText(sentence))
    assert (walker.state.step, walker.state.language) == (step, language)


@pytest.mark.parametrize(
    ("sentence", "says"),
    [("what are the helpline numbers", "1122"), ("rescue ka number kya hai", "1122"), ("ہیلپ لائن نمبر کیا ہے", "1787"),
     ("is there a facebook page of the police", "acebook"), ("what is your website", "punjabpolice.gov.pk")],
)  # fmt: skip
def test_facts_that_are_asked_for_in_words_are_told(sentence, says):
    walker = Walker("+923001112233")
    assert says in "\n".join(reply.body for reply in walker.hears(TypedText(sentence)).replies)


def test_every_phrase_leads_to_a_service_that_exists_and_to_its_own():
    wrong = []
    for phrase, wish in read_service_phrases():
        assert wish in SERVICE_STARTS or wish in OTHER_WISHES, phrase
        if find_wish(phrase.replace("*", "")) != wish:
            wrong.append((phrase, wish, find_wish(phrase.replace("*", ""))))
    assert wrong == []


@pytest.mark.parametrize(
    "account",
    [
        "thane walon ne mera mobile le liya aur kaha ke nearest police station par jao, phir mujhe do ghante bithaya",
        "I went to the website and the helpline but nobody took my report that a neighbour beat my brother",
        "میں قریبی تھانے گیا تھا مگر وہاں محرر نے مجھ سے دس ہزار روپے رشوت مانگی اور دھکے دے کر نکال دیا",
    ],
)
def test_an_account_that_mentions_a_service_is_a_complaint(account):
    walker = Walker("+923001112233")
    walker.hears(TypedText(account))
    assert walker.state.step in {"lodge.understood", "lodge.group"}
    assert walker.state.answers["texts"] == [account]


def test_a_phrase_that_an_administrator_adds_is_understood_in_the_chat_too(phone):
    UnderstandingPhrase.objects.create(phrase="nalka choosna", label="suggestion", weight=5)
    directory_cache.clear_cache()
    for said in ("Salam", "2", "nalka choosna walay sahib aaye"):
        replies = phone.writes(said)
    assert "Suggestion or feedback" in words(replies[0])


def test_a_phone_number_in_a_sentence_is_no_e_tag():
    walker = Walker("+923001112233")
    walker.hears(TypedText("please call me on +92 300 1112 2330 about my stolen motorcycle"))
    assert walker.state.step == "lodge.understood"


def test_a_station_is_taken_with_its_district():
    meaning = read_sentence("The SHO of thana Gulberg asks for a bribe", shipped())
    assert (meaning.kinds[0], meaning.district, meaning.station) == ("bribe_demand", "lahore", "gulberg")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("My phone was stolen", Language.ENGLISH),
        ("mera phone chori ho gaya", Language.ROMAN),
        ("میرا فون چوری ہو گیا", Language.URDU),
        ("Salam", None),
        ("2", None),
        ("xyzzy", None),
    ],
)
def test_the_language_is_told_from_small_words_and_the_script(text, language):
    assert detect_language(text) is language


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("زه د پولیس په اړه شکایت کوم", True),
        ("ما سره ظلم کېږي، پولیس رشوت غواړي", True),
        ("أريد تقديم شكوى ضد الشرطة", True),
        ("полиция взяла взятку", True),
        ("میرے بھائی کو پولیس لے گئی", False),
        ("مدد کرو", False),
        ("police ne mara", False),
        ("!!!", False),
    ],
)
def test_pashto_arabic_and_other_scripts_are_no_language_of_the_chat(text, is_other):
    assert is_other_language(text) is is_other


@pytest.mark.parametrize(("name", "language"), [("English", "en"), ("اردو", "ur"), ("roman urdu", "roman")])
def test_the_name_of_a_language_changes_it_at_any_time_and_loses_nothing(name, language):
    walker = Walker("+923001112233")
    walker.hears(TypedText("mera parcha nahi ho raha, Vehari"))
    told, step = dict(walker.state.answers), walker.state.step
    walker.hears(TypedText(name))
    assert (walker.state.language, walker.state.step, dict(walker.state.answers)) == (language, step, told)


@pytest.mark.parametrize(
    "word", ["the blue mango tree", "mere dada ki purani haveli", "nargis-7", "میرے دادا کی حویلی"]
)
def test_a_text_at_the_question_for_a_key_is_kept_nowhere(word):
    walker = Walker("+923001112233")
    walker.came = lambda effect: LOCKED
    for said in ("Salam", "2", ETAG, word, word):
        walker.hears(TypedText(said))
    assert walker.state.step == "track.key"
    assert word not in str(walker.state.to_json())


def test_an_e_tag_in_words_opens_the_complaint_from_the_menu_too():
    walker = Walker("+923001112233")
    for said in ("Salam", "2", f"what about complaint {ETAG}?"):
        walker.hears(TypedText(said))
    assert (walker.state.step, walker.state.answers["etag"]) == ("track.one", ETAG)
