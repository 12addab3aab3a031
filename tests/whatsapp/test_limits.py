"""Long messages: what one of them may cost."""

import pytest

from tests.whatsapp.paths import ETAG
from tests.whatsapp.sample_directory import shipped
from whatsapp.rules import message_parsing, typed_text
from whatsapp.rules.handover.handover_requests import language_of_request
from whatsapp.rules.languages import Language
from whatsapp.rules.message_parsing import parse_message
from whatsapp.rules.text_meaning import worker_details
from whatsapp.rules.typed_text import LONGEST_COMMAND, Command, is_one_of, parse_command

FIXED_WORDS = ("DONE", "CHANGE", "REMOVE", "SKIP", "YES", "PARTLY", "NO", "DONT_KNOW")


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
