"""The conversation's side of a hand-over: a request for an operator, and what the person reads about it."""

from collections.abc import Mapping
from dataclasses import replace

from whatsapp.rules import typed_text
from whatsapp.rules.chat_inputs import EffectResult, Input, TypedText
from whatsapp.rules.chat_state import State
from whatsapp.rules.dialog_steps import Context, Effect
from whatsapp.rules.dialogs import STEPS, operator_call
from whatsapp.rules.input_interpretation import ask_to_resume
from whatsapp.rules.missed_answers import MISSES, say_way_out
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import Reply
from whatsapp.rules.reply_layout import compose_replies
from whatsapp.rules.text_meaning.human_requests import language_of_request
from whatsapp.rules.time_format import format_moment

TurnParts = tuple[State, tuple[Reply, ...], Effect | None, tuple[str, ...]]
"""The fields of a conversation.Turn."""

_ERASURES = frozenset(
    {
        *("delete my messages", "delete my chat", "erase my messages", "erase my chat"),
        *(
            "mere paighamaat mita dein",
            "mere paigham mita dein",
            "meri chat mita dein",
            "mere paighamaat delete karein",
        ),
        *("میرے پیغامات مٹا دیں", "میرے پیغام مٹا دیں", "میری چیٹ مٹا دیں"),
    }
)


def is_erasure(text: str) -> bool:
    """Return whether a text asks to delete the messages of the person."""
    return typed_text.is_one_of(text, _ERASURES)


def turn_about_operator(context: Context, message: Input, before: tuple[str, ...]) -> TurnParts | None:
    """Return the turn for a request for an operator, or for the result of one; None for any other input.

    The waiting question and the answers stay as they are.
    """
    if isinstance(message, TypedText):
        return _turn_of_typed_request(context, message, before)
    if not isinstance(message, EffectResult):
        return None
    facts = message.facts
    if "handover" in facts:
        found = facts["handover"] != "nobody"
        return _turn_after_hand_over(_without_misses(context) if found else context, facts, before)
    if "call_back" in facts:
        messages = (*before, _say_call_back(context, facts))
        return _say_and_ask(context.with_state(context.state.back()), messages)
    if "texts_erased" in facts:
        erased = context.with_state(context.state.without_texts())
        return _say_and_ask(erased, (*before, erased.say("operator_texts_erased")))
    return None


def _turn_of_typed_request(context: Context, message: TypedText, before: tuple[str, ...]) -> TurnParts | None:
    state = replace(context.state, heard_at=context.at, puzzled=False)
    if language := language_of_request(message.text):
        state = state if state.language else replace(state, language=language)
        texts = [*filter(None, context.answers.get(MISSES, ())), message.text]
        return state, (), Effect("hand_over", {"reason": "requested", "texts": texts}), before
    if is_erasure(message.text):
        return state, (), Effect("erase_operator_texts"), before
    return None


def _turn_after_hand_over(context: Context, facts: Mapping, before: tuple[str, ...]) -> TurnParts:
    """Return the turn after the portal looked for an operator: one answers, a call is offered, or there is nobody."""
    match facts["handover"]:
        case "waiting":
            says = context.say("operator_waiting", office=translate(facts["office"], context.language))
            return context.state, compose_replies((*before, says)), None, ()
        case "closed" if facts["has_phone"]:
            opens = context.say_for_country("operator_closed", opens=format_moment(facts["opens"], context.language))
            asking = context.with_state(context.state.advance(operator_call.STEP, {}))
            question = operator_call.ask_to_call(asking)
            return asking.state, compose_replies((*before, opens), question=question), None, ()
        case "closed":
            says = context.say_for_country(
                "operator_writes_later", opens=format_moment(facts["opens"], context.language)
            )
            return _say_and_ask(context, (*before, says))
        case "kept":
            return _say_and_ask(context, (*before, _say_call_back(context, facts), say_way_out(context)))
    return _say_and_ask(context, (*before, say_way_out(context)))


def _say_call_back(context: Context, facts: Mapping) -> str:
    if facts.get("call_back") in {"declined", "live"}:
        return context.say("operator_noted" if facts["call_back"] == "live" else "operator_call_declined")
    return context.say("operator_call_agreed", at=format_moment(facts["at"], context.language))


def _say_and_ask(context: Context, messages: tuple[str, ...]) -> TurnParts:
    """Return a turn that says something and asks the waiting question again."""
    return context.state, compose_replies(messages, question=waiting_question(context)), None, ()


def waiting_question(context: Context) -> Reply | None:
    """Return the question that waits for an answer in the conversation, or None."""
    if context.state.paused:
        return ask_to_resume(context)
    step = STEPS.get(context.state.step)
    return step.ask(context) if step and step.ask else None


def state_after_operator(context: Context) -> State:
    """Return the state in which an operator hands the chat back: as it was, and as if it had just been heard.

    The question whether to be called is over.
    """
    state = _without_misses(context).state
    return replace(state.back() if state.step == operator_call.STEP else state, heard_at=context.at)


def _without_misses(context: Context) -> Context:
    return context.without_answer(MISSES)
