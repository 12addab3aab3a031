"""What a person's message means here: a command, a tap, or an answer to the question that waits."""

import re
from dataclasses import replace

from complaints.rules import etag
from whatsapp.rules import fallbacks, saved_inputs, typed_text
from whatsapp.rules.dialogs import STEPS, complaint_tracking, missing_child
from whatsapp.rules.inputs import EffectResult, Input, Tap, TypedText
from whatsapp.rules.replies import ButtonReply, ReplyButton, clip
from whatsapp.rules.state import State
from whatsapp.rules.steps import Context, Effect, Transition, end_dialog, stay
from whatsapp.rules.tap_ids import make_tap_id, parse_tap_id
from whatsapp.rules.typed_text import Command

MENU_STEP, LANGUAGE_STEP, TRACKING_STEP, PAUSED_STEP = "menu", "language", "track.number", "paused"
TRACKING_PREFIX, UNASSIGNED_FILES_PREFIX = "track.", "first."
_NEWS_CONSENT = {True: "news_wanted", False: "news_stopped", None: "no_news_to_want"}


def interpret(context: Context, message: Input) -> tuple[State, Transition]:
    """Where the conversation stands for this message, and what follows from it."""
    if context.state.paused:
        return _answer_pause(context, message)
    if isinstance(message, TypedText) and (command := typed_text.parse_command(message.text)):
        return _obey(context, command)
    if isinstance(message, TypedText) and _is_etag(message.text) and _can_be_interrupted(context.state):
        return context.state, Transition(to=TRACKING_STEP, replay=message)
    if missing_child.report_language(context, message):
        return _begin_missing_child_report(context, message)
    if isinstance(message, TypedText):
        message = _typed_choice(context, message)
    if isinstance(message, Tap):
        return _handle_tap(context, message)
    return context.state, handle_input(context, message)


def _begin_missing_child_report(context: Context, message: Input) -> tuple[State, Transition]:
    """Begin the report. What was told or sent before its kind was chosen belongs to it; anything else is set aside."""
    state = context.state if fallbacks.is_filing_step(context.state.step) else context.state.interrupt()
    before = missing_child.files_sent_before(context)
    if context.state.step == "first.file":
        state = context.state.end_dialog()
    return state, missing_child.begin_report(context.with_state(state), message, sent_before=before)


def _typed_choice(context: Context, message: TypedText) -> Input:
    """Whoever types a button's words, or its place among them, has tapped it."""
    step = STEPS.get(context.state.step)
    question = step.ask(context) if step and step.ask else None
    if not isinstance(question, ButtonReply):
        return message
    said, number = typed_text.normalize(message.text), None if step.free else typed_text.parse_number(message.text)
    for place, choice in enumerate(question.choices, 1):
        if said == typed_text.normalize(choice.title) or place == number:
            return Tap(choice.id, choice.title)
    return message


def handle_input(context: Context, message: Input) -> Transition:
    """By the step that waits; where none does, as if the menu had been asked for."""
    if isinstance(message, EffectResult) and "news_wanted" in message.facts:
        return stay(context.say(_NEWS_CONSENT[message.facts["news_wanted"]]))
    if transition := fallbacks.intercept(context, message):
        return transition
    step = STEPS.get(context.state.step)
    return (
        fallbacks.fall_back(context, message, step.handle(context, message))
        if step
        else _handle_without_question(message)
    )


def ask_to_resume(context: Context) -> ButtonReply:
    """The question after half an hour, or after a greeting in the middle of something."""
    choices = (
        ReplyButton(make_tap_id(PAUSED_STEP, said), clip(context.say(key), 20))
        for said, key in (("yes", "go_on"), ("no", "drop"))
    )
    return ButtonReply(context.say("resume"), tuple(choices))


def _handle_without_question(message: Input) -> Transition:
    """Nothing waits: `1` is the menu, the name or number of a service begins it."""
    if isinstance(message, TypedText) and typed_text.parse_number(message.text) == 1:
        return Transition(to=MENU_STEP)
    return Transition(to=MENU_STEP, replay=message)


