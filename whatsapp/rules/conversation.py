"""One turn of the conversation: from a state and an input to the next state and the replies.

`next_turn` is a pure function. It returns an `Effect` for what only the portal can do or look up; the turn then
continues with the result. A turn has at most two replies (Meta allows one message in six seconds).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from whatsapp.rules import saved_inputs, typed_text
from whatsapp.rules.chat_inputs import EffectResult, Input, TypedText, UnsupportedMessage
from whatsapp.rules.chat_state import State
from whatsapp.rules.danger_warning import danger_warning
from whatsapp.rules.dialog_steps import Context, Effect, Person, Transition
from whatsapp.rules.dialogs import STEPS, complaint_filing, missing_child
from whatsapp.rules.handover.handover_requests import turn_about_operator
from whatsapp.rules.input_interpretation import (
    LANGUAGE_STEP,
    ask_to_resume,
    handle_input,
    has_unsent_answers,
    interpret,
)
from whatsapp.rules.languages import Language
from whatsapp.rules.missed_answers import is_filing_step
from whatsapp.rules.public_directory import Directory
from whatsapp.rules.replies import Reply
from whatsapp.rules.reply_layout import compose_replies
from whatsapp.rules.text_meaning.language_detection import detect_language
from whatsapp.rules.typed_text import Command, parse_command

PAUSED_AFTER, DROPPED_AFTER = timedelta(minutes=30), timedelta(hours=24)
_UNSUPPORTED_SENTENCES = {"edit": "edited", "too_big": "file_too_big"}
UNANSWERED = frozenset({"reaction", "system", "revoke"})
"""Message types that get no answer."""


@dataclass(frozen=True)
class Turn:
    """The outcome of one input.

    `effect`: to be performed before the turn goes on. `messages`: kept for the replies that follow it. `performed`: the
    names of the effects that were performed, once the turn is over.
    """

    state: State
    replies: tuple[Reply, ...] = ()
    effect: Effect | None = None
    messages: tuple[str, ...] = ()
    performed: tuple[str, ...] = ()


def next_turn(
    state: State,
    message: Input,
    *,
    directory: Directory,
    person: Person,
    at: datetime,
    key: str,
    before: tuple[str, ...] = (),
) -> Turn:
    """Return the outcome of one input. Never raises, whatever was sent and whatever the state is.

    `key`: a new UUID as text, for a dialog that may begin now. `before`: the `messages` of the turn that returned the
    effect.
    """
    context = Context(state, directory, person, at)
    if parts := turn_about_operator(context, message, before):
        return Turn(*parts)
    if isinstance(message, EffectResult):
        return _apply_transition(context, handle_input(context, message), before, key)
    if isinstance(message, TypedText) and not typed_text.has_words(message.text):
        message = UnsupportedMessage("emoji")
    if isinstance(message, UnsupportedMessage):
        return _answer_unsupported(context, message, key)
    context, welcome = _detect_language(context.with_state(replace(state, puzzled=False)), message)
    context, warnings = _danger_warning_once(context, message)
    warnings = (*warnings, *welcome)
    if context.state.language is None and context.state.step != LANGUAGE_STEP:
        return _apply_transition(
            context, Transition(to=LANGUAGE_STEP, answers={"_first": saved_inputs.save_input(message)}), warnings, key
        )
    context, expiry_messages = _pause_after_idle_time(context, message)
    if context.state.paused and not state.paused:
        return _apply_transition(context, Transition(), warnings, key)
    if transition := _ask_for_replaced_kind(context, message):
        return _apply_transition(
            context.with_state(replace(context.state, heard_at=at)), transition, warnings + expiry_messages, key
        )
    state, transition = interpret(context, message)
    return _apply_transition(
        context.with_state(replace(state, heard_at=at)), transition, warnings + expiry_messages, key
    )


def _apply_transition(context: Context, transition: Transition, messages: tuple[str, ...], key: str) -> Turn:
    """Apply a transition and ask the next question."""
    if transition.interrupts and has_unsent_answers(context.state):
        messages += (context.say("kept_aside"),)
    context = context.with_state(_next_state(context.state, transition, key))
    messages += transition.messages
    if transition.is_quiet:
        return Turn(context.state)
    if transition.effect:
        return Turn(context.state, effect=transition.effect, messages=messages)
    if transition.replay is not None:
        return _apply_transition(context, handle_input(context, transition.replay), messages, key)
    if context.state.paused:
        return Turn(context.state, compose_replies(messages, question=ask_to_resume(context)))
    step = STEPS.get(context.state.step)
    question = step.ask(context) if step and step.ask else None
    if question is None:
        messages += (context.say("menu_hint"),)
    return Turn(
        context.state, compose_replies(messages, pictures=transition.pictures, question=question or transition.offers)
    )


def _next_state(state: State, transition: Transition, key: str) -> State:
    """Return the state after a transition. `key`: the key of a dialog that begins now."""
    if transition.language:
        state = _change_language(state, transition.language)
    if transition.receipt:
        state = replace(state, submitted_key=state.dialog_key, receipt=transition.receipt)
    if transition.ends:
        state = state.end_dialog()
    if transition.interrupts:
        state = state.interrupt()
    if not transition.is_miss and not transition.effect and "_misses" in state.answers:
        state = replace(state, answers={name: value for name, value in state.answers.items() if name != "_misses"})
    if transition.to is None:
        return replace(state, answers={**state.answers, **transition.answers})
    if transition.to == "":
        return state.end_dialog()
    state = state.advance(transition.to, transition.answers)
    return state if state.dialog_key else replace(state, dialog_key=key)


def _change_language(state: State, language: Language) -> State:
    """Return the state in another language. The answers stay, and the question is repeated."""
    state = replace(
        state, language=language, answers={name: value for name, value in state.answers.items() if name != "_first"}
    )
    return state.back() if state.trail else state


def _danger_warning_once(context: Context, message: Input) -> tuple[Context, tuple[str, ...]]:
    """Return "call 15" for words of danger, once per dialog. A missing child report says it anyway."""
    words = message.text if isinstance(message, TypedText) else getattr(message, "caption", "")
    if (
        context.answers.get("_warned")
        or parse_command(words)
        or missing_child.language_of_report(context, message)
        or not (warning := danger_warning(context, words))
    ):
        return context, ()
    return context.with_answers(_warned=True), (warning,)


def _detect_language(context: Context, message: Input) -> tuple[Context, tuple[str, ...]]:
    """Take the language of a first sentence. A missing child's report begins without a greeting."""
    if context.state.language is not None or context.state.step:
        reported = missing_child.language_of_report(context, message) if context.state.language is None else None
        return (context.with_state(replace(context.state, language=reported)) if reported else context), ()
    if reported := missing_child.language_of_report(context, message):
        return context.with_state(replace(context.state, language=reported)), ()
    words = message.text if isinstance(message, TypedText) else getattr(message, "caption", "")
    if parse_command(words) or not (language := detect_language(words)):
        return context, ()
    context = context.with_state(replace(context.state, language=language))
    return context, (context.greeting(language), context.say("language_hint"))


