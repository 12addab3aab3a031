"""News that asks or offers something comes with its buttons, in the language of the chat."""

import re

import pytest

from complaints.workflow.declaration import message_templates_of
from complaints.workflow.table import KINDS
from tests.whatsapp.paths import AT, BY_CITIZEN, ETAG, INVITED, NARROWING_ASKED, ORDER_ASKED, RESOLVED, STANDING, Walker
from tests.whatsapp.sample_directory import shipped
from tests.world import clock
from whatsapp.rules.chat_inputs import Tap
from whatsapp.rules.chat_state import State
from whatsapp.rules.cloud_api.api_payloads import make_payload
from whatsapp.rules.cloud_api.message_templates import NEUTRAL_MESSAGES
from whatsapp.rules.dialog_steps import Context, Person
from whatsapp.rules.dialogs import complaint_news
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import ButtonReply
from whatsapp.rules.sentences import sentence_table

NEWS = sorted(
    {template for kind in KINDS.values() for template in message_templates_of(kind.to_citizen)} - NEUTRAL_MESSAGES
)
"""Every message to a complainant that an event sends; the neutral ones say nothing."""

SNAPSHOTS = {
    "resolved": RESOLVED,
    "invited": INVITED,
    "station_consent": ORDER_ASKED,
    "narrowing_announced": NARROWING_ASKED,
}
FACTS = {"late": {"clock": "report", "told": True}, "still_late": {"told": True}}
ENDED = {
    "status_reason": "It is a matter for the court.",
    "appeal_until": AT,
    "reinstate_until": AT,
    "change_until": AT,
}

OFFERS = re.compile(
    r"[?؟]|you can\b|write it here|if you do not want|need not come|object within"
    r"|سکتے ہیں(?! یا نہیں)|یہاں لکھیں|چاہتے تو|sakte hain(?! ya nahi)|yahan likhein|chahte to",
    re.IGNORECASE,
)
"""Words of a sentence that leaves something to the complainant."""

ARABIC = re.compile("[\u0600-\u06ff]")


def snapshot_of(message: str) -> dict:
    """Return a complaint about which the message may be sent, with every move possible."""
    snapshot = SNAPSHOTS.get(message) or (STANDING if message == "contact_claimed" else STANDING | {"claim": None})
    return snapshot | ENDED | {"moves": BY_CITIZEN}


def news(message: str, language: Language) -> ButtonReply:
    context = Context(State(language=language), shipped(), Person("+923001112233"), clock("09:00"))
    opened = context.with_answers(etag=ETAG, standing=snapshot_of(message))
    return complaint_news.news_reply(opened, message, FACTS.get(message, {}))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("message", NEWS)
def test_news_has_its_buttons_in_the_language_of_the_chat(message, language):
    reply = news(message, language)
    assert make_payload(reply)
    assert len(reply.choices) >= (2 if OFFERS.search(_own_sentences(message, language)) else 1), reply.body
    for choice in reply.choices:
        assert bool(ARABIC.search(choice.title)) == (language is Language.URDU), choice.title
        assert choice.title in {texts[language] for texts in sentence_table().values()}
        assert ETAG in choice.id


def _own_sentences(message: str, language: Language) -> str:
    """Return what the chat says for this message, without deadlines and officers' texts, which other news have too."""
    keys = {
        "contact_claimed": "who_spoke", "resolved": "is_it_solved", "invited": "will_you_come",
        "station_consent": "may_station_be_ordered", "narrowing_announced": "do_you_object", "late": "news_late_report",
    }  # fmt: skip
    key = keys.get(message, f"news_{message}")
    return sentence_table().get(key, sentence_table()["news_other"])[language]


def test_the_check_fails_on_a_question_without_answer_buttons(monkeypatch):
    monkeypatch.delitem(complaint_news.NEWS_BUTTONS, "withdrawal_asked")
    monkeypatch.delitem(complaint_news.WAITING_MESSAGES, "invited")
    for message in ("withdrawal_asked", "invited"):
        for language in Language:
            with pytest.raises(AssertionError):
                test_news_has_its_buttons_in_the_language_of_the_chat(message, language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("message", NEWS)
def test_every_button_below_news_does_what_it_says(message, language):
    """No button leads to an old list or to words that were not understood."""
    reply = news(message, language)
    refused = {sentence_table()[key][language] for key in ("old_list", "not_understood", "asked_no_more")}
    for choice in reply.choices:
        chat = Walker("+923001112233")
        chat.state = State(language=language)
        chat.came = lambda effect: snapshot_of(message) if effect.name == "look_up" else {"done": True}
        turn = chat.hears(Tap(choice.id))
        said = "\n".join(one.body for one in turn.replies)
        assert not any(sentence in said for sentence in refused), (choice.title, said)


def test_what_is_no_longer_possible_has_no_button():
    context = Context(State(language=Language.ENGLISH), shipped(), Person(""), clock("09:00"))
    opened = context.with_answers(etag=ETAG, standing=STANDING | {"claim": None, "moves": []})
    titles = [choice.title for choice in complaint_news.news_reply(opened, "rejected", {}).choices]
    assert titles == ["Open"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("message", ["feedback_answered", "verification_answered"])
def test_news_of_a_request_has_a_button_too(message, language):
    context = Context(State(language=language), shipped(), Person("+923001112233"), clock("09:00"))
    reply = complaint_news.request_news_reply(context, message, {"spaced": "F26 4819 0735"})
    (choice,) = reply.choices
    chat = Walker("+923001112233")
    chat.state = State(language=language)
    chat.hears(Tap(choice.id))
    assert chat.state.step in {"feedback", "domestic.number"}
