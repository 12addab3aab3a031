"""Voice notes that answer a question of the police.

The note is recorded as the answer itself, as on the web, not only as a file: the officer and the complaint cell listen
to it. Only the person's own tap says yes or no to a question with buttons, so that question is repeated.
"""

from collections.abc import Mapping

from whatsapp.rules.chat_inputs import Input, SentFile
from whatsapp.rules.dialog_steps import Context, Effect, Transition
from whatsapp.rules.dialogs.incident_account import file_facts
from whatsapp.rules.dialogs.waiting_questions import current_question

ACTS_WITH_VOICE = frozenset({"resume", "add", "missing", "appeal", "reinstate"})
"""Acts for which a voice note takes the place of words (complaints.workflow, VOICE_NOTE).

A report of pressure is none, because officers of the district hear all files.
"""
VOICE_ACT = "voice"


def is_voice_note(message: Input) -> bool:
    """Return whether the message is a voice note."""
    return isinstance(message, SentFile) and message.kind == "voice"


def voice_effect(context: Context, move: str, note: Mapping) -> Effect:
    """Return the effect that makes a move with this voice note in place of words."""
    opened = context.answers.get("standing", {}).get("by", "phone")
    facts = {"etag": context.answers["etag"], "move": move, "words": "", "opened": opened, "voice": dict(note)}
    return Effect("act", facts)


def answer_by_voice(context: Context, note: Mapping) -> Transition | None:
    """Record a voice note as the answer to the question that waits; None if none does, or it cannot be recorded."""
    snapshot = context.answers["standing"]
    moves = snapshot.get("moves", ())
    move = "resume" if snapshot.get("question") and "resume" in moves else "add"
    if move not in moves or not (snapshot.get("question") or current_question(snapshot)):
        return None
    return Transition(answers={"act": VOICE_ACT}, effect=voice_effect(context, move, note))


def note_facts(message: Input) -> dict:
    """Return a voice note as plain values."""
    return file_facts(message) | {"caption": ""}
