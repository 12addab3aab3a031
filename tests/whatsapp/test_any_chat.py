"""Any input, in any order and after any time, gets a reply within the limits and a way back."""

import json
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.architecture.test_code import ROOT
from tests.whatsapp.paths import ETAG, LOCKED, PATHS, PHOTO, Path, Walker, best, worse
from tests.whatsapp.sample_directory import shipped
from tests.world import clock
from whatsapp.rules.chat_inputs import SentFile, SentLocation, Tap, TypedText, UnsupportedMessage
from whatsapp.rules.chat_state import State
from whatsapp.rules.cloud_api.api_payloads import make_payload
from whatsapp.rules.conversation import next_turn
from whatsapp.rules.dialog_steps import Effect, Person
from whatsapp.rules.dialogs import STEPS
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import ListReply
from whatsapp.rules.sentences import sentence_table

WORDS = (
    *("salam", "1", "2", "3", "5", "15", "0", "#", "cancel", "help", "continue", "language", "yes", "no", "done"),
    *("skip", "not now", "later", "human", "my bike was stolen in Multan", "mera parcha nahi ho raha", "👍", "😀"),
    *("nearest police station", "track my complaint", "pata nahi", "Submit, no updates", "Something else", "change"),
    *("bribe", "chori", "Lahore", "vehari", "gulberg", "more", "اردو", "English", "۱", "مکمل", "جی ہاں", "kidnap"),
    *("2648 1907 3555", "264819073556", "42101-1234567-1", "+447700900123", "nargis-7", "AB1234567", "a" * 4096),
)  # fmt: skip
some = st.integers(0, 10_000)
said = st.sampled_from(WORDS) | st.text(max_size=60)
handed = st.builds(
    SentFile,
    st.sampled_from(["photo", "voice", "video", "paper"]),
    st.just("19"),
    st.just("image/jpeg"),
    st.text(max_size=20),
    st.text(max_size=20),
)
located = st.builds(SentLocation, st.floats(-90, 90), st.floats(-180, 180), st.text(max_size=20), st.text(max_size=300))
other = st.builds(
    UnsupportedMessage, st.sampled_from(["sticker", "reaction", "edit", "system", "contacts", "unsupported", ""])
)
strange = st.builds(Tap, st.sampled_from([f"{step}={said}" for step in STEPS for said in ("yes", "x", "more:99", "")]))
latest = st.integers(-4, -1)
messages = st.one_of(
    said.map(TypedText), said.map(TypedText), some, some, latest, latest, latest, handed, located, other, strange
)
ALONE = sorted(name for name in STEPS if not name.startswith(("track.", "notice")) or name == "track.number")
"""Steps that can occur without a result of the portal."""

gaps = st.sampled_from([timedelta(seconds=20)] * 8 + [timedelta(minutes=31), timedelta(hours=25)])


class Chat(Walker):
    """A person whose effects have random results: the best in half of the cases."""

    def __init__(self, phone: str, data: st.DataObject):
        super().__init__(phone)
        self.data = data

    def came(self, effect: Effect) -> dict:
        at = self.at.isoformat()
        others = worse(effect, at)
        return self.data.draw(st.just(best(effect, at)) | st.sampled_from(others)) if others else best(effect, at)


@pytest.mark.slow
def test_the_paths_lead_to_every_question():
    asked = set()
    for path in PATHS:
        asked |= Walker("+923001112233").walks(path, language="2") | Walker("").walks(path, language="1")
    assert set(STEPS) - asked == set()


def test_who_goes_back_from_the_question_for_a_key_is_asked_for_it_again():
    chat = Walker("+923001112233")
    (path,) = [path for path in PATHS if path.came.get("look_up") == LOCKED]
    chat.walks(path, language="2", most=1)
    assert chat.state.step == "track.key"
    back = chat.hears(TypedText("#"))
    assert "secret word" in back.replies[0].body
    assert chat.hears(TypedText("2345-6789-ABCD")).state.step == "track.one"


def test_nothing_of_an_opened_complaint_stands_under_another_number():
    chat = Walker("+923001112233")
    chat.walks(Path((TypedText(ETAG),)), language="2")
    chat.came = lambda effect: LOCKED
    chat.hears(TypedText("2665 2783 1048"))
    chat.hears(TypedText("#"))
    assert chat.state.step == "track.one"
    assert "secret word" in chat.hears(PHOTO).replies[0].body
    assert not chat.state.answers["standing"]


@pytest.mark.parametrize("path", [path for path in PATHS if path.sent[-1] == TypedText("yes")])
def test_a_confirmation_that_comes_three_times_files_once(path):
    chat = Walker("+923001112233")
    chat.walks(path, language="2")
    submits = [id for id in chat.shown if ":key-" in id and "submit" in id]
    for message in (TypedText("yes"), *map(Tap, submits), *map(Tap, submits)):
        chat.hears(message)
    assert len(set(chat.filed)) == len(chat.filed)
    assert bool(chat.filed) == bool(submits)


