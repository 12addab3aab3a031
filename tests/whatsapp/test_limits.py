"""Long, many or repeated messages: what one of them may cost, and how much of them a chat keeps."""

from collections.abc import Mapping

import pytest

from complaints.rules import accepted_files
from tests.whatsapp.paths import ETAG, LOCKED, Walker
from tests.whatsapp.sample_directory import shipped
from whatsapp.rules import message_parsing, typed_text
from whatsapp.rules.chat_inputs import SentFile, TypedText
from whatsapp.rules.dialogs.incident_account import LONGEST_ACCOUNT
from whatsapp.rules.languages import Language
from whatsapp.rules.message_parsing import parse_message
from whatsapp.rules.missed_answers import MISSES, MISSES_BEFORE_HELP
from whatsapp.rules.text_meaning import worker_details
from whatsapp.rules.text_meaning.human_requests import language_of_request
from whatsapp.rules.typed_text import LONGEST_COMMAND, Command, is_one_of, parse_command

FIXED_WORDS = ("DONE", "CHANGE", "REMOVE", "SKIP", "YES", "PARTLY", "NO", "DONT_KNOW")
DANGER = "He is outside with a gun and will kill me now. "


def in_english(*said: str, **came: Mapping) -> Walker:
    """Return a person who chose English and wrote these texts. `came`: results of effects that differ."""
    walker = Walker("+923001112233")
    usual = walker.came
    walker.came = lambda effect: came.get(effect.name) or usual(effect)
    for text in ("Salam", "English", *said):
        walker.hears(TypedText(text))
    return walker


def photos(walker: Walker, count: int) -> list[str]:
    """Send so many photos, one after the other. Return the replies."""
    turns = [walker.hears(SentFile("photo", str(number), "image/jpeg")) for number in range(count)]
    return ["\n".join(getattr(reply, "body", "") for reply in turn.replies) for turn in turns]


# --- Work for one message ---------------------------------------------------------------------------------------------


def test_signs_around_a_command_are_looked_for_in_short_texts_only():
    signs = LONGEST_COMMAND - len("menu")
    assert parse_command("menu" + "!" * signs) is Command.MENU
    assert parse_command("menu" + "!" * (signs + 1)) is None
    assert is_one_of("!" * (signs + 1) + "yes", typed_text.YES)
    assert not is_one_of("!" * (signs + 2) + "yes", typed_text.YES)


def test_every_fixed_word_is_shorter_than_that():
    words = {*typed_text._BY_WORD, *(word for name in FIXED_WORDS for word in getattr(typed_text, name))}
    assert max(map(len, words)) < LONGEST_COMMAND


def test_a_request_for_an_operator_is_a_short_text():
    signs = LONGEST_COMMAND - len("operator")
    assert language_of_request("operator" + "!" * signs) is Language.ENGLISH
    assert language_of_request("operator" + "!" * (signs + 1)) is None


@pytest.mark.parametrize(
    "message",
    [
        {"type": "button", "button": {"text": "a" * 9000}},
        {"type": "button", "button": {"text": "a" * 9000, "payload": f"news=do:keep:{ETAG}"}},
        {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "x", "title": "a" * 9000}}},
    ],
)
def test_the_text_of_a_button_is_clipped_as_a_typed_one_is(message):
    parsed = parse_message(message)
    assert len(getattr(parsed, "text", "") or parsed.title) == message_parsing.LONGEST_TEXT


def test_few_parts_of_a_list_are_read_as_details_of_a_worker(monkeypatch):
    read = []
    understand = worker_details.understand
    monkeypatch.setattr(worker_details, "understand", lambda text: read.append(text) or understand(text))
    details = worker_details.parse_worker_details("Rukhsana, Ayesha, Lahore" + ",ab" * 1300, shipped())
    assert details == {"worker_name": "Rukhsana", "employer_name": "Ayesha", "district": "lahore"}
    assert len(read) == worker_details.MOST_PARTS


# --- What a chat keeps ------------------------------------------------------------------------------------------------


def test_of_the_messages_that_missed_a_question_the_last_ones_are_kept():
    walker = in_english("1", "2")
    for number in range(6):
        walker.hears(TypedText(f"xyzzy{number}"))
    assert walker.state.answers[MISSES] == ["xyzzy4", "xyzzy5"]
    assert len(walker.state.answers[MISSES]) == MISSES_BEFORE_HELP


AT_FILES = ("1", "2", "Multan", "They broke the lock.", "no", "Change or add", "4")


@pytest.mark.parametrize(
    ("said", "step", "text"),
    [(("1", "2"), "place.region", DANGER * 80), (AT_FILES, "tell.files", "They broke the lock of my shop. " * 120)],
)
def test_the_account_does_not_grow_beyond_its_limit_at_any_question(said, step, text):
    walker = in_english(*said)
    for number in range(5):
        replies = "\n".join(reply.body for reply in walker.hears(TypedText(f"{number} {text}")).replies)
    assert walker.state.step == step
    assert len(text) * 2 < sum(map(len, walker.state.answers["texts"])) <= LONGEST_ACCOUNT
    assert "more than fits" in replies
    assert ("dial 15" in replies) == text.startswith(DANGER)


def test_files_before_any_complaint_are_as_few_as_a_complaint_may_have():
    walker = in_english()
    replies = photos(walker, accepted_files.MOST_FILES + 2)
    assert walker.state.step == "first.file"
    assert len(walker.state.answers["handed"]) == accepted_files.MOST_FILES
    assert ["Twenty files" in reply for reply in replies[-3:]] == [False, True, True]


def test_files_beside_the_question_for_a_key_are_as_few_too():
    walker = in_english(ETAG, look_up=LOCKED)
    replies = photos(walker, accepted_files.MOST_FILES + 2)
    assert len(walker.state.answers["handed"]) == accepted_files.MOST_FILES
    assert ["Twenty files" in reply for reply in replies[-3:]] == [False, True, True]
