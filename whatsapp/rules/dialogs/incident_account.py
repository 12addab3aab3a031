"""Dialog about what happened: text in several messages or voice notes, and files."""

from dataclasses import replace
from datetime import datetime, timedelta

from whatsapp.rules import typed_text
from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import EffectResult, Input, SentFile, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Effect, Transition, ask_again, repeat_question_after
from whatsapp.rules.open_questions import next_open_question
from whatsapp.rules.replies import Reply

ALBUM_SECONDS = timedelta(seconds=5)
"""Files that come within this time are one album."""

_DONE = {"done": typed_text.DONE}
_REMOVE = {"remove": typed_text.REMOVE}
_EMPTY_WORDS = typed_text.DONT_KNOW | typed_text.SKIP | typed_text.NO
"""Words that say nothing. A complaint needs others."""

_DONE_OR_SKIPPED = {"done": typed_text.DONE, "skip": _EMPTY_WORDS}
LONGEST_ACCOUNT = 10_000
"""Characters of all messages together (web.text_cleaning.LONGEST_TEXT)."""


def fits_account(context: Context, text: str) -> bool:
    """Return whether a text still fits into the account."""
    return sum(map(len, context.answers.get("texts", ()))) + len(text) <= LONGEST_ACCOUNT


def _ends_with_one_message(context: Context) -> bool:
    """Return whether one message says enough, because the review takes more of them."""
    return not context.answers.get("_changing")


def ask_what_happened(context: Context) -> Reply:
    if _ends_with_one_message(context):
        return context.text("ask_what_once")
    key = "ask_more" if any(context.answers.get(name) for name in ("texts", "spoken", "files")) else "ask_what"
    if key == "ask_what":
        return context.text(key)
    return context.buttons(context.say(key), ("done", "done"))


def handle_what_happened(context: Context, message: Input) -> Transition:
    texts = list(context.answers.get("texts", ()))
    if _ends_with_one_message(context):
        return _handle_single_account(context, message)
    has_account = bool(texts or context.answers.get("spoken") or context.answers.get("files"))
    if chosen_answer(
        message, _DONE_OR_SKIPPED.keys() if has_account else _DONE.keys(), _DONE_OR_SKIPPED if has_account else _DONE
    ):
        if not has_account:
            return ask_again(context.say("words_or_voice"))
        return Transition(to="lodge.check")
    if isinstance(message, TypedText):
        if not has_account and typed_text.is_one_of(message.text, _EMPTY_WORDS):
            return ask_again(context.say("words_or_voice"))
        if not fits_account(context, message.text):
            return repeat_question_after(context.say("text_full"))
        return Transition(answers={"texts": [*texts, message.text.strip()]})
    if isinstance(message, SentFile):
        return request_file_recording(message)
    if isinstance(message, EffectResult):
        return note_recorded_file(context, message)
    return ask_again(context.say("words_or_voice"))


def _handle_single_account(context: Context, message: Input) -> Transition:
    """Take one text or voice note as the account and go on. A photo is kept, and the question stays."""
    texts = list(context.answers.get("texts", ()))
    if isinstance(message, SentFile):
        return request_file_recording(message)
    if isinstance(message, EffectResult):
        transition = note_recorded_file(context, message)
    elif not isinstance(message, TypedText) or typed_text.is_one_of(message.text, _EMPTY_WORDS | typed_text.DONE):
        return ask_again(context.say("words_or_voice"))
    elif not fits_account(context, message.text):
        return repeat_question_after(context.say("text_full"))
    else:
        transition = Transition(answers={"texts": [*texts, message.text.strip()], "_told": True})
    told = context.with_answers(**transition.answers)
    has_told = bool(told.answers.get("_told") or told.answers.get("spoken"))
    return replace(
        transition, to=next_open_question(told) if has_told else None, is_quiet=not has_told and transition.is_quiet
    )


def request_file_recording(message: SentFile) -> Transition:
    """Return the transition that holds a file with the complaint that is being filed."""
    return Transition(effect=Effect("hold_file", file_facts(message)))


def file_facts(message: SentFile) -> dict:
    """Return a file as plain values for JSON."""
    return {
        "media_id": message.media_id, "media_type": message.media_type, "name": message.name, "kind": message.kind,
        "caption": message.caption,
    }  # fmt: skip


def note_recorded_file(context: Context, result: EffectResult) -> Transition:
    """Record a file. Its content is checked later, and a refusal is reported then."""
    if reason := result.facts.get("refused"):
        return repeat_question_after(context.say(f"file_{reason}"))
    spoken = result.facts.get("kind") == "voice"
    answers = {"files": result.facts["files"]} | ({"spoken": True} if spoken else {})
    messages = (context.say("voice_taken" if spoken else "file_taken"),)
    if (caption := result.facts.get("caption")) and fits_account(context, caption):
        answers["texts"] = [*context.answers.get("texts", ()), caption]
    elif caption:
        messages = (*messages, context.say("text_full"))
    is_quiet = len(messages) == 1 and not spoken and is_of_album(context)
    return Transition(answers=answers | album_time(context), messages=messages, is_quiet=is_quiet)


def is_of_album(context: Context) -> bool:
    """Return whether another file came to this question seconds ago.

    An album is one message for each picture; one reply is enough.
    """
    step, _, last = context.answers.get("_file_at", "").partition(" ")
    is_here = bool(last) and step == context.state.step
    return is_here and context.at - datetime.fromisoformat(last) <= ALBUM_SECONDS


def album_time(context: Context, *, step: str = "") -> dict:
    """Return the answer that keeps when the last file came, and to which question (by default the present one)."""
    return {"_file_at": f"{step or context.state.step} {context.at.isoformat()}"}


def ask_for_files(context: Context) -> Reply:
    if context.answers.get("files"):
        return context.buttons(context.say("ask_files"), ("done", "done"), ("remove", "remove_last_file"))
    return context.buttons(context.say("ask_files"), ("skip", "skip"))


def handle_files_step(context: Context, message: Input) -> Transition:
    if isinstance(message, SentFile):
        return request_file_recording(message)
    if isinstance(message, EffectResult):
        if "removed" not in message.facts:
            return note_recorded_file(context, message)
        left = {"files": message.facts["files"], "spoken": message.facts["spoken"]}
        key = "file_removed" if message.facts["removed"] else "no_file_left"
        return Transition(answers=left, messages=(context.say(key),))
    if context.answers.get("files") and chosen_answer(message, _REMOVE.keys(), _REMOVE):
        return Transition(effect=Effect("remove_last_file"))
    if chosen_answer(message, _DONE_OR_SKIPPED.keys(), _DONE_OR_SKIPPED):
        return Transition(to="lodge.check")
    if isinstance(message, TypedText) and not fits_account(context, message.text):
        return repeat_question_after(context.say("text_full"))
    if isinstance(message, TypedText):
        return Transition(
            answers={"texts": [*context.answers.get("texts", ()), message.text.strip()]},
            messages=(context.say("noted"),),
        )
    return ask_again(context.say("not_understood"))


STEPS = (
    DialogStep("tell.what", handle_what_happened, ask_what_happened, free=True),
    DialogStep("tell.files", handle_files_step, ask_for_files, free=True),
)
