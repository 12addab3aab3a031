"""A voice note that follows a question of the police is its answer, not only a file."""

import pytest

from complaints.models import Evidence
from complaints.workflow.declaration import VOICE_NOTE
from complaints.workflow.table import MOVES
from tests.evidence import samples
from tests.whatsapp.paths import ETAG, RESOLVED, STANDING, VOICE, Walker
from tests.whatsapp.test_files import sends
from tests.whatsapp.test_news import told
from tests.whatsapp.transcripts import words
from tests.world import clock
from whatsapp.models import Media
from whatsapp.rules.chat_inputs import TypedText
from whatsapp.rules.dialogs.complaint_news import NEWS_STEP
from whatsapp.rules.dialogs.voice_answers import ACTS_WITH_VOICE
from whatsapp.services import media_download

__all__ = ["told"]

ASKED = STANDING | {
    "claim": None,
    "status": "awaiting_citizen",
    "question": "When did it happen?",
    "moves": ["resume", "add"],
}


def opened(snapshot: dict) -> Walker:
    """Return a person who has opened their complaint. `performed`: the effects since."""
    chat = Walker("+923001112233")
    chat.performed = []
    best = chat.came

    def came(effect):
        chat.performed.append(effect)
        return snapshot if effect.name == "look_up" else best(effect)

    chat.came = came
    for text in ("Salam", "2", ETAG):
        chat.hears(TypedText(text))
    chat.performed.clear()
    return chat


def bodies(turn) -> str:
    return "\n".join(getattr(reply, "body", "") for reply in turn.replies)


def test_a_voice_note_answers_the_officers_question():
    chat = opened(ASKED)
    said = bodies(chat.hears(VOICE))
    (effect,) = chat.performed
    assert (effect.name, effect.facts["move"], effect.facts["voice"]["media_id"]) == ("act", "resume", VOICE.media_id)
    assert "recorded as your answer" in said


def test_at_is_it_solved_it_is_recorded_and_only_the_persons_tap_says_yes_or_no():
    chat = opened(RESOLVED | {"moves": ["add", "close", "object"]})
    said = bodies(chat.hears(VOICE))
    assert [(one.name, one.facts.get("move")) for one in chat.performed] == [("act", "add"), ("look_up", None)]
    assert "tap the answer that fits" in said
    assert "solved" in said
    chat.hears(TypedText("no"))
    assert [one.facts["move"] for one in chat.performed if one.name == "act"] == ["add", "object"]


def test_after_not_solved_what_is_missing_can_be_spoken():
    chat = opened(RESOLVED | {"moves": ["add", "close", "object"]})
    chat.hears(TypedText("partly"))
    chat.hears(VOICE)
    assert chat.performed[-1].facts["move"] == "add"
    assert chat.performed[-1].facts["voice"]


@pytest.mark.parametrize("asked", ["question", "is_it_solved"])
def test_a_voice_note_right_after_the_news_needs_no_number(asked):
    chat = opened(ASKED if asked == "question" else RESOLVED | {"moves": ["add", "close", "object"]})
    chat.state = chat.state.end_dialog().advance(NEWS_STEP, {"_news": {"etag": ETAG, "asked": asked}})
    chat.hears(VOICE)
    acts = [(one.name, one.facts.get("move")) for one in chat.performed]
    assert acts[:2] == [("look_up", None), ("act", "resume" if asked == "question" else "add")]


def test_a_voice_note_without_a_question_is_offered_as_a_file():
    chat = opened(STANDING | {"claim": None, "question": ""})
    assert "Add this to E-tag" in bodies(chat.hears(VOICE))
    assert not chat.performed


def test_the_acts_with_a_voice_note_are_those_of_the_workflow():
    acts = {"missing" if act == "object" else act for act in ACTS_WITH_VOICE}
    assert all(VOICE_NOTE in MOVES["add" if act == "missing" else act].records for act in acts)
    assert VOICE_NOTE not in MOVES["report_pressure"].records


@pytest.mark.slow
def test_the_answer_names_the_file_and_the_file_arrives(told):
    told.resolved()
    told.sent(clock("12:01"))
    told.phone.at = clock("12:02")
    said = words(sends(told.phone, told.line, samples.old_voice(), "audio", "audio/amr")[0])
    assert "tap the answer that fits" in said
    event = told.complaint.events.order_by("seq").last()
    assert event.kind == "add"
    assert str(Media.objects.get().evidence) in event.body
    assert media_download.download_due_files(at=told.phone.at) == 1
    assert str(Evidence.objects.get().pk) in event.body