def _ask_for_replaced_kind(context: Context, message: Input) -> Transition | None:
    """Ask for the kind of complaint again if the chosen one was withdrawn, and keep the new answer."""
    state = context.state
    if not (context.answers.get("category") and context.kind is None and is_filing_step(state.step)) or state.paused:
        return None
    if isinstance(message, TypedText) and parse_command(message.text):
        return None
    # The review before sending is shown again, so the answer to it is dropped.
    answer = {} if state.step == "lodge.check" else saved_inputs.save_input(message)
    return complaint_filing.ask_for_kind_again(
        context, context.answers["category"], _after_kind=state.step, _answer=answer
    )


def _answer_unsupported(context: Context, message: UnsupportedMessage, key: str) -> Turn:
    """Say once that the message cannot be used. The question stays open; a new chat asks for the language."""
    if message.kind in UNANSWERED or context.state.puzzled:
        return Turn(context.state)
    sentence = context.say(_UNSUPPORTED_SENTENCES.get(message.kind, "other_kind"))
    if context.state.language is None and not context.state.step:
        context = context.with_state(replace(context.state, puzzled=True))
        return _apply_transition(context, Transition(to=LANGUAGE_STEP), (), key)
    return Turn(replace(context.state, puzzled=True), compose_replies((sentence,)))


def _pause_after_idle_time(context: Context, message: Input) -> tuple[Context, tuple[str, ...]]:
    """Drop a dialog after a day. After half an hour ask whether to continue, and keep the message.

    STOP takes effect at once.
    """
    state = context.state
    gap = context.at - state.heard_at if state.heard_at else timedelta(0)
    if gap >= DROPPED_AFTER:
        lost = has_unsent_answers(state) or bool(state.interrupted)
        return context.with_state(replace(state.end_dialog(), interrupted={})), (
            context.say("expired"),
        ) if lost else ()
    stops = isinstance(message, TypedText) and parse_command(message.text) in {Command.STOP, Command.STOP_ALERTS}
    if gap >= PAUSED_AFTER and state.has_answers and not state.paused and not stops:
        paused_context = context.with_answers(_held=saved_inputs.save_input(message))
        return paused_context.with_state(replace(paused_context.state, paused=True, heard_at=context.at)), ()
    return context, ()
