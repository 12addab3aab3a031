"""What acting out the chat as a citizen found: tests across several dialogs (issue texts W1, W6, W13, W14 and W18)."""

import itertools
import re
from dataclasses import replace

import pytest

from complaints.models import Complaint
from complaints.rules.special_categories import MISSING_CHILD
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from notices.rules.notice_kinds import NoticeKind
from notifications.services import deliver_due_messages
from tests.notices.conftest import Board, own_storage  # noqa: F401 (pictures lie in the test's own folder)
from tests.whatsapp.paths import Walker
from tests.whatsapp.sample_directory import shipped
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_own_complaints import CRIME, SUBMITS, lodged, newest, writes
from tests.whatsapp.transcripts import words
from tests.world import clock
from whatsapp.models import Chat, OwnComplaint
from whatsapp.rules.chat_inputs import TypedText
from whatsapp.rules.chat_state import State
from whatsapp.rules.dialog_steps import Context, Person
from whatsapp.rules.dialogs import complaint_review, incident_place
from whatsapp.rules.languages import Language
from whatsapp.rules.tap_ids import make_tap_id

NUMBER = "923001112233"
LANGUAGES = {"1": Language.URDU, "2": Language.ENGLISH, "3": Language.ROMAN}


# --- The number alone: the same two facts of every category ---------------------------------------------------------

_strangers = itertools.count(10)
CATEGORIES = ("property_crime", "bribe_demand", "gender_harassment", "custodial_torture", "missing_child", "suggestion")
TWO_FACTS = {
    "1": "درج ہونے کی تاریخ: 23 نومبر 2026۔ صورتحال: زیرِ کارروائی۔",
    "2": "Registered on 23 November 2026. Status: open.",
    "3": "Darj hone ki tareekh: 23 November 2026. Soorat-e-haal: zer-e-karwai.",
}


def stranger_reads(client, complaint: Complaint, *, language: str = "2", at: str = "09:30") -> str:
    """Return what a phone that has nothing to do with the complaint reads after its number; no link, no number."""
    own = next(_strangers)
    phone = Phone(number=f"4477009001{own:02d}", user_id=f"GB.{own}", client=client, at=clock(at))
    said = writes(phone, "Salam", language, complaint.etag)
    said = said.replace(complaint.spaced_etag, "E-TAG").replace(complaint.etag, "E-TAG")
    return re.sub(r"http\S*/c/\S+", "LINK", said)


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("category", CATEGORIES)
def test_a_chat_without_a_key_shows_the_same_two_facts_of_every_category(world, client, category):
    marked = world.complaint()
    world.salma.marks(marked, to=world.dania, at="09:05")
    ordinary = stranger_reads(client, marked)
    assert TWO_FACTS["2"] in ordinary
    assert stranger_reads(client, world.complaint(category, "09:10", station="gulberg")) == ordinary


def test_a_chat_without_a_key_shows_the_two_facts_of_a_complaint_with_a_secret_word_too(world, client):
    ordinary = stranger_reads(client, world.complaint())
    assert TWO_FACTS["2"] in ordinary
    secret = world.complaint("bribe_demand", phone="", secret_digest=digest_secret_word("the blue mango tree"))
    assert stranger_reads(client, secret) == ordinary


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_two_facts_are_in_the_language_of_the_chat(world, client, language):
    shown = stranger_reads(client, world.complaint(), language=language)
    assert TWO_FACTS[language] in re.sub(r"[\u2066-\u2069]", "", shown).replace("\u00a0", " ")


def test_a_chat_without_a_key_says_that_a_complaint_is_closed_and_no_more(world, client):
    complaint = world.complaint("financial_crime")
    world.ayesha.does("withdraw", complaint, "09:10")
    shown = stranger_reads(client, complaint)
    assert "Registered on 23 November 2026. Status: closed." in shown
    assert "withdrawn" not in shown.lower()


# --- W1: every way of lodging, every choice of contact: the chat opens its complaint ---------------------------------

ANSWERS = {
    "keep.page": "Go on here", "place.region": "Multan", "tell.what": "It happened again this morning.",
    "who.woman": "no",
    "child.who": "Ali, 6, blue shirt", "child.photo": "No photo",
    "child.why": "I don't know", "keep.rank": "2", "keep.station": "1", "lodge.check": "yes",
}  # fmt: skip
"""What the person answers at each question of lodging. The questions about contact and exclusion are the test's."""

SENDERS = {"a number": NUMBER, "a username alone": ""}
PHONES = {"this number": "yes", "another mobile": "0321 4445566", "no telephone": "No telephone"}
WAYS = [
    (sender, category, number, kept_out)
    for sender, category, number, kept_out in itertools.product(
        SENDERS, ("missing_child", "illegal_detention", "bribe_demand", "child_abuse", "other"), PHONES, ("yes", "no")
    )
    if (sender, number) != ("a username alone", "this number")
    if (category, kept_out) != (MISSING_CHILD, "yes")  # there it is asked only of who wishes it
]


def lodge(phone: Phone, category: str, number: str, kept_out: str) -> tuple[Complaint, str]:
    """File a complaint of that category by chat, answering whatever is asked. Return it and its receipt."""
    answers = ANSWERS | {"keep.ask": kept_out, "who.phone": PHONES[number]}
    changes = [] if PHONES[number] == "yes" else ["Change or add", "Telephone", PHONES[number]]
    before = Complaint.objects.unscoped("test").count()
    writes(phone, "Salam", "2")
    said = "\n".join(words(answer) for answer in phone.taps(make_tap_id("lodge.kind", category)))
    for _ in range(25):
        if Complaint.objects.unscoped("test").count() > before:
            return newest(), said
        step = Chat.objects.latest("pk").state.step
        if step == "lodge.check" and category == MISSING_CHILD and number == "another mobile":
            said = writes(phone, PHONES[number])  # a missing child's reporter gives another number at the last look
            number = ""
            continue
        if step == "lodge.check" and category != MISSING_CHILD and changes:
            writes(phone, *changes)
            changes = []
        said = writes(phone, answers[step])
    raise AssertionError(said)


