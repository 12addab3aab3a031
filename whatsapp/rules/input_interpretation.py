"""Interpretation of a person's message: a command, a tap, or an answer to the question that waits."""

import re
from contextlib import suppress
from dataclasses import replace

from complaints.rules import etag
from whatsapp.rules import missed_answers, saved_inputs, typed_text
from whatsapp.rules.chat_inputs import EffectResult, Input, Tap, TypedText
from whatsapp.rules.chat_state import State
from whatsapp.rules.dialog_steps import Context, Effect, Transition, end_dialog, repeat_question_after
from whatsapp.rules.dialogs import STEPS, complaint_tracking, language_and_menu, missing_child, notice_subscriptions
from whatsapp.rules.replies import ButtonReply, ReplyButton, clip
from whatsapp.rules.tap_ids import make_tap_id, parse_tap_id
from whatsapp.rules.typed_text import Command

PAGE_OFFERED_STEPS = frozenset({"keep.page", "lodge.understood"})
"""Steps that offer a web page instead of the chat: "continue" means to go on in the chat."""

MENU_STEP, LANGUAGE_STEP, TRACKING_STEP, PAUSED_STEP = "menu", "language", "track.number", "paused"
TRACKING_PREFIX, UNASSIGNED_FILES_PREFIX = "track.", "first."
_TWELVE_DIGITS = re.compile(r"(?<![\d+])[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}(?!\d)")
_NEWS_CONSENT = {True: "news_wanted", False: "news_stopped", "again": "news_restored", None: "no_news_to_want"}


def interpret(context: Context, message: Input) -> tuple[State, Transition]:
    """Return the state in which the message is handled, and the transition that follows from it."""
    if context.state.paused:
        return _handle_resume_answer(context, message)
    if isinstance(message, TypedText) and (command := typed_text.parse_command(message.text)):
        return _handle_command(context, command)
    if isinstance(message, TypedText) and (transition := _interrupt_question(context, message)):
        return context.state, transition
    if missing_child.language_of_report(context, message):
        return _begin_missing_child_report(context, message)
    if isinstance(message, TypedText):
        message = _tap_for_typed_choice(context, message)
    if isinstance(message, Tap):
        return _handle_tap(context, message)
    return context.state, handle_input(context, message)


def _interrupt_question(context: Context, message: TypedText) -> Transition | None:
    """Return the transition for an E-tag or the name of a language, which are no answers to the question."""
    if _may_etag_interrupt(context.state) and (number := _etag_in_text(message.text)):
        return Transition(to=TRACKING_STEP, replay=TypedText(number))
    step = STEPS.get(context.state.step)
    is_free = step is not None and (step.free or step.name == LANGUAGE_STEP)
    if not is_free and language_and_menu.named_language(message.text):
        return Transition(to=LANGUAGE_STEP, replay=message)
    return None


def _begin_missing_child_report(context: Context, message: Input) -> tuple[State, Transition]:
    """Begin the report with what was sent before. Another dialog is interrupted and kept."""
    state = context.state if missed_answers.is_filing_step(context.state.step) else context.state.interrupt()
    before = missing_child.files_sent_before(context)
    if context.state.step == "first.file":
        state = context.state.end_dialog()
    return state, missing_child.begin_report(context.with_state(state), message, sent_before=before)


def _tap_for_typed_choice(context: Context, message: TypedText) -> Input:
    """Return the tap on the button whose title or number was typed; the message itself if there is none."""
    step = STEPS.get(context.state.step)
    question = step.ask(context) if step and step.ask else None
    if not isinstance(question, ButtonReply):
        return message
    typed, number = typed_text.normalize(message.text), None if step.free else typed_text.parse_number(message.text)
    for place, choice in enumerate(question.choices, 1):
        if typed == typed_text.normalize(choice.title) or place == number:
            return Tap(choice.id, choice.title)
    return message


def handle_input(context: Context, message: Input) -> Transition:
    """Let the waiting step handle the input. Without one, open the menu for "1" and treat other input as a choice."""
    if isinstance(message, EffectResult) and "news_wanted" in message.facts:
        sentence = context.say(_NEWS_CONSENT[message.facts["news_wanted"]])
        if message.facts["news_wanted"] is False:
            sentence = f"{sentence}\n{context.say('news_not_by_sms')}"
        is_filing = missed_answers.is_filing_step(context.state.step) and message.facts["news_wanted"] is False
        return repeat_question_after(sentence, *((context.say("stop_is_no_cancel"),) if is_filing else ()))
    if isinstance(message, EffectResult) and "alerts_ended" in message.facts:
        key = "alerts_ended" if message.facts["alerts_ended"] else "alerts_not_asked"
        return repeat_question_after(context.say(key))
    if transition := missed_answers.intercept_misread_input(context, message):
        return transition
    step = STEPS.get(context.state.step)
    if step:
        return missed_answers.handle_missed_answer(context, message, step.handle(context, message))
    if isinstance(message, TypedText) and typed_text.parse_number(message.text) == 1:
        return Transition(to=MENU_STEP)
    return Transition(to=MENU_STEP, replay=message)


def ask_to_resume(context: Context) -> ButtonReply:
    """Return the question whether to continue: after half an hour, or after a greeting in a dialog."""
    choices = (
        ReplyButton(make_tap_id(PAUSED_STEP, answer), clip(context.say(key), 20))
        for answer, key in (("yes", "go_on"), ("no", "drop"))
    )
    return ButtonReply(context.say("resume"), tuple(choices))