def _can_be_interrupted(state: State) -> bool:
    """Whether an E-tag that is typed now is what it is wherever nothing waits for free words: one to be followed."""
    step = STEPS.get(state.step)
    if step is None or step.name == LANGUAGE_STEP:
        return step is None
    return not step.free and (not state.has_answers or step.name.startswith((TRACKING_PREFIX, UNASSIGNED_FILES_PREFIX)))


def _is_etag(text: str) -> bool:
    """Twelve digits, right or mistyped."""
    return len(re.sub(r"\D", "", typed_text.normalize(text))) == etag.DIGITS and not re.search(r"[^\W\d]", text)


def _obey(context: Context, command: Command) -> tuple[State, Transition]:
    """What works at every step."""
    state = context.state
    match command:
        case Command.HELP:
            return state, Transition(messages=(context.say_for_country("help", site=context.home),))
        case Command.LANGUAGE:
            return state, Transition(to=LANGUAGE_STEP)
        case Command.STOP | Command.UPDATES:
            return state, Transition(effect=Effect("want_news", {"wanted": command is Command.UPDATES}))
        case Command.CANCEL:
            return state, end_dialog(context.say("cancelled" if has_unsent_answers(state) else "nothing_to_cancel"))
        case Command.BACK if state.trail:
            return state.back(), Transition()
        case Command.CONTINUE if state.step not in {"", MENU_STEP}:
            return state, Transition()
        case Command.CONTINUE if state.interrupted:
            return state.resume(), Transition()
        case Command.GREETING if state.has_answers:
            return replace(state, paused=True), Transition()
    return state.interrupt(), Transition(to=MENU_STEP, messages=_parting_messages(context, command))


def _parting_messages(context: Context, command: Command) -> tuple[str, ...]:
    greeted = (context.greeting(context.language),) if command is Command.GREETING else ()
    return (*greeted, context.say("kept_aside")) if has_unsent_answers(context.state) else greeted


def has_unsent_answers(state: State) -> bool:
    """Whether something was told that is nowhere yet; who only follows a complaint has told nothing."""
    return state.has_answers and (not state.step.startswith(TRACKING_PREFIX) or bool(state.answers.get("waiting")))


def _handle_tap(context: Context, message: Tap) -> tuple[State, Transition]:
    """A tap answers the question that it belongs to, also one that was asked before; an old list begins anew."""
    state, (name, said) = context.state, parse_tap_id(message.id)
    if state.submitted_key and said.endswith(f":{state.submitted_key}"):
        return state, stay(*state.receipt.get("says", ()))
    if name == PAUSED_STEP:  # tapped twice
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
    if name == "track.one" and (transition := complaint_tracking.answer_old_button(said)):
        return state.interrupt(), transition
    return state, Transition(to=None if state.step else MENU_STEP, messages=(context.say("old_list"),))


def _answer_pause(context: Context, message: Input) -> tuple[State, Transition]:
    """The answer to *go on?*; whatever else was sent is taken as an answer to the question before."""
    on = replace(context.without("_held").state, paused=False)
    if _is_answer(message, "yes", typed_text.YES) or (
        isinstance(message, TypedText) and typed_text.parse_command(message.text) is Command.CONTINUE
    ):
        return on, Transition(replay=_unless_command(saved_inputs.restore_input(context.answers.get("_held"))))
    if _is_answer(message, "no", typed_text.NO):
        return on.end_dialog(), Transition(to=MENU_STEP)
    return interpret(context.with_state(on), message)


def _unless_command(held: Input | None) -> Input | None:
    """What was sent before the pause, unless it only was to wake the chat up."""
    return None if isinstance(held, TypedText) and typed_text.parse_command(held.text) else held


def _is_answer(message: Input, said: str, words: frozenset[str]) -> bool:
    if isinstance(message, Tap):
        return parse_tap_id(message.id) == (PAUSED_STEP, said)
    return isinstance(message, TypedText) and typed_text.is_one_of(message.text, words)
