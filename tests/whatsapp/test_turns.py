"""How many messages lie between the first sentence and the number of the complaint, played in three languages."""

from statistics import median

import pytest

from tests.whatsapp.paths import PHOTO, Walker
from tests.whatsapp.sample_directory import shipped
from whatsapp.rules.chat_inputs import Input, Tap, TypedText
from whatsapp.rules.languages import Language
from whatsapp.rules.tap_ids import make_tap_id

MOST_MEDIAN, MOST_BY_TAPPING, MOST_FOR_A_CHILD = 6, 10, 4
SENTENCES = {
    "vehicle_theft": (
        "My motorcycle was stolen from outside my house last night",
        "meri motorcycle raat ko ghar ke bahar se chori ho gayi",
        "رات کو میرے گھر کے باہر سے موٹر سائیکل چوری ہو گئی",
    ),
    "property_crime": (
        "Thieves broke into my house in Multan and took the television",
        "multan mein mere ghar mein chori hui, tv le gaye",
        "ملتان میں میرے گھر چوری ہوئی، ٹی وی لے گئے",
    ),
    "threats": (
        "My cousin threatens to kill me because of the land",
        "mera cousin zameen ki wajah se jaan se marne ki dhamki deta hai",
        "زمین کے جھگڑے پر میرا کزن مجھے جان سے مارنے کی دھمکیاں دیتا ہے",
    ),
    "bribe_demand": (
        "The officer at the station asks for a bribe of 5000 rupees",
        "thane ka muharrir mujh se 5000 rishwat mang raha hai",
        "تھانے کا محرر مجھ سے پانچ ہزار رشوت مانگ رہا ہے",
    ),
    "fir_not_registered": (
        "The police refuse to register my FIR",
        "mera parcha nahi ho raha",
        "پولیس میری ایف آئی آر درج نہیں کر رہی",
    ),
    "gender_harassment": (
        "A man from the next office follows me every day",
        "saath wale daftar ka aik aadmi roz mera peecha karta hai",
        "ساتھ والے دفتر کا ایک آدمی روز میرا پیچھا کرتا ہے",
    ),
    "domestic_violence": (
        "My husband beats me every week",
        "mera shohar mujhe roz marta hai",
        "میرا شوہر مجھے روز مارتا ہے",
    ),
    "missing_child": (
        "My daughter is missing, please help",
        "meri beti gum ho gayi hai",
        "میری بیٹی گم ہو گئی ہے",
    ),
    "domestic_worker": (
        "I want to verify my maid",
        "gharelu mulazim ki tasdeeq karwani hai",
        "گھریلو ملازمہ کی تصدیق کروانی ہے",
    ),
}  # fmt: skip
LANGUAGES = (Language.ENGLISH, Language.ROMAN, Language.URDU)
CASES = [(kind, language) for kind in SENTENCES for language in LANGUAGES]
DETAILS = "Rukhsana\n3520100000001\nAyesha Khan\n3520200000002\nMultan"
ANSWERS: dict[str, Input] = {
    "lodge.understood": Tap(make_tap_id("lodge.understood", "yes")),
    "keep.page": Tap(make_tap_id("keep.page", "here")),
    "place.region": TypedText("Vehari"),
    "place.district": TypedText("Vehari"),
    "tell.what": TypedText("They came at night and took everything."),
    "keep.ask": Tap(make_tap_id("keep.ask", "no")),
    "keep.rank": Tap(make_tap_id("keep.rank", "SHO")),
    "keep.station": Tap(make_tap_id("keep.station", "vehari_3")),
    "who.woman": Tap(make_tap_id("who.woman", "yes")),
    "child.who": TypedText("Ayla, 7, green frock, at the bazaar this morning"),
    "domestic": Tap(make_tap_id("domestic", "ask")),
    "domestic.agreed": Tap(make_tap_id("domestic.agreed", "yes")),
    "domestic.details": TypedText(DETAILS),
    "domestic.photo": PHOTO,
}
"""What the person answers to each question. Optional questions are left out."""


def messages_until_the_number(first: tuple[Input, ...], *, kind: str) -> tuple[int, Walker]:
    """Play a chat that begins with these messages. Return how many messages the person sent, and the walker."""
    walker, sent = Walker("+923001112233"), 0
    queue = list(first)
    while sent < 30:
        turn = walker.hears(queue.pop(0) if queue else _answer(walker, kind))
        sent += 1
        said = "\n".join(getattr(reply, "body", "") for reply in turn.replies)
        if walker.filed or (kind == "domestic_worker" and not walker.state.step and "3520" not in said):
            return sent, walker
    raise AssertionError(f"no number after {sent} messages, at {walker.state.step}")


def _answer(walker: Walker, kind: str) -> Input:
    step = walker.state.step
    if step == "lodge.understood":
        is_delicate = any(id.endswith("=here") for id in walker.shown[-3:])
        return Tap(make_tap_id(step, "here" if is_delicate else "yes"))
    if step == "lodge.check":
        return Tap(make_tap_id(step, f"submit:{walker.state.dialog_key}"))
    return ANSWERS.get(step, TypedText("skip"))


def from_the_sentence(kind: str, language: Language) -> int:
    sentence = SENTENCES[kind][LANGUAGES.index(language)]
    sent, walker = messages_until_the_number((TypedText(sentence),), kind=kind)
    assert walker.state.language is language, sentence
    return sent


def from_the_menu(kind: str) -> int:
    """Return the messages of a person who taps through the menu in English and answers every question."""
    group = next((one.group for one in shipped().kinds if one.code == kind), "")
    first = {"crime": ["1"], "harassment": ["5"]}.get(group, ["2", "1", "1"])
    first = ["13"] if kind == "domestic_worker" else first
    taps = [] if kind == "domestic_worker" else [Tap(make_tap_id("lodge.kind", kind))]
    sent, _ = messages_until_the_number((*map(TypedText, ("Salam", "2", *first)), *taps), kind=kind)
    return sent


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_a_sentence_is_a_complaint_within_a_few_messages(kind, language):
    most = MOST_FOR_A_CHILD if kind == "missing_child" else MOST_MEDIAN
    assert from_the_sentence(kind, language) <= most


def test_the_median_is_six_messages_from_a_sentence_and_ten_through_the_menu():
    sentence = {case: from_the_sentence(*case) for case in CASES}
    menu = {kind: from_the_menu(kind) for kind in SENTENCES}
    for kind in SENTENCES:  # pytest -s shows the table
        print(f"{kind:20} {menu[kind]:3} {[sentence[kind, language] for language in LANGUAGES]}")
    print("median", median(menu.values()), median(sentence.values()))
    assert median(sentence.values()) <= MOST_MEDIAN
    assert median(menu.values()) <= MOST_BY_TAPPING


@pytest.mark.parametrize(("kind", "language"), [case for case in CASES if case[0] != "domestic_worker"])
def test_the_kind_is_understood_from_the_sentence_and_confirmed_by_the_person(kind, language):
    walker = Walker("+923001112233")
    walker.hears(TypedText(SENTENCES[kind][LANGUAGES.index(language)]))
    if kind == "missing_child":
        assert walker.state.answers["category"] == kind
        return
    assert (walker.state.step, walker.state.answers["_proposed"][0]) == ("lodge.understood", kind)
    assert not walker.state.answers.get("category")  # understanding proposes; the person decides