def _may_etag_interrupt(state: State) -> bool:
    """Return whether a typed E-tag opens that complaint here. A question for free text takes it as its answer."""
    step = STEPS.get(state.step)
    if step is None or step.name == LANGUAGE_STEP:
        return step is None
    return not step.free and (not state.has_answers or step.name.startswith((TRACKING_PREFIX, UNASSIGNED_FILES_PREFIX)))


def _etag_in_text(text: str) -> str:
    """Return twelve digits that stand alone, valid or mistyped, or a valid E-tag in a sentence; "" for neither."""
    typed = typed_text.normalize(text)
    if len(re.sub(r"\D", "", typed)) == etag.DIGITS and not re.search(r"[^\W\d]", typed):
        return typed
    for match in _TWELVE_DIGITS.finditer(typed):
        with suppress(etag.MistypedEtag):
            return etag.parse_etag(match[0])
    return ""


def _handle_command(context: Context, command: Command) -> tuple[State, Transition]:
    """Handle a command, which works at every step."""
    state = context.state
    if command is Command.START and not state.stopped:
        command = Command.GREETING
    match command:
        case Command.HELP:
            return state, Transition(
                messages=(context.say_for_country("help", site=context.home), context.say("operator_hint"))
            )
        case Command.LANGUAGE:
            return state, Transition(to=LANGUAGE_STEP)
        case Command.STOP | Command.UPDATES | Command.START:
            wanted = {Command.STOP: False, Command.UPDATES: True, Command.START: "again"}[command]
            state = replace(state, stopped=command is Command.STOP)
            return state, Transition(effect=Effect("want_news", {"wanted": wanted}))
        case Command.STOP_ALERTS:
            return state, notice_subscriptions.end_alerts()
        case Command.LATER:
            return state, missed_answers.leave_for_later(context)
        case Command.CANCEL:
            return state, end_dialog(context.say("cancelled" if has_unsent_answers(state) else "nothing_to_cancel"))
        case Command.BACK if state.trail:
            return state.back(), Transition()
        case Command.CONTINUE if state.step in PAGE_OFFERED_STEPS:
            return state, STEPS[state.step].handle(context, Tap(make_tap_id(state.step, "here")))
        case Command.CONTINUE if state.step not in {"", MENU_STEP}:
            return state, Transition()
        case Command.CONTINUE if state.interrupted:
            return state.resume(), Transition()
        case Command.GREETING if state.has_answers:
            return replace(state, paused=True), Transition()
    if state.language is None:
        return state, Transition(to=LANGUAGE_STEP)
    return state.interrupt(), Transition(to=MENU_STEP, messages=_parting_messages(context, command))


def _parting_messages(context: Context, command: Command) -> tuple[str, ...]:
    """Return the greeting, and that the dialog was kept if it holds answers."""
    greetings = (context.greeting(context.language),) if command is Command.GREETING else ()
    return (*greetings, context.say("kept_aside")) if has_unsent_answers(context.state) else greetings


def has_unsent_answers(state: State) -> bool:
    """Return whether the person gave answers that were not sent in. Tracking a complaint gives none."""
    is_tracking = state.step.startswith(TRACKING_PREFIX)
    return state.has_answers and (not is_tracking or any(state.answers.get(name) for name in ("waiting", "written")))


def _handle_tap(context: Context, message: Tap) -> tuple[State, Transition]:
    """Handle a tap on a button of the current question, of an earlier one, or of an old message."""
    state, (name, answer) = context.state, parse_tap_id(message.id)
    if state.submitted_key and answer.endswith(f":{state.submitted_key}"):
        return state, repeat_question_after(*state.receipt.get("says", ()))
    if name == PAUSED_STEP:  # the second tap on the same button
        return state, Transition()
    if name == LANGUAGE_STEP and state.step != LANGUAGE_STEP:
        return state, Transition(to=LANGUAGE_STEP, replay=message)
    step = STEPS.get(name)
    if step and name == state.step:
        return state, step.handle(context, message)
    if step and name in state.trail:
        return state.back_to(name), Transition(replay=message)
    if step and step.begins:
        return state.interrupt(), Transition(to=name, replay=message)
    if name == "track.one" and (transition := complaint_tracking.transition_of_old_button(answer)):
        return state.interrupt(), transition
    return state, Transition(to=None if state.step else MENU_STEP, messages=(context.say("old_list"),))


def _handle_resume_answer(context: Context, message: Input) -> tuple[State, Transition]:
    """Handle the answer to "continue?". Any other message answers the question before it."""
    resumed = replace(context.without_answer("_held").state, paused=False)
    if _is_resume_answer(message, "yes", typed_text.YES) or (
        isinstance(message, TypedText) and typed_text.parse_command(message.text) is Command.CONTINUE
    ):
        kept_message = saved_inputs.restore_input(context.answers.get("_held"))
        if isinstance(kept_message, TypedText) and typed_text.parse_command(kept_message.text):
            kept_message = None  # such as a greeting that only ended the pause
        return resumed, Transition(replay=kept_message)
    if _is_resume_answer(message, "no", typed_text.NO):
        return resumed.end_dialog(), Transition(to=MENU_STEP)
    return interpret(context.with_state(resumed), message)


def _is_resume_answer(message: Input, answer: str, words: frozenset[str]) -> bool:
    """Return whether the input gives this answer to "continue?", by tap or in words."""
    if isinstance(message, Tap):
        return parse_tap_id(message.id) == (PAUSED_STEP, answer)
    return isinstance(message, TypedText) and typed_text.is_one_of(message.text, words)