@pytest.mark.mostly_slow(keep=6)
@pytest.mark.parametrize(("sender", "category", "number", "kept_out"), WAYS)
def test_the_chat_opens_what_it_lodged_whatever_it_was_about_and_whoever_is_kept_out(
    world, client, sender, category, number, kept_out
):
    phone = Phone(number=SENDERS[sender], client=client)
    complaint, receipt = lodge(phone, category, number, kept_out)
    assert complaint.category.code == category
    assert complaint.spaced_etag in receipt
    assert ("We call you on" in receipt) == (category == MISSING_CHILD and bool(complaint.complainant.phone))
    assert "Status: Received" in writes(phone, complaint.etag)
    assert "Added to your complaint" in writes(phone, "Add something", "One more thing.")


# --- W6: consent to updates, complaint by complaint -------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("first", "second"), [("yes", "no"), ("no", "yes")])
def test_updates_come_of_the_complaint_that_they_were_agreed_for_and_of_no_other(
    world, client, simulator, settings, first, second
):
    settings.NOTIFICATIONS_TRANSPORTS = settings.NOTIFICATIONS_TRANSPORTS | {
        "sms": "notifications.transports.mailbox.send"
    }
    phone = Phone(client=client)
    complaints = [lodged(phone, at_lahore(CRIME), "this number", first)[0]]
    writes(phone, "0", *at_lahore(CRIME), SUBMITS[second])
    complaints.append(newest())
    deliver_due_messages(at=phone.at)
    for complaint in complaints:
        world.salma.marks(complaint, to=world.dania, at="09:50")
    deliver_due_messages(at=clock("09:52"))
    shown = [words(one["message"]) for one in simulator.chats[NUMBER] if one["by"] == "portal"]
    told = [text for text in shown if "now with an officer" in text]
    agreed, refused = complaints if first == "yes" else complaints[::-1]
    assert len(told) == 1
    assert agreed.spaced_etag in told[0]
    assert not OwnComplaint.objects.get(complaint=refused).wants_news


def at_lahore(way: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same answers for Lahore."""
    return tuple("Lahore" if said == "Multan" else said for said in way)


# --- W13: who is wanted is accused and not convicted -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("1", "یہ شخص ملزم ہے، اس پر جرم ثابت نہیں ہوا۔ اس کے قریب نہ جائیں۔"),
        ("2", "This person is accused, not convicted. Do not approach them."),
        ("3", "Yeh shakhs mulzim hai, is par jurm sabit nahi hua. Is ke qareeb na jayein."),
    ],
)
def test_a_wanted_person_is_called_accused_and_not_convicted_before_anything_else(world, phone, language, sentence):
    wanted = Board(world).published(NoticeKind.WANTED)
    phone.at = wanted.current.decided_at
    said = writes(phone, "Salam", language, "11")
    assert said.startswith(sentence)


# --- W14: the last look shows everything that was told ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "here", "lines"),
    [
        (
            "1",
            "یہیں جاری رکھیں",
            ("شناختی کارڈ یا پاسپورٹ: 4210112345671", "کس کے خلاف: محرر", "اطلاعات یہیں واٹس ایپ پر"),
        ),
        ("2", "Go on here", ("CNIC or passport: 4210112345671", "Against: محرر", "send you updates here")),
    ],
)  # fmt: skip
def test_the_last_look_shows_document_and_whom_it_concerns_and_asks_about_updates(language, here, lines):
    walker = Walker("+923001112233")
    said = ("Salam", language, "2", "1", "رشوت", here, "لاہور", "پیسے مانگے۔", "نہیں")
    for text in (*said, "change", "7", "محرر", "change", "9", "42101-1234567-1"):
        turn = walker.hears(TypedText(text))
    assert walker.state.step == "lodge.check"
    shown = re.sub(r"[\u2066-\u2069]", "", "\n".join(reply.body for reply in turn.replies))
    for line in lines:
        assert line in shown


# --- W18: links in the language of the chat, and stations of the demo ------------------------------------------------


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(("language", "site"), [("1", "http://localhost/ur/"), ("2", "http://localhost/"),
                                                ("3", "http://localhost/ur/")])  # fmt: skip
def test_alerts_and_published_replies_have_links_in_the_language_of_the_chat(world, phone, language, site):
    alert = Board(world).published()
    phone.at = alert.current.decided_at
    assert f"{site}alerts/{alert.code}/" in writes(phone, "Salam", language, "10", "2")
    assert f"{site}feedback/answers/" in writes(phone, "0", "14", "Open the window on Sundays.")


def test_a_station_of_the_demo_is_marked_where_it_is_chosen_and_in_the_last_look():
    known = shipped()
    offices = tuple(replace(one, is_sample=one.code == "gulberg") for one in known.offices)
    state = State(language=Language.ENGLISH, answers={"category": "property_crime", "district": "lahore"})
    context = Context(state, replace(known, offices=offices), Person(""), clock("09:00"))
    assert "SAMPLE" in incident_place.ask_station(context).body
    reviewed = complaint_review.ask_review(context.with_answers(station="gulberg"))
    assert "Gulberg Police Station (SAMPLE)" in reviewed.body
    real = context.with_answers(station="gulberg")
    real = replace(real, directory=known)
    assert "SAMPLE" not in incident_place.ask_station(real).body + complaint_review.ask_review(real).body
