"""Administrators edit the chat's sentences: checked, previewed, recorded, and used by the chat within a minute."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import StaffAct
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import MAX_DETAILS
from accounts.services.staff_refusals import StaffChangeRefused
from notifications.models import Message
from tests.accounts.test_administration import omar  # noqa: F401 (fixture)
from tests.whatsapp.sample_directory import shipped
from tests.whatsapp.transcripts import words
from tests.world import clock
from whatsapp.models import ChatSentence
from whatsapp.queries import directory_cache
from whatsapp.rules.dialog_steps import Context, Person
from whatsapp.rules.languages import OWN_NAMES, Language
from whatsapp.rules.sentence_checks import SentenceProblem, check_sentence, longest_text, usable_sentences
from whatsapp.rules.sentences import say, sentence_table
from whatsapp.services import conversation_turns
from whatsapp.services.sentence_editing import LOGGED_CHARACTERS, load_sentences, save_sentence

EN = Language.ENGLISH
NEW = "Please pick a service, or type its number:"


def problems(key: str, text: str, language: Language = EN) -> set[SentenceProblem]:
    return {finding.problem for finding in check_sentence(key, language, text)}


def test_every_shipped_sentence_passes_its_own_checks():
    wrong = [
        (key, one) for key in sentence_table() for one in Language if problems(key, sentence_table()[key][one], one)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("key", "most"), [("yes", 20), ("submit", 20), ("senior_sho", 24), ("choose_service", 1024), ("help", 1024)]
)
def test_a_sentence_has_the_limit_of_the_place_where_it_stands(key, most):
    assert longest_text(key) == most
    numbers = "15 1787 0" if key == "help" else ""
    assert SentenceProblem.TOO_LONG in problems(key, "x" * (most + 1) + numbers)
    assert SentenceProblem.TOO_LONG not in problems(key, "x" * (most - len(numbers)) + numbers)


@pytest.mark.parametrize(
    ("key", "text", "problem"),
    [
        ("greeting_own", "Welcome. In an emergency dial 15.", SentenceProblem.PLACEHOLDER_MISSING),
        ("greeting_own", "Welcome to {operator} at {site}. Dial 15.", SentenceProblem.PLACEHOLDER_UNKNOWN),
        ("greeting_own", "This is {operator.__class__}. Dial 15.", SentenceProblem.BRACE),
        ("greeting_own", "This is {operator}. {Dial 15.", SentenceProblem.BRACE),
        ("greeting_own", "Welcome. This is {operator}.", SentenceProblem.NUMBER_MISSING),
        ("yes", "Yes\nplease", SentenceProblem.LINE_BREAK),
        ("choose_service", "Pick \u202ea service", SentenceProblem.CONTROL),
    ],
)
def test_a_text_that_would_break_a_sentence_is_refused(key, text, problem):
    assert problem in problems(key, text)


def test_numbers_may_be_written_in_urdu_digits():
    assert problems("greeting_own", "یہ {operator} ہے۔ ایمرجنسی میں ۱۵ پر کال کریں۔", Language.URDU) == set()


@given(st.sampled_from(sorted(sentence_table())), st.text(max_size=80), st.sampled_from(Language))
def test_a_text_that_passes_can_be_filled_in(key, text, language):
    """Whatever somebody types: what passes never raises, and what does not pass is never used."""
    edited = usable_sentences({key: {language: text}})
    facts = dict.fromkeys(("by", "site", "number", "said", "link", "phone", "words", "etag", "answer", "place"), "x")
    facts |= dict.fromkeys(("why", "officer", "day", "state", "status", "count", "outcome", "fir", "at"), "x")
    facts |= dict.fromkeys(("operator", "address"), "x")
    assert say(key, language, edited, **facts) or not text
    assert (key in edited) == bool(text and not check_sentence(key, language, text))


def test_the_pure_conversation_says_the_edited_text_and_keeps_the_other_languages():
    edited = replace(shipped(), sentences={"menu_hint": {EN: "Send 0 to see everything."}})
    for language, said in ((EN, "Send 0 to see everything."), (Language.URDU, say("menu_hint", Language.URDU))):
        state = conversation_turns.State(language=language)
        assert Context(state, edited, Person(), clock("09:00")).say("menu_hint") == said


@pytest.fixture
def listed(world):
    """The world, with every sentence listed."""
    call_command("load_sentences", verbosity=0)
    return world


def page_of(key: str) -> str:
    return f"/desk/admin/whatsapp/chatsentence/{ChatSentence.objects.get(key=key).pk}/change/"


def typed(key: str, **texts: str) -> dict[str, str]:
    shown = ChatSentence.objects.get(key=key).shown_texts
    return {f"text_{language}": text for language, text in shown.items()} | texts


def test_omar_sees_three_bubbles_before_anything_is_saved(listed, omar):  # noqa: F811
    sent = typed("choose_service", text_en=f"*{NEW}*")
    shown = omar.post(page_of("choose_service"), sent).content.decode()
    assert "Not saved yet" in shown
    assert f"<strong>{NEW}</strong>" in shown
    assert shown.count('class="chat-bubble"') == 3
    assert shown.count('class="chat-preview-new"') == 1
    assert not ChatSentence.objects.exclude(edited_at=None).exists()
    assert omar.post(page_of("choose_service"), sent | {"preview_seen": "on"}).status_code == 302
    assert ChatSentence.objects.get(key="choose_service").texts == {EN: f"*{NEW}*"}


def test_a_text_that_is_too_long_keeps_what_was_typed_and_names_the_limit(listed, omar):  # noqa: F811
    sent = typed("submit", text_en="Send this complaint to the police") | {"preview_seen": "on"}
    shown = omar.post(page_of("submit"), sent).content.decode()
    assert "at most 20 characters" in shown
    assert "Send this complaint to the police" in shown
    assert "33 of 20" in shown
    assert not ChatSentence.objects.get(key="submit").texts


def test_a_change_is_in_the_admin_log_and_the_auditors_hear_of_it(listed, omar):  # noqa: F811
    before = Message.objects.filter(template="staff_act").count()
    omar.post(page_of("choose_service"), typed("choose_service", text_en=NEW) | {"preview_seen": "on"})
    act = StaffAct.objects.get(kind=StaffActKind.CHAT_SENTENCE)
    assert act.by == listed.omar.officer
    assert sentence_table()["choose_service"]["en"] in act.words
    assert NEW in act.words
    assert Message.objects.filter(template="staff_act").count() > before


def test_the_admin_log_has_long_texts_whole_and_the_auditors_hear_of_them_once(listed):
    old, new = ("".join(f"{number} {word} " for number in range(140)).strip() for word in ("old", "new"))
    assert len(old) <= longest_text("choose_service") < 2 * len(old)
    act = {"key": "choose_service", "by": listed.omar.actor}
    save_sentence(texts=all_texts("choose_service", old), at=clock("09:00"), **act)
    known, told = StaffAct.objects.latest("pk").pk, Message.objects.filter(template="staff_act")
    before = told.count()
    save_sentence(texts=all_texts("choose_service", new), at=clock("09:10"), **act)
    parts = list(StaffAct.objects.filter(pk__gt=known).order_by("pk").values_list("words", flat=True))
    named = [f"choose_service (English) {number}/{len(parts)}: " for number in range(1, len(parts) + 1)]
    logged = "".join(part.removeprefix(name) for part, name in zip(parts, named, strict=True))
    assert logged.replace(" ", "") == f"“{old}”→“{new}”".replace(" ", "")
    assert len({message.context["act"] for message in told}) == 2
    assert told.count() == before * 2


def test_the_name_of_every_sentence_fits_before_a_part_of_its_text():
    longest = max(len(key) for key in sentence_table()) + max(map(len, OWN_NAMES.values()))
    assert longest + len(" () 10/10: ") + LOGGED_CHARACTERS <= MAX_DETAILS


def test_an_empty_text_returns_to_the_shipped_one(listed, omar):  # noqa: F811
    page = page_of("choose_service")
    omar.post(page, typed("choose_service", text_en=NEW) | {"preview_seen": "on"})
    omar.post(page, typed("choose_service", text_en="") | {"preview_seen": "on"})
    sentence = ChatSentence.objects.get(key="choose_service")
    assert (sentence.texts, sentence.edited_at) == ({}, None)
    assert StaffAct.objects.filter(kind=StaffActKind.CHAT_SENTENCE).count() == 2


def test_a_sentence_is_found_by_its_shipped_words(listed, omar):  # noqa: F811
    shown = omar.get("/desk/admin/whatsapp/chatsentence/?q=ایمرجنسی+خوش").content.decode()
    assert "greeting_own" in shown
    assert "choose_service" not in shown


def test_loading_lists_every_sentence_once_and_keeps_edited_texts(listed):
    save_sentence(key="choose_service", texts=all_texts("choose_service", NEW), by=listed.omar.actor, at=clock("09:00"))
    ChatSentence.objects.create(key="sentence_of_an_older_release")
    ChatSentence.objects.filter(key="yes").delete()
    load_sentences()
    assert set(ChatSentence.objects.values_list("key", flat=True)) == set(sentence_table())
    assert ChatSentence.objects.get(key="choose_service").texts == {EN: NEW}


def all_texts(key: str, english: str) -> dict[Language, str]:
    return {**ChatSentence.objects.get(key=key).shown_texts, EN: english}


def in_english(phone) -> list[dict]:
    phone.writes("Salam")
    return phone.writes("2")


def test_ayesha_reads_the_edited_sentence_in_the_chat(listed, phone, omar):  # noqa: F811
    omar.post(page_of("choose_service"), typed("choose_service", text_en=NEW) | {"preview_seen": "on"})
    directory_cache.clear_cache()
    (menu,) = in_english(phone)
    assert NEW in words(menu)


def test_no_sentence_costs_a_query_of_its_own(listed, django_assert_num_queries):
    for key in ("choose_service", "greeting", "yes"):
        ChatSentence.objects.filter(key=key).update(text_en=sentence_table()[key]["en"] + " ", edited_at=clock("09:00"))
    directory_cache.clear_cache()
    directory = directory_cache.current_directory(at=clock("09:00"))
    context = Context(conversation_turns.State(language=EN), directory, Person(), clock("09:00"))
    with django_assert_num_queries(0):
        assert [context.say(key) for key in sentence_table() if "{" not in sentence_table()[key]["en"]]


def test_a_text_that_no_longer_fits_the_release_is_not_used(listed, phone):
    ChatSentence.objects.filter(key="greeting_own").update(text_en="Welcome, {gone}. 15", edited_at=clock("08:00"))
    directory_cache.clear_cache()
    assert directory_cache.current_directory(at=clock("09:00")).sentences == {}
    assert in_english(phone)


def test_a_text_that_does_not_fit_where_it_is_used_gives_way_to_the_shipped_one(listed, phone, caplog):
    """Two buttons with the same title are refused by WhatsApp; no check of a single text can know that."""
    ChatSentence.objects.filter(key="yes").update(text_en="Answer", edited_at=clock("08:00"))
    ChatSentence.objects.filter(key="no").update(text_en="Answer", edited_at=clock("08:00"))
    directory_cache.clear_cache()
    in_english(phone)
    phone.writes("13")
    (question,) = phone.writes("1")
    titles = [button["reply"]["title"] for button in question["interactive"]["action"]["buttons"]]
    assert titles == [sentence_table()[key]["en"] for key in ("yes", "no")]
    assert "does not fit" in caplog.text


def test_the_service_refuses_what_the_form_would(listed):
    with pytest.raises(StaffChangeRefused):
        save_sentence(key="yes", texts=all_texts("yes", "x" * 21), by=listed.omar.actor, at=clock("09:00"))