@pytest.mark.slow
@given(
    st.data(),
    st.sampled_from(["+923001112233", ""]),
    st.sampled_from(PATHS),
    st.integers(0, 20),
    st.sampled_from("123"),
    st.lists(st.tuples(messages, gaps), max_size=30),
)
def test_no_chat_leads_into_a_dead_end(data, phone, path, steps, language, sent):
    """Start at any question of any dialog, and at none."""
    chat = Chat(phone, data)
    if steps:
        chat.walks(path, language=language, most=steps - 1)
    for message, gap in sent:
        turn = chat.hears(message, gap)
        assert len(turn.replies) <= 2
        assert all(make_payload(reply) for reply in turn.replies)
    assert len(set(chat.filed)) == len(chat.filed), "one confirmation, two complaints"
    chat.state = chat.state if chat.state.language else State(language=Language.ENGLISH)
    back = chat.hears(TypedText("0"))
    if chat.state.paused:
        back = chat.hears(TypedText("no"))
    assert isinstance(back.replies[-1], ListReply)
    assert chat.state.step == "menu"


ACCOUNT = "yesterday two men took my motorcycle from the bazaar in Multan"
REFUSALS = ("text_full", "ask_key", "too_many_tries", "words_please", "bad_phone", "bad_document", "bad_cnic")
"""Sentences that say why a text was not taken."""


@pytest.mark.slow
@given(
    st.data(),
    st.sampled_from(PATHS),
    st.integers(0, 20),
    st.lists(messages, max_size=8),
    st.lists(st.sampled_from(["back", "0", "English", "اردو", "help", "later", "stop", "no", "thanks"]), max_size=3),
)
def test_no_chat_loses_an_account(data, path, steps, sent, after):
    """A sentence that says what happened is kept, sent or refused with the reason, wherever it comes."""
    chat = Chat("+923001112233", data)
    if steps:
        chat.walks(path, language="2", most=steps - 1)
    for message in sent:
        chat.hears(message)
    performed = _watched(chat)
    turn = chat.hears(TypedText(ACCOUNT))
    said_back = " ".join(reply.body for reply in turn.replies if hasattr(reply, "body"))
    refused = any(table[language].partition("{")[0] in said_back
                  for language in Language for table in map(sentence_table().__getitem__, REFUSALS))  # fmt: skip
    if refused or chat.state.language is None:
        return
    for word in after:
        chat.hears(TypedText(word))
    assert ACCOUNT in json.dumps([chat.state.to_json(), performed], ensure_ascii=False, default=str)


def _watched(chat: Chat) -> list:
    """Return the list to which the facts of all further effects are added."""
    performed, come = [], chat.came

    def came(effect: Effect) -> dict:
        performed.append(dict(effect.facts))
        return come(effect)

    chat.came = came
    return performed


@pytest.mark.slow
@given(st.data(), st.sampled_from(PATHS), st.integers(0, 20), st.sampled_from("123"), st.lists(messages, max_size=10))
def test_every_chat_has_a_way_to_a_human(data, path, steps, language, sent):
    chat = Chat("+923001112233", data)
    chat.walks(path, language=language, most=max(steps - 1, 0))
    for message in sent:
        chat.hears(message)
    before = chat.state
    performed = _watched(chat)
    turn = chat.hears(TypedText("officer se baat karni hai"))
    is_asked_for = any(facts.get("reason") == "requested" for facts in performed)
    assert is_asked_for or "1787" in " ".join(getattr(reply, "body", "") for reply in turn.replies)
    assert chat.state.answers.get("texts") == before.answers.get("texts")


@given(said, st.sampled_from(ALONE), st.sampled_from(Language))
def test_every_step_accepts_any_words_even_without_earlier_answers(text, step, language):
    state = State(step=step, language=language, dialog_key="key", answers={"etag": "264819073555", "act": "close"})
    turn = next_turn(state, TypedText(text), directory=shipped(), person=Person(""), at=clock("09:00"), key="k")
    assert len(turn.replies) <= 2


def test_every_sentence_stands_in_all_three_languages_with_the_same_places():
    for key, texts in sentence_table().items():
        assert set(texts) == {"en", "ur", "roman"}, key
        places = {language: sorted(_places(text)) for language, text in texts.items()}
        assert places["en"] == places["ur"] == places["roman"], key


def test_every_sentence_is_said_somewhere():
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "whatsapp").rglob("*.py"))
    quoted = set(re.findall(r'"(\w+)"', source))
    joined = set(re.findall(r'"(\w+_)" \+', source)) | set(re.findall(r'f"(\w+_)\{', source))
    ends = tuple(re.findall(r'f"\{\w+\}(_\w+)"', source))
    unsaid = {
        key for key in set(sentence_table()) - quoted if not key.startswith(tuple(joined)) and not key.endswith(ends)
    }
    assert unsaid == set()


def _places(text: str) -> list[str]:
    return [part.partition("}")[0] for part in text.split("{")[1:]]
