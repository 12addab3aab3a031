"""Words that a person writes to an opened complaint without choosing an act first.

They may be the answer to an officer's question, something to add, or a new matter: the chat asks, and loses nothing.
"""

from dataclasses import replace

from complaints.rules import etag
from whatsapp.rules import typed_text
from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import EffectResult, Input, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Effect, Transition, ask_again, end_dialog
from whatsapp.rules.dialogs.complaint_news import OFFICERS_QUESTION
from whatsapp.rules.dialogs.complaint_tracking import WORDS_STEP, WRITTEN, open_and_answer
from whatsapp.rules.dialogs.evidence_dialog import show_complaint_again
from whatsapp.rules.dialogs.incident_account import LONGEST_ACCOUNT
from whatsapp.rules.dialogs.sentence_start import begin_from_sentence, begin_from_unread_text
from whatsapp.rules.dialogs.waiting_questions import current_question
from whatsapp.rules.open_questions import is_sentence
from whatsapp.rules.replies import Reply

CHOICE_WORDS = {
    "this": typed_text.SUBMIT - {"1"},
    "new": frozenset({"new", "new complaint", "nayi", "nayi shikayat", "naya", "نئی", "نئی شکایت"}),
    "neither": frozenset({"neither", "dono nahi", "دونوں نہیں"}),  # "no" erases nothing
}


def ask_where_words_belong(context: Context, text: str) -> Transition | None:
    """Return the transition for a sentence while a complaint is open or its news waits; None for any other state.

    Where an officer's question waits, fewer words are enough ("pichle hafte").
    """
    move, news = _adding_move(context), context.answers.get("_news") or {}
    if context.state.step == "track.one" and move and (is_sentence(text) or move == "resume"):
        return Transition(to=WORDS_STEP, answers={WRITTEN: text.strip()})
    is_news = context.state.step == "news" and news.get("etag")
    if is_news and (is_sentence(text) or news.get("asked") == OFFICERS_QUESTION):
        transition = open_and_answer(news["etag"], "", "")
        return replace(transition, answers={**transition.answers, "_reply": [], WRITTEN: text.strip()})
    return None


def _adding_move(context: Context) -> str:
    """Return the move that takes words now; "" for none. An answer to an officer's question comes first."""
    snapshot = context.answers.get("standing") or {}
    moves = snapshot.get("moves", ())
    if snapshot.get("question") and "resume" in moves:
        return "resume"
    return "add" if "add" in moves else ""


def ask_words_choice(context: Context) -> Reply:
    body = context.say("ask_belongs", etag=etag.format_etag(context.answers["etag"]))
    return context.buttons(body, ("this", "belongs_this"), ("new", "new_complaint"), ("neither", "belongs_neither"))


def handle_words_choice(context: Context, message: Input) -> Transition:
    text = context.answers.get(WRITTEN, "")
    if isinstance(message, EffectResult) and not message.facts.get("done"):
        return show_complaint_again(context, context.say("not_possible", why=message.facts.get("reason", "")))
    if isinstance(message, EffectResult) and current_question(context.answers.get("standing") or {}):
        return show_complaint_again(context, context.say("did_words_tap_too"))
    if isinstance(message, EffectResult):
        return end_dialog(context.say(f"did_{context.answers['act']}"))
    match chosen_answer(message, CHOICE_WORDS.keys(), CHOICE_WORDS):
        case "this":
            return _send_words(context, text)
        case "new":
            return begin_from_sentence(context, text) or begin_from_unread_text(context, text)
        case "neither":
            return show_complaint_again(context)
    if isinstance(message, TypedText) and is_sentence(message.text) and len(text + message.text) < LONGEST_ACCOUNT:
        return Transition(answers={WRITTEN: f"{text}\n{message.text.strip()}"})
    return ask_again(context.say("not_understood"))


def _send_words(context: Context, text: str) -> Transition:
    move = _adding_move(context)
    if not move:  # the complaint ended meanwhile
        return show_complaint_again(context, context.say("asked_no_more"))
    opened = context.answers.get("standing", {}).get("by", "phone")
    facts = {"etag": context.answers["etag"], "move": move, "words": text, "opened": opened}
    return Transition(answers={"act": move}, effect=Effect("act", facts))


STEPS = (DialogStep(WORDS_STEP, handle_words_choice, ask_words_choice),)
